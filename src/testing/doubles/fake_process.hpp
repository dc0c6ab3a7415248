// A process that does not run: what it prints, how it ends and how it takes signals is scripted,
// and what it was sent is kept. With the words of os::Process (pid, ended, signal, kill, stop), for
// code that takes its process as a template or behind an interface of its own.
//
//   FakeProcess engine;
//   engine.prints("loading\n").ignores(SIGTERM);
//   supervisor.shut_down(engine);
//   CHECK(engine.signals() == std::vector{SIGTERM, SIGKILL});
//   CHECK(engine.ended()->signal() == SIGKILL);
//
// For one thread at a time.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dyntest::doubles {

class FakeProcess {
 public:
  // As wait(2) reports it.
  struct ExitStatus {
    int raw = 0;
    bool success() const { return raw == 0; }
    std::optional<int> code() const;    // if it exited
    std::optional<int> signal() const;  // if a signal killed it
    bool operator==(const ExitStatus&) const = default;
  };

  explicit FakeProcess(int pid = 4711) : pid_{pid} {}

  FakeProcess& prints(std::string_view text);        // to its standard output
  FakeProcess& prints_error(std::string_view text);  // to its standard error
  FakeProcess& exits(int code);                      // it has ended, if it had not
  FakeProcess& ignores(int signal);                  // SIGKILL cannot be
  FakeProcess& exits_on(int signal, int code);       // it handles the signal by ending so

  int pid() const { return pid_; }
  const std::string& output() const { return output_; }
  const std::string& error() const { return error_; }
  // Nothing while it runs. Never blocks.
  std::optional<ExitStatus> ended() const { return status_; }
  // False if it has ended already.
  bool signal(int number);
  // SIGKILL; how it ended.
  ExitStatus kill();
  // SIGTERM, then SIGKILL if it still runs: nothing waits for a grace.
  ExitStatus stop();

  // What it was sent while it ran, in order.
  const std::vector<int>& signals() const { return signals_; }

 private:
  struct Handler {
    int signal;
    std::optional<int> code;  // nothing = ignored
  };

  int pid_;
  std::string output_;
  std::string error_;
  std::vector<Handler> handlers_;  // the latest of a signal counts
  std::vector<int> signals_;
  std::optional<ExitStatus> status_;
};

}  // namespace dyntest::doubles

#ifndef DYNTEST_NO_SHORT_MACROS
using dyntest::doubles::FakeProcess;
#endif
