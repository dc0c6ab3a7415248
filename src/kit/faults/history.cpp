#include "kit/faults/history.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace dyntest::faults {
namespace {

using Json = nlohmann::json;

Json line_of(const Step& step) {
  return {{"at_ns", step.at.count()},
          {"lasts_ns", step.lasts.count()},
          {"fault", step.fault},
          {"target", step.target},
          {"seed", step.seed}};
}

Json line_of(const Occurrence& fault) {
  Json line{{"happened", fault.text},
            {"target", fault.step.target},
            {"began_ns", fault.began.count()},
            {"healed_ns", fault.healed.count()},
            {"connections", fault.bites.connections},
            {"chunks", fault.bites.chunks},
            {"bytes", fault.bites.bytes},
            {"processes", fault.bites.processes}};
  if (!fault.begin_error.empty()) line["begin_error"] = fault.begin_error;
  if (!fault.heal_error.empty()) line["heal_error"] = fault.heal_error;
  return line;
}

std::string dump(const Json& line) {
  return line.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

Step step_of(const Json& line) {
  return {base::Duration{line.at("at_ns").get<std::int64_t>()},
          base::Duration{line.at("lasts_ns").get<std::int64_t>()}, line.at("fault"),
          line.at("target"), line.at("seed")};
}

constexpr int version = 1;

}  // namespace

std::string Schedule::log() const {
  std::string log = dump({{"schedule", version}, {"seed", seed}});
  for (const Step& step : steps) log += dump(line_of(step));
  return log;
}

base::Result<Schedule> Schedule::parse(std::string_view log) {
  Schedule schedule;
  bool has_head = false;
  for (int number = 1; !log.empty(); ++number) {
    const auto end = std::min(log.find('\n'), log.size());
    const std::string_view text = log.substr(0, end);
    log.remove_prefix(std::min(end + 1, log.size()));
    if (text.empty()) continue;
    try {
      const Json line = Json::parse(text);
      if (line.contains("happened")) continue;
      if (has_head) {
        schedule.steps.push_back(step_of(line));
        continue;
      }
      if (line.at("schedule") != version) return base::Error{"a schedule's log of another version"};
      schedule.seed = line.at("seed");
      has_head = true;
    } catch (const Json::exception& error) {
      return base::Error{fmt::format("line {} of a schedule's log: {}", number, error.what())};
    }
  }
  if (!has_head) return base::Error{"a schedule's log without its first line"};
  return schedule;
}

Bites History::bites(const std::string& kind) const {
  BiteCounter sum;
  for (const Occurrence& fault : faults)
    if (fault.step.fault == kind) sum.add(fault.bites);
  return sum.read();
}

base::Status History::require_bites() const {
  for (const Occurrence& fault : faults) {
    const auto bitten = dyntest::faults::require_bites(fault.bites, fault.text, fault.step.target,
                                                       fault.healed - fault.began);
    if (!bitten) return bitten.error().context(fmt::format("seed {}", schedule.seed));
  }
  return {};
}

std::string History::log() const {
  std::string log = schedule.log();
  for (const Occurrence& fault : faults) log += dump(line_of(fault));
  return log;
}

}  // namespace dyntest::faults
