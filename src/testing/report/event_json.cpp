#include "testing/report/event_json.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <iterator>
#include <stdexcept>
#include <utility>

#include "testing/report/detail/model_json.hpp"
#include "testing/report/tally.hpp"

// Every struct is taken apart by structured bindings: one that gains a field does not compile until
// the field is written and read here.
namespace dyntest::report {

namespace {

constexpr std::array<std::string_view, 8> outcomes = {
    "passed", "failed", "skipped", "xfailed", "xpassed", "timed_out", "flaky", "quarantined"};
constexpr std::array all_phases = {model::Phase::setup, model::Phase::call, model::Phase::teardown};

// One `write` for each kind of event, with the function that reads it.
// What every line of a kind has is written at once, for most lines have no more: a passing test is
// five lines, and has microseconds.
struct Line {
  const std::vector<std::string>& ids;
  std::string text = {};
  Json json = {};  // the rest; null if there is none

  template <class... Values>
  void add(const Values&... values) {
    (text.append(values), ...);
  }
  void begin(std::string_view kind) {
    text.reserve(256);
    add(R"({"event":")", kind, "\"");
  }
  void name_test(std::size_t item) {
    add(R"(,"item":)", fmt::format_int(item).c_str());
    if (item < ids.size()) add(R"(,"id":)", ids[item]);
  }
  void add_seconds(double seconds) {
    add(R"(,"seconds":)");
    fmt::format_to(std::back_inserter(text), "{}", seconds);
  }
  std::string whole() {
    if (json.empty()) return std::move(text += '}');
    return text + "," + json.dump().substr(1);
  }
};

void write(Line& line, const model::RunStarted& event) {
  const auto& [root, config, header_lines, version, timestamp, hostname, invocation, again, shard] =
      event;
  line.begin("run_started");
  line.json.emplace("format", event_format);
  line.json.emplace("format_version", event_format_version);
  put(line.json, "dyntest", version);
  put(line.json, "root", root);
  put(line.json, "invocation", invocation);
  put(line.json, "again", again);
  put(line.json, "config", config);
  put(line.json, "header_lines", header_lines);
  put(line.json, "timestamp", timestamp);
  put(line.json, "hostname", hostname);
  if (shard) line.json.emplace("shard", shard_json(*shard));
}
model::Event run_started(const Json& json) {
  return model::RunStarted{
      get_text(json, "root"),       get_text(json, "config"),    get_texts(json, "header_lines"),
      get_text(json, "dyntest"),    get_text(json, "timestamp"), get_text(json, "hostname"),
      get_text(json, "invocation"), get_text(json, "again"),     get_shard(json, "shard")};
}

void write(Line& line, const model::CollectionFinished& event) {
  const auto& [collected, deselected, selected, errors, workers, lines, shares] = event;
  line.begin("collection_finished");
  line.text += fmt::format(R"(,"collected":{},"deselected":{},"workers":{})", collected, deselected,
                           workers);
  if (!selected.empty()) line.add(R"(,"selected":)");
  for (const model::Item& item : selected)
    line.add(&item == selected.begin() ? "[" : ",", item_json(item).dump());
  if (!selected.empty()) line.add("]");
  put_objects(line.json, "errors", errors, collection_error_json);
  put(line.json, "lines", lines);
  if (shares) line.json.emplace("shares", shares_json(*shares));
}
model::Event collection_finished(const Json& json) {
  return model::CollectionFinished{json.value("collected", std::size_t{0}),
                                   json.value("deselected", std::size_t{0}),
                                   get_objects(json, "selected", item_of),
                                   get_objects(json, "errors", collection_error_of),
                                   json.value("workers", std::size_t{1}),
                                   get_texts(json, "lines"),
                                   get_shares(json, "shares")};
}

void write(Line& line, const model::TestStarted& event) {
  const auto& [item] = event;
  line.begin("test_started");
  line.name_test(item);
}
model::Event test_started(const Json& json) {
  return model::TestStarted{json.at("item").get<std::size_t>()};
}

// All but the test that it was a phase of.
void write_phase(Line& line, const model::PhaseFinished& event) {
  const auto& [item, phase, outcome, seconds, reason, reason_place, failures, notes, captured,
               properties, measurement] = event;
  const auto& [standard_output, standard_error, log] = captured;
  line.add(R"("phase":")", phase_name(phase), R"(","outcome":")",
           outcomes.at(static_cast<std::size_t>(outcome)), "\"");
  line.add_seconds(seconds);
  put(line.json, "reason", reason);
  put_place(line.json, "reason_place", reason_place);
  put_objects(line.json, "failures", failures, failure_json);
  put(line.json, "notes", notes);
  put(line.json, "stdout", standard_output);
  put(line.json, "stderr", standard_error);
  put(line.json, "log", log);
  put_objects(line.json, "properties", properties, property_json);
  if (measurement) line.json.emplace("measurement", measurement_json(*measurement));
}
void write(Line& line, const model::PhaseFinished& event) {
  line.begin("phase_finished");
  line.name_test(event.item);
  line.add(",");
  write_phase(line, event);
}
model::Phase phase_of(const std::string& name) {
  for (const model::Phase phase : all_phases)
    if (phase_name(phase) == name) return phase;
  throw std::invalid_argument{fmt::format("unknown phase '{}'", name)};
}
model::Outcome outcome_of(const std::string& name) {
  for (std::size_t i = 0; i < outcomes.size(); ++i)
    if (outcomes.at(i) == name) return static_cast<model::Outcome>(i);
  throw std::invalid_argument{fmt::format("unknown outcome '{}'", name)};
}
model::PhaseFinished phase_finished_of(const Json& json) {
  model::PhaseFinished event;
  event.item = json.value("item", std::size_t{0});
  event.phase = phase_of(json.at("phase"));
  event.outcome = outcome_of(json.at("outcome"));
  event.seconds = json.value("seconds", 0.0);
  event.reason = get_text(json, "reason");
  event.reason_place = get_place(json, "reason_place");
  event.failures = get_objects(json, "failures", failure_of);
  event.notes = get_texts(json, "notes");
  event.captured = {get_text(json, "stdout"), get_text(json, "stderr"), get_text(json, "log")};
  event.properties = get_objects(json, "properties", property_of);
  if (json.contains("measurement")) event.measurement = measurement_of(json.at("measurement"));
  return event;
}

