#include "kit/faults/run.hpp"

#include <fmt/format.h>
#include <pthread.h>
#include <signal.h>
#include <sys/eventfd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>
#include <tuple>
#include <utility>

#include "foundation/base/panic.hpp"
#include "foundation/os/fd.hpp"
#include "foundation/os/wait.hpp"

namespace dyntest::faults {
namespace {

constexpr base::Duration probe_budget = std::chrono::seconds{1};
constexpr base::Duration first_pause = std::chrono::milliseconds{1};
constexpr base::Duration longest_pause = std::chrono::milliseconds{100};

// What happens next: of equal moments, what heals comes first.
struct Happening {
  base::Duration at;
  bool begins;
  std::size_t step;
  auto order() const { return std::tuple{at, begins, step}; }
};

std::vector<Happening> happenings_of(const Schedule& schedule) {
  std::vector<Happening> all;
  for (std::size_t i = 0; i < schedule.steps.size(); ++i) {
    const Step& step = schedule.steps[i];
    const auto lasts = std::max(step.lasts, base::Duration{1});
    all.push_back({step.at, true, i});
    all.push_back({step.at + lasts, false, i});
  }
  std::ranges::sort(all, {}, &Happening::order);
  return all;
}

template <class Things>
auto* named(Things& things, const std::string& name) {
  const auto found = std::ranges::find_if(things, [&](const auto& t) { return t.name == name; });
  return found == things.end() ? nullptr : &*found;
}

}  // namespace

struct Run::State {
  // A fault that stands.
  struct Standing {
    std::size_t step;
    std::size_t occurrence;  // its place in the history
    std::unique_ptr<Fault> fault;
    bool stops_progress;
  };

  State(Schedule schedule, FaultTable kinds, std::vector<Target> all,
        std::optional<std::size_t> healthy)
      : table{std::move(kinds)},
        targets{std::move(all)},
        healthy_min{healthy.value_or(targets.size())},
        stop{::eventfd(0, EFD_CLOEXEC)} {
    base::require(static_cast<bool>(stop), "eventfd");
    history.schedule = std::move(schedule);
  }
  ~State() { end(); }

  void start();
  // Stops the thread, which heals; after the first time a no-op.
  void end();
  void perform();
  bool pause(base::Duration duration) const;  // false = to be stopped
  void begin(std::size_t step);
  void heal(std::size_t step);
  void heal_last();
  void disturb(const std::string& target, int change);
  std::size_t healthy() const;  // with `mutex`
  base::Status verdict() const;

  const FaultTable table;
  const std::vector<Target> targets;
  const std::size_t healthy_min;
  const os::Fd stop;
  std::thread thread;
  std::atomic<bool> over = false;

  History history;  // the thread's, until it is joined
  std::vector<Standing> standing;
  base::Clock::time_point began = base::Clock::now();

  mutable std::mutex mutex;            // guards what follows
  std::vector<std::string> disturbed;  // a target for each fault that stops its progress
  std::uint64_t disturbances = 0;      // those that left too few targets healthy
};

Run::Run(Schedule schedule, FaultTable table, std::vector<Target> targets,
         std::optional<std::size_t> healthy_min)
    : state_{std::make_unique<State>(std::move(schedule), std::move(table), std::move(targets),
                                     healthy_min)} {}

Run::~Run() = default;

base::Result<History> Run::play(const std::function<void()>& workload) {
  struct Ended {
    State& state;
    ~Ended() { state.end(); }
  };
  {
    const Ended ended{*state_};
    state_->start();
    do {
      os::check_interrupted();
      workload();
    } while (!state_->over);
  }
  if (auto verdict = state_->verdict(); !verdict) return verdict.error();
  return std::move(state_->history);
}

bool Run::allows_progress() const {
  const std::lock_guard lock{state_->mutex};
  return state_->healthy() >= state_->healthy_min;
}

Run::Calm Run::calm() const {
  const std::lock_guard lock{state_->mutex};
  return {*this, state_->healthy() >= state_->healthy_min, state_->disturbances};
}

bool Run::Calm::held() const {
  const std::lock_guard lock{run_.state_->mutex};
  return began_well_ && disturbances_ == run_.state_->disturbances;
}

void Run::State::start() {
  base::require(!thread.joinable() && !over, "a run is played once");
  began = base::Clock::now();
  sigset_t all, before;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);  // signals are other threads' business
  thread = std::thread{[this] { perform(); }};
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  ::pthread_setname_np(thread.native_handle(), "fault-run");
}

