#include "testing/runner/threads.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <sstream>
#include <thread>
#include <utility>

#include "foundation/base/panic.hpp"
#include "foundation/os/wait.hpp"
#include "foundation/os/whole_file.hpp"

namespace dyntest::runner {
namespace fs = std::filesystem;
namespace {

constexpr const char* tasks_folder = "/proc/self/task";
constexpr auto look_again = std::chrono::milliseconds{1};
constexpr std::size_t names_told_max = 5;
constexpr const char* wide_name = "dyntest-fixture";  // of 15 characters at most

std::string own_name() {
  std::array<char, 16> name{};  // with its NUL
  ::prctl(PR_GET_NAME, name.data());
  return name.data();
}

}  // namespace

Threads::Threads(base::Duration grace) : grace_{grace}, program_{own_name()} {
  std::thread{[] {}}.join();  // ThreadSanitizer starts one of its own with a program's first
  start_anew();
}

void Threads::start_anew() {
  tasks_ = os::Fd{::open(tasks_folder, O_PATH | O_DIRECTORY | O_CLOEXEC)};
  base::require(static_cast<bool>(tasks_), "opening /proc/self/task");
  known_ = {::gettid()};
  if (count() == 1) return;
  known_.clear();
  for (const auto& thread : running()) known_.push_back(thread.id);
}

std::size_t Threads::count() const {
  struct stat status{};
  base::require(::fstat(tasks_.get(), &status) == 0, "looking at /proc/self/task");
  return status.st_nlink - 2;  // a folder has two links, and one for each folder in it
}

std::vector<Threads::Thread> Threads::running() const {
  std::vector<Thread> threads;
  std::error_code gone;
  for (const auto& entry : fs::directory_iterator{tasks_folder, gone}) {
    const auto stat = os::read_whole_file(entry.path() / "stat");
    if (!stat || is_ending(*stat)) continue;
    const auto begin = stat->find('(');
    const auto end = stat->rfind(')');
    Thread thread{0, stat->substr(begin + 1, end - begin - 1)};
    std::from_chars(stat->data(), stat->data() + stat->size(), thread.id);
    threads.push_back(std::move(thread));
  }
  std::ranges::sort(threads, {}, &Thread::id);
  return threads;
}

void Threads::adopt_from_here() {
  if (name_.empty()) name_ = own_name();
  ::prctl(PR_SET_NAME, wide_name);
}

void Threads::adopt() {
  if (!name_.empty()) ::prctl(PR_SET_NAME, std::exchange(name_, {}).c_str());
  if (count() == known_.size()) return;
  known_.clear();
  for (const auto& thread : running()) known_.push_back(thread.id);
}

void Threads::forget_ended() {
  if (known_.size() > 1) strangers();
}

std::vector<std::string> Threads::left_behind() {
  if (count() == known_.size()) return {};
  auto names = strangers();
  for (const auto deadline = base::Deadline::in(grace_); !names.empty() && !deadline.passed();) {
    std::vector<pollfd> nothing;
    os::wait_quietly(nothing, base::Deadline::in(look_again));
    names = strangers();
  }
  return names;
}

std::vector<std::string> Threads::strangers() {
  std::vector<pid_t> still_there;
  std::vector<std::string> names;
  for (const auto& thread : running()) {
    if (thread.name == wide_name || std::ranges::binary_search(known_, thread.id))
      still_there.push_back(thread.id);
    else
      names.push_back(thread.name == program_ ? "" : thread.name);
  }
  known_ = std::move(still_there);
  return names;
}

bool is_ending(std::string_view stat) {
  constexpr unsigned long ending = 0x4;  // PF_EXITING
  const auto name_end = stat.rfind(')');
  if (name_end == stat.npos) return true;
  std::istringstream words{std::string{stat.substr(name_end + 1)}};
  std::string skipped;
  unsigned long flags = 0;
  for (int i = 0; i < 6; ++i) words >> skipped;
  words >> flags;
  return !words || (flags & ending) != 0;
}

std::string left_behind_text(const std::vector<std::string>& names, const char* remedy) {
  std::vector<std::string> told;
  for (const auto& name : names)
    if (!name.empty() && std::ranges::find(told, "'" + name + "'") == told.end())
      told.push_back("'" + name + "'");
  if (told.size() > names_told_max) {
    told.resize(names_told_max);
    told.emplace_back("…");
  }
  return fmt::format("left {} thread{} running{}; {}", names.size(), names.size() == 1 ? "" : "s",
                     told.empty() ? "" : fmt::format(" ({})", fmt::join(told, ", ")), remedy);
}

}  // namespace dyntest::runner
