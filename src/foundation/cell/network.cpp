#include "foundation/cell/network.hpp"

#include <arpa/inet.h>
#include <libmnl/libmnl.h>
#include <linux/if.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>

namespace dyntest::cell {
namespace {

// The first of every network. Behind it some kernels put interfaces of their own: ours come later.
constexpr unsigned loopback = 1;
constexpr unsigned out = 1001;
constexpr unsigned trap = 1002;
constexpr std::uint16_t make_flags = NLM_F_CREATE | NLM_F_EXCL;

// rtnetlink(7): one request at a time, and its answer.
class Netlink {
 public:
  Netlink() : socket_{::mnl_socket_open2(NETLINK_ROUTE, SOCK_CLOEXEC)} {}
  Netlink(const Netlink&) = delete;
  Netlink& operator=(const Netlink&) = delete;
  ~Netlink() {
    if (socket_ != nullptr) ::mnl_socket_close(socket_);
  }
  bool is_open() const {
    return socket_ != nullptr && ::mnl_socket_bind(socket_, 0, MNL_SOCKET_AUTOPID) == 0;
  }

  // The request's head, to which attributes can be added. One request at a time.
  template <class Body>
  nlmsghdr* begin(std::uint16_t type, std::uint16_t flags, const Body& body) {
    message_ = ::mnl_nlmsg_put_header(buffer_.data());
    message_->nlmsg_type = type;
    message_->nlmsg_flags = static_cast<std::uint16_t>(NLM_F_REQUEST | NLM_F_ACK | flags);
    message_->nlmsg_seq = ++number_;
    *static_cast<Body*>(::mnl_nlmsg_put_extra_header(message_, sizeof body)) = body;
    return message_;
  }

  // `what`: for the error.
  base::Status finish(const char* what) {
    if (::mnl_socket_sendto(socket_, message_, message_->nlmsg_len) < 0)
      return base::Error::from_errno(what);
    const auto size = ::mnl_socket_recvfrom(socket_, buffer_.data(), buffer_.size());
    const auto port = ::mnl_socket_get_portid(socket_);
    if (size < 0 || ::mnl_cb_run(buffer_.data(), static_cast<std::size_t>(size), number_, port,
                                 nullptr, nullptr) < 0)
      return base::Error::from_errno(what);
    return {};
  }

 private:
  mnl_socket* socket_;
  nlmsghdr* message_ = nullptr;
  unsigned number_ = 0;
  alignas(nlmsghdr) std::array<char, 8192> buffer_{};
};

base::Status set_up(Netlink& netlink, unsigned interface, unsigned more_flags) {
  ifinfomsg link{};
  link.ifi_index = static_cast<int>(interface);
  link.ifi_flags = link.ifi_change = IFF_UP | more_flags;
  netlink.begin(RTM_NEWLINK, 0, link);
  return netlink.finish("bringing an interface up");
}

base::Status make_pair(Netlink& netlink) {
  ifinfomsg link{};
  link.ifi_index = static_cast<int>(out);
  auto* message = netlink.begin(RTM_NEWLINK, make_flags, link);
  ::mnl_attr_put_strz(message, IFLA_IFNAME, out_interface);
  auto* info = ::mnl_attr_nest_start(message, IFLA_LINKINFO);
  ::mnl_attr_put_strz(message, IFLA_INFO_KIND, "veth");
  auto* data = ::mnl_attr_nest_start(message, IFLA_INFO_DATA);
  auto* peer = ::mnl_attr_nest_start(message, VETH_INFO_PEER);
  auto* body = static_cast<ifinfomsg*>(::mnl_nlmsg_put_extra_header(message, sizeof(ifinfomsg)));
  body->ifi_index = static_cast<int>(trap);
  ::mnl_attr_put_strz(message, IFLA_IFNAME, trap_interface);
  ::mnl_attr_nest_end(message, peer);
  ::mnl_attr_nest_end(message, data);
  ::mnl_attr_nest_end(message, info);
  return netlink.finish("making a pair of interfaces");
}

base::Status give_address(Netlink& netlink, unsigned interface, int family, const char* text) {
  unsigned char bytes[sizeof(in6_addr)];
  ::inet_pton(family, text, bytes);
  const std::size_t size = family == AF_INET ? sizeof(in_addr) : sizeof(in6_addr);
  ifaddrmsg address{};
  address.ifa_family = static_cast<unsigned char>(family);
  address.ifa_prefixlen = static_cast<unsigned char>(8 * size);
  address.ifa_flags = IFA_F_NODAD;
  address.ifa_index = interface;
  auto* message = netlink.begin(RTM_NEWADDR, make_flags, address);
  ::mnl_attr_put(message, IFA_LOCAL, size, bytes);
  ::mnl_attr_put(message, IFA_ADDRESS, size, bytes);
  return netlink.finish("giving an address");
}

base::Status lead_everywhere(Netlink& netlink, unsigned interface, int family) {
  rtmsg route{};
  route.rtm_family = static_cast<unsigned char>(family);
  route.rtm_table = RT_TABLE_MAIN;
  route.rtm_protocol = RTPROT_STATIC;
  route.rtm_scope = family == AF_INET ? RT_SCOPE_LINK : RT_SCOPE_UNIVERSE;
  route.rtm_type = RTN_UNICAST;
  auto* message = netlink.begin(RTM_NEWROUTE, make_flags, route);
  ::mnl_attr_put_u32(message, RTA_OIF, interface);
  return netlink.finish("making a route");
}

// Not on every machine; then there is nothing that leads outside, and nobody is told who tried.
base::Status set_trap(Netlink& netlink) {
  if (auto made = make_pair(netlink); !made) return made;
  if (auto up = set_up(netlink, trap, IFF_NOARP); !up) return up;
  if (auto up = set_up(netlink, out, IFF_NOARP); !up) return up;
  if (auto given = give_address(netlink, out, AF_INET, own_address); !given) return given;
  if (auto led = lead_everywhere(netlink, out, AF_INET); !led) return led;
  // A machine may do without IPv6.
  if (give_address(netlink, out, AF_INET6, own_address_6)) [[maybe_unused]]
    const auto ignored = lead_everywhere(netlink, out, AF_INET6);
  return {};
}

}  // namespace

base::Status bring_network_up() {
  Netlink netlink;
  if (!netlink.is_open()) return base::Error::from_errno("netlink");
  if (auto up = set_up(netlink, loopback, 0); !up) return up;
  [[maybe_unused]] const auto ignored = set_trap(netlink);
  return {};
}

}  // namespace dyntest::cell