model::Event phase_finished(const Json& json) {
  json.at("item").get<std::size_t>();
  return phase_finished_of(json);
}

void write(Line& line, const model::AttemptFailed& event) {
  const auto& [item, attempt, attempts, seconds, phases] = event;
  line.begin("attempt_failed");
  line.name_test(item);
  line.add(fmt::format(R"(,"attempt":{},"attempts":{})", attempt, attempts));
  line.add_seconds(seconds);
  line.add(R"(,"phases":[)");
  for (const auto& phase : phases) {
    Line part{.ids = line.ids, .text = &phase == phases.data() ? "{" : ",{"};
    write_phase(part, phase);
    line.add(part.whole());
  }
  line.add("]");
}
model::Event attempt_failed(const Json& json) {
  model::AttemptFailed event{json.at("item").get<std::size_t>(),
                             json.value("attempt", std::size_t{1}),
                             json.value("attempts", std::size_t{1}), json.value("seconds", 0.0),
                             get_objects(json, "phases", phase_finished_of)};
  for (auto& phase : event.phases) phase.item = event.item;
  return event;
}

void write(Line& line, const model::TestSlow& event) {
  const auto& [item, seconds, usual] = event;
  line.begin("test_slow");
  line.name_test(item);
  line.add_seconds(seconds);
  if (usual) line.json.emplace("usual", *usual);
}
model::Event test_slow(const Json& json) {
  model::TestSlow event{json.at("item").get<std::size_t>(), json.value("seconds", 0.0)};
  if (json.contains("usual")) event.usual = json.at("usual").get<double>();
  return event;
}

Json json_of(const model::RunningTest& test, const std::vector<std::string>& ids) {
  const auto& [item, worker, phase, seconds, usual, fixtures, stacks] = test;
  Json json{{"item", item}, {"worker", worker}, {"phase", phase_name(phase)}, {"seconds", seconds}};
  if (item < ids.size()) json.emplace("id", Json::parse(ids[item]));
  if (usual) json.emplace("usual", *usual);
  put(json, "fixtures", fixtures);
  put(json, "stacks", stacks);
  return json;
}
model::RunningTest running_test_of(const Json& json) {
  model::RunningTest test{json.at("item").get<std::size_t>(), json.value("worker", std::size_t{1}),
                          phase_of(json.at("phase")), json.value("seconds", 0.0)};
  if (json.contains("usual")) test.usual = json.at("usual").get<double>();
  test.fixtures = get_texts(json, "fixtures");
  test.stacks = get_text(json, "stacks");
  return test;
}

void write(Line& line, const model::TestsRunning& event) {
  line.begin("tests_running");
  for (const auto& test : event.tests) line.json["tests"].push_back(json_of(test, line.ids));
  if (event.asked) line.json.emplace("asked", true);
}
model::Event tests_running(const Json& json) {
  return model::TestsRunning{get_objects(json, "tests", running_test_of),
                             json.value("asked", false)};
}

void write(Line& line, const model::FixtureStep& event) {
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

void write(Line& line, const model::TestFinished& event) {
  const auto& [item, seconds] = event;
  line.begin("test_finished");
  line.name_test(item);
  line.add_seconds(seconds);
}
model::Event test_finished(const Json& json) {
  return model::TestFinished{json.at("item").get<std::size_t>(), json.value("seconds", 0.0)};
}

void write(Line& line, const model::Notice& event) {
  const auto& [text] = event;
  line.begin("notice");
  put(line.json, "text", text);
}
model::Event notice(const Json& json) { return model::Notice{get_text(json, "text")}; }

void write(Line& line, const model::BenchmarksJudged& event) {
  const auto& [baseline, before, regressions, saved] = event;
  line.begin("benchmarks_judged");
  put(line.json, "baseline", baseline);
  put_objects(line.json, "before", before, stored_measurement_json);
  put(line.json, "regressions", regressions);
  put(line.json, "saved", saved);
}
model::Event benchmarks_judged(const Json& json) {
  return model::BenchmarksJudged{get_text(json, "baseline"),
                                 get_objects(json, "before", stored_measurement_of),
                                 get_texts(json, "regressions"), get_text(json, "saved")};
}

void write(Line& line, const model::RunFinished& event) {
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
                          {"attempt_failed", attempt_failed},
                          {"phase_finished", phase_finished},
                          {"fixture_step", fixture_step},
                          {"test_finished", test_finished},
                          {"test_slow", test_slow},
                          {"tests_running", tests_running},
                          {"notice", notice},
                          {"benchmarks_judged", benchmarks_judged},
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
  std::visit([&line](const auto& what) { write(line, what); }, event);
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
