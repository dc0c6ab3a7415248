// A hundred random schedules of faults on JetStream behind a proxy: no acknowledged message is
// lost.
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "conftest.hpp"
#include "fault_table_test_utils.hpp"
#include "kit/faults/run.hpp"

using namespace dyntest::faults;
using dyntest::base::Status;
using dyntest::nats::Client;

namespace {

constexpr auto call_budget = 100ms;
constexpr std::uint64_t seeds_in_a_row = 20;

// A flipped bit in a reply's subject makes it the answer to another message: TCP's checksum is what
// NATS counts on.
FaultTable faults_but_corruption() {
  auto table = all_faults();
  std::erase_if(table, [](const FaultKind& kind) { return kind.name == "corrupt"; });
  return table;
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// The number behind `"seq":`; nothing if the answer is no acknowledgement.
std::optional<std::uint64_t> sequence_in(const std::string& answer) {
  const std::string key = "\"seq\":";
  const auto at = answer.find(key);
  if (at == std::string::npos || has(answer, "\"error\"")) return std::nullopt;
  return std::stoull(answer.substr(at + key.size()));
}

// Publishes one message after the other, and remembers what JetStream said.
class Publisher {
 public:
  Publisher(std::string url, std::string prefix)
      : url_{std::move(url)}, prefix_{std::move(prefix)} {}

  bool publish() {
    const auto deadline = Deadline::in(call_budget);
    if (!client_) {
      auto client = Client::connect(url_, deadline);
      if (!client) return failed(client.error());
      client_.emplace(*std::move(client));
    }
    const auto subject = prefix_ + std::to_string(attempts_++);
    const auto answer = client_->request(subject, "x", deadline);
    if (!answer) {
      client_.reset();
      return failed(answer.error());
    }
    const auto sequence = sequence_in(answer->data);
    if (!sequence) return failed(dyntest::base::Error{answer->data});
    acknowledged_[*sequence] = subject;
    return true;
  }
  void verify(Client& direct) const {
    CHECK(!acknowledged_.empty());
    for (const auto& [sequence, subject] : acknowledged_) {
      const auto question = "{\"seq\":" + std::to_string(sequence) + "}";
      const auto kept =
          direct.request("$JS.API.STREAM.MSG.GET.work", question, Deadline::in(patience));
      REQUIRE(kept);
      NOTE(kept->data);
      CHECK(has(kept->data, "\"subject\":\"" + subject + "\""));
    }
  }
  const std::string& last_error() const { return last_error_; }

 private:
  bool failed(const dyntest::base::Error& error) {
    last_error_ = error.text();
    return false;
  }

  std::string url_;
  std::string prefix_;
  std::optional<Client> client_;
  std::size_t attempts_ = 0;
  std::map<std::uint64_t, std::string> acknowledged_;
  std::string last_error_;
};

void survive(Nats& nats, std::uint64_t seed, BitesOfKinds& bitten) {
  NOTE(seed);
  auto proxy = Proxy::start({.name = "nats", .server = nats.url(), .seed = seed}).value();
  ServiceVictim victim{nats.service()};
  const std::vector<Target> targets{{"nats", &proxy, &victim}};
  const auto table = faults_but_corruption();
  const auto schedule = Schedule::random(table, places_of(targets), short_plan, seed);
  const std::string log = schedule.log();
  NOTE(log);

  Publisher publisher{proxy.url("nats"), "work." + std::to_string(seed) + "."};
  Run run{schedule, table, targets};
  const auto history = run.play([&] { publisher.publish(); });
  REQUIRE(history);
  REQUIRE(recovered_within(Deadline::in(patience), [&](Deadline) {
    return publisher.publish() ? Status{} : Status{dyntest::base::Error{publisher.last_error()}};
  }));
  REQUIRE(nats.client().flush(Deadline::in(patience)));
  publisher.verify(nats.client());
  add_bites(*history, bitten);
}

}  // namespace

TEST(jetstream_loses_nothing_it_has_acknowledged, (TmpDir& folder, std::uint64_t row),
     cases(0u, 1u, 2u, 3u, 4u)) {
  dyntest::fixtures::need("nats-server", "");
  auto nats = Nats::start(folder, {.jetstream = true}).value();
  const auto made = nats.client().request(
      "$JS.API.STREAM.CREATE.work", R"({"name":"work","subjects":["work.>"],"storage":"file"})",
      Deadline::in(patience));
  REQUIRE(made);
  REQUIRE(!has(made->data, "\"error\""));
  BitesOfKinds bitten;
  for (std::uint64_t i = 0; i < seeds_in_a_row; ++i)
    survive(nats, row * seeds_in_a_row + i, bitten);
  expect_all_bit(bitten);
}
