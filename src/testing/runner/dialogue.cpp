#include "testing/runner/dialogue.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <utility>

#include "foundation/cell/init.hpp"
#include "foundation/os/host.hpp"
#include "foundation/os/wait.hpp"
#include "testing/runner/forked.hpp"
#include "testing/runner/protocol.hpp"
#include "testing/runner/verdict_text.hpp"
#include "testing/runner/worker.hpp"

namespace dyntest::runner {
namespace {

using model::Phase;

constexpr auto teardown_grace = std::chrono::seconds{2};
constexpr double pause_max = 60;  // seconds between two attempts, however they grow

std::uint64_t stream_size(int fd) {
  const off_t size = ::lseek(fd, 0, SEEK_END);
  return size < 0 ? 0 : static_cast<std::uint64_t>(size);
}

base::Duration seconds(double count) {
  return std::chrono::duration_cast<base::Duration>(std::chrono::duration<double>{count});
}

}  // namespace

pid_t init_of_this_process() {
  const char* name = std::getenv(cell::init_variable);
  return name == nullptr ? ::getppid() : std::atoi(name);
}

void become_worker(const WorkerOptions& options) {
  if (options.protocol != protocol) {
    send(WorkerFds::control, own_hello());
    ::_exit(0);
  }
  for (int fd = WorkerFds::control; fd <= WorkerFds::last; ++fd) ::fcntl(fd, F_SETFD, FD_CLOEXEC);
  if (const char* value = std::getenv(resolve_now_variable);
      value != nullptr && value == std::string_view{resolve_now})
    ::unsetenv(resolve_now_variable);
  std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);
  os::use_host(os::Fd{WorkerFds::host});
}

Dialogue::Dialogue(const WorkerOptions& options, Tests& tests, int failed_fd)
    : options_{options},
      tests_{tests},
      failed_fd_{failed_fd},
      channel_{os::Fd{WorkerFds::channel}},
      output_{::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)},
      error_{::fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3)} {
  channel_.shared().init = init_of_this_process();
  base::Clock::follow(channel_.shared().skipped);
  introduce_process();
}

Dialogue::~Dialogue() { base::Clock::follow(own_skipped_); }

// To those who look at it from outside while a test runs.
void Dialogue::introduce_process() {
  channel_.shared().pid = ::getpid();
  ::prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY);  // for the stacks of a test that hangs
}

void Dialogue::run(const Collection& collection) {
  send(WorkerFds::control, own_hello(), options_.collect ? encode(collection) : "");
  for (bool more = receive_batch(); more;) more = run_one();
}

// A test, until it passes or has no attempt left. Whether there is another one.
bool Dialogue::run_one() {
  more_.reset();
  do {
    if (!pause_between_attempts()) return false;
    options_.isolated ? run_isolated() : run_attempt();
  } while (again_ && !tests_.is_spent());
  if (options_.isolated) more_ = prepare_next();
  if (auto text = not_passed_text(outcome_); !text.empty())
    not_passed_[asked().item] = std::move(text);
  ++position_;
  return more_.value_or(false) && !tests_.is_spent();
}

// In this process no fixture is ever built, nor does a test leave anything behind.
void Dialogue::run_isolated() {
  const AttemptEnd end = run_forked([this] {
    introduce_process();
    tests_.forked();
    run_attempt();
    return AttemptEnd{failed_, outcome_, cut_short_, again_};
  });
  failed_ = end.failed;
  outcome_ = end.outcome;
  cut_short_ = end.cut_short;
  again_ = end.again;
  if (again_) ++batch_[position_].attempt;
}

void Dialogue::run_attempt() {
  auto& shared = channel_.shared();
  timeout_ = asked().timeout;
  deadline_ = timeout_ > 0 ? base::Deadline::in(seconds(timeout_)) : base::Deadline::never();
  cut_short_ = false;
  failed_ = false;
  outcome_ = model::Outcome::passed;
  again_ = false;
  shared.began = base::Clock::now().time_since_epoch().count();
  shared.item = asked().item;
  if (options_.live) {
    write(TestBegan{asked().item});
    sync();
  }
  const RunTest test = asked();  // batch_ moves when the next ones come
  tests_.run(test);
  shared.item = no_item;
  shared.deadline = 0;
}

bool Dialogue::may_run_again() {
  return failed_ && asked().attempt < asked().reruns && !cut_short_ && !channel_.shared().stop;
}

// Before the second attempt and those after it. False if the run is being stopped.
bool Dialogue::pause_between_attempts() try {
  const RunTest& test = asked();
  if (test.attempt == 0) return true;
  tests_.forget_failures(test);
  os::Interrupts interrupts;
  interrupts.stop_fd = WorkerFds::stop;
  os::interrupt_waits(std::move(interrupts));
  const double pause = test.delay * std::pow(test.backoff, test.attempt - 1);
  os::pause_for(seconds(std::min(pause, pause_max)));
  return true;
} catch (const os::Interrupted&) {
  return false;
}

