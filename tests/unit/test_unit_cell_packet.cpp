// What a packet that leaves a cell says of itself, and the answer that refuses it.
#include <netinet/in.h>
#include <sys/socket.h>

#include <cstdint>
#include <initializer_list>
#include <numeric>
#include <optional>
#include <string>
#include <string_view>

#include "conftest.hpp"
#include "foundation/cell/packet.hpp"

using dyntest::cell::Packet;
using dyntest::cell::read_packet;
using dyntest::cell::refusal_of;

namespace {

std::string bytes(std::initializer_list<int> values) {
  std::string text;
  for (const int value : values) text += static_cast<char>(value);
  return text;
}

// From 192.0.2.1 to 203.0.113.5.
std::string ip4(int protocol, const std::string& payload) {
  const auto size = static_cast<int>(20 + payload.size());
  return bytes({0x45, 0, size >> 8, size & 255, 0, 0, 0,   0, 64,  protocol,
                0,    0, 192,       0,          2, 1, 203, 0, 113, 5}) +
         payload;
}

// From 2001:db8::1 to 2001:db8::99.
std::string ip6(int protocol, const std::string& payload) {
  const auto size = static_cast<int>(payload.size());
  const auto address = [](int last) {
    return bytes({0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, last});
  };
  return bytes({0x60, 0, 0, 0, size >> 8, size & 255, protocol, 64}) + address(1) + address(0x99) +
         payload;
}

constexpr int syn = 2;
constexpr int ack = 16;

// From port 40000 to port 443.
std::string tcp(int flags) {
  return bytes({0x9c, 0x40, 1, 0xbb, 0, 0, 0, 0, 0, 0, 0, 0, 0x50, flags, 0, 0, 0, 0, 0, 0});
}

// From port 40000.
std::string udp(int to_port, const std::string& data) {
  const auto size = static_cast<int>(8 + data.size());
  return bytes({0x9c, 0x40, to_port >> 8, to_port & 255, size >> 8, size & 255, 0, 0}) + data;
}

const std::string question = bytes({0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 11}) + "huggingface" +
                             bytes({2}) + "co" + bytes({0, 0, 1, 0, 1});

// RFC 1071: all words, the sum among them, come to all ones.
std::uint32_t sum(std::string_view text) {
  std::uint32_t all = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    all += i % 2 == 0 ? static_cast<std::uint32_t>(byte) << 8U : byte;
  }
  while (all >> 16U != 0) all = (all & 0xffffU) + (all >> 16U);
  return all;
}

}  // namespace

TEST(first_packet_of_a_connection_says_where_it_goes) {
  CHECK(read_packet(ip4(IPPROTO_TCP, tcp(syn))) ==
        Packet{true, AF_INET, "203.0.113.5:443", 443, 40000, ""});
  CHECK(read_packet(ip6(IPPROTO_TCP, tcp(syn))) ==
        Packet{true, AF_INET6, "[2001:db8::99]:443", 443, 40000, ""});
}

TEST(datagram_says_where_it_goes) {
  CHECK(read_packet(ip4(IPPROTO_UDP, udp(9000, "x"))) ==
        Packet{false, AF_INET, "203.0.113.5:9000", 9000, 40000, ""});
}

TEST(question_to_a_name_server_says_which_host) {
  const auto packet = read_packet(ip4(IPPROTO_UDP, udp(53, question)));
  REQUIRE(packet.has_value());
  CHECK(packet->asked == "huggingface.co");
}

TEST(what_answers_a_connection_is_not_told) {
  CHECK(!read_packet(ip4(IPPROTO_TCP, tcp(syn | ack))).has_value());
  CHECK(!read_packet(ip4(IPPROTO_TCP, tcp(ack))).has_value());
}

TEST(what_is_for_many_is_not_told) {
  auto packet = ip4(IPPROTO_UDP, udp(5353, "x"));
  packet[16] = static_cast<char>(224);
  CHECK(!read_packet(packet).has_value());
}

// Also where the question's lengths lead out of it.
TEST(cut_packet_is_survived, (std::string packet),
     cases(row(ip4(IPPROTO_TCP, tcp(syn))).id("tcp"), row(ip6(IPPROTO_TCP, tcp(syn))).id("tcp6"),
           row(ip4(IPPROTO_UDP, udp(53, question))).id("name"))) {
  for (std::size_t size = 0; size < packet.size(); ++size) {
    const auto read = read_packet(std::string_view{packet}.substr(0, size));
    if (read.has_value()) CHECK(read->to_port != 0);
  }
}

TEST(name_is_shown_without_odd_bytes) {
  auto odd = question;
  odd[13] = '\x1b';
  const auto packet = read_packet(ip4(IPPROTO_UDP, udp(53, odd)));
  REQUIRE(packet.has_value());
  CHECK(packet->asked == "?uggingface.co");
}

TEST(refusal_goes_back_and_quotes_what_was_sent) {
  const auto sent = ip4(IPPROTO_TCP, tcp(syn));
  const auto answer = refusal_of(sent);
  CHECK(answer.substr(12, 4) == sent.substr(16, 4));  // from whom it was meant for
  CHECK(answer.substr(16, 4) == sent.substr(12, 4));
  CHECK(answer[20] == 3);  // destination unreachable
  CHECK(answer.substr(28) == sent.substr(0, 28));
  CHECK(sum(std::string_view{answer}.substr(0, 20)) == 0xffffU);
  CHECK(sum(std::string_view{answer}.substr(20)) == 0xffffU);
}

TEST(refusal_in_ipv6_is_summed_with_its_addresses) {
  const auto sent = ip6(IPPROTO_UDP, udp(9000, "abc"));
  const auto answer = refusal_of(sent);
  const auto message = answer.substr(40);
  CHECK(message[0] == 1);  // destination unreachable
  const auto size = static_cast<int>(message.size());
  const auto head = answer.substr(8, 32) + bytes({0, 0, size >> 8, size & 255, 0, 0, 0, 58});
  CHECK(sum(head + message) == 0xffffU);
}