void Run::State::end() {
  if (!thread.joinable()) return;
  ::eventfd_write(stop.get(), 1);
  thread.join();
}

void Run::State::perform() {
  base::Duration moment{0};
  for (const Happening& next : happenings_of(history.schedule)) {
    if (!pause(next.at - moment)) break;
    moment = next.at;
    next.begins ? begin(next.step) : heal(next.step);
  }
  while (!standing.empty()) heal_last();
  over = true;
}

bool Run::State::pause(base::Duration duration) const {
  std::vector<pollfd> fds{{.fd = stop.get(), .events = POLLIN, .revents = 0}};
  return !os::wait_quietly(fds, base::Deadline::in(duration));
}

void Run::State::begin(std::size_t number) {
  const Step& step = history.schedule.steps[number];
  Occurrence occurrence;
  occurrence.step = step;
  occurrence.text = step.fault;
  occurrence.began = occurrence.healed = base::Clock::now() - began;
  const FaultKind* kind = named(table, step.fault);
  const Target* target = named(targets, step.target);
  const bool fits =
      kind != nullptr && target != nullptr && kind->make &&
      (kind->part == Part::process ? target->victim != nullptr : target->proxy != nullptr);
  if (!fits) {
    occurrence.begin_error = fmt::format("no {} for {} in this run", step.fault, step.target);
    history.faults.push_back(std::move(occurrence));
    return;
  }
  base::Rng rng{step.seed};
  auto fault = kind->make(*target, rng);
  occurrence.text = fault->text();
  if (!kind->allows_progress) disturb(step.target, +1);
  if (const auto begun = fault->begin(); !begun) occurrence.begin_error = begun.error().text();
  history.faults.push_back(std::move(occurrence));
  standing.push_back({number, history.faults.size() - 1, std::move(fault), !kind->allows_progress});
}

void Run::State::heal(std::size_t step) {
  // Brought to the end, so that the last is the one to heal.
  const auto found = std::ranges::find(standing, step, &Standing::step);
  if (found == standing.end()) return;
  std::rotate(found, found + 1, standing.end());
  heal_last();
}

void Run::State::heal_last() {
  const Standing last = std::move(standing.back());
  standing.pop_back();
  Occurrence& occurrence = history.faults[last.occurrence];
  const auto healed = last.fault->heal();
  if (!healed) occurrence.heal_error = healed.error().text();
  occurrence.bites = last.fault->bites();
  occurrence.healed = base::Clock::now() - began;
  if (last.stops_progress && healed) disturb(occurrence.step.target, -1);
}

void Run::State::disturb(const std::string& target, int change) {
  const std::lock_guard lock{mutex};
  if (change > 0) {
    disturbed.push_back(target);
    if (healthy() < healthy_min) ++disturbances;
    return;
  }
  disturbed.erase(std::ranges::find(disturbed, target));
}

std::size_t Run::State::healthy() const {
  return static_cast<std::size_t>(std::ranges::count_if(targets, [&](const Target& target) {
    return std::ranges::find(disturbed, target.name) == disturbed.end();
  }));
}

base::Status Run::State::verdict() const {
  for (const Occurrence& fault : history.faults) {
    if (fault.heal_error.empty()) continue;
    return base::Error{fmt::format("healing {} on {} (seed {}): {}", fault.text, fault.step.target,
                                   history.schedule.seed, fault.heal_error)};
  }
  return {};
}

base::Status recovered_within(base::Deadline deadline, const services::Probe& probe) {
  const auto began = base::Clock::now();
  const auto prober = probe.begin({});
  for (base::Duration pause = first_pause;; pause = std::min(2 * pause, longest_pause)) {
    const auto [kind, why] =
        prober->ask({base::earlier(deadline, base::Deadline::in(probe_budget))});
    if (kind == services::Answer::Kind::ready) return {};
    if (deadline.passed() || kind == services::Answer::Kind::never) {
      return base::Error{why}.context(
          fmt::format("not recovered {:.1f} s after the faults", base::seconds_since(began)));
    }
    os::pause_for(std::min(pause, deadline.left()));
  }
}

}  // namespace dyntest::faults
