// The event log: events as JSON and back, and files that are read again.
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "conftest.hpp"
#include "report_test_utils.hpp"
#include "testing/builtin/tmp_dir.hpp"
#include "testing/report/event_json.hpp"
#include "testing/report/event_log.hpp"
#include "testing/report/recording.hpp"

using namespace report_test;
using dyntest::builtin::TmpDir;
using dyntest::report::event_from_json;
using dyntest::report::event_to_json;
using dyntest::report::EventLog;
using dyntest::report::read_recording;

namespace {

using Json = nlohmann::json;

const std::string file = "t/unit/test_unit_kv_x.cpp";

void write_text(const std::filesystem::path& path, const std::string& text) {
  std::ofstream{path} << text;
}

template <class T>
T there_and_back(const T& event) {
  const auto read = event_from_json(event_to_json(event, {R"("a")", R"("b")", R"("c")"}));
  REQUIRE(read.has_value());
  REQUIRE(read->has_value());
  return std::get<T>(**read);
}

std::string error_of(const std::string& line) {
  const auto read = event_from_json(line);
  return read ? "no error" : read.error().text();
}

Run a_run() {
  Run run;
  run.started().invocation = "/suite/t";
  run.finished().seconds = 1.25;
  run.finished().exit_code = 1;
  PhaseFinished bad = failed("1 == 2");
  bad.captured.standard_output = "caf\xc3\xa9 \xff\n";
  run.test(item(file, "fails"), {bad});
  run.notice("replacing a worker");
  run.test(with_parameters(item(file, "skips", "TestX"), ""), {skipped("no GPU", {file, 7})});
  return run;
}

std::vector<std::string> lines_of_log(const Run& run, const std::filesystem::path& path) {
  {
    EventLog log{path};
    REQUIRE(!log.error());
    run.tell(log);
  }
  std::vector<std::string> lines;
  std::istringstream text{contents_of(path)};
  for (std::string line; std::getline(text, line);) lines.push_back(line);
  return lines;
}

std::string text_of(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

std::string error_of_file(const std::filesystem::path& path) {
  const auto recording = read_recording(path);
  if (recording) return "no error";
  const std::string text = recording.error().text();
  return text.substr(text.find(path.filename()) + path.filename().string().size());
}

}  // namespace

TEST(a_phase_comes_back_whole) {
  PhaseFinished event = phase(Phase::teardown, Outcome::failed, "why");
  event.item = 2;
  event.seconds = 0.1 + 0.2;
  event.reason_place = {"r.cpp", 3};
  event.failures = {{{"f.cpp", 12}, 10, "CHECK", "a\nb", SourceLines{10, {"x", "", "\ty"}}}};
  event.notes = {"one", ""};
  event.captured = {"out\n", std::string{"null \0 byte", 11}, "log\n"};
  const PhaseFinished read = there_and_back(event);
  CHECK(read.item == 2u);
  CHECK(read.phase == Phase::teardown);
  CHECK(read.outcome == Outcome::failed);
  CHECK(read.seconds == event.seconds);
  CHECK(read.reason == "why");
  CHECK(read.reason_place == event.reason_place);
  REQUIRE(read.failures.size() == 1u);
  CHECK(read.failures[0].place == event.failures[0].place);
  CHECK(read.failures[0].context_line == 10);
  CHECK(read.failures[0].kind == "CHECK");
  CHECK(read.failures[0].message == "a\nb");
  CHECK(read.failures[0].source == event.failures[0].source);
  CHECK(read.notes == event.notes);
  CHECK(read.captured.standard_output == "out\n");
  CHECK(read.captured.standard_error == event.captured.standard_error);
  CHECK(read.captured.log == event.captured.log);
}

TEST(an_item_comes_back_whole) {
  Item test = with_parameters(item(file, "a", "TestX"), "");
  test.line = 5;
  test.fixtures = {"Etcd"};
  test.marks = {{"gpu", {{"n", std::int64_t{2}}, {"share", 0.5}, {"on", true}}},
                {"skip", {{"reason", "no"}, {"nothing", {}}}}};
  CollectionFinished event{3, 2, {test}, {}, 4};
  event.errors = {{"t/x.cpp", "broken"}};
  const CollectionFinished read = there_and_back(event);
  CHECK(read.collected == 3u);
  CHECK(read.deselected == 2u);
  CHECK(read.workers == 4u);
  REQUIRE(read.selected.size() == 1u);
  CHECK(read.selected[0].id() == file + "::TestX::a[]");
  CHECK(read.selected[0].line == 5);
  CHECK(read.selected[0].fixtures == event.selected[0].fixtures);
  CHECK((read.selected[0].marks == event.selected[0].marks));
  REQUIRE(read.errors.size() == 1u);
  CHECK(read.errors[0].path == "t/x.cpp");
  CHECK(read.errors[0].text == "broken");
}

TEST(the_ends_of_a_run_come_back_whole) {
  const auto start = there_and_back(RunStarted{"/r", "c.toml", {"l"}, "1", "t", "h", "/i", "d"});
  CHECK(start.root + start.config + start.header_lines.at(0) + start.version + start.timestamp +
            start.hostname + start.invocation + start.again ==
        "/rc.tomll1th/id");
  const auto end = there_and_back(RunFinished{2.5, "stopped", 3, "why\n"});
  CHECK(end.seconds == 2.5);
  CHECK(end.stopped == "stopped");
  CHECK(end.exit_code == 3);
  CHECK(end.error == "why\n");
  CHECK(there_and_back(Notice{"n"}).text == "n");
  CHECK(there_and_back(TestStarted{1}).item == 1u);
  CHECK(there_and_back(TestFinished{1, 0.5}).seconds == 0.5);
}

TEST(a_shard_comes_back_whole, (Partition by),
     cases(Partition::hash, Partition::slice, Partition::duration)) {
  RunStarted start;
  start.shard = Shard{by, 2, 3};
  CHECK((there_and_back(start).shard == start.shard));
  CHECK(!there_and_back(RunStarted{}).shard);
  CollectionFinished collection;
  collection.shares = Shares{7, "0123456789abcdef", "partition: …", {0, 3, 6}};
  CHECK((there_and_back(collection).shares == collection.shares));
  CHECK(!there_and_back(CollectionFinished{}).shares);
}

TEST(what_runs_comes_back_whole) {
  const auto event = there_and_back(
      TestsRunning{{{2, 3, Phase::teardown, 1.5, 0.25, {"Etcd (session)"}, "thread 1:\n"}}, true});
  CHECK(event.asked);
  REQUIRE(event.tests.size() == 1u);
  const auto& test = event.tests[0];
  CHECK(test.item == 2u);
  CHECK(test.worker == 3u);
  CHECK((test.phase == Phase::teardown));
  CHECK(test.seconds == 1.5);
  CHECK(test.usual.value_or(0) == 0.25);
  CHECK(test.fixtures == std::vector<std::string>{"Etcd (session)"});
  CHECK(test.stacks == "thread 1:\n");
}

TEST(only_what_was_asked_for_is_logged, (TmpDir& folder)) {
  {
    EventLog log{folder / "run.jsonl"};
    log.on(TestsRunning{});
    log.on(TestsRunning{{}, true});
  }
  CHECK(contents_of(folder / "run.jsonl") == "{\"event\":\"tests_running\",\"asked\":true}\n");
}

TEST(bytes_that_are_no_text_are_shown_and_kept) {
  const std::string raw = "caf\xc3\xa9 \xff\xfe end";
  PhaseFinished event = passed();
  event.captured.standard_output = raw;
  event.notes = {"fine", "\x80"};
  const Json json = Json::parse(event_to_json(event, {}));
  CHECK(json["stdout"] == "café \ufffd\ufffd end");
  CHECK(json["stdout_bytes"].size() == raw.size());
  CHECK(json["notes"] == Json({"fine", "\ufffd"}));
  CHECK(there_and_back(event).captured.standard_output == raw);
  CHECK(there_and_back(event).notes == event.notes);
}

TEST(a_line_can_be_read_alone) {
  const Json json = Json::parse(event_to_json(TestStarted{1}, {R"("x")", R"("t.cpp::y")"}));
  CHECK(json == Json({{"event", "test_started"}, {"item", 1}, {"id", "t.cpp::y"}}));
}

TEST(what_is_not_known_is_passed_over) {
  const auto read = event_from_json(R"({"event":"weather","rain":true})");
  REQUIRE(read.has_value());
  CHECK(!read->has_value());
  const auto more = event_from_json(R"({"event":"notice","text":"n","colour":{"r":1}})");
  REQUIRE(more.has_value());
  CHECK(more->has_value());
}

TEST(a_broken_line_says_what_is_wrong, (std::string line, std::string why),
     cases(row("{\"event\":", "not JSON").id("cut"), row("[]", "not a JSON object").id("list"),
           row(R"({"event":"test_started"})", "key 'item' not found").id("no_item"),
           row(R"({"event":"test_started","item":"x"})", "type must be number, but is string")
               .id("item_is_text"),
           row(R"({"event":"phase_finished","item":0,"phase":"lunch","outcome":"passed"})",
               "unknown phase 'lunch'")
               .id("phase"),
           row(R"({"event":"phase_finished","item":0,"phase":"call","outcome":"fine"})",
               "unknown outcome 'fine'")
               .id("outcome"),
           row(R"({"event":"phase_finished","item":0,"phase":"call","outcome":"failed",)"
               R"("failures":[{"source":{"first":0}}]})",
               "source cannot begin at line 0")
               .id("source"),
           row(R"({"event":"run_started","format":"dyntest-events","format_version":1,)"
               R"("shard":{"by":"size","index":1,"total":2}})",
               "unknown partition 'size'")
               .id("partition"),
           row(R"({"event":"run_started","format":"dyntest-events","format_version":1,)"
               R"("shard":{"by":"hash","index":3,"total":2}})",
               "shard 3 of 2")
               .id("shard"),
           row(R"({"event":"run_started"})", "it does not say \"format\": \"dyntest-events\"")
               .id("format"),
           row(R"({"event":"run_started","format":"dyntest-events","format_version":2})",
               "format version 2, but this dyntest reads version 1")
               .id("version"))) {
  CHECK(error_of(line) == why);
}

TEST(a_recording_tells_the_run_again, (TmpDir& folder)) {
  const Run run = a_run();
  lines_of_log(run, folder / "run.jsonl");
  const auto recording = read_recording(folder / "run.jsonl");
  REQUIRE(recording.has_value());
  std::string text;
  TerminalOptions shown = options(1);
  shown.report = "A";
  dyntest::report::Terminal terminal{shown, [&](std::string_view part) { text += part; }};
  for (const Event& event : recording->events) terminal.on(event);
  CHECK(text == run.on_terminal(shown));
  CHECK(recording->end().exit_code == 1);
  CHECK(recording->start().invocation == "/suite/t");
}

TEST(the_log_holds_an_event_as_soon_as_somebody_waits, (TmpDir& folder)) {
  EventLog log{folder / "new/run.jsonl"};
  log.on(Notice{"first"});
  log.flush();
  CHECK(contents_of(folder / "new/run.jsonl") == "{\"event\":\"notice\",\"text\":\"first\"}\n");
}

TEST(two_runs_do_not_share_a_log, (TmpDir& folder)) {
  const std::string path = folder / "run.jsonl";
  EventLog log{path};
  log.on(Notice{"first"});
  log.flush();
  CHECK(EventLog{path}.error() == path + " is being written by another run");
  CHECK(contents_of(path) == "{\"event\":\"notice\",\"text\":\"first\"}\n");
}

TEST(a_log_that_cannot_be_written_says_so, (TmpDir& folder)) {
  CHECK(EventLog{folder.path()}.error().value_or("").ends_with(": Is a directory"));
  EventLog full{"/dev/full"};
  CHECK(!full.error());
  full.on(Notice{"x"});
  full.flush();
  CHECK(full.error() == "writing /dev/full: No space left on device");
}

TEST(the_source_travels_with_its_failures, (TmpDir& folder)) {
  write_text(folder / "a.cpp", "1\nTEST(x) {\n  CHECK(a);\n  CHECK(b(\n      1));\n}\n7\n");
  Run run{folder.path()};
  PhaseFinished bad = failed("a");
  bad.failures = {{{"a.cpp", 3}, 2, "CHECK", "a"}, {{"a.cpp", 4}, 2, "CHECK", "b"}};
  run.test(item("a.cpp", "x"), {bad});
  const std::string live = run.on_terminal(options());
  const auto lines = lines_of_log(run, folder / "run.jsonl");
  const Json failures = Json::parse(lines.at(3))["failures"];
  CHECK(failures[0]["source"] == Json({{"first", 2}, {"lines", {"TEST(x) {", "  CHECK(a);"}}}));
  CHECK(failures[1]["source"] == Json({{"first", 4}, {"lines", {"  CHECK(b(", "      1));"}}}));
  write_text(folder / "a.cpp", "changed\n");
  std::string again;
  dyntest::report::Terminal terminal{options(), [&](std::string_view part) { again += part; }};
  const auto recording = read_recording(folder / "run.jsonl");
  REQUIRE(recording.has_value());
  for (const Event& event : recording->events) terminal.on(event);
  CHECK(again == live);
}

TEST(a_shard_whose_tests_have_no_place_is_refused, (TmpDir& folder)) {
  const std::string damaged = "; the file is damaged, take another copy or record the run again";
  const auto refused = [&](const std::optional<Shares>& shares) {
    Run run = a_run();
    run.started().shard = Shard{Partition::hash, 1, 2};
    run.collection().deselected = 1;
    run.collection().shares = shares;
    write_text(folder / "run.jsonl", text_of(lines_of_log(run, folder / "whole.jsonl")));
    return error_of_file(folder / "run.jsonl");
  };
  CHECK(refused(Shares{3, "c", "", {0, 2}}) == "no error");
  CHECK(refused({}) == ":2: places for 0 of 2 tests" + damaged);
  CHECK(refused(Shares{3, "c", "", {0}}) == ":2: places for 1 of 2 tests" + damaged);
  CHECK(refused(Shares{4, "c", "", {0, 2}}) ==
        ":2: 4 tests of all shards, but 2 here and 1 deselected" + damaged);
  CHECK(refused(Shares{1, "c", "", {0, 2}}) ==
        ":2: 1 tests of all shards, but 2 here and 1 deselected" + damaged);
}

TEST(a_recording_that_stops_is_completed, (TmpDir& folder, std::size_t whole, std::size_t events),
     cases(row(1u, 3u).id("nothing_collected"), row(2u, 3u).id("no_test"),
           row(4u, 5u).id("inside_a_test"), row(5u, 6u).id("between_tests"))) {
  auto lines = lines_of_log(a_run(), folder / "whole.jsonl");
  const std::string cut = lines.at(whole).substr(0, 12);
  lines.resize(whole);
  for (const std::string& tail : {std::string{}, cut}) {
    write_text(folder / "run.jsonl", text_of(lines) + tail);
    const auto recording = read_recording(folder / "run.jsonl");
    REQUIRE(recording.has_value());
    CHECK(recording->events.size() == events);
    CHECK(recording->end().exit_code == 2);
    CHECK(recording->end().stopped ==
          "the recording ends here: its run was cut short or is not over");
  }
}

TEST(a_recording_without_its_last_newline_is_whole, (TmpDir& folder)) {
  std::string text = text_of(lines_of_log(a_run(), folder / "whole.jsonl"));
  text.pop_back();
  write_text(folder / "run.jsonl", text);
  const auto recording = read_recording(folder / "run.jsonl");
  REQUIRE(recording.has_value());
  CHECK(recording->end().stopped.empty());
}

TEST(a_file_that_would_lead_astray_is_refused, (TmpDir& folder)) {
  const std::string damaged = "; the file is damaged, take another copy or record the run again";
  const std::string foreign = "; report takes a file that --report-log wrote";
  const auto lines = lines_of_log(a_run(), folder / "whole.jsonl");
  const auto refused = [&](std::vector<std::string> changed) {
    write_text(folder / "run.jsonl", text_of(changed));
    return error_of_file(folder / "run.jsonl");
  };
  const auto with = [&lines](std::size_t at, const std::string& line) {
    auto changed = lines;
    changed.insert(changed.begin() + static_cast<std::ptrdiff_t>(at), line);
    return changed;
  };
  CHECK(refused({}) == " is empty: its run never began" + foreign);
  CHECK(refused({"<xml>"}) == ":1: not JSON" + foreign);
  CHECK(refused({"{}"}) == ":1: the first line is no run_started" + foreign);
  CHECK(refused({lines[1]}) == ":1: the first line is no run_started" + foreign);
  CHECK(refused(with(3, "garbage")) == ":4: not JSON" + damaged);
  CHECK(refused(with(3, lines[0])) == ":4: a second run begins here" + damaged);
  CHECK(refused(with(3, lines[1])) == ":4: a second collection_finished" + damaged);
  CHECK(refused(with(1, lines[2])) == ":2: a test before collection_finished" + damaged);
  CHECK(refused(with(lines.size(), lines[5])) ==
        ":" + std::to_string(lines.size() + 1) + ": an event after run_finished" + damaged);
  CHECK(refused(with(2, event_to_json(TestStarted{2}, {}))) ==
        ":3: test 2, but only 2 were selected" + damaged);
  CHECK(error_of_file(folder.path()) == " is a folder" + foreign);
  CHECK(read_recording(folder / "none").error().text() ==
        "file not found: " + (folder / "none").string());
}
