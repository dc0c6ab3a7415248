// Each toxic on a real connection: what the peers see, and how long it takes at least.
#include <cerrno>
#include <string>
#include <thread>

#include "conftest.hpp"
#include "faults_test_utils.hpp"
#include "foundation/os/wait.hpp"
#include "kit/faults/bandwidth.hpp"
#include "kit/faults/corrupt.hpp"
#include "kit/faults/half_open.hpp"
#include "kit/faults/latency.hpp"
#include "kit/faults/limit.hpp"
#include "kit/faults/reset.hpp"
#include "kit/faults/slicer.hpp"
#include "kit/faults/slow_close.hpp"
#include "kit/faults/timeout.hpp"

using namespace dyntest::faults;

TEST(latency_makes_an_answer_late) {
  Path path;
  const auto late = path.proxy.add(Latency{80ms, 20ms});
  const Stopwatch watch;
  REQUIRE(path.served.send("late"));
  CHECK(path.client.receive(4) == "late");
  CHECK(watch.elapsed() >= 60ms);
  CHECK(late.require_bites());
  CHECK(late.bites() == Bites{.connections = 1, .chunks = 1, .bytes = 4});
}

TEST(toxics_act_in_their_direction_only) {
  Path path;
  path.proxy.add(HalfOpen{}, Direction::upstream);
  REQUIRE(path.served.send("down"));
  CHECK(path.client.receive(4) == "down");
  REQUIRE(path.client.send("up"));
  CHECK(path.served.is_silent());
}

