#include "testing/doubles/fake_process.hpp"

#include <sys/wait.h>

#include <algorithm>
#include <csignal>

namespace dyntest::doubles {

std::optional<int> FakeProcess::ExitStatus::code() const {
  if (!WIFEXITED(raw)) return std::nullopt;
  return WEXITSTATUS(raw);
}

std::optional<int> FakeProcess::ExitStatus::signal() const {
  if (!WIFSIGNALED(raw)) return std::nullopt;
  return WTERMSIG(raw);
}

FakeProcess& FakeProcess::prints(std::string_view text) {
  output_ += text;
  return *this;
}

FakeProcess& FakeProcess::prints_error(std::string_view text) {
  error_ += text;
  return *this;
}

FakeProcess& FakeProcess::exits(int code) {
  if (!status_) status_ = ExitStatus{W_EXITCODE(code, 0)};
  return *this;
}

FakeProcess& FakeProcess::ignores(int signal) {
  handlers_.push_back({signal, std::nullopt});
  return *this;
}

FakeProcess& FakeProcess::exits_on(int signal, int code) {
  handlers_.push_back({signal, code});
  return *this;
}

bool FakeProcess::signal(int number) {
  if (status_) return false;
  signals_.push_back(number);
  const auto handler = std::find_if(handlers_.rbegin(), handlers_.rend(),
                                    [&](const Handler& each) { return each.signal == number; });
  if (number == SIGKILL || handler == handlers_.rend())
    status_ = ExitStatus{W_EXITCODE(0, number)};
  else if (handler->code)
    exits(*handler->code);
  return true;
}

FakeProcess::ExitStatus FakeProcess::kill() {
  signal(SIGKILL);
  return *status_;
}

FakeProcess::ExitStatus FakeProcess::stop() {
  signal(SIGTERM);
  return kill();
}

}  // namespace dyntest::doubles
