// What was there when a test failed, in a folder of its own, for who cannot look at the machine any
// more (--bundles DIR).
//
//   DIR/tests.unit.test_unit_router_chat.cpp--streams[2-true]/
//     failure.txt       what went wrong, and the command that runs the test again
//     failure.jsonl     the failed phases, as the event log has them
//     stdout stderr     what the test wrote in them
//     timeline          what its services wrote meanwhile (service_timeline.hpp)
//     processes.txt     the test's process and its services: command, folder, ports, exit status
//     environment.txt   of the test's process
//     logs/             what services have written to files
//     cores/            of those that died
//
// The controller adds what it finds while the test stands still, before its teardown; the rest
// comes with the events. Secrets are left out (secrets.hpp), but not from cores.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "foundation/base/error.hpp"
#include "foundation/cell/service_book.hpp"
#include "testing/model/event.hpp"
#include "testing/report/paths.hpp"
#include "testing/runner/secrets.hpp"
#include "testing/runner/worker_process.hpp"

namespace dyntest::runner {

// The name of a test's folder: of at most 200 bytes, which any file system takes.
std::string bundle_name(const model::Item& item);

class Bundles {
 public:
  // Makes the folder, if it is not there, and lets processes leave cores. `root`: of the suite;
  // `again`: the command that runs a test once more, its id to follow.
  static base::Result<Bundles> open(std::filesystem::path folder, std::string root,
                                    std::string again);

  // The processes of a worker whose test has failed or hangs, and of `hosts` of fixtures of scope
  // run that it uses, as they are now; `status`: of the test's process, if that has ended. Again
  // for the same test: replaces what was added before.
  void add_processes(const model::Item& item, WorkerProcess& worker,
                     const std::vector<WorkerProcess*>& hosts,
                     std::optional<os::ExitStatus> status = {});
  // A phase that failed. A line for its notes: `bundle: DIR/…`.
  std::string add_failure(const model::Item& item, const model::PhaseFinished& phase);

 private:
  struct Bundle {
    std::filesystem::path folder;
    std::string error;  // the first that writing came to; empty = none
  };

  Bundles(std::filesystem::path folder, std::string root, std::string again);

  // What an earlier run has left of the same test is removed.
  Bundle& bundle_of(const model::Item& item);
  void write(Bundle& bundle, const std::string& name, const std::string& text) const;
  void append(Bundle& bundle, const std::string& name, const std::string& text) const;
  void copy_log(Bundle& bundle, const std::string& name, const std::string& from) const;
  // `init`: that has started it; `state`: of one that has not ended; `since`: when its test began.
  std::string text_of(Bundle& bundle, const cell::ServiceRecord& service, pid_t init,
                      const std::string& state, std::filesystem::file_time_type since) const;
  // The same of a worker or host and of all that its init has started and that has lived in this
  // time.
  std::string text_of_all(Bundle& bundle, WorkerProcess& worker, const cell::ServiceRecord& itself,
                          const std::string& state, base::Duration lasted) const;

  std::filesystem::path folder_;  // absolute
  report::Paths paths_;
  std::string again_;
  Secrets secrets_;
  std::map<std::string, Bundle> bundles_;  // by name
};

}  // namespace dyntest::runner
