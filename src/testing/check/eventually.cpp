#include "testing/check/eventually.hpp"

#include <time.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "testing/check/detail/failure_text.hpp"
#include "testing/check/detail/kept.hpp"
#include "testing/check/detail/type_name.hpp"

namespace dyntest::check {
namespace {

constexpr long long ns_per_s = 1'000'000'000;
constexpr long long first_pause_ns = 1'000'000;
constexpr long long longest_pause_ns = 100'000'000;
constexpr std::size_t shown_at_either_end = 10;  // entries of the history
constexpr std::size_t seen_bytes_max = 400;      // of one entry

long long steady_now_ns() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * ns_per_s + now.tv_nsec;
}

void sleep_ns(long long span) {
  timespec left{static_cast<time_t>(span / ns_per_s), static_cast<long>(span % ns_per_s)};
  while (nanosleep(&left, &left) != 0) {
  }
}

std::mutex waiting_mutex;
Waiting waiting{&steady_now_ns, &sleep_ns};

Waiting current_waiting() {
  const std::lock_guard lock{waiting_mutex};
  return waiting;
}

std::string formatted(const char* format, double value) {
  char text[64];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

// What was seen one after another; equal neighbours are one entry. Bounded: the first and the last.
class History {
 public:
  void add(double seconds, std::string seen) {
    ++tries_;
    if (!entries_.empty() && entries_.back().seen == seen) {
      ++entries_.back().times;
      return;
    }
    if (entries_.size() == 2 * shown_at_either_end) {
      entries_.erase(entries_.begin() + shown_at_either_end);
      ++left_out_;
    }
    entries_.push_back({seconds, std::move(seen), 1});
  }

  int tries() const { return tries_; }
  const std::string& last() const { return entries_.back().seen; }

  std::string lines() const {
    std::string result;
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      if (i == shown_at_either_end && left_out_ > 0)
        result += "\n  … (" + std::to_string(left_out_) + " more)";
      const Entry& entry = entries_[i];
      result += "\n  " + formatted("%.2fs  ", entry.seconds) + entry.seen;
      if (entry.times > 1) result += " (×" + std::to_string(entry.times) + ')';
    }
    return result;
  }

 private:
  struct Entry {
    double seconds;  // since the first try
    std::string seen;
    int times;
  };
  std::vector<Entry> entries_;
  int left_out_ = 0;
  int tries_ = 0;
};

}  // namespace

Waiting wait_with(Waiting next) {
  const std::lock_guard lock{waiting_mutex};
  return std::exchange(waiting, next);
}

namespace detail {
namespace {

// What was seen; nothing if the expression held.
std::optional<std::string> try_once(bool (*attempt)(void* context, Try&), void* context) {
  Sink seen{seen_bytes_max};
  try {
    Try one{seen};
    if (attempt(context, one)) return std::nullopt;
  } catch (const std::exception& error) {
    return "raised " + type_name(typeid(error)) + ": " + error.what();
  }
  return std::string{seen.written().data, seen.written().size};
}

// `EVENTUALLY(0.5): 1 == 3 after 0.5 s (24 tries)`
void report(const char* packed, double seconds, const History& history, double elapsed) {
  const Place place = unpack(packed);
  const std::string message = std::string{place.macro.data, place.macro.size} + "(" +
                              formatted("%g", seconds) + "): " + history.last() + " after " +
                              formatted("%.3g", elapsed) + " s (" +
                              std::to_string(history.tries()) +
                              (history.tries() == 1 ? " try)" : " tries)") + history.lines();
  record({place.site, place.macro, place.expression, message});
}

}  // namespace

void Try::note_comparison() {
  const auto [lhs, op, rhs, ignored] = print_kept(seen_bytes_max);
  seen_.text(comparison_text(lhs, op, rhs));
}

bool poll(const char* place, Wait kind, double seconds, bool (*attempt)(void* context, Try&),
          void* context) {
  const Waiting wait = current_waiting();
  const long long start = wait.now_ns();
  const double span_max = 9e18 - static_cast<double>(start);
  const auto budget = static_cast<long long>(std::clamp(seconds * 1e9, 0.0, span_max));
  const bool must_stay = kind == Wait::consistently;
  const auto since_start = [&] { return wait.now_ns() - start; };
  History history;
  for (long long pause = first_pause_ns;; pause = std::min(2 * pause, longest_pause_ns)) {
    const long long elapsed = since_start();
    std::optional<std::string> seen = try_once(attempt, context);
    if (!seen && !must_stay) return true;
    const long long spent = since_start();
    history.add(static_cast<double>(elapsed) / 1e9, seen ? *std::move(seen) : "held");
    const bool lost = must_stay && history.last() != "held";
    if (lost || spent >= budget) {
      if (must_stay && !lost) return true;
      report(place, seconds, history, static_cast<double>(spent) / 1e9);
      if (kind == Wait::check_eventually) return false;
      stop();
    }
    try {
      wait.pause_ns(std::min(pause, budget - spent));
    } catch (...) {  // the test's own time is over: what was seen so far still helps
      report(place, seconds, history, static_cast<double>(since_start()) / 1e9);
      throw;
    }
  }
}

}  // namespace detail
}  // namespace dyntest::check
