#include "foundation/os/host.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <mutex>
#include <optional>
#include <string>

#include "foundation/base/bytes.hpp"
#include "foundation/os/message.hpp"
#include "foundation/os/spawn.hpp"

namespace dyntest::os {
namespace {

std::mutex host_mutex;  // one request and its answer at a time
int host_socket = -1;   // open until the process ends

std::string current_folder() {
  std::string folder(4096, '\0');
  if (::getcwd(folder.data(), folder.size()) == nullptr) return "/";
  folder.resize(folder.find('\0'));
  return folder;
}

}  // namespace

void use_host(Fd socket) {
  const std::lock_guard lock{host_mutex};
  host_socket = socket.release();
}

std::optional<base::Result<Process>> start_by_host(const Command& command) {
  const std::lock_guard lock{host_mutex};
  if (host_socket < 0) return std::nullopt;
  base::Writer request;
  request.put(command.argv)
      .put(child_environment(command.environment))
      .put(command.folder.empty() ? current_folder() : command.folder)
      .put(command.limits.packed());
  const Fd null{::open("/dev/null", O_RDWR | O_CLOEXEC)};
  const bool sent = send_message(host_socket, request.bytes(),
                                 {command.standard_input < 0 ? null.get() : command.standard_input,
                                  command.standard_output < 0 ? 1 : command.standard_output,
                                  command.standard_error < 0 ? 2 : command.standard_error});
  auto answer = sent ? receive_message(host_socket) : std::nullopt;
  if (!answer) return base::Error{command.argv[0] + ": the process host is gone"};
  base::Reader reader{answer->bytes};
  const auto pid = reader.get<pid_t>();
  if (pid < 0) return base::Error{reader.text()};
  return Process{pid, std::move(answer->fds.at(0)), std::move(answer->fds.at(1))};
}

}  // namespace dyntest::os
