// Benchmarks as JSON and back; declared in model_json.hpp.
#include <fmt/format.h>

#include <array>
#include <stdexcept>

#include "testing/report/detail/model_json.hpp"

namespace dyntest::report {

constexpr std::array builds = {model::Build::optimised, model::Build::debug,
                               model::Build::sanitized};
static model::Build build_of(const std::string& name) {
  for (const model::Build build : builds)
    if (model::build_name(build) == name) return build;
  throw std::invalid_argument{fmt::format("unknown build '{}'", name)};
}

Json measurement_json(const model::Measurement& measurement) {
  const auto& [group, build, rounds, iterations, min, max, mean, stddev, median, iqr,
               stddev_outliers, iqr_outliers] = measurement;
  Json json = Json::object();
  put(json, "group", group);
  json.emplace("build", model::build_name(build));
  json.emplace("rounds", rounds);
  json.emplace("iterations", iterations);
  json.emplace("min", min);
  json.emplace("max", max);
  json.emplace("mean", mean);
  json.emplace("stddev", stddev);
  json.emplace("median", median);
  json.emplace("iqr", iqr);
  json.emplace("stddev_outliers", stddev_outliers);
  json.emplace("iqr_outliers", iqr_outliers);
  return json;
}

model::Measurement measurement_of(const Json& json) {
  model::Measurement measured;
  measured.group = get_text(json, "group");
  measured.build = build_of(json.at("build"));
  json.at("rounds").get_to(measured.rounds);
  json.at("iterations").get_to(measured.iterations);
  json.at("min").get_to(measured.min);
  json.at("max").get_to(measured.max);
  json.at("mean").get_to(measured.mean);
  json.at("stddev").get_to(measured.stddev);
  json.at("median").get_to(measured.median);
  json.at("iqr").get_to(measured.iqr);
  json.at("stddev_outliers").get_to(measured.stddev_outliers);
  json.at("iqr_outliers").get_to(measured.iqr_outliers);
  return measured;
}

Json stored_measurement_json(const model::StoredMeasurement& stored) {
  const auto& [item, measured] = stored;
  Json json = measurement_json(measured);
  json.emplace("item", item);
  return json;
}

model::StoredMeasurement stored_measurement_of(const Json& json) {
  return {json.at("item").get<std::size_t>(), measurement_of(json)};
}

}  // namespace dyntest::report
