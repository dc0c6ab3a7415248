#include "kit/dynamo/detail/health.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace dyntest::dynamo::detail {

using Json = nlohmann::json;

std::vector<std::uint64_t> instances_in(const std::string& body) {
  std::vector<std::uint64_t> ids;
  const Json json = Json::parse(body, nullptr, false);
  if (!json.is_object() || !json.contains("instances")) return ids;
  for (const Json& instance : json["instances"])
    if (instance.value("endpoint", "") == "generate")
      ids.push_back(instance.value("instance_id", std::uint64_t{0}));
  std::ranges::sort(ids);
  return ids;
}

int workers_in(const std::string& body) {
  const Json json = Json::parse(body, nullptr, false);
  if (!json.is_object() || !json.value("ready", false)) return 0;
  int workers = 0;
  const Json namespaces = json.value("namespaces", Json::object());
  for (const Json& space : namespaces) {
    const Json types = space.value("worker_types", Json::object());
    for (const Json& type : types) workers += type.value("workers", 0);
  }
  return workers;
}

std::string first_model_in(const std::string& body) {
  const Json json = Json::parse(body, nullptr, false);
  if (!json.is_object()) return {};
  const Json models = json.value("data", Json::array());
  return models.empty() || !models[0].is_object() ? std::string{} : models[0].value("id", "");
}

std::string in_path(const std::string& model) {
  std::string path;
  for (const char letter : model) path += letter == '/' ? std::string{"%2F"} : std::string{letter};
  return path;
}

}  // namespace dyntest::dynamo::detail
