#include "testing/guests/pytest.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/socket.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <utility>

#include "foundation/os/run_folder.hpp"
#include "foundation/os/wait.hpp"
#include "testing/guests/files.hpp"
#include "testing/guests/pytest_answer.hpp"
#include "testing/guests/pytest_plugin.hpp"

namespace dyntest::guests {
namespace fs = std::filesystem;
namespace {

constexpr auto list_time_max = std::chrono::minutes{1};
constexpr auto leave_time_max = std::chrono::seconds{1};  // less than the controller's grace
constexpr auto end_time_max = std::chrono::seconds{2};
constexpr std::size_t words_max = 2000;  // of what pytest wrote, if it does not start
constexpr const char* plugin = "dyntest_guest";

int leave_signal() { return SIGRTMIN + 7; }  // pytest_plugin.py waits for it

// A folder that holds the plug-in as a module.
fs::path plugin_folder() {
  const auto folder = os::new_run_folder("pytest");
  std::ofstream{folder / fmt::format("{}.py", plugin)} << pytest_plugin;
  return folder;
}

std::string python_path(const fs::path& folder) {
  const char* others = std::getenv("PYTHONPATH");
  return fmt::format("PYTHONPATH={}{}{}", folder.string(), others == nullptr ? "" : ":",
                     others == nullptr ? "" : others);
}

}  // namespace

Pytest::Pytest(Spec spec) : spec_{std::move(spec)} {
  if (spec_.command.empty()) spec_.command = {"python3", "-m", "pytest"};
}

Pytest::~Pytest() {
  if (!process_) return;
  socket_.reset();  // it has nothing more to run
  std::vector<pollfd> fds{{process_->exit_fd(), POLLIN, 0}};
  os::wait_quietly(fds, base::Deadline::in(end_time_max));
}

Listing Pytest::list() {
  const auto collected = start();
  if (!collected) return {{}, {{spec_.name, collected.error().text()}}};
  auto [listing, ids] = read_collected(*collected, spec_.root);
  for (std::size_t i = 0; i < ids.size(); ++i)
    ids_[listing.tests[i].item.node_id()] = std::move(ids[i]);
  return std::move(listing);
}

// What it has collected.
base::Result<std::string> Pytest::start() {
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
    return base::Error::from_errno("a socket for pytest");
  socket_ = os::Fd{ends[0]};
  os::Fd theirs{ends[1]};
  received_.clear();
  const auto folder = plugin_folder();
  os::Command command{spec_.command, {python_path(folder)}, spec_.root, theirs.get()};
  for (const auto& word :
       {"-p", plugin, "-p", "no:randomly", "-p", "no:random_order", "-o", "cache_dir"})
    command.argv.emplace_back(word);
  command.argv.back() += "=" + (folder / "cache").string();
  command.argv.push_back(spec_.place);
  const auto errors = captured_errors_size();
  auto process = os::Process::start(command);
  theirs.reset();  // that its end be seen
  if (!process)
    return base::Error{
        fmt::format("pytest does not start: {}; install it (Debian: python3-pytest), "
                    "or name it in the guest's 'command'",
                    process.error().text())};
  process_ = std::move(*process);
  if (auto line = read_line(base::Deadline::in(list_time_max))) return std::move(*line);
  const auto status = process_->kill();
  process_.reset();
  return base::Error{
      fmt::format("pytest collected nothing from {}: {}; is it installed (Debian: "
                  "python3-pytest), and does `{} --collect-only {}` work?\n{}",
                  spec_.name, status.text(), fmt::join(spec_.command, " "), spec_.name,
                  captured_errors(errors).substr(0, words_max))};
}

Verdict Pytest::set_up(const Test& test) {
  if (process_ && process_->ended()) process_.reset();
  if (!process_)
    if (const auto started = start(); !started)
      return {.outcome = model::Outcome::failed,
              .failures = {{test.place, 0, "", started.error().text()}}};
  begun_ = true;
  return phase(nlohmann::json{"setup", id_of(test)}.dump());
}

Verdict Pytest::call(const Test&) { return phase(R"(["call"])"); }

Verdict Pytest::tear_down(const Test& test, const Test* next) {
  const bool begun = std::exchange(begun_, false);
  if (!process_) return {};  // it died in the test
  nlohmann::json command{"teardown"};
  if (!begun) command = {"pass_over", id_of(test)};
  command.push_back(next == nullptr ? nlohmann::json{} : nlohmann::json(id_of(*next)));
  return phase(command.dump());
}

// A test whose time is over is told so, and may come back with what it was doing; one that does not
// come back loses its process.
Verdict Pytest::phase(const std::string& command) try {
  const std::string line = command + "\n";
  ::send(socket_.get(), line.data(), line.size(), MSG_NOSIGNAL);
  const auto answer = read_line(base::Deadline::never());
  return answer ? read_verdict(*answer, spec_.root) : death();
} catch (const os::Interrupted& why) {
  process_->signal(leave_signal());
  const auto answer = read_line_quietly();
  if (!answer) death();
  if (!answer || why.cause != os::Interrupted::Cause::deadline) throw;
  auto verdict = read_verdict(*answer, spec_.root);
  verdict.outcome = model::Outcome::timed_out;
  for (auto& failure : verdict.failures) {
    failure.kind = "Timeout";
    failure.message.replace(0, failure.message.find('\n'), why.reason);
  }
  return verdict;
}

Verdict Pytest::death() {
  const auto status = process_->kill();
  process_.reset();
  return {.outcome = model::Outcome::failed, .death = status};
}

// Nothing if the process is gone, or says nothing until then.
std::optional<std::string> Pytest::read_line(base::Deadline deadline) {
  for (;;) {
    if (const auto end = received_.find('\n'); end != std::string::npos) {
      std::string line = received_.substr(0, end);
      received_.erase(0, end + 1);
      return line;
    }
    std::vector<pollfd> fds{{socket_.get(), POLLIN, 0}};
    if (!os::wait_for(fds, deadline)) return std::nullopt;
    char part[1 << 16];
    const auto size = ::recv(socket_.get(), part, sizeof part, 0);
    if (size <= 0) return std::nullopt;
    received_.append(part, static_cast<std::size_t>(size));
  }
}

// For a short while, whatever else strikes.
std::optional<std::string> Pytest::read_line_quietly() {
  os::interrupt_waits({});
  return read_line(base::Deadline::in(leave_time_max));
}

std::string Pytest::id_of(const Test& test) const { return ids_.at(test.item.node_id()); }

}  // namespace dyntest::guests
