#include "testing/report/event_json.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "testing/report/tally.hpp"
#include "testing/report/utf8.hpp"

// Every struct is taken apart by structured bindings: one that gains a field does not compile until
// the field is written and read here.
namespace dyntest::report {

namespace {

using Json = nlohmann::ordered_json;
using Bytes = std::vector<std::uint8_t>;

constexpr std::array<std::string_view, 5> outcomes = {"passed", "failed", "skipped", "xfailed",
                                                      "xpassed"};
constexpr std::array phases = {model::Phase::setup, model::Phase::call, model::Phase::teardown};

// `text` as JSON can hold it: what is not UTF-8 becomes U+FFFD, a byte each.
std::string legal_text(std::string_view text) {
  std::string legal;
  while (!text.empty()) {
    const CodePoint point = first_code_point(text);
    legal += point.valid ? text.substr(0, point.size) : "\xef\xbf\xbd";
    text.remove_prefix(point.size);
  }
  return legal;
}

std::string bytes_key(std::string_view key) { return fmt::format("{}_bytes", key); }

Bytes bytes_of(std::string_view text) { return {text.begin(), text.end()}; }
std::string text_of(const Bytes& bytes) { return {bytes.begin(), bytes.end()}; }

// Empty values are left out; text that is not UTF-8 stands there twice, readable and exact.
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

template <class T>
void put_number(Json& to, const char* key, const T& value) {
  if (value != T{}) to.emplace(key, value);
}

template <class T>
void put_objects(Json& to, const char* key, const std::vector<T>& values,
                 Json (*json_of)(const T&)) {
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

Json place_json(const model::Place& place) {
  const auto& [file, line] = place;
  Json json = Json::object();
  put(json, "file", file);
  put_number(json, "line", line);
  return json;
}
model::Place place_of(const Json& json) { return {get_text(json, "file"), json.value("line", 0)}; }

void put_place(Json& to, const char* key, const model::Place& place) {
  if (place != model::Place{}) to.emplace(key, place_json(place));
}
model::Place get_place(const Json& from, const char* key) {
  return from.contains(key) ? place_of(from.at(key)) : model::Place{};
}

Json argument_json(const model::MarkArgument& argument) {
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
model::MarkArgument argument_of(const Json& json) {
  model::MarkArgument argument{get_text(json, "name"), {}};
  const auto value = json.find("value");
  if (value == json.end()) return argument;
  if (value->is_boolean()) argument.value = value->get<bool>();
  if (value->is_number_integer()) argument.value = value->get<std::int64_t>();
  if (value->is_number_float()) argument.value = value->get<double>();
  if (value->is_string()) argument.value = value->get<std::string>();
  return argument;
}

Json mark_json(const model::Mark& mark) {
  const auto& [name, arguments] = mark;
  Json json = Json::object();
  put(json, "name", name);
  put_objects(json, "arguments", arguments, argument_json);
  return json;
}
model::Mark mark_of(const Json& json) {
  return {get_text(json, "name"), get_objects(json, "arguments", argument_of)};
}

constexpr std::array scopes = {model::Scope::function, model::Scope::class_,  model::Scope::file,
                               model::Scope::folder,   model::Scope::session, model::Scope::run};
model::Scope scope_of(const std::string& name) {
  for (const model::Scope scope : scopes)
    if (model::scope_name(scope) == name) return scope;
  throw std::invalid_argument{fmt::format("unknown scope '{}'", name)};
}

Json shared_row_json(const model::SharedRow& row) {
  const auto& [scope, key] = row;
  Json json{{"scope", model::scope_name(scope)}};
  put(json, "key", key);
  return json;
}
model::SharedRow shared_row_of(const Json& json) {
  return {scope_of(json.at("scope")), get_text(json, "key")};
}

Json item_json(const model::Item& item) {
  const auto& [file, class_name, name, parameters, has_parameters, line, marks, fixtures,
               shared_rows] = item;
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

// One `put` for each kind of event, with the function that reads it.
// What every line of a kind has is written at once, for most lines have no more: a passing test is
// five lines, and has microseconds.
struct Line {
  const std::vector<std::string>& ids;
  std::string text = {};
  Json json = Json::object();  // the rest

  void begin(std::string_view kind) { text = fmt::format(R"({{"event":"{}")", kind); }
  void name_test(std::size_t item) {
    text += fmt::format(R"(,"item":{})", item);
    if (item < ids.size()) text += R"(,"id":)" + ids[item];
  }
  void add_seconds(double seconds) { text += fmt::format(R"(,"seconds":{})", seconds); }
  std::string whole() const { return text + (json.empty() ? "}" : "," + json.dump().substr(1)); }
};

void put(Line& line, const model::RunStarted& event) {
  const auto& [root, config, header_lines, version, timestamp, hostname, invocation] = event;
  line.begin("run_started");
  line.json.emplace("format", event_format);
  line.json.emplace("format_version", event_format_version);
  put(line.json, "dyntest", version);
  put(line.json, "root", root);
  put(line.json, "invocation", invocation);
  put(line.json, "config", config);
  put(line.json, "header_lines", header_lines);
  put(line.json, "timestamp", timestamp);
  put(line.json, "hostname", hostname);
}
model::Event run_started(const Json& json) {
  return model::RunStarted{get_text(json, "root"),          get_text(json, "config"),
                           get_texts(json, "header_lines"), get_text(json, "dyntest"),
                           get_text(json, "timestamp"),     get_text(json, "hostname"),
                           get_text(json, "invocation")};
}

void put(Line& line, const model::CollectionFinished& event) {
  const auto& [collected, deselected, selected, errors, workers] = event;
  line.begin("collection_finished");
  line.json.emplace("collected", collected);
  line.json.emplace("deselected", deselected);
  line.json.emplace("workers", workers);
  put_objects(line.json, "selected", selected, item_json);
  put_objects(line.json, "errors", errors, collection_error_json);
}
model::Event collection_finished(const Json& json) {
  return model::CollectionFinished{
      json.value("collected", std::size_t{0}), json.value("deselected", std::size_t{0}),
      get_objects(json, "selected", item_of), get_objects(json, "errors", collection_error_of),
      json.value("workers", std::size_t{1})};
}

void put(Line& line, const model::TestStarted& event) {
  const auto& [item] = event;
  line.begin("test_started");
  line.name_test(item);
}
model::Event test_started(const Json& json) {
  return model::TestStarted{json.at("item").get<std::size_t>()};
}

void put(Line& line, const model::PhaseFinished& event) {
  const auto& [item, phase, outcome, seconds, reason, reason_place, failures, notes, captured] =
      event;
  const auto& [standard_output, standard_error] = captured;
  line.begin("phase_finished");
  line.name_test(item);
  line.text += fmt::format(R"(,"phase":"{}","outcome":"{}")", phase_name(phase),
                           outcomes.at(static_cast<std::size_t>(outcome)));
  line.add_seconds(seconds);
  put(line.json, "reason", reason);
  put_place(line.json, "reason_place", reason_place);
  put_objects(line.json, "failures", failures, failure_json);
  put(line.json, "notes", notes);
  put(line.json, "stdout", standard_output);
  put(line.json, "stderr", standard_error);
}
model::Phase phase_of(const std::string& name) {
  for (const model::Phase phase : phases)
    if (phase_name(phase) == name) return phase;
  throw std::invalid_argument{fmt::format("unknown phase '{}'", name)};
}
model::Outcome outcome_of(const std::string& name) {
  for (std::size_t i = 0; i < outcomes.size(); ++i)
    if (outcomes.at(i) == name) return static_cast<model::Outcome>(i);
  throw std::invalid_argument{fmt::format("unknown outcome '{}'", name)};
}
model::Event phase_finished(const Json& json) {
  model::PhaseFinished event;
  event.item = json.at("item").get<std::size_t>();
  event.phase = phase_of(json.at("phase"));
  event.outcome = outcome_of(json.at("outcome"));
  event.seconds = json.value("seconds", 0.0);
  event.reason = get_text(json, "reason");
  event.reason_place = get_place(json, "reason_place");
  event.failures = get_objects(json, "failures", failure_of);
  event.notes = get_texts(json, "notes");
  event.captured = {get_text(json, "stdout"), get_text(json, "stderr")};
  return event;
}

void put(Line& line, const model::FixtureStep& event) {
  const auto& [item, up, failed, name, scope, uses] = event;
  line.begin("fixture_step");
  line.name_test(item);
  line.json.emplace("up", up);
  if (failed) line.json.emplace("failed", failed);
  put(line.json, "name", name);
  line.json.emplace("scope", model::scope_name(scope));
  put(line.json, "uses", uses);
}
model::Event fixture_step(const Json& json) {
  return model::FixtureStep{json.at("item").get<std::size_t>(), json.at("up").get<bool>(),
                            json.value("failed", false),        get_text(json, "name"),
                            scope_of(json.at("scope")),         get_texts(json, "uses")};
}

void put(Line& line, const model::TestFinished& event) {
  const auto& [item, seconds] = event;
  line.begin("test_finished");
  line.name_test(item);
  line.add_seconds(seconds);
}
model::Event test_finished(const Json& json) {
  return model::TestFinished{json.at("item").get<std::size_t>(), json.value("seconds", 0.0)};
}

void put(Line& line, const model::Notice& event) {
  const auto& [text] = event;
  line.begin("notice");
  put(line.json, "text", text);
}
model::Event notice(const Json& json) { return model::Notice{get_text(json, "text")}; }

void put(Line& line, const model::RunFinished& event) {
  const auto& [seconds, stopped, exit_code, error] = event;
  line.begin("run_finished");
  line.add_seconds(seconds);
  put(line.json, "stopped", stopped);
  line.json.emplace("exit_code", exit_code);
  put(line.json, "error", error);
}
model::Event run_finished(const Json& json) {
  return model::RunFinished{json.value("seconds", 0.0), get_text(json, "stopped"),
                            json.at("exit_code").get<int>(), get_text(json, "error")};
}

struct Kind {
  std::string_view name;
  model::Event (*read)(const Json&);
};
constexpr Kind kinds[] = {{"run_started", run_started},
                          {"collection_finished", collection_finished},
                          {"test_started", test_started},
                          {"phase_finished", phase_finished},
                          {"fixture_step", fixture_step},
                          {"test_finished", test_finished},
                          {"notice", notice},
                          {"run_finished", run_finished}};

base::Status check_format(const Json& json) {
  if (json.value("format", "") != event_format)
    return base::Error{"it does not say \"format\": \"dyntest-events\""};
  const int version = json.value("format_version", 0);
  if (version == event_format_version) return {};
  return base::Error{fmt::format("format version {}, but this dyntest reads version {}", version,
                                 event_format_version)};
}

// What the library says, without its `[json.exception.type_error.302] `.
std::string plain(std::string_view what) {
  const std::size_t end = what.find("] ");
  return std::string{end == std::string_view::npos ? what : what.substr(end + 2)};
}

}  // namespace

std::string event_to_json(const model::Event& event, const std::vector<std::string>& ids) {
  Line line{.ids = ids};
  std::visit([&line](const auto& what) { put(line, what); }, event);
  return line.whole();
}

std::string json_id(const model::Item& item) { return Json(legal_text(item.id())).dump(); }

base::Result<std::optional<model::Event>> event_from_json(std::string_view text) try {
  const Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded()) return base::Error{"not JSON"};
  if (!json.is_object()) return base::Error{"not a JSON object"};
  const std::string name = json.value("event", "");
  if (name == "run_started")
    if (const base::Status known = check_format(json); !known) return known.error();
  for (const Kind& kind : kinds)
    if (kind.name == name) return std::optional{kind.read(json)};
  return std::optional<model::Event>{};
} catch (const Json::exception& error) {
  return base::Error{plain(error.what())};
} catch (const std::invalid_argument& error) {
  return base::Error{error.what()};
}

}  // namespace dyntest::report
