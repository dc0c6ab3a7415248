#include "testing/runner/worker_process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <utility>

#include "foundation/os/message.hpp"
#include "foundation/os/proc.hpp"
#include "foundation/os/spawn.hpp"
#include "testing/runner/debugging.hpp"
#include "testing/runner/verdict_text.hpp"

namespace dyntest::runner {
namespace {

cell::Net net_of(schedule::Network network) {
  switch (network) {
    case schedule::Network::own:
      return cell::Net::own;
    case schedule::Network::run:
      return cell::Net::run;
    case schedule::Network::machine:
      return cell::Net::machine;
  }
  return cell::Net::own;
}

}  // namespace

std::optional<WorkerProcess> WorkerProcess::start(cell::Keeper& keeper, const Program& program,
                                                  const schedule::Crew& crew,
                                                  const WorkerOptions& options,
                                                  const std::string& gpus,
                                                  const std::vector<std::string>& debugger) {
  auto [ours, theirs] = os::message_pair();
  os::Fd stop{::eventfd(0, EFD_CLOEXEC)};
  auto channel = std::make_unique<Channel>();
  channel->shared().skipped = base::Clock::skipped().load();
  std::optional<Stream> output;
  std::optional<Stream> error;
  if (!options.live) {
    output.emplace();
    error.emplace();
  }
  const os::Fd null{::open("/dev/null", O_RDWR | O_CLOEXEC)};
  cell::Keeper::Launch launch;
  if (!debugger.empty()) {
    launch.argv = {program.path, foreground_flag};
    launch.argv.insert(launch.argv.end(), debugger.begin(), debugger.end());
  }
  launch.argv.push_back(program.path);
  launch.argv.insert(launch.argv.end(), program.part.begin(), program.part.end());
  for (auto& argument : options.to_arguments()) launch.argv.push_back(std::move(argument));
  launch.environment = debugger.empty() ? os::environment() : debugger_environment();
  // By default CUDA counts the fastest first, nvidia-smi by place.
  if (!gpus.empty())
    launch.environment = os::merge_environment(
        launch.environment, {"CUDA_VISIBLE_DEVICES=" + gpus, "CUDA_DEVICE_ORDER=PCI_BUS_ID"});
  if (crew.isolated && std::getenv(resolve_now_variable) == nullptr)
    launch.environment.push_back(fmt::format("{}={}", resolve_now_variable, resolve_now));
  launch.folder = std::filesystem::current_path();
  launch.fds = {{debugger.empty() ? null.get() : STDIN_FILENO, 0},
                {output ? output->fd() : STDOUT_FILENO, 1},
                {error ? error->fd() : STDERR_FILENO, 2},
                {theirs.get(), WorkerFds::control},
                {channel->fd(), WorkerFds::channel},
                {stop.get(), WorkerFds::stop}};
  launch.host_fd = WorkerFds::host;
  launch.board_fd = WorkerFds::board;
  launch.net = net_of(crew.network);
  auto tree = keeper.launch(launch);
  if (!tree) return std::nullopt;
  WorkerProcess worker{std::move(ours), std::move(stop), std::move(*tree)};
  worker.crew_ = crew;
  worker.channel_ = std::move(channel);
  worker.output_ = std::move(output);
  worker.error_ = std::move(error);
  return worker;
}

pid_t WorkerProcess::pid() {
  const pid_t inside = shared().pid;
  return inside == 0 ? 0 : os::find_below(init(), inside);
}

std::optional<Received> WorkerProcess::receive() {
  auto received = runner::receive(control_.get());
  if (!received) control_.reset();
  return received;
}

std::optional<base::Duration> WorkerProcess::late() {
  const std::int64_t deadline = shared().deadline;
  if (shared().item == no_item || deadline == 0 || killed_for_timeout) return std::nullopt;
  const auto late = base::Clock::now().time_since_epoch() - base::Duration{deadline};
  if (late < base::Duration::zero()) return std::nullopt;
  return late;
}

void WorkerProcess::interrupt() {
  shared().stop = true;
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = ::write(stop_.get(), &one, sizeof one);
}

void WorkerProcess::take_stacks(cell::Keeper& keeper, const std::string& executable) {
  stacks_text.emplace();
  cell::Keeper::Launch launch;
  launch.argv = {executable, stacks_flag, std::to_string(pid())};
  launch.environment = os::environment();
  launch.folder = "/";
  launch.fds = {{stacks_text->fd(), 1}, {stacks_text->fd(), 2}};
  stacks = keeper.launch(launch);
}

bool WorkerProcess::has_stacks() const {
  if (!stacks) return true;
  pollfd ended{stacks->ended_fd(), POLLIN, 0};
  return ::poll(&ended, 1, 0) > 0;
}

model::Captured WorkerProcess::take_captured(std::uint64_t output_end, std::uint64_t error_end) {
  model::Captured captured;
  if (!output_) return captured;
  if (output_end > output_begin_)
    captured.standard_output = output_->read(std::exchange(output_begin_, output_end), output_end);
  if (error_end > error_begin_)
    captured.standard_error = error_->read(std::exchange(error_begin_, error_end), error_end);
  return captured;
}

model::Captured WorkerProcess::take_captured() {
  if (!output_) return {};
  return take_captured(output_->size(), error_->size());
}

std::vector<std::string> WorkerProcess::notes_of_death() {
  std::vector<std::string> notes;
  if (killed_for_timeout && stacks) {
    stacks->status();
    notes.push_back("stacks when the time was over:\n" + stacks_text->read(0, stacks_text->size()));
    notes.insert(notes.end(), logs.begin(), logs.end());
  }
  const char* why = killed_for_timeout ? "the test's thread never came back" : "the worker died";
  for (auto name = fixtures_up.rbegin(); name != fixtures_up.rend(); ++name)
    notes.push_back(fmt::format("teardown not run: {}: {}", *name, why));
  return notes;
}

WorkerProcess::Written WorkerProcess::written() const {
  if (!output_) return {};
  return {output_->size(), error_->size()};
}

std::vector<std::string> WorkerProcess::take_lines(Written end, bool all) {
  std::vector<std::string> lines;
  if (!output_) return lines;
  output_lines_.take(*output_, end.output, lines);
  if (all) output_lines_.take_begun(lines);
  error_lines_.take(*error_, end.error, lines);
  if (all) error_lines_.take_begun(lines);
  return lines;
}

void WorkerProcess::bound_streams() {
  if (!output_) return;
  output_->release(output_begin_);
  error_->release(error_begin_);
}

}  // namespace dyntest::runner
