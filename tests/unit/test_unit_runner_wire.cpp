// What worker and controller tell each other survives the way.
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "conftest.hpp"
#include "foundation/base/bytes.hpp"
#include "foundation/base/hash.hpp"
#include "foundation/os/message.hpp"
#include "testing/runner/channel.hpp"
#include "testing/runner/protocol.hpp"
#include "testing/runner/wire.hpp"
#include "testing/runner/worker_options.hpp"

using namespace dyntest;
using namespace dyntest::runner;

namespace {

template <class T>
T round_trip(const T& message) {
  return std::get<T>(decode_ring_message(encode(RingMessage{message})));
}

template <class T>
std::pair<T, std::string> through_a_socket(const T& message, const std::string& body = {}) {
  const auto [ours, theirs] = os::message_pair();
  REQUIRE(send(ours.get(), message, body));
  auto received = receive(theirs.get());
  REQUIRE(received.has_value());
  return {std::get<T>(received->message), received->body};
}

// As they go over the socket.
std::string bytes_of(const SocketMessage& message) {
  const auto [ours, theirs] = os::message_pair();
  REQUIRE(send(ours.get(), message));
  const auto received = os::receive_message(theirs.get());
  REQUIRE(received.has_value());
  return received->bytes;
}

}  // namespace

TEST(failure_survives) {
  const auto seen =
      round_trip(FailureSeen{{{"tests/x.cpp", 7}, 3, "CHECK", "1 == 2\nmore, with \xff"}});
  CHECK((seen.failure.place == model::Place{"tests/x.cpp", 7}));
  CHECK(seen.failure.context_line == 3);
  CHECK(seen.failure.kind == "CHECK");
  CHECK(seen.failure.message == "1 == 2\nmore, with \xff");
}

TEST(phase_survives) {
  PhaseEnded end;
  end.item = 7;
  end.phase = model::Phase::teardown;
  end.outcome = model::Outcome::xpassed;
  end.seconds = 0.25;
  end.output_end = 1ull << 40u;
  end.error_end = 3;
  end.reason = "why";
  end.reason_place = {"tests/x.cpp", 9};
  end.interrupted = true;
  end.log = "+0.1s etcd  up";
  const auto got = round_trip(end);
  CHECK(got.item == 7u);
  CHECK((got.phase == model::Phase::teardown));
  CHECK((got.outcome == model::Outcome::xpassed));
  CHECK(got.seconds == 0.25);
  CHECK(got.output_end == 1ull << 40u);
  CHECK(got.error_end == 3u);
  CHECK(got.reason == "why");
  CHECK((got.reason_place == model::Place{"tests/x.cpp", 9}));
  CHECK(got.interrupted);
  CHECK(got.log == "+0.1s etcd  up");
}

