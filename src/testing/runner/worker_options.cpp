#include "testing/runner/worker_options.hpp"

#include <nlohmann/json.hpp>

namespace dyntest::runner {

using Json = nlohmann::json;

std::vector<std::string> WorkerOptions::to_arguments() const {
  Json given = Json::object();
  for (const auto& [name, value] : settings) given[name] = value.text;
  const Json json{{"collect", collect},
                  {"live", live},
                  {"isolated", isolated},
                  {"settings", given},
                  {"stays_failed", stays_failed},
                  {"plan", plan},
                  {"failures_max", failures_max},
                  {"root", root},
                  {"cache_folder", cache_folder},
                  {"benchmarks",
                   {{"mode", benchmarks.mode},
                    {"min_time", benchmarks.limits.min_time},
                    {"max_time", benchmarks.limits.max_time},
                    {"min_rounds", benchmarks.limits.min_rounds}}}};
  return {std::to_string(protocol), json.dump(-1, ' ', false, Json::error_handler_t::replace)};
}

WorkerOptions WorkerOptions::from_arguments(const std::vector<std::string>& arguments) {
  WorkerOptions options;
  options.protocol = static_cast<std::uint32_t>(std::stoul(arguments.at(0)));
  if (options.protocol != runner::protocol) return options;
  const Json json = Json::parse(arguments.at(1));
  json.at("collect").get_to(options.collect);
  json.at("live").get_to(options.live);
  json.at("isolated").get_to(options.isolated);
  for (const auto& [name, text] : json.at("settings").items())
    options.settings[name] = {text.get<std::string>(), ""};
  json.at("stays_failed").get_to(options.stays_failed);
  json.at("plan").get_to(options.plan);
  json.at("failures_max").get_to(options.failures_max);
  json.at("root").get_to(options.root);
  json.at("cache_folder").get_to(options.cache_folder);
  const Json& benchmarks = json.at("benchmarks");
  benchmarks.at("mode").get_to(options.benchmarks.mode);
  benchmarks.at("min_time").get_to(options.benchmarks.limits.min_time);
  benchmarks.at("max_time").get_to(options.benchmarks.limits.max_time);
  benchmarks.at("min_rounds").get_to(options.benchmarks.limits.min_rounds);
  return options;
}

}  // namespace dyntest::runner
