// The calls that a double got, and the questions a test asks about them. A wrong answer is a failed
// test that ends there, and its text lists the calls.
//
// Used by double.hpp, which knows the types; compiled once. From any thread.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "testing/doubles/call.hpp"
#include "testing/doubles/where.hpp"

namespace dyntest::doubles {

// Later calls are counted, but of their arguments only the last one's are kept.
inline constexpr std::size_t calls_kept_max = 100'000;

class Ledger {
 public:
  // What a question expects of a call. Borrows `expected`.
  struct Wanted {
    const void* expected;
    bool (*matches)(const Call& call, const void* expected);
    void (*print)(check::Sink& sink, const void* expected);
  };

  // `name` as failures show it.
  explicit Ledger(std::string name);
  ~Ledger();

  const std::string& name() const;
  void add(std::shared_ptr<const Call> call);
  void clear();
  std::size_t count() const;

  // The call with that number, the first being 0. Stops the test if there is none.
  std::shared_ptr<const Call> call(std::size_t number, Where where) const;
  std::shared_ptr<const Call> last_call(Where where) const;

  void assert_called(Where where) const;
  void assert_called_times(std::size_t times, Where where) const;
  void assert_called_once(Where where) const;
  void assert_not_called(Where where) const;
  void assert_called_with(const Wanted& wanted, Where where) const;
  void assert_called_once_with(const Wanted& wanted, Where where) const;
  void assert_any_call(const Wanted& wanted, Where where) const;

  // What the double itself has to complain about, at the place where it was made.
  [[noreturn]] void fail(const std::string& message, Where where) const;

 private:
  friend class Lock;
  struct State;
  std::unique_ptr<State> state_;
};

// Guards what belongs to the double beside its ledger. Not for a thread that asks the ledger.
class Lock {
 public:
  explicit Lock(const Ledger& ledger);
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;
  ~Lock();

 private:
  const Ledger& ledger_;
};

}  // namespace dyntest::doubles
