// How a plan keeps back tests that depend on others: nothing begins too early, all of it runs, and
// nobody waits longer than he must.
#include <algorithm>
#include <list>
#include <optional>
#include <string>
#include <vector>

#include "conftest.hpp"
#include "foundation/base/rng.hpp"
#include "testing/builtin/rng.hpp"
#include "testing/schedule/plan.hpp"

using namespace dyntest;
using builtin::Rng;
using schedule::Crew;
using schedule::Dependencies;
using schedule::Needs;
using schedule::Piece;
using schedule::Plan;
using schedule::Pool;

namespace {

struct Given {
  std::string file;
  Dependencies::Tests after = {};
  double seconds = 0.01;
  bool alone = false;
  std::size_t executable = 0;
};

class Suite {
 public:
  explicit Suite(const std::vector<Given>& tests, schedule::PlanOptions options = {2, false, 0})
      : costs_{seconds_of(tests)},
        plan_{tasks_of(tests), items_of(tests), costs_, options, dependencies_of(tests)} {}

  Plan& plan() { return plan_; }
  // What a worker gets that has the tests of `queue`: `0-2`, both ends included; empty for none.
  std::string take(const Plan::Queue& queue = {}, const Crew& crew = {}) {
    const auto piece = plan_.take(crew, holds_, Pool{8}, {}, queue).piece;
    if (!piece) return "";
    return std::to_string(piece->begin) + "-" + std::to_string(piece->end - 1);
  }

 private:
  static std::vector<std::optional<double>> seconds_of(const std::vector<Given>& tests) {
    std::vector<std::optional<double>> seconds;
    for (const auto& test : tests) seconds.emplace_back(test.seconds);
    return seconds;
  }
  static std::vector<schedule::Task> tasks_of(const std::vector<Given>& tests) {
    std::vector<schedule::Task> tasks;
    for (const auto& test : tests)
      tasks.push_back({{test.executable, false}, Needs{1, {}, test.alone}});
    return tasks;
  }
  static model::Items items_of(const std::vector<Given>& tests) {
    std::vector<model::Item> items;
    for (const auto& test : tests) items.emplace_back().file = test.file;
    return items;
  }
  static Dependencies dependencies_of(const std::vector<Given>& tests) {
    std::vector<Dependencies::Tests> of;
    for (const auto& test : tests) of.push_back(test.after);
    return Dependencies{std::move(of)};
  }

  schedule::Costs costs_;
  Plan plan_;
  Plan::Names holds_;
};

}  // namespace

TEST(a_piece_begins_when_what_it_depends_on_has_ended) {
  Suite suite{{{"a"}, {"b", {0}}, {"c"}}};
  CHECK(suite.take() == "0-0");
  CHECK(suite.take() == "2-2");
  CHECK(suite.take() == "");
  CHECK(suite.plan().wanted(Pool{8}, {}).empty());
  CHECK(suite.plan().has({}));
  suite.plan().end(0);
  CHECK(suite.plan().wanted(Pool{8}, {}).size() == 1);
  CHECK(suite.take() == "1-1");
}

TEST(the_worker_that_has_it_goes_on_behind_it) {
  Suite suite{{{"a"}, {"b", {0}}}};
  CHECK(suite.take() == "0-0");
  CHECK(suite.take({7}) == "");
  CHECK(suite.take({0}) == "1-1");
}

TEST(a_worker_of_another_executable_cannot_go_on) {
  Suite suite{{{"a"}, {"b", {0}, 9.0, false, 1}}};
  CHECK(suite.take() == "0-0");
  Plan::Names holds;
  const auto choice = suite.plan().take({}, holds, Pool{8}, {}, {0});
  CHECK(!choice.piece);
  CHECK(!choice.crew);
}

TEST(within_a_file_nobody_is_parted) {
  Suite suite{{{"a"}, {"a", {0}}, {"a", {1}}}};
  CHECK(suite.take() == "0-2");
}

// Only they wait; the rest of their file does not.
TEST(those_who_wait_for_another_file_are_cut_out) {
  Suite suite{{{"a"}, {"b"}, {"b", {0}}, {"b", {0}}, {"b"}}};
  CHECK(suite.take() == "0-0");
  CHECK(suite.take() == "1-1");
  CHECK(suite.take() == "4-4");
  suite.plan().end(0);
  CHECK(suite.take() == "2-3");
}

TEST(whole_files_wait_as_a_whole) {
  Suite suite{{{"a"}, {"b"}, {"b", {0}}, {"b"}}, {2, true, 0}};
  CHECK(suite.take() == "0-0");
  CHECK(suite.take() == "");
  suite.plan().end(0);
  CHECK(suite.take() == "1-3");
}

TEST(what_depends_on_one_that_runs_alone_runs_alone) {
  Suite suite{{{"a", {}, 0.01, true}, {"b", {0}}, {"c"}}};
  CHECK(suite.take() == "2-2");
  CHECK(suite.plan().alone());
  CHECK(suite.take() == "0-0");
  CHECK(suite.plan().alone());
  CHECK(suite.take() == "");
  suite.plan().end(0);
  CHECK(suite.take() == "1-1");
}

TEST(no_cut_parts_a_test_from_what_it_depends_on) {
  Suite suite{{{"a", {}, 1.0}, {"a", {}, 1.0}, {"a", {1}, 1.0}, {"a", {2}, 1.0}, {"a", {}, 1.0}}};
  CHECK(suite.plan().cut(1, 5, 0, 0)->at == 4);
  CHECK(suite.plan().cut(1, 5, 9, 0)->at == 1);
  CHECK(!suite.plan().cut(2, 4, 9, 0));
  suite.plan().end(1);
  CHECK(suite.plan().cut(2, 4, 9, 0)->at == 2);
}

