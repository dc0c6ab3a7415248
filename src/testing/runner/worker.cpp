#include "testing/runner/worker.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>

#include "foundation/os/host.hpp"
#include "foundation/os/wait.hpp"
#include "testing/builtin/benchmark_setup.hpp"
#include "testing/builtin/cache.hpp"
#include "testing/builtin/record_property.hpp"
#include "testing/builtin/request.hpp"
#include "testing/check/eventually.hpp"
#include "testing/runner/channel.hpp"
#include "testing/runner/executor.hpp"
#include "testing/runner/suite.hpp"
#include "testing/runner/threads.hpp"

namespace dyntest::runner {
namespace {

using model::Phase;

constexpr auto teardown_grace = std::chrono::seconds{2};
constexpr double pause_max = 60;  // seconds between two attempts, however they grow

std::uint64_t stream_size(int fd) {
  const off_t size = ::lseek(fd, 0, SEEK_END);
  return size < 0 ? 0 : static_cast<std::uint64_t>(size);
}

void pause_ns(long long span) { os::pause_for(std::chrono::nanoseconds{span}); }
long long steady_ns() { return base::Clock::now().time_since_epoch().count(); }

class Worker {
 public:
  explicit Worker(const WorkerOptions& options)
      : options_{options},
        channel_{os::Fd{WorkerFds::channel}},
        settings_{options.settings},
        lost_{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)},
        recorder_{[this](const model::Failure& failure) { write(FailureSeen{failure}); },
                  [this] {
                    was_lost_ = true;
                    ::eventfd_write(lost_.get(), 1);
                  }},
        fixtures_{recorder_, threads_,
                  [this](const FixtureNode& node, const FixtureMove& move) { moved(node, move); },
                  options.plan},
        executor_{recorder_,
                  fixtures_,
                  threads_,
                  {[this](Phase phase) { begin(phase); },
                   [this](const PhaseResult& result) { end(result); },
                   [this](const std::vector<std::string>& names) { left_behind(names); }},
                  options.plan} {}

  void run() {
    channel_.shared().pid = ::getpid();
    check::listen(&recorder_);
    check::wait_with({&steady_ns, &pause_ns});
    builtin::set_cache_folder(std::filesystem::path{options_.root} / builtin::cache_folder_name);
    builtin::set_property_sink([this](std::string_view name, std::string_view value) {
      write(PropertySeen{{std::string{name}, std::string{value}}});
    });
    builtin::set_up_benchmarks(
        {options_.benchmarks.mode != BenchmarkMode::disable, options_.benchmarks.limits,
         [this](const model::Measurement& measured) { write(MeasurementSeen{measured}); }});
    settings = &settings_;
    check::find_settings_with(&find_setting);
    send(WorkerFds::control, own_hello(), options_.collect ? encode(collection()) : "");
    suite_.skip_where(
        [this](const model::Item& item) { return options_.benchmarks.reason_to_skip(item); });
    for (bool more = receive_batch(); more;) more = run_one();
  }

 private:
  static const check::SettingValue* find_setting(check::Text name) {
    return settings->find({name.data, name.size});
  }

  Collection collection() const {
    Collection all = suite_.collection(options_.root);
    all.settings = settings_.declared();
    return all;
  }

  // A test, until it passes or has no attempt left. Whether there is another one.
  bool run_one() {
    more_.reset();
    do {
      if (!pause_between_attempts()) return false;
      run_attempt();
    } while (again_ && !executor_.leaked());
    ++position_;
    return more_.value_or(false) && !executor_.leaked();
  }

  void run_attempt() {
    auto& shared = channel_.shared();
    const Test& test = test_at(position_);
    timeout_ = asked().timeout;
    deadline_ = timeout_ > 0 ? base::Deadline::in(seconds(timeout_)) : base::Deadline::never();
    cut_short_ = false;
    failed_ = false;
    again_ = false;
    shared.item = asked().item;
    builtin::set_current_test(&test.item);
    settings_.use_for(test.item.file);
    if (options_.live) {
      write(TestBegan{asked().item});
      sync();
    }
    executor_.run(test, asked().refused, [&]() -> const Test* {
      if (may_run_again()) return &test;
      if (!more_) more_ = prepare_next();
      return *more_ ? &test_at(position_ + 1) : nullptr;
    });
    builtin::set_current_test(nullptr);
    shared.item = no_item;
    shared.deadline = 0;
  }

  bool may_run_again() {
    return failed_ && asked().attempt < asked().reruns && !cut_short_ && !channel_.shared().stop;
  }

  // Before the second attempt and those after it. False if the run is being stopped.
  bool pause_between_attempts() try {
    const RunTest& test = asked();
    if (test.attempt == 0) return true;
    fixtures_.forget_failures(test_at(position_));
    recorder_.take();
    os::Interrupts interrupts;
    interrupts.stop_fd = WorkerFds::stop;
    os::interrupt_waits(std::move(interrupts));
    const double pause = test.delay * std::pow(test.backoff, test.attempt - 1);
    os::pause_for(seconds(std::min(pause, pause_max)));
    return true;
  } catch (const os::Interrupted&) {
    return false;
  }

  // Makes sure that the test after the running one is known, if there is one.
  bool prepare_next() {
    if (failed_) ++failures_;
    if (cut_short_ || channel_.shared().stop) return false;
    // Enough have failed: the controller says so to the others before we end.
    const bool is_last = options_.failures_max > 0 && failures_ >= options_.failures_max;
    if (!is_last && claim()) return true;
    send(WorkerFds::control, Next{});
    return receive_batch();
  }

