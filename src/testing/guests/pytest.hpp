// pytest as a guest: one process of it runs many tests, so that its fixtures of wider scopes last
// from one test to the next; a test that kills the process costs that test, and the next one starts
// a new one. What pytest does in there is said in pytest_plugin.py.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/os/fd.hpp"
#include "testing/guests/guest.hpp"

namespace dyntest::guests {

class Pytest final : public Guest {
 public:
  explicit Pytest(Spec spec);
  Pytest(const Pytest&) = delete;
  Pytest& operator=(const Pytest&) = delete;
  ~Pytest() override;

  Listing list() override;
  Verdict set_up(const Test& test) override;
  Verdict call(const Test& test) override;
  Verdict tear_down(const Test& test, const Test* next) override;

 private:
  base::Result<std::string> start();
  std::optional<std::string> read_line(base::Deadline deadline);
  std::optional<std::string> read_line_quietly();
  Verdict phase(const std::string& command);
  Verdict death();
  std::string id_of(const Test& test) const;

  Spec spec_;
  std::optional<os::Process> process_;
  os::Fd socket_;
  std::string received_;                    // what has come and is no whole line yet
  std::map<std::string, std::string> ids_;  // pytest's, by node id of ours
  bool begun_ = false;                      // the set-up of the test that is not torn down yet
};

}  // namespace dyntest::guests
