// dyntest.toml.
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "conftest.hpp"
#include "testing/builtin/tmp_dir.hpp"
#include "testing/select/config.hpp"

using namespace dyntest::select;
using dyntest::builtin::TmpDir;

namespace {

using Texts = std::vector<std::string>;

void write(const std::filesystem::path& path, const std::string& text) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream{path} << text;
}

}  // namespace

TEST(reads_every_key) {
  const auto config = parse_config(R"([dyntest]
testpaths = ["tests", "more"]
build = "cmake --build --preset dev"
build_dir = "build/dev"
timeout = 1.5
addopts = ["-ra"]
workers = 3
require = ["etcd"]
gpus = [24, 7.5]
)");
  REQUIRE(config.has_value());
  CHECK(config->testpaths == Texts{"tests", "more"});
  CHECK(config->build == "cmake --build --preset dev");
  CHECK(config->build_dir == "build/dev");
  CHECK(config->gpus == std::vector<double>{24, 7.5});
  CHECK((config->run.rules.at("timeout").value == RuleValue{1.5}));
  CHECK(config->run.rules.at("timeout").origin == "dyntest.toml:5");
  CHECK(config->run.addopts == Texts{"-ra"});
  CHECK(config->run.workers == "3");
  CHECK(config->require == Texts{"etcd"});
}

TEST(lets_every_key_be_left_out) {
  const auto config = parse_config("[dyntest]\nworkers = \"auto\"\n");
  REQUIRE(config.has_value());
  CHECK(config->testpaths.empty());
  CHECK(config->run.rules.empty());
  CHECK(config->run.workers == "auto");
}

TEST(
    points_at_a_mistake, (std::string text, std::string error),
    cases(
        row("[dyntest]\ntimout = 3", "2: unknown key 'timout'; did you mean timeout?").id("key"),
        row("[dyntst]\n", "1: unknown key 'dyntst'; did you mean dyntest?").id("table"),
        row("dyntest = 3", "1: 'dyntest' must be a table: [dyntest]").id("no_table"),
        row("[dyntest]\n\n timeout = \"x\"",
            "3:12: 'timeout' must be a number of seconds, 0 or more")
            .id("type"),
        row("[dyntest]\ntimeout = -1", "2:11: 'timeout' must be a number of seconds, 0 or more")
            .id("negative"),
        row("[dyntest]\nworkers = 0",
            "2:11: 'workers' must be \"auto\" or a whole number from 1 on")
            .id("no_workers"),
        row("[dyntest]\ngpus = [24, 0]",
            "2:8: 'gpus' must be a list of numbers, the GiB of memory of each")
            .id("gpus"),
        row("[dyntest]\naddopts = [\"a\", 3]", "2:11: 'addopts' must be a list of strings")
            .id("element"),
        row("[dyntest]\nreruns = 1.5", "2:10: 'reruns' must be a whole number, 0 or more")
            .id("count"),
        row("[dyntest]\nreruns_backoff = 0.5", "2:18: 'reruns_backoff' must be a number, 1 or more")
            .id("factor"),
        row("[dyntest]\nexclusive = 1", "2:13: 'exclusive' must be true or false").id("flag"),
        row("[dyntest]\nflaky = \"maybe\"", "2:9: 'flaky' must be \"pass\" or \"fail\"")
            .id("policy"),
        row("[dyntest]\ncell = \"docker\"",
            "2:8: 'cell' must be \"full\", \"processes\" or \"off\"")
            .id("cell"),
        row("[dyntest]\nvisible = [\"models\"]", "2:11: 'visible' must be a list of absolute paths")
            .id("path"),
        row("[profile]\nci = 3", "2: 'ci' must be a table: [profile.ci]").id("no_profile"),
        row("[profile.ci]\nbuild = \"x\"", "2: unknown key 'build'").id("build_of_profile"),
        row("override = 3", "1:12: 'override' must be a list of tables: [[override]]")
            .id("no_override"),
        row("[[override]]\nmarks = \"a and\"", "2:9: 'marks' must be an expression as -m takes it")
            .id("expression"),
        row("[[profile.ci.override]]\ntimout = 3", "2: unknown key 'timout'; did you mean timeout?")
            .id("override_of_profile"),
        row("[[override]]\nquarantine = { ticket = \"A-1\", until = 2027-01-32 }",
            "2:50: Error while parsing date: expected day between 1 and 31 (inclusive), saw 32")
            .id("day"),
        row("[[override]]\nquarantine = { ticket = \"A-1\", until = \"2027-02-29\" }",
            "2:14: 'quarantine' must be a table: { ticket = \"DYN-12\", until = 2027-01-31 }")
            .id("no_day"))) {
  const auto config = parse_config(text);
  REQUIRE(!config.has_value());
  CHECK(config.error().text() == "dyntest.toml:" + error);
}

