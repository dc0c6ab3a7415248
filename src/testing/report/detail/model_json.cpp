#include "testing/report/detail/model_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <stdexcept>

#include "testing/report/utf8.hpp"

namespace dyntest::report {

using Bytes = std::vector<std::uint8_t>;

std::string legal_text(std::string_view text) {
  const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  if (std::ranges::all_of(text, is_ascii)) return std::string{text};
  std::string legal;
  while (!text.empty()) {
    const CodePoint point = first_code_point(text);
    legal += point.valid ? text.substr(0, point.size) : "\xef\xbf\xbd";
    text.remove_prefix(point.size);
  }
  return legal;
}

static std::string bytes_key(std::string_view key) { return fmt::format("{}_bytes", key); }

static Bytes bytes_of(std::string_view text) { return {text.begin(), text.end()}; }
static std::string text_of(const Bytes& bytes) { return {bytes.begin(), bytes.end()}; }

void put(Json& to, const char* key, const std::string& text) {
  if (text.empty()) return;
  std::string legal = legal_text(text);
  const bool exact = legal == text;
  to.emplace(key, std::move(legal));
  if (!exact) to.emplace(bytes_key(key), bytes_of(text));
}

void put(Json& to, const char* key, const std::vector<std::string>& texts) {
  if (texts.empty()) return;
  std::vector<std::string> legal;
  for (const std::string& text : texts) legal.push_back(legal_text(text));
  const bool exact = legal == texts;
  to.emplace(key, std::move(legal));
  if (exact) return;
  std::vector<Bytes> bytes;
  for (const std::string& text : texts) bytes.push_back(bytes_of(text));
  to.emplace(bytes_key(key), std::move(bytes));
}

std::string get_text(const Json& from, const char* key) {
  const auto bytes = from.find(bytes_key(key));
  if (bytes != from.end()) return text_of(bytes->get<Bytes>());
  return from.value(key, std::string{});
}

std::vector<std::string> get_texts(const Json& from, const char* key) {
  const auto bytes = from.find(bytes_key(key));
  if (bytes == from.end()) return from.value(key, std::vector<std::string>{});
  std::vector<std::string> texts;
  for (const Json& one : *bytes) texts.push_back(text_of(one.get<Bytes>()));
  return texts;
}

static Json place_json(const model::Place& place) {
  const auto& [file, line] = place;
  Json json = Json::object();
  put(json, "file", file);
  put_number(json, "line", line);
  return json;
}
static model::Place place_of(const Json& json) {
  return {get_text(json, "file"), json.value("line", 0)};
}

void put_place(Json& to, const char* key, const model::Place& place) {
  if (place != model::Place{}) to.emplace(key, place_json(place));
}
model::Place get_place(const Json& from, const char* key) {
  return from.contains(key) ? place_of(from.at(key)) : model::Place{};
}

static Json argument_json(const model::MarkArgument& argument) {
  const auto& [name, value] = argument;
  Json json = Json::object();
  put(json, "name", name);
  if (const auto* text = std::get_if<std::string>(&value)) {
    json.emplace("value", legal_text(*text));
    return json;
  }
  if (const auto* flag = std::get_if<bool>(&value)) json.emplace("value", *flag);
  if (const auto* number = std::get_if<std::int64_t>(&value)) json.emplace("value", *number);
  if (const auto* number = std::get_if<double>(&value)) json.emplace("value", *number);
  return json;
}
static model::MarkArgument argument_of(const Json& json) {
  model::MarkArgument argument{get_text(json, "name"), {}};
  const auto value = json.find("value");
  if (value == json.end()) return argument;
  if (value->is_boolean()) argument.value = value->get<bool>();
  if (value->is_number_integer()) argument.value = value->get<std::int64_t>();
  if (value->is_number_float()) argument.value = value->get<double>();
  if (value->is_string()) argument.value = value->get<std::string>();
  return argument;
}

static Json mark_json(const model::Mark& mark) {
  const auto& [name, arguments] = mark;
  Json json = Json::object();
  put(json, "name", name);
  put_objects(json, "arguments", arguments, argument_json);
  return json;
}
static model::Mark mark_of(const Json& json) {
  return {get_text(json, "name"), get_objects(json, "arguments", argument_of)};
}

model::Scope scope_of(const std::string& name) {
  if (const auto scope = model::scope_named(name)) return *scope;
  throw std::invalid_argument{fmt::format("unknown scope '{}'", name)};
}

static Json shared_row_json(const model::SharedRow& row) {
  const auto& [scope, key] = row;
  Json json{{"scope", model::scope_name(scope)}};
  put(json, "key", key);
  return json;
}
static model::SharedRow shared_row_of(const Json& json) {
  return {scope_of(json.at("scope")), get_text(json, "key")};
}

Json item_json(const model::Item& item) {
  const auto& [file, class_name, name, parameters, has_parameters, line, marks, fixtures,
               shared_rows, repetition] = item;
  Json json = Json::object();
  put(json, "id", item.id());
  put(json, "file", file);
  put(json, "class", class_name);
  put(json, "name", name);
  if (has_parameters) json.emplace("parameters", legal_text(parameters));
  put_number(json, "line", line);
  put_objects(json, "marks", marks, mark_json);
  put(json, "fixtures", fixtures);
  put_objects(json, "shared_rows", shared_rows, shared_row_json);
  put_number(json, "repetition", repetition);
  return json;
}
model::Item item_of(const Json& json) {
  model::Item item;
  item.file = get_text(json, "file");
  item.class_name = get_text(json, "class");
  item.name = get_text(json, "name");
  item.parameters = get_text(json, "parameters");
  item.has_parameters = json.contains("parameters");
  item.line = json.value("line", 0);
  item.marks = get_objects(json, "marks", mark_of);
  item.fixtures = get_texts(json, "fixtures");
  item.shared_rows = get_objects(json, "shared_rows", shared_row_of);
  item.repetition = json.value("repetition", std::uint32_t{0});
  return item;
}

Json collection_error_json(const model::CollectionError& error) {
  const auto& [path, text] = error;
  Json json = Json::object();
  put(json, "path", path);
  put(json, "text", text);
  return json;
}
model::CollectionError collection_error_of(const Json& json) {
  return {get_text(json, "path"), get_text(json, "text")};
}

Json property_json(const model::Property& property) {
  const auto& [name, value] = property;
  Json json = Json::object();
  put(json, "name", name);
  put(json, "value", value);
  return json;
}
model::Property property_of(const Json& json) {
  return {get_text(json, "name"), get_text(json, "value")};
}

Json failure_json(const model::Failure& failure) {
  const auto& [place, context_line, kind, message, source] = failure;
  Json json = Json::object();
  put_place(json, "place", place);
  put_number(json, "context_line", context_line);
  put(json, "kind", kind);
  put(json, "message", message);
  if (!source) return json;
  const auto& [first, lines] = *source;
  Json& excerpt = json["source"] = Json{{"first", first}};
  put(excerpt, "lines", lines);
  return json;
}
model::Failure failure_of(const Json& json) {
  model::Failure failure;
  failure.place = get_place(json, "place");
  failure.context_line = json.value("context_line", 0);
  failure.kind = get_text(json, "kind");
  failure.message = get_text(json, "message");
  const auto source = json.find("source");
  if (source == json.end()) return failure;
  constexpr int first_max = 10'000'000;  // a file of that many lines would be no source
  const int first = source->value("first", 1);
  if (first < 1 || first > first_max)
    throw std::invalid_argument{fmt::format("source cannot begin at line {}", first)};
  failure.source = model::SourceLines{first, get_texts(*source, "lines")};
  return failure;
}

}  // namespace dyntest::report
