// A proxy without toxics is a wire: bytes, ends and errors pass; a slow reader holds up its sender.
#include <cerrno>
#include <string>
#include <thread>
#include <vector>

#include "conftest.hpp"
#include "faults_test_utils.hpp"
#include "foundation/net/port.hpp"
#include "foundation/os/wait.hpp"
#include "kit/faults/half_open.hpp"
#include "kit/faults/latency.hpp"
#include "kit/faults/pipe.hpp"

using namespace dyntest::faults;

namespace {

std::string pattern(std::size_t bytes) {
  std::string text;
  while (text.size() < bytes) text += std::to_string(text.size()) + ",";
  text.resize(bytes);
  return text;
}

// Sends until nobody takes more, however long one waits; how many bytes that was.
std::size_t fill(Peer& sender, const Proxy& proxy) {
  const std::string block(1 << 20, 'x');
  std::size_t sent = 0;
  for (std::uint64_t held = 0; held < pipe_bytes_max; held = proxy.traffic().held) {
    const auto more = sender.send_some(block);
    sent += more;
    if (more == 0) dyntest::os::pause_for(1ms);
  }
  while (const auto more = sender.send_some(block)) sent += more;
  return sent;
}

}  // namespace

TEST(bytes_pass_both_ways) {
  Path path;
  REQUIRE(path.client.send("question"));
  CHECK(path.served.receive(8) == "question");
  REQUIRE(path.served.send("answer"));
  CHECK(path.client.receive(6) == "answer");
  const auto traffic = path.proxy.traffic();
  CHECK(traffic.accepted == 1);
  CHECK(traffic.open == 1);
  CHECK(traffic.upstream == 8);
  CHECK(traffic.downstream == 6);
}

TEST(an_end_passes_and_the_other_direction_goes_on) {
  Path path;
  REQUIRE(path.client.send("last words"));
  path.client.end();
  CHECK(path.served.receive_all() == "last words");
  CHECK(path.served.last() == 0);
  REQUIRE(path.served.send("still here"));
  CHECK(path.client.receive(10) == "still here");
  CHECK(path.client.is_silent());
  path.served.close();
  CHECK(path.client.receive() == "");
  CHECK(path.client.last() == 0);
  EVENTUALLY(20, path.proxy.traffic().open == 0);
}

TEST(a_reset_of_one_side_is_a_reset_for_the_other) {
  Path path;
  REQUIRE(path.client.send("never read"));
  EVENTUALLY(20, !path.served.is_silent());
  path.served.close();  // with unread bytes: a RST
  CHECK(path.client.receive() == "");
  CHECK(path.client.last() == ECONNRESET);
}

TEST(a_megabyte_arrives_as_it_was_sent) {
  Path path;
  const auto text = pattern(1 << 20);
  std::jthread sender{[&] {
    path.served.send(text);
    path.served.end();
  }};
  CHECK((path.client.receive_all() == text));
}

TEST(a_slow_reader_holds_up_its_sender) {
  Path path;
  const auto sent = fill(path.served, path.proxy);
  CHECK(path.proxy.traffic().held <= pipe_bytes_max + (64u << 10u));
  path.served.end();
  CHECK(path.client.receive_all().size() == sent);
  CHECK(path.proxy.traffic().held == 0);
}

TEST(a_held_direction_does_not_hold_the_other) {
  Path path;
  fill(path.served, path.proxy);
  REQUIRE(path.client.send("ping"));
  CHECK(path.served.receive(4) == "ping");
}

TEST(fifty_connections_keep_apart) {
  Path path;
  struct Pair {
    Peer client, served;
  };
  std::vector<Pair> pairs;
  for (int i = 0; i < 50; ++i) {
    path.reconnect();
    pairs.push_back({std::move(path.client), std::move(path.served)});
  }
  path.proxy.add(Latency{5ms, 5ms}, Direction::upstream);
  for (std::size_t i = 0; i < pairs.size(); ++i)
    REQUIRE(pairs[i].client.send("to " + std::to_string(100 + i)));
  for (std::size_t i = 0; i < pairs.size(); ++i)
    CHECK(pairs[i].served.receive(6) == "to " + std::to_string(100 + i));
  CHECK(path.proxy.traffic().accepted == 51);
}

TEST(a_server_that_does_not_run_refuses_its_clients) {
  const auto port = dyntest::net::Port::reserve().value();
  auto proxy = Proxy::start({.name = "toy", .server = port.address()}).value();
  Peer client = Peer::connect(proxy.address());
  CHECK(client.receive() == "");
  CHECK(client.last().has_value());
  EVENTUALLY(20, proxy.traffic().refused == 1);
}

TEST(a_disabled_proxy_refuses_and_an_enabled_one_accepts_again) {
  Path path;
  const auto address = path.proxy.address();
  CHECK(path.proxy.disable() == 1);
  CHECK(!path.proxy.is_enabled());
  CHECK(path.client.receive() == "");
  CHECK(path.client.last().has_value());
  CHECK(!Peer::connect(address));
  REQUIRE(path.proxy.enable());
  CHECK(path.proxy.address() == address);
  path.reconnect();
  REQUIRE(path.client.send("again"));
  CHECK(path.served.receive(5) == "again");
}

TEST(a_proxy_that_ends_closes_its_connections) {
  Path path;
  auto handle = path.proxy.add(HalfOpen{});
  {
    const Proxy ended = std::move(path.proxy);
  }
  CHECK(path.client.receive() == "");
  CHECK(path.client.last().has_value());
  CHECK(path.served.receive() == "");
  handle.remove();  // too late, and no harm
}

TEST(an_address_that_is_none_is_an_error, (const char* address),
     cases("nonsense", "127.0.0.1", "example.org:80", "127.0.0.1:0", "127.0.0.1:x")) {
  const auto proxy = Proxy::start({.name = "toy", .server = address});
  REQUIRE(!proxy.has_value());
  CHECK(proxy.error().text().starts_with("starting toy-proxy: `"));
}
