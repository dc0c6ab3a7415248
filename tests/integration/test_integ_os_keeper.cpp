// The keeper and its inits: nothing that a program starts outlives it.
#include <signal.h>

#include <optional>
#include <string>
#include <vector>

#include "conftest.hpp"
#include "foundation/os/keeper.hpp"
#include "foundation/os/wait.hpp"
#include "os_test_utils.hpp"

using dyntest::os::Keeper;
using dyntest::os::Tree;

namespace {

// Only this: what a keeper is told of a run's folder, it removes.
const std::vector<std::string> environment = {"PATH=/usr/local/bin:/usr/bin:/bin"};

Keeper start_keeper() { return Keeper::start(environment).value(); }

Tree launch(Keeper& keeper, const std::string& script, const Pipe& input, Pipe& output) {
  auto tree = keeper.launch({{"sh", "-c", script},
                             environment,
                             "/",
                             {{input.read_end.get(), 0}, {output.write_end.get(), 1}}});
  output.write_end.reset();
  return std::move(tree).value();
}

bool wait_for_end(const Tree& tree) {
  std::vector<pollfd> fds{{tree.ended_fd(), POLLIN, 0}};
  return dyntest::os::wait_for(fds, Deadline::in(patience));
}

// Leaves its session and its parent, and says when it has.
const std::string daemon = "setsid --fork sh -c 'echo up; exec sleep 1000'; ";

}  // namespace

TEST(program_tells_its_status) {
  Keeper keeper = start_keeper();
  Pipe input, output;
  const Tree tree = launch(keeper, "exit 7", input, output);
  REQUIRE(wait_for_end(tree));
  CHECK(tree.status().code() == 7);
}

TEST(daemon_is_gone_when_its_program_has_ended) {
  Keeper keeper = start_keeper();
  Pipe input, output;
  const Tree tree = launch(keeper, daemon + "read line", input, output);
  REQUIRE(read_line(output.read_end) == "up");
  input.write_end.reset();  // lets the program end
  REQUIRE(wait_for_end(tree));
  CHECK(is_held_by_nobody(output.read_end));
}

TEST(daemon_is_gone_when_its_program_was_killed) {
  Keeper keeper = start_keeper();
  Pipe input, output;
  Tree tree = launch(keeper, daemon + "exec sleep 1000", input, output);
  REQUIRE(read_line(output.read_end) == "up");
  tree.kill();
  REQUIRE(wait_for_end(tree));
  CHECK(tree.status().signal() == SIGKILL);
  CHECK(is_held_by_nobody(output.read_end));
}

TEST(everything_ends_with_the_keeper) {
  Pipe input, output;
  std::optional keeper = start_keeper();
  const Tree tree = launch(*keeper, daemon + "exec sleep 1000", input, output);
  REQUIRE(read_line(output.read_end) == "up");
  keeper.reset();
  CHECK(is_held_by_nobody(output.read_end));
}

TEST(tree_that_is_let_go_of_ends) {
  Keeper keeper = start_keeper();
  Pipe input, output;
  {
    const Tree tree = launch(keeper, "echo up; exec sleep 1000", input, output);
  }
  CHECK(read_to_end(output.read_end).size() <= 3u);  // it may have been killed before `up`
}

TEST(one_tree_ends_without_the_other) {
  Keeper keeper = start_keeper();
  Pipe input, output, other_output;
  const Tree other = launch(keeper, "echo up; read line; echo still here", input, other_output);
  Tree tree = launch(keeper, "exec sleep 1000", input, output);
  REQUIRE(read_line(other_output.read_end) == "up");
  tree.kill();
  REQUIRE(wait_for_end(tree));
  input.write_end.reset();
  CHECK(read_line(other_output.read_end) == "still here");
}

TEST(program_that_cannot_run_ends_with_127) {
  Keeper keeper = start_keeper();
  const auto tree = keeper.launch({{"no-such-program"}, environment, "/", {}});
  REQUIRE(tree.has_value());
  REQUIRE(wait_for_end(*tree));
  CHECK(tree->status().code() == 127);
}
