#include "kit/dynamo/virtual_connector.hpp"

#include <nlohmann/json.hpp>
#include <utility>

namespace dyntest::dynamo {
namespace {

using base::Result;
using base::Status;
using Json = nlohmann::json;

Status dropped(const Result<std::string>& answer) {
  if (!answer) return answer.error();
  return {};
}

Result<Decision> decision_of(const Result<std::string>& answer) {
  if (!answer) return answer.error();
  const Json json = Json::parse(*answer);
  return Decision{json.at(0), json.at(1), json.at(2)};
}

}  // namespace

Result<VirtualConnector> VirtualConnector::start(const Dynamo& dynamo, const std::string& name) {
  auto dialogue = detail::Dialogue::start(dynamo.program("planner_program.py", {name}));
  if (!dialogue) return dialogue.error();
  VirtualConnector connector{*std::move(dialogue)};
  if (auto begun = connector.restart_planner(); !begun)
    return begun.error().context("starting the virtual connector");
  return connector;
}

Status VirtualConnector::scale(std::optional<int> prefill, std::optional<int> decode) {
  Json json{{"do", "scale"}};
  if (prefill) json["prefill"] = *prefill;
  if (decode) json["decode"] = *decode;
  return dropped(dialogue_.order(json.dump()));
}

Result<Decision> VirtualConnector::state() {
  return decision_of(dialogue_.order(R"({"do": "state"})"));
}
Result<Decision> VirtualConnector::get() {
  return decision_of(dialogue_.order(R"({"do": "get"})"));
}

Status VirtualConnector::restart_planner() {
  return dropped(dialogue_.order(R"({"do": "coordinator"})"));
}
Status VirtualConnector::complete() { return dropped(dialogue_.order(R"({"do": "complete"})")); }

}  // namespace dyntest::dynamo
