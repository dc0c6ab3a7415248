// A guest: a suite of another framework. What the engine needs of it: which tests it has, and to
// run one of them, phase by phase. One file a framework knows how that framework is asked and what
// it answers.
//
// Used by the worker that serves a guest (runner/guest_worker.hpp). Knows nothing of controllers,
// marks or schedules.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "foundation/base/error.hpp"
#include "foundation/os/process.hpp"
#include "testing/model/event.hpp"
#include "testing/model/item.hpp"
#include "testing/select/guest.hpp"

namespace dyntest::guests {

struct Test {
  model::Item item;      // its marks are labels: Catch2's tags, doctest's suite, pytest's marks
  model::Place place;    // where it is written, if that is known
  std::string left_out;  // why its framework would not run it; empty = it would
};

struct Listing {
  std::vector<Test> tests;  // in the order of their framework
  std::vector<model::CollectionError> errors;
};

// What a phase came to.
struct Verdict {
  model::Outcome outcome = model::Outcome::passed;
  std::string reason = {};  // of skip and xfail
  model::Place reason_place = {};
  std::vector<model::Failure> failures = {};
  std::vector<model::Property> properties = {};
  // How the process ended, if it ended without a word about the test.
  std::optional<os::ExitStatus> death = std::nullopt;
};

// What a guest is served with.
struct Spec {
  select::GuestKind kind = select::GuestKind::googletest;
  std::string place;                 // absolute
  std::string name;                  // the file part of its node ids; of pytest: relative to root
  std::string root;                  // absolute; its processes run there
  std::vector<std::string> command;  // pytest's; empty = the usual one
};

class Guest {
 public:
  virtual ~Guest() = default;

  // Blocks, a minute at most.
  virtual Listing list() = 0;

  // Of a test that was listed and is not left out. Each may throw os::Interrupted; then the test is
  // abandoned, and nothing of it is running any more.
  virtual Verdict set_up(const Test&) { return {}; }
  virtual Verdict call(const Test& test) = 0;
  // `next`: the one that follows here; null = none. Comes without a set-up if the test was not to
  // begin.
  virtual Verdict tear_down(const Test&, const Test* /*next*/) { return {}; }
};

std::unique_ptr<Guest> make_guest(const Spec& spec);

}  // namespace dyntest::guests