TEST(measurement_survives) {
  const model::Measurement measured{"g", model::Build::debug, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
  CHECK((round_trip(MeasurementSeen{measured}).measurement == measured));
}

TEST(fixtures_names_survive) {
  const auto step =
      round_trip(FixtureMoved{{3, false, true, "Etcd", model::Scope::session, {"TmpDir"}}}).step;
  CHECK(step.item == 3u);
  CHECK(!step.up);
  CHECK(step.failed);
  CHECK(step.name == "Etcd");
  CHECK(step.scope == model::Scope::session);
  CHECK(step.uses == std::vector<std::string>{"TmpDir"});
}

TEST(what_is_noticed_survives) {
  const auto noticed = round_trip(Noticed{3, "left 1 thread running"});
  CHECK(noticed.item == 3u);
  CHECK(noticed.text == "left 1 thread running");
}

TEST(item_survives) {
  model::Item item;
  item.file = "tests/unit/test_unit_x_y.cpp";
  item.class_name = "TestX";
  item.name = "works";
  item.parameters = "2-true";
  item.has_parameters = true;
  item.line = 12;
  item.fixtures = {"Etcd", "Nats"};
  item.marks = {{"all",
                 {{"none", std::monostate{}},
                  {"flag", true},
                  {"count", std::int64_t{-1}},
                  {"seconds", 0.5},
                  {"why", std::string{"text"}}}},
                {"bare", {}}};
  const auto got = decode_collection(encode(Collection{{item}, {}, {}, {}}));
  REQUIRE(got.items.size() == 1u);
  CHECK(got.items[0].id() == item.id());
  CHECK(got.items[0].has_parameters);
  CHECK(got.items[0].line == 12);
  CHECK(got.items[0].fixtures == item.fixtures);
  CHECK((got.items[0].marks == item.marks));
}

TEST(declarations_and_errors_survive) {
  const auto got = decode_collection(encode(
      Collection{{},
                 {{"gpu(n)", "needs n GPUs", "resource"}},
                 {{"Etcd", {"conftest.cpp", 3}, model::Scope::session, true, "doc", {"TmpDir"}}},
                 {{"tests/x.cpp", "broken"}}}));
  REQUIRE(got.marks.size() == 1u);
  CHECK(got.marks[0].signature == "gpu(n)");
  CHECK(got.marks[0].description == "needs n GPUs");
  CHECK(got.marks[0].family == "resource");
  REQUIRE(got.fixtures.size() == 1u);
  CHECK(got.fixtures[0].name == "Etcd");
  CHECK((got.fixtures[0].place == model::Place{"conftest.cpp", 3}));
  CHECK((got.fixtures[0].scope == model::Scope::session));
  CHECK(got.fixtures[0].autouse);
  CHECK(got.fixtures[0].doc == "doc");
  CHECK(got.fixtures[0].uses == std::vector<std::string>{"TmpDir"});
  REQUIRE(got.errors.size() == 1u);
  CHECK(got.errors[0].path == "tests/x.cpp");
  CHECK(got.errors[0].text == "broken");
}

TEST(hosted_fixture_survives) {
  Collection collection;
  collection.hosted = {{"key", "Store", {"tests/conftest.cpp", 7}, 12, {"other"}, {1, 5}}};
  const auto got = decode_collection(encode(collection)).hosted;
  REQUIRE(got.size() == 1u);
  CHECK(got[0].key == "key");
  CHECK(got[0].name == "Store");
  CHECK((got[0].place == model::Place{"tests/conftest.cpp", 7}));
  CHECK(got[0].index == 12u);
  CHECK(got[0].uses == std::vector<std::string>{"other"});
  CHECK(got[0].users == (std::vector<std::uint32_t>{1, 5}));
}

TEST(what_a_user_wants_survives) {
  const auto want = through_a_socket(Want{"key", 3, "no answer"}).first;
  CHECK(want.key == "key");
  CHECK(want.dead == 3u);
  CHECK(want.why == "no answer");
}

TEST(handle_survives) {
  const std::string handle{"a\0b", 3};
  CHECK(through_a_socket(Hosting{handle}).first.handle == handle);
  Handed handed;
  handed.generation = 2;
  handed.handle = handle;
  handed.inits = {12, 7};
  const auto got = through_a_socket(handed).first;
  CHECK(got.generation == 2u);
  CHECK((got.outcome == model::Outcome::passed));
  CHECK(got.handle == handle);
  CHECK(got.inits == std::vector<std::int32_t>{12, 7});
}

TEST(why_there_is_no_handle_survives) {
  Handed handed;
  handed.outcome = model::Outcome::skipped;
  handed.reason = "not installed";
  handed.reason_place = {"tests/conftest.cpp", 7};
  handed.failures = {{{"tests/conftest.cpp", 8}, 7, "FAIL", "no disk"}};
  handed.captured = {"out", "err"};
  const auto got = through_a_socket(handed).first;
  CHECK((got.outcome == model::Outcome::skipped));
  CHECK(got.reason == "not installed");
  CHECK((got.reason_place == model::Place{"tests/conftest.cpp", 7}));
  REQUIRE(got.failures.size() == 1u);
  CHECK(got.failures[0].message == "no disk");
  CHECK(got.failures[0].context_line == 7);
  CHECK(got.captured.standard_output == "out");
  CHECK(got.captured.standard_error == "err");
}

TEST(body_survives, (std::size_t size), cases(0, 100, 1u << 15u, 5u << 20u)) {
  const std::string body(size, 'b');
  CHECK((through_a_socket(Hello{}, body).second == body));
}

TEST(hello_says_what_it_comes_from, (std::size_t size), cases(0, 100, 5u << 20u)) {
  const auto hello = through_a_socket(Hello{3, "0.0.9"}, std::string(size, 'b')).first;
  CHECK(hello.protocol == 3u);
  CHECK(hello.version == "0.0.9");
}

// Before there were protocols a hello was its kind and its body.
TEST(hello_without_a_protocol_is_understood) {
  const auto [ours, theirs] = os::message_pair();
  base::Writer old;
  old.put(std::uint8_t{0}).put(std::string_view{"body"});
  REQUIRE(os::send_message(ours.get(), old.bytes()));
  const auto received = receive(theirs.get());
  REQUIRE(received.has_value());
  CHECK(received->body == "body");
  CHECK(std::get<Hello>(received->message).protocol == 0u);
}

TEST(own_protocol_is_welcome) { CHECK(!why_foreign(own_hello()).has_value()); }

TEST(another_protocol_is_turned_away, (Hello hello, std::string built_with),
     cases(row(Hello{protocol - 1, "0.0.9"},
               "dyntest 0.0.9 (protocol " + std::to_string(protocol - 1) + ")")
               .id("older"),
           row(Hello{protocol + 1, "9.0.0"},
               "dyntest 9.0.0 (protocol " + std::to_string(protocol + 1) + ")")
               .id("newer"),
           row(Hello{}, "an older dyntest").id("without"))) {
  CHECK(why_foreign(hello).value_or("") == "built with " + built_with + ", this is " +
                                               own_hello().version + " (protocol " +
                                               std::to_string(protocol) + "): rebuild it");
}

TEST(worker_reads_nothing_of_another_protocol) {
  const auto options = WorkerOptions::from_arguments({std::to_string(protocol + 1), "news"});
  CHECK(options.protocol == protocol + 1);
}

TEST(worker_reads_what_it_is_told) {
  WorkerOptions told;
  told.collect = told.plan = told.stays_failed = true;
  told.failures_max = 3;
  told.root = "/suite";
  told.cache_folder = "/cache";
  told.settings["patience"] = {"5", ""};
  const auto options = WorkerOptions::from_arguments(told.to_arguments());
  CHECK(options.collect);
  CHECK(!options.live);
  CHECK(options.plan);
  CHECK(options.stays_failed);
  CHECK(options.failures_max == 3u);
  CHECK(options.root == "/suite");
  CHECK(options.cache_folder == "/cache");
  REQUIRE(options.settings.contains("patience"));
  CHECK(options.settings.at("patience").text == "5");
}

// Bytes that are fixed for each protocol: who changes them gives the protocol its next number, and
// writes down the new sum.
TEST(form_of_messages_is_that_of_the_protocol) {
  model::Item item{"a.cpp", "C", "n", "1", true, 2, {{"m", {{"a", std::int64_t{1}}}}}, {"F"}, {}};
  item.shared_rows.push_back({model::Scope::file, "k"});
  PhaseEnded end;
  end.reason = "r";
  end.log = "l";
  const model::Failure failure{{"a.cpp", 1}, 2, "CHECK", "m"};
  const model::FixtureStep step{1, true, false, "F", model::Scope::class_, {"G"}};
  const model::Fixture fixture{"F", {"a.cpp", 1}, model::Scope::file, true, "d", {"G"}};
  const model::Setting setting{"s", "1", 1, "d", {"a.cpp", 3}};
  const model::Measurement measurement{"g", model::Build::debug, 5, 2, 1, 2, 1.5, 0.5, 1.5, 0.25, 1,
                                       0};
  std::string all =
      encode(Collection{{item}, {{"m", "d", "f"}}, {fixture}, {{"a.cpp", "e"}}, {setting}});
  for (const RingMessage& message :
       {RingMessage{FailureSeen{failure}}, RingMessage{end}, RingMessage{FixtureMoved{step}},
        RingMessage{TestBegan{4}}, RingMessage{PropertySeen{{"p", "v"}}},
        RingMessage{Noticed{1, "t"}}, RingMessage{MeasurementSeen{measurement}}})
    all += encode(message);
  const Handed handed{1,  model::Outcome::failed, "h", "r", {"a.cpp", 1}, {failure}, {"o", "e"},
                      {7}};
  for (const SocketMessage& message :
       {SocketMessage{Run{{{3, 7, 0.5, 1, 2, 0.25, 1.5, true, "no", {{7, "a::b", "failed"}}}}}},
        SocketMessage{Want{"k", 1, "w"}}, SocketMessage{Hosting{"h"}}, SocketMessage{handed}})
    all += bytes_of(message);
  for (const auto& argument : WorkerOptions{}.to_arguments()) all += argument + " ";
  all += std::to_string(sizeof(Shared));
  CHECK(protocol == 11u);
  CHECK(base::fnv1a(all) == 4543313243130302629u);
}

TEST(run_keeps_its_tests_in_order) {
  const std::vector<RunTest> tests{
      {3, 7, 0.5, 1, 2, 0.25, 1.5, true, "no"},
      {1, 8, 0, 0, 0, 0, 1, false, "", {{7, "a::b", "failed"}, {6, "c", ""}}}};
  CHECK(through_a_socket(Run{tests}, "").first.tests == tests);
}

TEST(run_of_many_tests_survives) {
  const std::vector<RunTest> tests(100'000, RunTest{7, 7, 0, 0, 0, 0, 1, false, ""});
  CHECK((through_a_socket(Run{tests}, "").first.tests == tests));
}

TEST(kind_of_message_survives) {
  through_a_socket(Next{}, "");
  through_a_socket(Synced{}, "");
  through_a_socket(Finish{}, "");
  through_a_socket(GoOn{}, "");
  through_a_socket(Kept{}, "");
}

TEST(peer_that_is_gone_yields_nothing) {
  auto [ours, theirs] = os::message_pair();
  ours.reset();
  CHECK(!receive(theirs.get()).has_value());
  CHECK(!send(theirs.get(), Next{}));
}
