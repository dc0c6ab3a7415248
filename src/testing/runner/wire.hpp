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

// What one executable holds.
struct Collection {
  std::vector<model::Item> items;
  std::vector<model::MarkDeclaration> marks;
  std::vector<model::Fixture> fixtures;
  std::vector<model::CollectionError> errors;
  std::vector<model::Setting> settings = {};
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
// A test that a worker is to run, and how.
struct RunTest {
  std::uint32_t index = 0;    // in the executable's collection
  std::uint32_t item = 0;     // what messages call it: its index in the run
  double timeout = 0;         // seconds; 0 = none
  std::uint32_t attempt = 0;  // so many have failed
  std::uint32_t reruns = 0;   // so many may, before the last one counts
  double delay = 0;           // seconds between the first two attempts
  double backoff = 1;         // each further pause is so many times longer
  std::string refused;        // why it must fail at its set-up; empty = it need not
  bool operator==(const RunTest&) const = default;
};
struct Run {  // controller: these, in this order
  std::vector<RunTest> tests;
};
struct Finish {};  // controller: tear all down and end
struct GoOn {};    // controller: answer to Synced

using SocketMessage = std::variant<Hello, Next, Synced, Run, Finish, GoOn>;

// Large bodies travel in a memory file that is attached. False / valueless if the peer is gone.
bool send(int socket, const SocketMessage& message, std::string_view body = {});
struct Received {
  SocketMessage message;
  std::string body;
};
std::optional<Received> receive(int socket);

}  // namespace dyntest::runner