  bool claim() {
    if (!channel_.shared().claims.claim()) return false;
    ++claimed_;
    return true;
  }

  // Until one of a batch's tests is ours: another worker may get all of it first.
  bool receive_batch() {
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

  void begin(Phase phase) {
    auto& shared = channel_.shared();
    shared.phase = static_cast<std::uint32_t>(phase);
    if (eventfd_t ignored = 0; was_lost_.exchange(false)) ::eventfd_read(lost_.get(), &ignored);
    os::Interrupts interrupts;
    interrupts.failed_fd = lost_.get();
    interrupts.deadline = deadline_;
    if (timeout_ > 0) interrupts.deadline_reason = fmt::format("Timeout (>{}s)", timeout_);
    if (phase == Phase::teardown) {
      // A test that was cut short still gets its teardown, for a bounded time.
      const auto grace = base::Deadline::in(teardown_grace);
      if (cut_short_ || deadline_.moment() < grace.moment())
        interrupts.deadline = deadline_ = grace;
    } else {
      interrupts.stop_fd = WorkerFds::stop;
      interrupts.stop_reason = "interrupted";
    }
    const bool endless = deadline_.moment() == base::Clock::time_point::max();
    shared.deadline = endless ? 0 : deadline_.moment().time_since_epoch().count();
    os::interrupt_waits(std::move(interrupts));
  }

  void end(const PhaseResult& result) {
    std::fflush(stdout);
    if (result.interrupted) cut_short_ = true;
    if (model::is_failure(result.outcome)) failed_ = true;
    PhaseEnded ended;
    ended.item = asked().item;
    ended.phase = result.phase;
    ended.outcome = result.outcome;
    ended.seconds = result.seconds;
    const auto& test = test_at(position_);
    const bool ran_code =
        result.phase == Phase::call || !test.setup_order.empty() || test.entry->of_class != nullptr;
    if (!options_.live && ran_code) {
      output_end_ = stream_size(output_.get());
      error_end_ = stream_size(error_.get());
    }
    ended.output_end = output_end_;
    ended.error_end = error_end_;
    ended.reason = result.reason;
    ended.reason_place = result.reason_place;
    ended.interrupted = result.interrupted;
    if (result.phase == Phase::teardown && may_run_again()) {
      ended.again = again_ = true;
      ++asked().attempt;
    }
    write(ended);
    if (options_.live) sync();
  }

  void left_behind(const std::vector<std::string>& names) {
    const auto& test = test_at(position_).item;
    write(Noticed{asked().item, test.id() + " " + left_behind_text(names)});
  }

  void moved(const FixtureNode& node, const FixtureMove& move) {
    const auto scope = static_cast<model::Scope>(node.scope);
    model::FixtureStep step{asked().item, move.up, move.failed, shown_name(node), scope, {}};
    if (move.up)
      for (const auto* used : node.uses) step.uses.push_back(used->definition->name);
    write(FixtureMoved{std::move(step), move.seconds});
  }

  // Waits until all so far has been shown, so that live output stands in its place.
  void sync() {
    send(WorkerFds::control, Synced{});
    receive(WorkerFds::control);
  }

  RunTest& asked() { return batch_[position_]; }
  const RunTest& asked() const { return batch_[position_]; }
  const Test& test_at(std::size_t position) const {
    return suite_.tests().at(batch_.at(position).index);
  }

  static base::Duration seconds(double count) {
    return std::chrono::duration_cast<base::Duration>(std::chrono::duration<double>{count});
  }

  void write(const RingMessage& message) { channel_.write(encode(message)); }

  const WorkerOptions& options_;
  Channel channel_;
  Suite suite_;
  Settings settings_;
  static inline Settings* settings = nullptr;  // of the one worker of this process
  os::Fd lost_;                         // readable: the running test has failed on another thread
  std::atomic<bool> was_lost_ = false;  // lost_ is, or is about to be
  Recorder recorder_;
  Threads threads_;
  FixtureStore fixtures_;
  Executor executor_;
  std::vector<RunTest> batch_;
  std::size_t claimed_ = 0;   // of batch_, ours
  std::size_t position_ = 0;  // in batch_, of the running test
  // The captured streams; a test may have put something else in their standard places.
  const os::Fd output_{::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)};
  const os::Fd error_{::fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3)};
  std::uint64_t output_end_ = 0;  // sizes of the captured streams when code last ran
  std::uint64_t error_end_ = 0;
  double timeout_ = 0;
  base::Deadline deadline_ = base::Deadline::never();
  bool cut_short_ = false;    // the run is being stopped
  bool failed_ = false;       // the running attempt has
  bool again_ = false;        // and there will be another one
  std::optional<bool> more_;  // whether there is a test behind the running one; none: not asked yet
  std::uint32_t failures_ = 0;
};

}  // namespace

void run_worker(const WorkerOptions& options) {
  if (options.protocol != protocol) {
    send(WorkerFds::control, own_hello());
    ::_exit(0);
  }
  for (int fd = WorkerFds::control; fd <= WorkerFds::host; ++fd) ::fcntl(fd, F_SETFD, FD_CLOEXEC);
  std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);
  ::prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY);  // for the stacks of a test that hangs
  os::use_host(os::Fd{WorkerFds::host});
  Worker{options}.run();
  std::fflush(stdout);
  ::_exit(0);
}

}  // namespace dyntest::runner
