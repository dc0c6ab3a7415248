// What a worker tells its controller, as values and as bytes. Two ways: small and frequent things
// go through the ring (channel.hpp); the dialogue (who is there, what comes next) through a socket.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "foundation/base/bytes.hpp"
#include "testing/model/event.hpp"
#include "testing/model/item.hpp"

namespace dyntest::runner {

// Through the ring.
struct FailureSeen {  // as soon as it is recorded: a crash that follows does not lose it
  model::Failure failure;
};
struct PhaseEnded {
  std::uint32_t item = 0;
  model::Phase phase = model::Phase::setup;
  model::Outcome outcome = model::Outcome::passed;
  double seconds = 0;
  std::uint64_t output_end = 0;  // sizes of the worker's captured streams at this moment
  std::uint64_t error_end = 0;
  std::string reason;
  model::Place reason_place;
  bool interrupted = false;  // the run was stopped in this phase: it has no outcome
  bool again = false;        // last phase: something failed, and the test is to be run again
  std::string log = {};      // of a phase that failed: what ServiceTimeline gives
};
struct TestBegan {  // with live output only; otherwise Shared::item says it
  std::uint32_t item = 0;
};
struct FixtureMoved {  // down: the one built last among those that are up by this name
  model::FixtureStep step;
  double seconds = 0;  // that it took
};
struct PropertySeen {
  model::Property property;
};
struct Noticed {  // what the run should say behind this test, and is no failure
  std::uint32_t item = 0;
  std::string text;
};
struct MeasurementSeen {
  model::Measurement measurement;
};
using RingMessage = std::variant<FailureSeen, PhaseEnded, FixtureMoved, TestBegan, PropertySeen,
                                 Noticed, MeasurementSeen>;

std::string encode(const RingMessage& message);
RingMessage decode_ring_message(std::string_view bytes);

// A fixture of scope run, as tests of an executable use it.
struct Hosted {
  std::string key;  // the same in every executable that has it, with the same rows and fixtures
  std::string name;
  model::Place place;
  std::uint32_t index = 0;           // what RunTest calls that which builds it
  std::vector<std::string> uses;     // keys of those that it asks for
  std::vector<std::uint32_t> users;  // tests, by their index in the collection
};

// What one executable holds.
struct Collection {
  std::vector<model::Item> items;
  std::vector<model::MarkDeclaration> marks;
  std::vector<model::Fixture> fixtures;
  std::vector<model::CollectionError> errors;
  std::vector<model::Setting> settings = {};
  std::vector<Hosted> hosted = {};
};

std::string encode(const Collection& collection);
Collection decode_collection(std::string_view bytes);

// Through the socket.
// Worker: this is what I am, and my collection (if asked for); what comes first? Its own form is
// that of every protocol (protocol.hpp), so that another build's can be read.
struct Hello {
  std::uint32_t protocol = 0;  // 0: built before there was one
  std::string version;         // of dyntest
};
struct Next {};    // worker: the batch is done but for the last teardown; what comes next?
struct Synced {};  // worker, with live output: go on once you have shown all so far
struct Want {  // worker: where is this fixture? With the clock of its test stopped until it is told
  std::string key;
  std::uint32_t dead = 0;  // the generation that was found dead; 0 = none was
  std::string why;         // it was taken to be dead
};
struct Hosting {  // host: it is built; until when is it needed?
  std::string handle;
};
struct Handed {  // controller: answer to Want
  std::uint32_t generation = 0;
  model::Outcome outcome = model::Outcome::passed;  // of its set-up; what follows if it did not
  std::string handle;                               // if it did
  std::string reason;
  model::Place reason_place;
  std::vector<model::Failure> failures;
  model::Captured captured;
  std::vector<std::int32_t> inits;  // who has started its services, and those that it asks for
};
// A test that another one depends on.
struct Prerequisite {
  std::uint32_t item = 0;  // its index in the run
  std::string name;        // as the dependent test may call it
  std::string unmet;  // what it has come to instead of passing; empty = this worker runs it before
  bool operator==(const Prerequisite&) const = default;
};
// A test that a worker is to run, and how.
struct RunTest {
  std::uint32_t index = 0;               // in the executable's collection; behind it: Hosted::index
  std::uint32_t item = 0;                // what messages call it: its index in the run
  double timeout = 0;                    // seconds; 0 = none
  std::uint32_t attempt = 0;             // so many have failed
  std::uint32_t reruns = 0;              // so many may, before the last one counts
  double delay = 0;                      // seconds between the first two attempts
  double backoff = 1;                    // each further pause is so many times longer
  bool may_leak = false;                 // what it leaves behind is no failure
  std::string refused;                   // why it must fail at its set-up; empty = it need not
  std::vector<Prerequisite> after = {};  // those that are not known to have passed
  bool operator==(const RunTest&) const = default;
};
struct Run {  // controller: these, in this order
  std::vector<RunTest> tests;
};
struct Finish {};  // controller: tear all down and end
struct Kept {};    // worker: the test has failed and is still up; may it be torn down?
struct GoOn {};    // controller: answer to Synced and Kept; to Hosting, once nobody needs it

using SocketMessage =
    std::variant<Hello, Next, Synced, Run, Finish, GoOn, Kept, Want, Hosting, Handed>;

// Large bodies travel in a memory file that is attached. False / valueless if the peer is gone.
bool send(int socket, const SocketMessage& message, std::string_view body = {});
struct Received {
  SocketMessage message;
  std::string body;
};
std::optional<Received> receive(int socket);

}  // namespace dyntest::runner
