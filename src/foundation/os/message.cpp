#include "foundation/os/message.hpp"

#include <sys/socket.h>
#include <sys/uio.h>

#include <cerrno>
#include <cstring>

#include "foundation/base/panic.hpp"

namespace dyntest::os {
namespace {

union ControlBuffer {
  cmsghdr align;
  char bytes[CMSG_SPACE(message_fds_max * sizeof(int))];
};

void attach(msghdr& header, ControlBuffer& buffer, const std::vector<int>& fds) {
  base::require(fds.size() <= message_fds_max, "too many descriptors in one message");
  const std::size_t size = fds.size() * sizeof(int);
  std::memset(&buffer, 0, sizeof buffer);
  header.msg_control = buffer.bytes;
  header.msg_controllen = CMSG_SPACE(size);
  cmsghdr* control = CMSG_FIRSTHDR(&header);
  control->cmsg_level = SOL_SOCKET;
  control->cmsg_type = SCM_RIGHTS;
  control->cmsg_len = CMSG_LEN(size);
  std::memcpy(CMSG_DATA(control), fds.data(), size);
}

std::vector<Fd> detach(msghdr& header) {
  std::vector<Fd> fds;
  for (cmsghdr* control = CMSG_FIRSTHDR(&header); control != nullptr;
       control = CMSG_NXTHDR(&header, control)) {
    if (control->cmsg_level != SOL_SOCKET || control->cmsg_type != SCM_RIGHTS) continue;
    const std::size_t count = (control->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (std::size_t i = 0; i < count; ++i) {
      int number = -1;
      std::memcpy(&number, CMSG_DATA(control) + i * sizeof(int), sizeof(int));
      fds.emplace_back(number);
    }
  }
  return fds;
}

}  // namespace

std::pair<Fd, Fd> message_pair() {
  int ends[2];
  base::require(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) == 0,
                "no socket pair: out of descriptors?");
  const int size = message_bytes_max;
  for (const int end : ends) ::setsockopt(end, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
  return {Fd{ends[0]}, Fd{ends[1]}};
}

bool send_message(int socket, std::string_view bytes, const std::vector<int>& fds) {
  iovec part{const_cast<char*>(bytes.data()), bytes.size()};
  msghdr header{};
  header.msg_iov = &part;
  header.msg_iovlen = 1;
  ControlBuffer buffer;
  if (!fds.empty()) attach(header, buffer, fds);
  while (true) {
    if (::sendmsg(socket, &header, MSG_NOSIGNAL) >= 0) return true;
    if (errno != EINTR) return false;
  }
}

std::optional<Message> receive_message(int socket) {
  iovec nothing{};
  msghdr peek{};
  peek.msg_iov = &nothing;
  peek.msg_iovlen = 0;
  ssize_t size = 0;
  do {
    size = ::recvmsg(socket, &peek, MSG_PEEK | MSG_TRUNC);
  } while (size < 0 && errno == EINTR);
  if (size <= 0) return std::nullopt;

  Message message;
  message.bytes.resize(static_cast<std::size_t>(size));
  iovec part{message.bytes.data(), message.bytes.size()};
  ControlBuffer buffer;
  msghdr header{};
  header.msg_iov = &part;
  header.msg_iovlen = 1;
  header.msg_control = buffer.bytes;
  header.msg_controllen = sizeof buffer.bytes;
  if (::recvmsg(socket, &header, MSG_CMSG_CLOEXEC) != size) return std::nullopt;
  message.fds = detach(header);
  return message;
}

}  // namespace dyntest::os
