#include "testing/runner/past_costs.hpp"

#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "foundation/os/whole_file.hpp"
#include "testing/builtin/cache.hpp"

namespace dyntest::runner {
namespace {

using Json = nlohmann::json;

constexpr const char* file_name = "durations.json";
constexpr double seconds_min = 0.001;
constexpr double same_within = 0.2;

bool is_new(double now, double before) { return std::abs(now - before) > same_within * before; }

// Microseconds are as much as a time can be trusted.
double rounded(double seconds) { return std::round(seconds * 1e6) / 1e6; }

model::Scope scope_of(const Json& cost) {
  const auto name = cost.at("scope").get<std::string>();
  return model::scope_named(name).value_or(model::Scope::session);
}

}  // namespace

PastCosts PastCosts::read(const std::filesystem::path& cache_folder) try {
  PastCosts past;
  const auto text = os::read_whole_file(cache_folder / file_name);
  if (!text) return past;
  const Json json = Json::parse(*text);
  for (const auto& [id, seconds] : json.at("tests").items())
    past.tests_.emplace(id, seconds.get<double>());
  for (const auto& [name, cost] : json.at("fixtures").items())
    past.fixtures_[name] = {scope_of(cost), cost.at("up").get<double>(),
                            cost.at("down").get<double>()};
  return past;
} catch (const Json::exception&) {
  return {};
}

schedule::Costs PastCosts::of(const model::Items& items, const HasRun& has_run) const {
  std::vector<std::optional<double>> tests(items.size());
  for (std::size_t i = 0; i < items.size() && !tests_.empty(); ++i) {
    const std::string id = items[i].node_id();
    if (const auto took = tests_.find(id); took != tests_.end())
      tests[i] = took->second;
    else if (has_run(id))
      tests[i] = 0;
  }
  return schedule::Costs{std::move(tests), fixtures_};
}

void PastCosts::learn(const model::Items& items, const schedule::Costs& costs) {
  for (std::size_t i = 0; i < costs.learned().size(); ++i) {
    const double seconds = rounded(costs.learned()[i].value_or(0));
    if (!costs.learned()[i] || (seconds < seconds_min && tests_.empty())) continue;
    const std::string id = items[i].node_id();
    const auto took = tests_.find(id);
    if (took == tests_.end() ? seconds < seconds_min : !is_new(seconds, took->second)) continue;
    tests_[id] = seconds;
    changed_ = true;
  }
  for (const auto& [name, cost] : costs.fixtures()) {
    const schedule::FixtureCost now{cost.scope, rounded(cost.up), rounded(cost.down)};
    auto& before = fixtures_[name];
    if (!is_new(now.total(), before.total())) continue;
    before = now;
    changed_ = true;
  }
}

base::Status PastCosts::write(const std::filesystem::path& cache_folder) const try {
  if (!changed_) return {};
  Json fixtures = Json::object();
  for (const auto& [name, cost] : fixtures_)
    fixtures[name] = {
        {"scope", model::scope_name(cost.scope)}, {"up", cost.up}, {"down", cost.down}};
  const Json json{{"tests", std::map<std::string, double>{tests_.begin(), tests_.end()}},
                  {"fixtures", fixtures}};
  builtin::mark_as_cache(cache_folder);
  return os::write_whole_file(cache_folder / file_name,
                              json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n");
} catch (const std::exception& error) {
  return base::Error{error.what()};
}

}  // namespace dyntest::runner
