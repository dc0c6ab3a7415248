// What is left to run, and what of it comes next. Knows no processes and no clock.
//
//   piece    neighbours of one file with the same needs: what a worker is given at a time. A file
//            is one, but for what is worth cutting by what it is known to cost
//   order    that of the tests; but once the longest piece would take a good part of what is left
//            for each worker, the longest first, so that the workers end together
//   fixture  one that outlives files (session, folder) draws its users to the worker that has it,
//            as long as that is quicker than to build it again
#pragma once

#include <cstddef>
#include <list>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "testing/model/item.hpp"
#include "testing/schedule/costs.hpp"
#include "testing/schedule/needs.hpp"

namespace dyntest::schedule {

struct Piece {
  std::size_t executable = 0;
  std::size_t begin = 0;  // tests, by their index in the run
  std::size_t end = 0;
  Needs needs;
  double seconds = 0;              // expected, without wide fixtures
  std::set<std::string> fixtures;  // names, of any scope
};

// A test as the plan sees it.
struct Task {
  std::size_t executable = 0;
  Needs needs;
};

struct PlanOptions {
  std::size_t workers = 1;
  bool whole_files = false;  // none is cut, and they begin in their order
};

class Plan {
 public:
  using Names = std::set<std::string>;
  // How many workers of an executable are on their way.
  using Starting = std::map<std::size_t, std::size_t>;

  // `costs` outlives the plan; what it learns meanwhile counts.
  Plan(std::vector<Task> tasks, model::Items items, const Costs& costs, PlanOptions options);

  // Whether what comes next runs alone: it comes when all else is done.
  bool alone() const { return pieces_.empty() ? was_alone_ : pieces_.front().needs.alone; }
  bool has(std::size_t executable) const;

  struct Choice {
    std::optional<Piece> piece;             // taken out of the plan
    std::optional<std::size_t> executable;  // none: a worker of this one should come instead
  };
  // For a worker that has the fixtures `holds`, which gain those of the piece.
  Choice take(std::size_t executable, Names& holds, const Pool& pool, const Starting& starting);
  // The executables of the pieces that may begin now in new workers, in order, one entry each.
  std::vector<std::size_t> wanted(const Pool& pool, Starting starting) const;

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
  // begins in `start` seconds. Nothing if it is not worth it.
  std::optional<Cut> cut(std::size_t begin, std::size_t end, double wait, double start) const;
  // Tests [begin, end), which are neighbours.
  Piece piece(std::size_t begin, std::size_t end) const;

 private:
  void split(std::size_t begin, std::size_t end, double target);
  bool joins(std::size_t test) const;  // the one before it
  Names heavy(const model::Item& item) const;
  bool is_heavy(const std::string& fixture) const;
  bool is_wasteful(const Piece& piece, const Names& holds) const;
  double missing(const Piece& piece, const Names& holds) const;
  std::vector<std::list<Piece>::const_iterator> candidates(const Names& holds, Pool pool) const;
  double left() const { return left_ / static_cast<double>(options_.workers); }
  void add(Piece piece, bool first = false);

  std::vector<Task> tasks_;
  model::Items items_;
  const Costs& costs_;
  PlanOptions options_;
  std::list<Piece> pieces_;
  double left_ = 0;                             // seconds of pieces_, without those that are alone
  std::map<std::string, double> users_;         // by fixture: seconds of the pieces that need it
  std::map<std::string, std::size_t> holders_;  // by fixture: workers that have it, or will
  bool was_alone_ = false;
};

}  // namespace dyntest::schedule
