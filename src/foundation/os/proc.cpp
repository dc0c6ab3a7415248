#include "foundation/os/proc.hpp"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "foundation/base/split.hpp"
#include "foundation/os/whole_file.hpp"

namespace dyntest::os {
namespace fs = std::filesystem;
namespace {

fs::path folder_of(pid_t pid) { return fs::path{"/proc"} / std::to_string(pid); }

std::vector<fs::path> entries(const fs::path& folder) {
  std::vector<fs::path> found;
  std::error_code gone;
  auto entry = fs::directory_iterator{folder, gone};
  for (; !gone && entry != fs::directory_iterator{}; entry.increment(gone))
    found.push_back(entry->path());
  return found;
}

// Empty for a process that is gone, also when it goes while it is read.
std::string content(const fs::path& path) { return read_whole_file(path).value_or(""); }

// What follows the name in a `stat` file: the state's letter, the parent's id, …
std::string stat_of(const fs::path& folder) {
  const std::string text = content(folder / "stat");
  const auto name_end = text.rfind(") ");
  return name_end == std::string::npos ? "X 0" : text.substr(name_end + 2);
}

// R runs, S sleeps, D sleeps and sees no signal, T and t are stopped, Z has ended; X = gone.
bool all_threads(pid_t pid, std::string_view states) {
  return std::ranges::all_of(entries(folder_of(pid) / "task"), [&](const fs::path& thread) {
    return states.find(stat_of(thread)[0]) != std::string_view::npos;
  });
}

void add_descendants(pid_t pid, std::vector<pid_t>& to) {
  for (const pid_t child : children_of(pid)) {
    to.push_back(child);
    add_descendants(child, to);
  }
}

// What a process is called from our process namespace down to its own; empty if it is gone.
std::vector<pid_t> numbers_of(pid_t pid) {
  constexpr std::string_view key = "NSpid:";
  std::istringstream lines{content(folder_of(pid) / "status")};
  std::vector<pid_t> numbers;
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with(key)) continue;
    std::istringstream fields{line.substr(key.size())};
    for (pid_t number = 0; fields >> number;) numbers.push_back(number);
  }
  return numbers;
}

}  // namespace

std::vector<pid_t> children_of(pid_t pid) {
  std::vector<pid_t> children;
  for (const auto& thread : entries(folder_of(pid) / "task")) {
    std::ifstream list{thread / "children"};
    for (pid_t child = 0; list >> child;) children.push_back(child);
  }
  return children;
}

std::vector<pid_t> descendants_of(pid_t pid) {
  std::vector<pid_t> all;
  add_descendants(pid, all);
  return all;
}

pid_t parent_of(pid_t pid) {
  std::istringstream stat{stat_of(folder_of(pid))};
  char state = 0;
  pid_t parent = 0;
  stat >> state >> parent;
  return parent;
}

std::vector<pid_t> members_of_group(pid_t group) {
  std::vector<pid_t> members;
  for (const auto& entry : entries("/proc")) {
    const std::string name = entry.filename();
    pid_t pid = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), pid);
    const bool is_process = error == std::errc{} && end == name.data() + name.size();
    if (is_process && ::getpgid(pid) == group) members.push_back(pid);
  }
  std::ranges::sort(members);
  return members;
}

std::string command_of(pid_t pid) {
  std::string words = content(folder_of(pid) / "cmdline");
  while (words.ends_with('\0')) words.pop_back();
  std::ranges::replace(words, '\0', ' ');
  return words;
}

std::string variable_of(pid_t pid, std::string_view name) {
  for (const auto& entry : base::split(content(folder_of(pid) / "environ"), '\0'))
    if (entry.starts_with(name) && entry.substr(name.size(), 1) == "=")
      return std::string{entry.substr(name.size() + 1)};
  return {};
}

bool has_ended(pid_t pid) { return all_threads(pid, "ZX"); }

bool is_still(pid_t pid) { return all_threads(pid, "TtZX"); }

bool is_all_but_still(pid_t pid) { return all_threads(pid, "TtZXD"); }

std::uint64_t oom_kills() {
  std::istringstream lines{content("/proc/vmstat")};
  std::string name;
  for (std::uint64_t value = 0; lines >> name >> value;)
    if (name == "oom_kill") return value;
  return 0;
}

pid_t number_within(pid_t pid, pid_t init) {
  const auto depth = numbers_of(init).size();
  const auto numbers = numbers_of(pid);
  return depth == 0 || numbers.size() < depth ? 0 : numbers[depth - 1];
}

pid_t find_below(pid_t init, pid_t number) {
  for (const pid_t pid : descendants_of(init))
    if (number_within(pid, init) == number) return pid;
  return 0;
}

}  // namespace dyntest::os
