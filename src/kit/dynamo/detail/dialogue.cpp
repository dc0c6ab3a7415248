#include "kit/dynamo/detail/dialogue.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "foundation/base/deadline.hpp"
#include "foundation/os/wait.hpp"

namespace dyntest::dynamo::detail {
namespace {

using base::Error;
using base::Result;
using Json = nlohmann::json;

constexpr std::chrono::seconds patience{20};

struct Pipe {
  os::Fd read;
  os::Fd write;
};

Result<Pipe> make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return Error::from_errno("pipe");
  return Pipe{os::Fd{ends[0]}, os::Fd{ends[1]}};
}

}  // namespace

Dialogue::Dialogue(os::Process process, os::Fd orders, os::Fd answers)
    : process_{std::move(process)}, orders_{std::move(orders)}, answers_{std::move(answers)} {}

Result<Dialogue> Dialogue::start(os::Command command) {
  auto orders = make_pipe();
  if (!orders) return orders.error();
  auto answers = make_pipe();
  if (!answers) return answers.error();
  command.standard_input = orders->read.get();
  command.standard_output = answers->write.get();
  auto process = os::Process::start(command);
  if (!process) return process.error();
  return Dialogue{*std::move(process), std::move(orders->write), std::move(answers->read)};
}

Result<std::string> Dialogue::read_line() {
  const auto deadline = base::Deadline::in(patience);
  std::size_t end;
  while ((end = unread_.find('\n')) == std::string::npos) {
    std::vector<pollfd> ready{{answers_.get(), POLLIN, 0}};
    if (!os::wait_for(ready, deadline)) return Error{"no answer after 20 s"};
    std::array<char, 4096> part{};
    const ssize_t size = ::read(answers_.get(), part.data(), part.size());
    if (size < 0) return Error::from_errno("read");
    if (size == 0) return Error{"its process has ended"};
    unread_.append(part.data(), static_cast<std::size_t>(size));
  }
  std::string line = unread_.substr(0, end);
  unread_.erase(0, end + 1);
  return line;
}

Result<std::string> Dialogue::order(const std::string& json) {
  const std::string line = json + '\n';
  if (::write(orders_.get(), line.data(), line.size()) != static_cast<ssize_t>(line.size()))
    return Error::from_errno("the program takes no orders");
  auto answer = read_line();
  if (!answer) return answer;
  const Json said = Json::parse(*answer, nullptr, false);
  if (said.contains("ok")) return said["ok"].dump();
  return Error{said.is_object() ? said.value("error", *answer) : *answer};
}

}  // namespace dyntest::dynamo::detail