TEST(bandwidth_makes_many_bytes_take_their_time) {
  Path path;
  const auto narrow = path.proxy.add(Bandwidth{500'000});
  const Stopwatch watch;
  REQUIRE(path.served.send(std::string(50'000, 'x')));
  CHECK(path.client.receive(50'000).size() == 50'000);
  CHECK(watch.elapsed() >= 100ms);
  CHECK(narrow.bites().bytes == 50'000);
}

TEST(slicer_makes_one_message_many) {
  Path path;
  const auto slicer =
      path.proxy.add(Slicer{.average_bytes = 2, .variation_bytes = 0, .pause = 5ms});
  const Stopwatch watch;
  REQUIRE(path.served.send("123456789"));
  int reads = 0;
  for (std::size_t bytes = 0; bytes < 9; ++reads) bytes += path.client.receive().size();
  CHECK(watch.elapsed() >= 20ms);
  CHECK(reads > 1);
  CHECK(slicer.require_bites());
}

TEST(slow_close_makes_an_end_late) {
  Path path;
  const auto slow = path.proxy.add(SlowClose{50ms});
  const Stopwatch watch;
  REQUIRE(path.served.send("bye"));
  path.served.end();
  CHECK(path.client.receive_all() == "bye");
  CHECK(path.client.last() == 0);
  CHECK(watch.elapsed() >= 50ms);
  CHECK(slow.bites() == Bites{.connections = 1});
}

TEST(reset_is_seen_as_such_by_both_sides) {
  Path path;
  const Stopwatch watch;
  const auto reset = path.proxy.add(Reset{30ms});
  CHECK(path.client.receive() == "");
  CHECK(path.client.last() == ECONNRESET);
  CHECK(path.served.receive() == "");
  CHECK(path.served.last() == ECONNRESET);
  CHECK(watch.elapsed() >= 30ms);
  CHECK(reset.require_bites());
}

TEST(timeout_swallows_and_closes) {
  Path path;
  const Stopwatch watch;
  const auto timeout = path.proxy.add(Timeout{40ms});
  REQUIRE(path.served.send("into the void"));
  CHECK(path.client.receive() == "");
  CHECK(path.client.last() == 0);
  CHECK(watch.elapsed() >= 40ms);
  CHECK(timeout.bites().bytes == 13);
}

TEST(limit_cuts_an_answer_short) {
  Path path;
  const auto limit = path.proxy.add(Limit{6});
  REQUIRE(path.served.send("answer that is too long"));
  CHECK(path.client.receive_all() == "answer");
  CHECK(path.client.last() == 0);
  CHECK(limit.require_bites());
}

TEST(corrupt_changes_bytes_but_not_their_number) {
  Path path;
  const auto corrupt = path.proxy.add(Corrupt{0.05});
  const std::string sent(1000, 'x');
  REQUIRE(path.served.send(sent));
  const auto received = path.client.receive(1000);
  CHECK(received.size() == 1000);
  CHECK((received != sent));
  CHECK(corrupt.bites().bytes > 10);
}

TEST(half_open_hides_that_a_peer_has_gone_until_it_is_removed) {
  Path path;
  auto gone = path.proxy.add(HalfOpen{}, Direction::downstream);
  REQUIRE(path.served.send("last words"));
  path.served.close();
  EVENTUALLY(20, gone.bites().bytes == 10);
  CHECK(path.client.is_silent());
  REQUIRE(path.client.send("are you there?"));
  CHECK(path.client.is_silent());
  gone.remove();
  CHECK(path.client.receive(10) == "last words");
}

TEST(a_toxic_added_to_a_live_connection_acts_on_what_comes_then) {
  Path path;
  REQUIRE(path.served.send("before"));
  CHECK(path.client.receive(6) == "before");
  const auto late = path.proxy.add(Latency{50ms});
  const Stopwatch watch;
  REQUIRE(path.served.send("after"));
  CHECK(path.client.receive(5) == "after");
  CHECK(watch.elapsed() >= 50ms);
  CHECK(late.bites().connections == 1);
}

TEST(a_toxic_removed_from_a_live_connection_lets_all_go_at_once) {
  Path path;
  auto late = path.proxy.add(Latency{1h});
  REQUIRE(path.served.send("held"));
  EVENTUALLY(20, late.bites().bytes == 4);
  CHECK(path.client.is_silent());
  late.remove();
  CHECK(path.client.receive(4) == "held");
  REQUIRE(path.served.send("free"));
  CHECK(path.client.receive(4) == "free");
  CHECK(late.bites().bytes == 4);
}

TEST(a_removed_timeout_cuts_only_where_bytes_were_lost) {
  Path path;
  Peer idle = std::move(path.client);
  Peer idle_served = std::move(path.served);
  path.reconnect();
  auto timeout = path.proxy.add(Timeout{});
  REQUIRE(path.served.send("lost"));
  EVENTUALLY(20, timeout.bites().bytes == 4);
  timeout.remove();
  CHECK(path.client.receive() == "");
  CHECK(path.client.last() == 0);
  REQUIRE(idle_served.send("whole"));
  CHECK(idle.receive(5) == "whole");
}

TEST(toxics_come_and_go_under_traffic_and_no_byte_is_lost) {
  Path path;
  std::string sent;
  for (int i = 0; sent.size() < (1u << 20u); ++i) sent += std::to_string(i) + " ";
  std::jthread sender{[&] {
    path.served.send(sent);
    path.served.end();
  }};
  std::string received;
  while (received.size() < sent.size()) {
    auto late = path.proxy.add(Latency{1ms, 1ms});
    auto sliced = path.proxy.add(Slicer{.average_bytes = 5000, .variation_bytes = 1000});
    received += path.client.receive();
    if (path.client.last()) break;
    late.remove();
    sliced.remove();
  }
  CHECK((received == sent));
}

TEST(toxicity_is_decided_for_each_connection_by_the_seed) {
  const auto hit = [](std::uint64_t seed) {
    const Server server;
    auto proxy = Proxy::start({.name = "toy", .server = server.address(), .seed = seed}).value();
    const auto reset = proxy.add(Reset{}, Direction::downstream, 0.5);
    std::string which;
    for (int i = 0; i < 40; ++i) {
      const auto before = reset.bites().connections;
      const auto bytes = proxy.traffic().upstream;
      Peer client = Peer::connect(proxy.address());
      client.send("x");
      EVENTUALLY(20, reset.bites().connections > before || proxy.traffic().upstream > bytes);
      which += reset.bites().connections > before ? 'x' : '.';
    }
    return which;
  };
  const auto once = hit(3);
  CHECK(once == hit(3));
  CHECK(once.find('x') != std::string::npos);
  CHECK(once.find('.') != std::string::npos);
}

TEST(a_toxic_that_hit_nothing_is_named) {
  Path path;
  const auto idle = path.proxy.add(Latency{200ms});
  const auto bitten = idle.require_bites();
  REQUIRE(!bitten.has_value());
  CHECK(bitten.error().text() == "latency(200 ms) on toy-proxy hit nothing in 0.0 s");
}
