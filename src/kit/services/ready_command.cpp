#include "kit/services/ready_command.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "foundation/os/fd.hpp"
#include "foundation/os/wait.hpp"

namespace dyntest::services::ready {
namespace {

constexpr off_t shown_bytes_max = 200;

// The end of what it wrote, on one line.
std::string output_of(const os::Fd& file) {
  struct stat status{};
  if (::fstat(file.get(), &status) != 0) return {};
  const off_t begin = std::max<off_t>(0, status.st_size - shown_bytes_max);
  std::string text(static_cast<std::size_t>(status.st_size - begin), '\0');
  const auto size = ::pread(file.get(), text.data(), text.size(), begin);
  text.resize(static_cast<std::size_t>(std::max<ssize_t>(0, size)));
  while (text.ends_with('\n')) text.pop_back();
  std::ranges::replace(text, '\n', ' ');
  return text;
}

class CommandProber : public Prober {
 public:
  explicit CommandProber(os::Command command) : command_{std::move(command)} {}

  Answer ask(const Bounds& bounds) override {
    const os::Fd output{::memfd_create("output", MFD_CLOEXEC)};
    os::Command command = command_;
    command.standard_output = output.get();
    command.standard_error = output.get();
    auto process = os::Process::start(command);
    if (!process) return Answer::never(process.error().text());
    std::vector<pollfd> fds{{process->exit_fd(), POLLIN, 0}, {bounds.cancel_fd, POLLIN, 0}};
    os::wait_for(fds, bounds.deadline);
    const auto status = process->ended();
    if (status && status->success()) return Answer::ready();
    process->kill();
    const std::string how = status ? status->text() : "it took too long";
    const std::string said = output_of(output);
    return Answer::not_yet(fmt::format("{}: {}{}{}", fmt::join(command.argv, " "), how,
                                       said.empty() ? "" : ": ", said));
  }

 private:
  os::Command command_;
};

}  // namespace

Probe command(std::vector<std::string> argv) {
  os::Command wanted;
  wanted.argv = std::move(argv);
  return command(std::move(wanted));
}

Probe command(os::Command command) {
  return Probe::of([command = std::move(command)](const Subject&) {
    return std::make_unique<CommandProber>(command);
  });
}

}  // namespace dyntest::services::ready
