#include "kit/dynamo/script.hpp"

#include <nlohmann/json.hpp>

namespace dyntest::dynamo {

using Json = nlohmann::json;

Step tokens(int count, double seconds_apart) {
  return {Json{{"tokens", count}, {"every", seconds_apart}}.dump()};
}
Step pause(double seconds) { return {Json{{"pause", seconds}}.dump()}; }
Step stall() { return {Json{{"stall", true}}.dump()}; }
Step error(const std::string& kind, const std::string& message) {
  return {Json{{"error", kind}, {"message", message}}.dump()};
}
Step http_error(int status, const std::string& message) {
  return {Json{{"http_error", status}, {"message", message}}.dump()};
}
Step crash() { return {Json{{"crash", true}}.dump()}; }
Step deaf() { return {Json{{"deaf", true}}.dump()}; }

}  // namespace dyntest::dynamo
