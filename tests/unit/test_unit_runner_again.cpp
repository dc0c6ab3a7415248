// The command that repeats a failure.
#include <string>

#include "conftest.hpp"
#include "testing/runner/again.hpp"

using dyntest::runner::again_command;
using dyntest::runner::Options;

TEST(the_seed_is_always_there) {
  CHECK(again_command({}, "", "/suite", 77) == "dyntest --seed 77");
}

TEST(a_test_executable_is_named_from_where_the_user_stands,
     (std::string folder, std::string program),
     cases(row("/suite", "build/tests_unit"), row("/suite/build", "./tests_unit"),
           row("/suite/build/x", "../tests_unit"))) {
  CHECK(again_command({}, "/suite/build/tests_unit", folder, 1) == program + " --seed 1");
}

TEST(what_changes_how_a_test_runs_is_said_again) {
  Options options;
  options.build_folder = "build/a b";
  options.profile = "ci";
  options.settings = {"model_timeout=3"};
  options.cell = "processes";
  options.visible = {"/tmp/models"};
  options.rules["isolated"] = {true, "--isolate"};
  CHECK(again_command(options, "", "/suite", 1) ==
        "dyntest --build-dir 'build/a b' --profile ci -o model_timeout=3 --cell processes "
        "--visible /tmp/models --isolate --seed 1");
}

TEST(what_selects_and_shows_is_not) {
  Options options;
  options.keywords = "router";
  options.workers = "4";
  options.junit = "out.xml";
  CHECK(again_command(options, "", "/suite", 1) == "dyntest --seed 1");
}