const RunTest* Dialogue::next() {
  if (options_.isolated) return nullptr;
  if (may_run_again()) return &asked();
  if (!more_) more_ = prepare_next();
  return *more_ ? &batch_[position_ + 1] : nullptr;
}

// Makes sure that the test after the running one is known, if there is one.
bool Dialogue::prepare_next() {
  if (failed_) ++failures_;
  if (cut_short_ || channel_.shared().stop) return false;
  // Enough have failed: the controller says so to the others before we end.
  const bool is_last = options_.failures_max > 0 && failures_ >= options_.failures_max;
  if (!is_last && claim()) return true;
  send(WorkerFds::control, Next{});
  return receive_batch();
}

bool Dialogue::claim() {
  if (!channel_.shared().claims.claim()) return false;
  ++claimed_;
  return true;
}

// Until one of a batch's tests is ours: another worker may get all of it first.
bool Dialogue::receive_batch() {
  for (;;) {
    const auto received = receive(WorkerFds::control);
    const auto* run = received ? std::get_if<Run>(&received->message) : nullptr;
    if (run == nullptr) return false;
    batch_.resize(claimed_);  // what was behind has been taken back
    batch_.insert(batch_.end(), run->tests.begin(), run->tests.end());
    if (claim()) return true;
    send(WorkerFds::control, Next{});
  }
}

std::string Dialogue::unmet() const {
  for (const auto& [item, name, unmet] : asked().after) {
    const auto here = not_passed_.find(item);
    const auto& why = here == not_passed_.end() ? unmet : here->second;
    if (!why.empty()) return fmt::format("depends on {}, which {}", name, why);
  }
  return "";
}

void Dialogue::begin(Phase phase) {
  channel_.shared().phase = static_cast<std::uint32_t>(phase);
  if (phase == Phase::teardown) {
    if (options_.stays_failed && failed_ && !may_run_again()) stay();
    // A test that was cut short still gets its teardown, for a bounded time.
    const auto grace = base::Deadline::in(teardown_grace);
    if (cut_short_ || deadline_.moment() < grace.moment()) deadline_ = grace;
  }
  watch_time(phase != Phase::teardown);
}

// From here on waits end with deadline_, and when the run is being stopped.
void Dialogue::watch_time(bool stoppable) {
  os::Interrupts interrupts;
  interrupts.failed_fd = failed_fd_;
  interrupts.deadline = deadline_;
  if (timeout_ > 0) interrupts.deadline_reason = fmt::format("Timeout (>{}s)", timeout_);
  if (stoppable) {
    interrupts.stop_fd = WorkerFds::stop;
    interrupts.stop_reason = "interrupted";
  }
  const bool endless = deadline_.moment() == base::Clock::time_point::max();
  channel_.shared().deadline = endless ? 0 : deadline_.moment().time_since_epoch().count();
  os::interrupt_waits(std::move(interrupts));
}

SocketMessage Dialogue::ask(const SocketMessage& message) {
  const auto begin = base::Clock::now();
  const auto deadline = std::exchange(deadline_, base::Deadline::never());
  watch_time(true);
  send(WorkerFds::control, message);
  std::vector<pollfd> answer{{WorkerFds::control, POLLIN, 0}};
  os::wait_for(answer, base::Deadline::never());
  auto received = receive(WorkerFds::control);
  const bool endless = deadline.moment() == base::Clock::time_point::max();
  deadline_ =
      endless ? deadline : base::Deadline::at(deadline.moment() + (base::Clock::now() - begin));
  watch_time(true);
  return received ? std::move(received->message) : SocketMessage{Finish{}};
}

void Dialogue::end(const PhaseResult& result, bool ran_code) {
  std::fflush(stdout);
  if (result.interrupted) cut_short_ = true;
  if (model::is_failure(result.outcome)) failed_ = true;
  if (not_passed_text(outcome_).empty()) outcome_ = result.outcome;
  PhaseEnded ended;
  ended.item = asked().item;
  ended.phase = result.phase;
  ended.outcome = result.outcome;
  ended.seconds = result.seconds;
  if (!options_.live && ran_code) {
    output_end_ = stream_size(output_.get());
    error_end_ = stream_size(error_.get());
  }
  ended.output_end = output_end_;
  ended.error_end = error_end_;
  ended.reason = result.reason;
  ended.reason_place = result.reason_place;
  ended.interrupted = result.interrupted;
  ended.log = result.log;
  if (result.phase == Phase::teardown && may_run_again()) {
    ended.again = again_ = true;
    ++batch_[position_].attempt;
  }
  write(ended);
  if (options_.live) sync();
}

base::Clock::time_point Dialogue::began() {
  return base::Clock::time_point{base::Duration{channel_.shared().began}};
}

// As it is, for as long as somebody wants to look at it: its time does not run out.
void Dialogue::stay() {
  std::fflush(stdout);
  channel_.shared().deadline = 0;
  send(WorkerFds::control, Kept{});
  receive(WorkerFds::control);
}

// Waits until all so far has been shown, so that live output stands in its place.
void Dialogue::sync() {
  send(WorkerFds::control, Synced{});
  receive(WorkerFds::control);
}

}  // namespace dyntest::runner
