// What a frontend says of its workers, and what is written for Dynamo to read.
#include <fstream>
#include <nlohmann/json.hpp>

#include "conftest.hpp"
#include "kit/dynamo/detail/health.hpp"
#include "kit/dynamo/installation.hpp"
#include "kit/dynamo/model.hpp"
#include "kit/dynamo/script.hpp"
#include "testing/builtin/tmp_dir.hpp"

using namespace dyntest::dynamo;
using dyntest::builtin::TmpDir;
using Json = nlohmann::json;

TEST(instances_are_those_that_generate, (std::string body, std::vector<std::uint64_t> ids),
     cases(row(R"({"instances":[{"endpoint":"generate","instance_id":12912375761311535983},
                                {"endpoint":"kv_query","instance_id":7},
                                {"endpoint":"generate","instance_id":3}]})",
               std::vector<std::uint64_t>{3, 12912375761311535983u})
               .id("two"),
           row(R"({"status":"unhealthy"})", std::vector<std::uint64_t>{}).id("none"),
           row("<html>", std::vector<std::uint64_t>{}).id("no_json"))) {
  CHECK(detail::instances_in(body) == ids);
}

TEST(workers_count_once_the_model_is_ready, (std::string body, int workers),
     cases(row(R"({"ready": true, "namespaces": {
                   "a": {"worker_types": {"prefill": {"workers": 1}, "decode": {"workers": 2}}},
                   "b": {"worker_types": {"aggregated": {"workers": 4}}}}})",
               7)
               .id("all"),
           row(R"({"ready": false, "namespaces": {
                   "a": {"worker_types": {"aggregated": {"workers": 4}}}}})",
               0)
               .id("not_ready"),
           row("[]", 0).id("no_object"))) {
  CHECK(detail::workers_in(body) == workers);
}

TEST(a_slash_in_a_models_name_is_no_part_of_the_path) {
  CHECK(detail::in_path("dyntest/tiny") == "dyntest%2Ftiny");
}

TEST(steps_are_what_the_worker_reads) {
  CHECK(Json::parse(tokens(8, 0.5).json) == Json({{"tokens", 8}, {"every", 0.5}}));
  CHECK(Json::parse(stall().json) == Json({{"stall", true}}));
  CHECK(Json::parse(error("Unknown", "x").json) == Json({{"error", "Unknown"}, {"message", "x"}}));
}

TEST(each_byte_and_each_word_is_one_token, (TmpDir& folder)) {
  REQUIRE(write_model(folder / "model").has_value());
  const Json tokenizer = Json::parse(std::ifstream{folder / "model/tokenizer.json"});
  const Json& words = tokenizer.at("model").at("vocab");
  CHECK(words.size() == 4093u);
  CHECK(words.at("a") == 97);
  CHECK(words.at("\u0120") == 32);
  CHECK(words.at("\u0120w1000") == 1000);
  CHECK(Json::parse(std::ifstream{folder / "model/config.json"}).at("eos_token_id") == 4095);
}

TEST(a_model_that_cannot_be_written_is_an_error, (TmpDir& folder)) {
  std::ofstream{folder / "model"} << "a file";
  CHECK(!write_model(folder / "model").has_value());
}

TEST(an_installation_says_its_release, (TmpDir& folder)) {
  const auto packages = folder / "lib/python3.11/site-packages";
  std::filesystem::create_directories(folder / "bin");
  std::filesystem::create_directories(packages);
  std::ofstream{folder / "bin/python"} << "";
  const auto without = find_installation(folder.path());
  REQUIRE(!without.has_value());
  CHECK(without.error().text().find("has no package ai-dynamo") != std::string::npos);
  std::filesystem::create_directories(packages / "ai_dynamo-1.6.1.dist-info");
  CHECK(find_installation(folder.path()).value().release == "1.6.1");
}
