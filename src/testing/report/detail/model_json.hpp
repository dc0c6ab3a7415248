// The nouns of a run as JSON and back, for the event log. Every struct is taken apart by structured
// bindings: one that gains a field does not compile until the field is written and read here.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "testing/model/event.hpp"

namespace dyntest::report {

using Json = nlohmann::ordered_json;

// `text` as JSON can hold it: what is not UTF-8 becomes U+FFFD, a byte each.
std::string legal_text(std::string_view text);

// Empty values are left out; text that is not UTF-8 stands there twice, readable and exact.
void put(Json& to, const char* key, const std::string& text);
void put(Json& to, const char* key, const std::vector<std::string>& texts);
std::string get_text(const Json& from, const char* key);
std::vector<std::string> get_texts(const Json& from, const char* key);

template <class T>
void put_number(Json& to, const char* key, const T& value) {
  if (value != T{}) to.emplace(key, value);
}

template <class Values, class T>
void put_objects(Json& to, const char* key, const Values& values, Json (*json_of)(const T&)) {
  if (values.empty()) return;
  Json list = Json::array();
  for (const T& value : values) list.push_back(json_of(value));
  to.emplace(key, std::move(list));
}

template <class Read>
auto get_objects(const Json& from, const char* key, Read read) {
  std::vector<decltype(read(from))> values;
  const auto list = from.find(key);
  if (list == from.end()) return values;
  for (const Json& one : *list) values.push_back(read(one));
  return values;
}

void put_place(Json& to, const char* key, const model::Place& place);
model::Place get_place(const Json& from, const char* key);
model::Scope scope_of(const std::string& name);
Json item_json(const model::Item& item);
model::Item item_of(const Json& json);
Json collection_error_json(const model::CollectionError& error);
model::CollectionError collection_error_of(const Json& json);
Json property_json(const model::Property& property);
model::Property property_of(const Json& json);
Json measurement_json(const model::Measurement& measurement);
// A field of another kind throws Json::exception, an unknown build std::invalid_argument.
model::Measurement measurement_of(const Json& json);
Json stored_measurement_json(const model::StoredMeasurement& stored);
model::StoredMeasurement stored_measurement_of(const Json& json);
Json shard_json(const model::Shard& shard);
std::optional<model::Shard> get_shard(const Json& from, const char* key);
Json shares_json(const model::Shares& shares);
std::optional<model::Shares> get_shares(const Json& from, const char* key);
Json failure_json(const model::Failure& failure);
model::Failure failure_of(const Json& json);

}  // namespace dyntest::report
