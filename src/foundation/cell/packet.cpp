#include "foundation/cell/packet.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <netinet/ip.h>
#include <netinet/ip6.h>
#include <netinet/ip_icmp.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>

#include <algorithm>
#include <cstring>

namespace dyntest::cell {
namespace {

constexpr std::uint16_t dns_port = 53;
constexpr std::size_t dns_header_bytes = 12;

template <class T>
std::optional<T> read_at(std::string_view bytes, std::size_t at) {
  T value;
  if (bytes.size() < at + sizeof value) return std::nullopt;
  std::memcpy(&value, bytes.data() + at, sizeof value);
  return value;
}

template <class T>
void append(std::string& to, const T& value) {
  to.append(reinterpret_cast<const char*>(&value), sizeof value);
}

// What IP carries: where it begins, and what it is.
struct Payload {
  int family;
  std::size_t at;
  int protocol;
  std::string address;  // that it goes to
};

template <class Address>
std::string text_of(int family, const Address& address) {
  char text[INET6_ADDRSTRLEN] = {};
  ::inet_ntop(family, &address, text, sizeof text);
  return family == AF_INET ? text : fmt::format("[{}]", text);
}

std::optional<Payload> payload_of(std::string_view bytes) {
  if (bytes.empty()) return std::nullopt;
  if (static_cast<unsigned char>(bytes[0]) >> 4U == 4) {
    const auto head = read_at<iphdr>(bytes, 0);
    if (!head || IN_MULTICAST(ntohl(head->daddr)) || head->daddr == INADDR_BROADCAST)
      return std::nullopt;
    return Payload{AF_INET, 4U * head->ihl, head->protocol, text_of(AF_INET, head->daddr)};
  }
  const auto head = read_at<ip6_hdr>(bytes, 0);
  if (!head || IN6_IS_ADDR_MULTICAST(&head->ip6_dst)) return std::nullopt;
  return Payload{AF_INET6, sizeof *head, head->ip6_nxt, text_of(AF_INET6, head->ip6_dst)};
}

// The name in the first question of a DNS message (RFC 1035, 4.1): labels, each behind its length.
std::string name_asked(std::string_view message) {
  std::string name;
  for (std::size_t at = dns_header_bytes; at < message.size();) {
    const auto length = static_cast<unsigned char>(message[at]);
    if (length == 0 || length > 63 || at + 1 + length > message.size()) break;
    if (!name.empty()) name += '.';
    name += message.substr(at + 1, length);
    at += 1U + length;
  }
  std::ranges::replace_if(name, [](char byte) { return byte < '!' || byte > '~'; }, '?');
  return name;
}

std::uint16_t checksum(std::string_view bytes) {
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < bytes.size(); i += 2) {
    const auto high = static_cast<unsigned char>(bytes[i]);
    const auto low = i + 1 < bytes.size() ? static_cast<unsigned char>(bytes[i + 1]) : 0U;
    sum += (static_cast<std::uint32_t>(high) << 8U) | low;
  }
  while (sum >> 16U != 0) sum = (sum & 0xFFFFU) + (sum >> 16U);
  return htons(static_cast<std::uint16_t>(~sum));
}

std::string refusal_4(std::string_view bytes) {
  constexpr unsigned char network_prohibited = 9;  // for TCP and UDP: Network is unreachable
  const auto sent = *read_at<iphdr>(bytes, 0);
  const auto quoted = bytes.substr(0, std::min<std::size_t>(bytes.size(), sent.ihl * 4U + 8U));
  icmphdr icmp{};
  icmp.type = ICMP_DEST_UNREACH;
  icmp.code = network_prohibited;
  std::string message;
  append(message, icmp);
  message += quoted;
  const auto sum = checksum(message);
  std::memcpy(message.data() + offsetof(icmphdr, checksum), &sum, sizeof sum);
  iphdr ip{};
  ip.version = 4;
  ip.ihl = sizeof ip / 4;
  ip.tot_len = htons(static_cast<std::uint16_t>(sizeof ip + message.size()));
  ip.ttl = IPDEFTTL;
  ip.protocol = IPPROTO_ICMP;
  ip.saddr = sent.daddr;
  ip.daddr = sent.saddr;
  std::string packet;
  append(packet, ip);
  ip.check = checksum(packet);
  packet.clear();
  append(packet, ip);
  return packet + message;
}

std::string refusal_6(std::string_view bytes) {
  constexpr std::size_t quoted_bytes_max = 256;
  const auto sent = *read_at<ip6_hdr>(bytes, 0);
  const auto quoted = bytes.substr(0, quoted_bytes_max);
  icmp6_hdr icmp{};
  icmp.icmp6_type = ICMP6_DST_UNREACH;
  icmp.icmp6_code = ICMP6_DST_UNREACH_NOROUTE;
  std::string message;
  append(message, icmp);
  message += quoted;
  // The sum covers a head of its own (RFC 8200, 8.1): both addresses, length, what follows.
  std::string summed;
  append(summed, sent.ip6_dst);
  append(summed, sent.ip6_src);
  append(summed, htonl(static_cast<std::uint32_t>(message.size())));
  append(summed, htonl(IPPROTO_ICMPV6));
  const auto sum = checksum(summed + message);
  std::memcpy(message.data() + offsetof(icmp6_hdr, icmp6_cksum), &sum, sizeof sum);
  ip6_hdr ip{};
  ip.ip6_flow = htonl(6U << 28U);
  ip.ip6_plen = htons(static_cast<std::uint16_t>(message.size()));
  ip.ip6_nxt = IPPROTO_ICMPV6;
  ip.ip6_hlim = IPDEFTTL;
  ip.ip6_src = sent.ip6_dst;
  ip.ip6_dst = sent.ip6_src;
  std::string packet;
  append(packet, ip);
  return packet + message;
}

}  // namespace

std::optional<Packet> read_packet(std::string_view bytes) {
  const auto payload = payload_of(bytes);
  if (!payload) return std::nullopt;
  Packet packet;
  packet.family = payload->family;
  if (payload->protocol == IPPROTO_TCP) {
    const auto head = read_at<tcphdr>(bytes, payload->at);
    if (!head || head->syn == 0 || head->ack != 0) return std::nullopt;
    packet.is_tcp = true;
    packet.to_port = ntohs(head->dest);
    packet.from_port = ntohs(head->source);
  } else if (payload->protocol == IPPROTO_UDP) {
    const auto head = read_at<udphdr>(bytes, payload->at);
    if (!head) return std::nullopt;
    packet.to_port = ntohs(head->dest);
    packet.from_port = ntohs(head->source);
    if (packet.to_port == dns_port)
      packet.asked = name_asked(bytes.substr(payload->at + sizeof *head));
  } else {
    return std::nullopt;
  }
  packet.to = fmt::format("{}:{}", payload->address, packet.to_port);
  return packet;
}

std::string refusal_of(std::string_view bytes) {
  return static_cast<unsigned char>(bytes[0]) >> 4U == 4 ? refusal_4(bytes) : refusal_6(bytes);
}

}  // namespace dyntest::cell