TEST(a_cut_may_come_behind_one_that_waits) {
  Suite suite{{{"a", {}, 1.0}, {"a", {0}, 1.0}, {"a", {}, 1.0}}};
  CHECK(suite.plan().cut(1, 3, 9, 0)->at == 2);
}

namespace {

// Workers that take pieces, help each other, die and end, in an order by chance; as a dispatcher,
// each asks for more before its last test has ended.
class Simulation {
 public:
  Simulation(std::uint64_t seed, std::vector<Given> tests)
      : rng_{seed},
        tests_{std::move(tests)},
        suite_{tests_, {3, false, 0}},
        ended_(tests_.size()) {}

  // How many tests have run, each behind those that it depends on.
  std::size_t run() {
    for (;;) {
      start();
      if (workers_.empty()) return count_;
      auto worker = std::next(workers_.begin(), static_cast<int>(rng_.below(workers_.size())));
      step(worker);
    }
  }

 private:
  struct Worker {
    Crew crew;
    Plan::Queue queue;
    Plan::Names holds;
    Needs needs;
    bool finishing = false;
  };
  using Workers = std::list<Worker>;

  void start() {
    if (workers_.size() == 3 || (plan().alone() && !workers_.empty())) return;
    const auto wanted = plan().wanted(Pool{3 - workers_.size()}, {});
    if (wanted.empty()) return;
    workers_.push_back({wanted[0], {}, {}, {}, false});
    ask(workers_.back());
  }

  void ask(Worker& worker) {
    if (plan().alone() && workers_.size() > 1) {
      worker.finishing = true;
      return;
    }
    const auto choice =
        plan().take(worker.crew, worker.holds, Pool{4 - workers_.size()}, coming_, worker.queue);
    if (choice.piece)
      queue(worker, *choice.piece);
    else
      worker.finishing = true;
  }

  void queue(Worker& worker, const Piece& piece) {
    worker.needs = piece.needs;
    if (worker.queue.empty()) begin(piece.begin);
    for (auto i = piece.begin; i < piece.end; ++i)
      worker.queue.push_back(static_cast<std::uint32_t>(i));
  }

  void step(Workers::iterator worker) {
    if (worker->queue.empty()) {
      workers_.erase(worker);
      return;
    }
    const auto chance = rng_.below(10);
    if (chance == 0 && !worker->needs.alone && worker->queue.size() > 1) {
      plan().give_back({worker->queue.begin(), worker->queue.end()});
      workers_.erase(worker);
    } else if (chance < 3 && !worker->needs.alone && worker->queue.size() > 1) {
      help(*worker);
    } else {
      if (worker->queue.size() == 1 && !worker->finishing) ask(*worker);
      end(worker->queue.front());
      worker->queue.pop_front();
      if (!worker->queue.empty()) begin(worker->queue.front());
    }
  }

  // The end of what it has goes to a new worker.
  void help(Worker& worker) {
    const std::size_t end = worker.queue.back() + std::size_t{1};
    std::size_t begin = worker.queue.back();
    while (begin > worker.queue[1] &&
           worker.queue[worker.queue.size() - (end - begin) - 1] + 1 == begin)
      --begin;
    const auto cut = plan().cut(begin, end, 9, 0);
    if (!cut || workers_.size() == 3) return;
    worker.queue.resize(worker.queue.size() - (end - cut->at));
    queue(workers_.emplace_back(Worker{worker.crew, {}, {}, {}, false}),
          plan().piece(cut->at, end));
  }

  void begin(std::size_t test) {
    for (const auto each : tests_[test].after) CHECK(ended_[each]);
    if (tests_[test].alone) CHECK(workers_.size() == 1);
  }

  void end(std::size_t test) {
    CHECK(!ended_[test]);
    ended_[test] = true;
    plan().end(test);
    ++count_;
  }

  Plan& plan() { return suite_.plan(); }

  base::Rng rng_;
  std::vector<Given> tests_;
  Suite suite_;
  std::vector<bool> ended_;
  Workers workers_;
  std::size_t count_ = 0;
  const Plan::Starting coming_{{Crew{0}, 1}, {Crew{1}, 1}};  // nobody makes way for another crew
};

}  // namespace

// Of 40 tests in 12 files, with 2 executables, each of which depends on up to three before it.
TEST(all_run_behind_what_they_depend_on, (Rng& rng)) {
  for (int round = 0; round < 200; ++round) {
    const auto seed = rng.below(1'000'000'000);
    NOTE(seed);
    base::Rng chance{seed};
    std::vector<Given> tests;
    while (tests.size() < 40) {
      const auto file = chance.below(12);
      for (auto left = 1 + chance.below(4); left > 0; --left) {
        Given& test = tests.emplace_back(Given{std::to_string(file)});
        test.executable = file % 2;
        test.seconds = static_cast<double>(1 + chance.below(100)) / 100;
        test.alone = chance.below(15) == 0;
        for (auto k = chance.below(4); k > 0 && tests.size() > 1; --k)
          test.after.push_back(chance.below(tests.size() - 1));
      }
    }
    const auto size = tests.size();
    CHECK(Simulation(seed, std::move(tests)).run() == size);
  }
}
