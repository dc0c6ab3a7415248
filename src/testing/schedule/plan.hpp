// What is left to run, and what of it comes next. Knows no processes and no clock.
//
//   piece    neighbours of one file with the same needs: what a worker is given at a time. A file
//            is one, but for what is worth cutting by what it is known to cost
//   order    that of the tests; but once the longest piece would take a good part of what is left
//            for each worker, the longest first, so that the workers end together
//   after    what depends on tests of another piece begins when these have ended, or behind them in
//            the worker that has them
//   fixture  one that outlives files (session, folder) draws its users to the worker that has it,
//            as long as that is quicker than to build it again
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <list>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "testing/model/item.hpp"
#include "testing/schedule/costs.hpp"
#include "testing/schedule/crew.hpp"
#include "testing/schedule/dependencies.hpp"
#include "testing/schedule/needs.hpp"

namespace dyntest::schedule {

struct Piece {
  Crew crew;
  std::size_t begin = 0;  // tests, by their index in the run
  std::size_t end = 0;
  Needs needs;
  double seconds = 0;              // expected, without wide fixtures
  std::set<std::string> fixtures;  // names, of any scope
  std::vector<std::size_t> after;  // other tests that those of the piece depend on
};

// A test as the plan sees it.
struct Task {
  Crew crew;
  Needs needs;
};

struct PlanOptions {
  std::size_t workers = 1;
  bool whole_files = false;    // none is cut, and they begin in their order
  std::uint32_t together = 0;  // so many repetitions of a test stay together; 0 = all
};

class Plan {
 public:
  using Names = std::set<std::string>;
  // How many workers of a crew are on their way.
  using Starting = std::map<Crew, std::size_t>;
  // Tests that a worker has, and has not ended.
  using Queue = std::deque<std::uint32_t>;

  // `costs` outlives the plan; what it learns meanwhile counts. A test stands behind those that it
  // depends on.
  Plan(std::vector<Task> tasks, model::Items items, const Costs& costs, PlanOptions options,
       Dependencies dependencies = {});

  // Whether what comes next runs alone: it comes when all else is done.
  bool alone() const { return pieces_.empty() ? was_alone_ : pieces_.front().needs.alone; }
  bool has(const Crew& crew) const;
  // One piece after the other, so that what their tests show comes in order.
  bool is_in_order() const { return options_.whole_files && options_.workers == 1; }
  bool empty() const { return pieces_.empty(); }

  struct Choice {
    std::optional<Piece> piece;  // taken out of the plan
    std::optional<Crew> crew;    // none: a worker of this one should come instead
  };
  // For a worker that has the fixtures `holds`, which gain those of the piece.
  Choice take(const Crew& crew, Names& holds, const Pool& pool, const Starting& starting,
              const Queue& queue = {});
  // The crews of the pieces that may begin now in new workers, in order, one entry each.
  std::vector<Crew> wanted(const Pool& pool, Starting starting) const;

  // Seconds that a test is expected to take in its crew.
  double cost(std::size_t test) const;
  // The test has come to its end, and what depends on it may begin.
  void end(std::size_t test);
  bool has_ended(std::size_t test) const { return !dependencies_.empty() && ended_[test]; }
  // Those that the test depends on.
  const Dependencies::Tests& dependencies(std::size_t test) const { return dependencies_.of(test); }
  // What a dead worker has left, in order; it comes next.
  void give_back(const std::vector<std::size_t>& tests);
  // A worker will have the fixtures of this piece, too.
  void hold(const Piece& piece, Names& holds);
  // A worker that had these is gone.
  void release(const Names& holds);
  void clear() { pieces_.clear(); }

  // A cut before which a worker goes on, and behind which another one does the rest.
  struct Cut {
    std::size_t at = 0;
    double gain = 0;  // seconds by which all of it ends earlier
  };
  // The best one for tests [begin, end) that a worker gets to in `wait` seconds, where another one
  // begins in `start` seconds, and that no test behind it waits for one before it. Nothing if it is
  // not worth it.
  std::optional<Cut> cut(std::size_t begin, std::size_t end, double wait, double start) const;
  // Tests [begin, end), which are neighbours.
  Piece piece(std::size_t begin, std::size_t end) const;

 private:
  void split(std::size_t begin, std::size_t end, double target);
  bool joins(std::size_t test) const;     // the one before it
  double shared(std::size_t test) const;  // with the one before it
  Names heavy(std::size_t test) const;
  bool is_heavy(const std::string& fixture) const;
  bool is_wasteful(const Piece& piece, const Names& holds) const;
  double missing(const Piece& piece, const Names& holds) const;
  Dependencies::Tests outside(std::size_t test) const;
  bool may_begin(const Piece& piece, const Crew& crew, const Queue& queue) const;
  std::vector<bool> may_cut(std::size_t begin, std::size_t end) const;
  std::vector<std::list<Piece>::const_iterator> candidates(const Names& holds, Pool pool,
                                                           const Crew& crew = {},
                                                           const Queue& queue = {}) const;
  double left() const { return left_ / static_cast<double>(options_.workers); }
  void add(Piece piece, bool first = false);

  std::vector<Task> tasks_;
  model::Items items_;
  const Costs& costs_;
  PlanOptions options_;
  Dependencies dependencies_;
  std::vector<bool> ended_;  // tests; empty without dependencies
  std::list<Piece> pieces_;
  double left_ = 0;                             // seconds of pieces_, without those that are alone
  std::map<std::string, double> users_;         // by fixture: seconds of the pieces that need it
  std::map<std::string, std::size_t> holders_;  // by fixture: workers that have it, or will
  bool was_alone_ = false;
};

}  // namespace dyntest::schedule
