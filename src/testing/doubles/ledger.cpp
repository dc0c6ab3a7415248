#include "testing/doubles/ledger.hpp"

#include <algorithm>
#include <mutex>
#include <vector>

namespace dyntest::doubles {
namespace {

using Calls = std::vector<std::shared_ptr<const Call>>;

constexpr std::size_t calls_shown_max = 20;

std::string text(check::Text text) { return {text.data, text.size}; }

std::string shown(const std::string& name, const Call& call) {
  check::Sink sink;
  call.print(sink);
  return name + text(sink.written());
}

std::string times(std::size_t count) {
  if (count == 1) return "once";
  return std::to_string(count) + " times";
}

// What was seen of the calls: a copy, so that nothing is printed under the lock.
struct Seen {
  const std::string& name;
  Calls calls;
  std::size_t count;

  std::string list() const {
    if (calls.empty()) return {};
    std::string lines = "\nCalls:";
    const std::size_t shown_count = std::min(calls.size(), calls_shown_max);
    for (std::size_t i = 0; i < shown_count; ++i)
      lines += "\n  " + std::to_string(i + 1) + ". " + shown(name, *calls[i]);
    if (count > shown_count) lines += "\n  … and " + std::to_string(count - shown_count) + " more";
    return lines;
  }
  [[noreturn]] void fail(const char* question, const std::string& message, Where where) const {
    const std::string whole = message + list();
    check::record_and_stop({where.site, question, "", whole});
  }
  void expect_count(std::size_t wanted, const char* question, Where where) const {
    if (count == wanted) return;
    fail(question,
         "Expected '" + name + "' to have been called " + times(wanted) + ". Called " +
             times(count) + ".",
         where);
  }
  void expect_last(const Ledger::Wanted& wanted, const char* question, Where where) const {
    if (!calls.empty() && wanted.matches(*calls.back(), wanted.expected)) return;
    const std::string actual = calls.empty() ? "not called" : shown(name, *calls.back());
    fail(question,
         "expected call not found.\nExpected: " + expected(wanted) + "\n  Actual: " + actual,
         where);
  }
  std::string expected(const Ledger::Wanted& wanted) const {
    check::Sink sink;
    wanted.print(sink, wanted.expected);
    return name + text(sink.written());
  }
};

}  // namespace

struct Ledger::State {
  std::string name;
  mutable std::mutex mutex;  // guards what follows
  Calls calls;
  std::size_t count = 0;
  std::mutex of_double;

  Seen seen() const {
    const std::lock_guard lock{mutex};
    return {name, calls, count};
  }
};

Ledger::Ledger(std::string name) : state_{std::make_unique<State>()} {
  state_->name = std::move(name);
}
Ledger::~Ledger() = default;

const std::string& Ledger::name() const { return state_->name; }

void Ledger::add(std::shared_ptr<const Call> call) {
  const std::lock_guard lock{state_->mutex};
  if (state_->calls.size() == calls_kept_max) state_->calls.pop_back();
  state_->calls.push_back(std::move(call));
  ++state_->count;
}

void Ledger::clear() {
  const std::lock_guard lock{state_->mutex};
  state_->calls.clear();
  state_->count = 0;
}

std::size_t Ledger::count() const {
  const std::lock_guard lock{state_->mutex};
  return state_->count;
}

std::shared_ptr<const Call> Ledger::call(std::size_t number, Where where) const {
  const Seen seen = state_->seen();
  if (number < seen.calls.size()) return seen.calls[number];
  seen.fail("call_args",
            "'" + seen.name + "' has no call with the number " + std::to_string(number) +
                ", the first being 0.",
            where);
}

std::shared_ptr<const Call> Ledger::last_call(Where where) const {
  const Seen seen = state_->seen();
  if (!seen.calls.empty()) return seen.calls.back();
  seen.fail("call_args", "'" + seen.name + "' was not called.", where);
}

void Ledger::assert_called(Where where) const {
  const Seen seen = state_->seen();
  if (seen.count == 0)
    seen.fail("assert_called", "Expected '" + seen.name + "' to have been called.", where);
}

void Ledger::assert_called_times(std::size_t wanted, Where where) const {
  state_->seen().expect_count(wanted, "assert_called_times", where);
}

void Ledger::assert_called_once(Where where) const {
  state_->seen().expect_count(1, "assert_called_once", where);
}

void Ledger::assert_not_called(Where where) const {
  const Seen seen = state_->seen();
  if (seen.count == 0) return;
  seen.fail(
      "assert_not_called",
      "Expected '" + seen.name + "' to not have been called. Called " + times(seen.count) + ".",
      where);
}

void Ledger::assert_called_with(const Wanted& wanted, Where where) const {
  state_->seen().expect_last(wanted, "assert_called_with", where);
}

void Ledger::assert_called_once_with(const Wanted& wanted, Where where) const {
  const Seen seen = state_->seen();
  seen.expect_count(1, "assert_called_once_with", where);
  seen.expect_last(wanted, "assert_called_once_with", where);
}

void Ledger::assert_any_call(const Wanted& wanted, Where where) const {
  const Seen seen = state_->seen();
  const bool found = std::ranges::any_of(
      seen.calls, [&](const auto& call) { return wanted.matches(*call, wanted.expected); });
  if (found) return;
  std::string message = seen.expected(wanted) + " call not found.";
  if (seen.count > seen.calls.size())
    message += " (Of " + std::to_string(seen.count) + " calls, the arguments of the first " +
               std::to_string(seen.calls.size() - 1) + " and of the last were kept.)";
  seen.fail("assert_any_call", message, where);
}

void Ledger::fail(const std::string& message, Where where) const {
  check::record_and_stop({where.site, "double", "", message});
}

Lock::Lock(const Ledger& ledger) : ledger_{ledger} { ledger_.state_->of_double.lock(); }
Lock::~Lock() { ledger_.state_->of_double.unlock(); }

std::string detail::text_of(const check::Printable& value) {
  check::Sink sink;
  value.print(sink, value.value);
  return text(sink.written());
}

}  // namespace dyntest::doubles
