#include "foundation/cell/trap.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <array>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "foundation/cell/network.hpp"
#include "foundation/cell/packet.hpp"
#include "foundation/os/proc.hpp"
#include "foundation/os/sockets.hpp"

namespace dyntest::cell {
namespace {

constexpr std::size_t lines_max = 1000;
constexpr std::size_t command_bytes_max = 100;

sockaddr_ll address_of(int interface, std::uint16_t protocol) {
  sockaddr_ll address{};
  address.sll_family = AF_PACKET;
  address.sll_protocol = htons(protocol);
  address.sll_ifindex = interface;
  return address;
}

bool is_of(pid_t process, pid_t program) {
  const auto image = [](pid_t pid) {
    std::error_code gone;
    return std::filesystem::read_symlink(fmt::format("/proc/{}/exe", pid), gone);
  };
  return process == program ||
         (os::parent_of(process) == program && image(process) == image(program));
}

std::string name_of(pid_t culprit, pid_t program) {
  if (culprit == 0) return "a process that has ended";
  if (is_of(culprit, program)) return "the test itself";
  return fmt::format("{} (pid {})", os::command_of(culprit).substr(0, command_bytes_max), culprit);
}

std::string destination_of(const Packet& packet) {
  if (!packet.asked.empty()) return fmt::format("{} (name lookup)", packet.asked);
  return fmt::format("{} {}", packet.to, packet.is_tcp ? "tcp" : "udp");
}

}  // namespace

Trap::Trap(Board& board, bool is_shared) : board_{board}, is_shared_{is_shared} {
  interface_ = static_cast<int>(::if_nametoindex(trap_interface));
  if (interface_ == 0) return;
  socket_ = os::Fd{::socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
  const auto address = address_of(interface_, ETH_P_ALL);
  if (::bind(socket_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    socket_.reset();
}

void Trap::on_packets(pid_t program) {
  std::array<char, 2048> buffer;
  sockaddr_ll from{};
  socklen_t size = sizeof from;
  for (;;) {
    const auto bytes = ::recvfrom(socket_.get(), buffer.data(), buffer.size(), 0,
                                  reinterpret_cast<sockaddr*>(&from), &size);
    if (bytes < 0) return;
    if (from.sll_pkttype != PACKET_OUTGOING)
      on_packet({buffer.data(), static_cast<std::size_t>(bytes)}, program);
  }
}

void Trap::on_packet(std::string_view bytes, pid_t program) {
  const auto packet = read_packet(bytes);
  if (!packet) return;
  const pid_t culprit = os::owner_of(packet->from_port, packet->to_port);
  if (culprit == 0 && is_shared_) return;
  tell(destination_of(*packet), culprit, program);
  refuse(refusal_of(bytes), packet->family);
}

void Trap::tell(const std::string& destination, pid_t culprit, pid_t program) {
  if (board_.is_empty()) told_.clear();
  if (told_.size() >= lines_max) return;
  const bool is_new = told_.insert(destination).second;
  if (!is_new && culprit == 0) return;  // a lookup asks twice, and may be gone by then
  const auto line = fmt::format("{} -> {}", name_of(culprit, program), destination);
  if (told_.insert(line).second) board_.write(line);
}

// What is sent on one end of the pair arrives on the other, where the sender waits.
void Trap::refuse(std::string_view bytes, int family) {
  auto address = address_of(interface_, family == AF_INET ? ETH_P_IP : ETH_P_IPV6);
  address.sll_halen = ETH_ALEN;
  ifreq out{};
  std::strncpy(out.ifr_name, out_interface, sizeof out.ifr_name - 1);
  const os::Fd any{::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)};
  if (::ioctl(any.get(), SIOCGIFHWADDR, &out) != 0) return;
  std::memcpy(address.sll_addr, out.ifr_hwaddr.sa_data, ETH_ALEN);
  ::sendto(socket_.get(), bytes.data(), bytes.size(), 0,
           reinterpret_cast<const sockaddr*>(&address), sizeof address);
}

}  // namespace dyntest::cell
