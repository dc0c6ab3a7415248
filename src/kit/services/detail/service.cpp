#include "kit/services/detail/service.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <system_error>

#include "foundation/os/fd.hpp"

namespace dyntest::services::detail {

base::Status Service::begin() {
  std::error_code failure;
  std::filesystem::create_directories(launch.folder, failure);
  if (failure) return base::Error::from_errno(launch.folder.string(), failure.value());
  const os::Fd output{::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644)};
  if (!output) return base::Error::from_errno(log.string());
  const auto log_begin = std::filesystem::file_size(log, failure);
  if (failure) return base::Error::from_errno(log.string(), failure.value());
  os::Command command = launch.command;
  command.standard_output = output.get();
  command.standard_error = output.get();
  auto process = os::Process::start(command);
  if (!process) return process.error();
  auto next = std::make_shared<Running>(*std::move(process), Subject{log, log_begin});
  const std::lock_guard lock{mutex_};
  running_ = std::move(next);
  return {};
}

std::shared_ptr<Running> Service::running() const {
  const std::lock_guard lock{mutex_};
  return running_;
}

base::Error Service::obituary(Running& dead) const {
  const auto status = dead.ended();
  return base::Error{fmt::format("{} died: {}{}{}", launch.name,
                                 status ? status->text() : "it still runs", dead.memory_note(),
                                 dead.last_lines())};
}

}  // namespace dyntest::services::detail
