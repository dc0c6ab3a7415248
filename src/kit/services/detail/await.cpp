#include "kit/services/detail/await.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/epoll.h>

#include <algorithm>
#include <chrono>

#include "foundation/os/fd.hpp"
#include "foundation/os/wait.hpp"
#include "kit/services/detail/parts.hpp"

namespace dyntest::services::detail {
namespace {

using std::chrono::milliseconds;

constexpr base::Duration question_max = std::chrono::seconds{1};
// What is asked shortly before the deadline, or when it has passed, can be answered, too: a
// question that was cut short says nothing about the service.
constexpr base::Duration question_min = milliseconds{200};
// The pause between two questions grows with the time already waited, so that what is added to any
// start-up is about 3 % of it.
constexpr int pause_fraction = 32;
constexpr base::Duration pause_min = milliseconds{1};
constexpr base::Duration pause_max = milliseconds{100};

// Readable when any of the processes has ended.
os::Fd any_end(const std::vector<Awaited>& all) {
  os::Fd any{::epoll_create1(EPOLL_CLOEXEC)};
  for (const auto& each : all) {
    epoll_event event{};
    event.events = EPOLLIN;
    ::epoll_ctl(any.get(), EPOLL_CTL_ADD, each.process->exit_fd(), &event);
  }
  return any;
}

std::optional<Failure> first_dead(const std::vector<Awaited>& all) {
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto status = all[i].process->ended();
    if (!status) continue;
    return Failure{
        Failure::Kind::died, i,
        fmt::format("process {} {}{}{}", status->code() ? "exited with" : "was killed by",
                    status->text(), all[i].process->memory_note(), all[i].process->last_lines())};
  }
  return std::nullopt;
}

class Loop {
 public:
  explicit Loop(std::vector<Awaited>& all) : all_{all}, deaths_{any_end(all)} {}

  std::optional<Failure> run() {
    while (true) {
      if (auto failure = ask_all()) return failure;
      if (open() == 0) return std::nullopt;
      if (auto failure = first_late()) return failure;
      pause();
      if (auto failure = first_dead(all_)) return failure;
    }
  }

 private:
  std::size_t open() const {
    return static_cast<std::size_t>(
        std::ranges::count_if(all_, [](const Awaited& each) { return !each.is_ready; }));
  }

  base::Duration waited() const { return base::Clock::now() - started_; }

  std::optional<Failure> ask_all() {
    std::size_t left = open();
    for (std::size_t i = 0; i < all_.size(); ++i) {
      Awaited& each = all_[i];
      if (each.is_ready) continue;
      const auto time = std::clamp(each.deadline.left(), question_min, question_max);
      const Bounds whole{base::Deadline::in(time), deaths_.get()};
      const Answer answer = each.prober->ask(share(whole, waited(), left--));
      if (auto dead = first_dead(all_)) return dead;
      each.is_ready = answer.kind == Answer::Kind::ready;
      each.last_answer = answer.why;
      if (answer.kind == Answer::Kind::never)
        return Failure{Failure::Kind::never, i,
                       fmt::format("never ready: {}{}", answer.why, each.process->last_lines())};
    }
    return std::nullopt;
  }

  std::optional<Failure> first_late() const {
    for (std::size_t i = 0; i < all_.size(); ++i) {
      const Awaited& each = all_[i];
      if (each.is_ready || !each.deadline.passed()) continue;
      return Failure{Failure::Kind::too_late, i,
                     fmt::format("not ready after {:.1f} s; last answer: {}{}",
                                 std::chrono::duration<double>(waited()).count(), each.last_answer,
                                 each.process->last_lines())};
    }
    return std::nullopt;
  }

  // At least pause_min, however much is written meanwhile.
  void pause() {
    base::Deadline latest =
        base::Deadline::in(std::clamp(waited() / pause_fraction, pause_min, pause_max));
    std::vector<pollfd> fds{{deaths_.get(), POLLIN, 0}};
    for (const auto& each : all_)
      if (!each.is_ready) latest = base::earlier(latest, each.deadline);
    if (os::wait_for(fds, base::earlier(latest, base::Deadline::in(pause_min)))) return;
    std::vector<int> wakes;
    for (const auto& each : all_)
      if (!each.is_ready) each.prober->add_wakes(wakes);
    for (const int wake : wakes) fds.push_back({wake, POLLIN, 0});
    os::wait_for(fds, latest);
  }

  std::vector<Awaited>& all_;
  os::Fd deaths_;
  base::Clock::time_point started_ = base::Clock::now();
};

}  // namespace

std::optional<Failure> await_ready(std::vector<Awaited>& all) { return Loop{all}.run(); }

}  // namespace dyntest::services::detail