TEST(profile_stands_on_what_holds_for_all) {
  auto config = parse_config(R"([dyntest]
timeout = 60
reruns = 1
addopts = ["-ra"]
marks = "not weekly"
flaky = "fail"
cell = "full"
visible = ["/tmp/models"]

[profile.gpu]
timeout = 300
addopts = ["-v"]
marks = "vllm or sglang"
cell = "processes"
visible = ["/tmp/gpu"]

[[override]]
keywords = "router"
cpu = 2

[[profile.gpu.override]]
tests = ["tests/e2e/"]
locks = ["gpu0", "gpu1"]
exclusive = true
quarantine = { ticket = "A-1", until = 2027-01-31 }
)");
  REQUIRE(config.has_value());
  const auto gpu = with_profile(*config, "gpu");
  REQUIRE(gpu.has_value());
  const auto& run = gpu->run;
  CHECK((run.rules.at("timeout").value == RuleValue{300.0}));
  CHECK((run.rules.at("reruns").value == RuleValue{1.0}));
  CHECK(run.addopts == Texts{"-ra", "-v"});
  CHECK(run.marks == "(not weekly) and (vllm or sglang)");
  CHECK(run.flaky == "fail");
  CHECK(run.cell == "processes");
  CHECK(run.visible == Texts{"/tmp/models", "/tmp/gpu"});
  REQUIRE(run.overrides.size() == 2u);
  CHECK(run.overrides[0].origin == "dyntest.toml:21");
  CHECK(run.overrides[0].tests == Texts{"tests/e2e/"});
  CHECK((run.overrides[0].rules.at("quarantine").value ==
         RuleValue{Quarantine{"A-1", "2027-01-31"}}));
  CHECK((run.overrides[0].rules.at("locks").value == RuleValue{Texts{"gpu0", "gpu1"}}));
  CHECK((run.overrides[1].rules.at("cpu").value == RuleValue{2.0}));
  CHECK((with_profile(*config, "default")->run.rules.at("timeout").value == RuleValue{60.0}));
}

TEST(every_suite_has_the_common_profiles) {
  const auto config = parse_config("");
  REQUIRE(config.has_value());
  CHECK(with_profile(*config, "nightly")->run.marks == "nightly");
  CHECK(with_profile(*config, "ci")->run.all_skipped == "fail");
  const auto unknown = with_profile(*config, "nightl");
  REQUIRE(!unknown.has_value());
  CHECK(unknown.error().text() ==
        "there is no profile 'nightl'; did you mean nightly?; there are: ci, default, nightly, "
        "post_merge, pre_merge, weekly");
}

TEST(rule_is_told_as_it_is_written, (RuleValue value, std::string text),
     cases(row(RuleValue{60.0}, "60").id("number"), row(RuleValue{0.25}, "0.25").id("fraction"),
           row(RuleValue{true}, "true").id("flag"),
           row(RuleValue{Texts{"a", "b"}}, "[\"a\", \"b\"]").id("names"),
           row(RuleValue{Quarantine{"A-1", "2027-01-31"}}, "A-1, until 2027-01-31")
               .id("quarantine"))) {
  CHECK(rule_text(value) == text);
}

TEST(points_at_what_is_no_toml) {
  const auto config = parse_config("a b");
  REQUIRE(!config.has_value());
  CHECK(config.error().text().starts_with("dyntest.toml:1:3: "));
}

TEST(makes_the_folder_of_the_nearest_file_the_root, (TmpDir& dir)) {
  write(dir / "dyntest.toml", "[dyntest]\nbuild = \"outer\"\n");
  write(dir / "inner/dyntest.toml", "[dyntest]\nbuild = \"inner\"\n");
  write(dir / "inner/tests/a/x.cpp", "");
  write(dir / "inner/tests/b/y.cpp", "");
  const auto inner =
      load_config({dir / "inner/tests/a/x.cpp", dir / "inner/tests/b"}, dir / "elsewhere");
  REQUIRE(inner.has_value());
  CHECK(inner->root == dir / "inner");
  CHECK(inner->file == "dyntest.toml");
  CHECK(inner->build == "inner");

  const auto outer = load_config({dir / "inner/tests/a/x.cpp", dir / "missing"}, dir / "x");
  REQUIRE(outer.has_value());
  CHECK(outer->build == "inner");
  const auto here = load_config({}, dir.path());
  REQUIRE(here.has_value());
  CHECK(here->build == "outer");
}

TEST(falls_back_on_the_folder_the_user_stands_in, (TmpDir& dir)) {
  write(dir / "suite/dyntest.toml", "[dyntest]\nbuild = \"mine\"\n");
  write(dir / "other/test.cpp", "");
  const auto mine = load_config({dir / "other/test.cpp"}, dir / "suite");
  REQUIRE(mine.has_value());
  CHECK(mine->root == dir / "suite");

  const auto none = load_config({}, dir / "other");
  REQUIRE(none.has_value());
  CHECK(none->root == dir / "other");
  CHECK(none->file.empty());
}
