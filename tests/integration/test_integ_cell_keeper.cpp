// The keeper and its inits: nothing that a program starts outlives it.
#include <signal.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "conftest.hpp"
#include "foundation/cell/keeper.hpp"
#include "foundation/os/proc.hpp"
#include "foundation/os/run_folder.hpp"
#include "foundation/os/wait.hpp"
#include "foundation/os/whole_file.hpp"
#include "os_test_utils.hpp"

using dyntest::cell::Keeper;
using dyntest::cell::Tree;
using dyntest::os::is_still;

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

// A keeper with a folder of its own, as a run has.
Keeper start_keeper_of(const std::filesystem::path& folder) {
  auto tagged = environment;
  tagged.push_back(std::string{dyntest::os::run_folder_variable} + "=" + folder.string());
  auto keeper = Keeper::start(tagged).value();
  std::filesystem::create_directories(folder / "some/thing");
  return keeper;
}

TEST(folder_goes_when_all_has_ended, (TmpDir& dir)) {
  Keeper keeper = start_keeper_of(dir / "run");
  keeper.end_all();
  CHECK(!std::filesystem::exists(dir / "run"));
}

TEST(killed_keeper_takes_all_along, (TmpDir& dir)) {
  Keeper keeper = start_keeper_of(dir / "run");
  Pipe input, output;
  const Tree tree = launch(keeper, daemon + "exec sleep 1000", input, output);
  REQUIRE(read_line(output.read_end) == "up");
  ::kill(keeper.pid(), SIGKILL);
  keeper.end_all();
  CHECK(is_held_by_nobody(output.read_end));
  CHECK(!std::filesystem::exists(dir / "run"));
}

TEST(half_a_line_of_the_log_goes_with_its_writer, (TmpDir& dir)) {
  const std::string log = dir / "log";
  {
    Keeper keeper = Keeper::start(environment, {}, log).value();
    keeper.end_all();
    std::ofstream{log} << "whole\nhal";  // we still write our reports
  }
  CHECK(dyntest::os::read_whole_file(log).value() == "whole\n");
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

namespace {

// A program that says a daemon's id and its own, and then repeats a line.
struct Sleepers {
  Pipe input, output;
  Keeper keeper = start_keeper();
  Tree tree = launch(keeper,
                     "setsid --fork sh -c 'echo $$; exec sleep 1000'; read line; echo $$; "
                     "read line; echo $line; read line",
                     input, output);
  pid_t daemon = std::stoi(read_line(output.read_end));
  pid_t program = 0;

  Sleepers() {
    say("who are you");
    program = std::stoi(read_line(output.read_end));
  }
  void say(const std::string& line) {
    const std::string text = line + "\n";
    REQUIRE(::write(input.write_end.get(), text.data(), text.size()) > 0);
  }
};

}  // namespace

TEST(frozen_tree_stands_still_until_it_thaws) {
  Sleepers sleepers;
  CHECK(!is_still(sleepers.daemon));
  sleepers.keeper.freeze();
  EVENTUALLY(10, is_still(sleepers.daemon) && is_still(sleepers.program));
  sleepers.say("hello");
  CONSISTENTLY(0.2, is_still(sleepers.daemon) && is_still(sleepers.program));
  sleepers.keeper.thaw();
  CHECK(read_line(sleepers.output.read_end) == "hello");
  EVENTUALLY(10, !is_still(sleepers.daemon));
}

TEST(frozen_tree_can_be_killed) {
  Sleepers sleepers;
  sleepers.keeper.freeze();
  EVENTUALLY(10, is_still(sleepers.daemon));
  sleepers.tree.kill();
  REQUIRE(wait_for_end(sleepers.tree));
  CHECK(is_held_by_nobody(sleepers.output.read_end));
}

TEST(frozen_tree_ends_with_its_killed_keeper) {
  Sleepers sleepers;
  sleepers.keeper.freeze();
  EVENTUALLY(10, is_still(sleepers.daemon));
  ::kill(sleepers.keeper.pid(), SIGKILL);
  sleepers.keeper.end_all();
  CHECK(is_held_by_nobody(sleepers.output.read_end));
}

TEST(who_stood_still_before_stays_so) {
  Sleepers sleepers;
  ::kill(sleepers.daemon, SIGSTOP);
  EVENTUALLY(10, is_still(sleepers.daemon));
  sleepers.keeper.freeze();
  EVENTUALLY(10, is_still(sleepers.program));
  sleepers.keeper.thaw();
  EVENTUALLY(10, !is_still(sleepers.program));
  CHECK(is_still(sleepers.daemon));
}
