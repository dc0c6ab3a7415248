#include "foundation/cell/folders.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <string_view>
#include <utility>

#include "foundation/cell/network.hpp"
#include "foundation/os/fd.hpp"
#include "foundation/os/spawn.hpp"
#include "foundation/os/whole_file.hpp"

namespace dyntest::cell {
namespace fs = std::filesystem;
namespace {

constexpr std::array private_folders{"/tmp", "/dev/shm"};
constexpr const char* resolver_file = "/etc/resolv.conf";

base::Status mount_at(const char* what, const std::string& where, const char* type,
                      unsigned long flags) {
  if (::mount(what, where.c_str(), type, flags, nullptr) == 0) return {};
  return base::Error::from_errno(fmt::format("mounting {}", where));
}

bool is_below(const fs::path& path, const fs::path& folder) {
  const auto [end, ignored] = std::ranges::mismatch(folder, path);
  return end == folder.end();
}

// What is to stay visible below a folder that is about to be covered, and how to find it then.
struct Kept {
  fs::path path;
  os::Fd fd;
  bool is_folder;
};

std::vector<Kept> keep_below(const fs::path& folder, const std::vector<std::string>& visible) {
  std::vector<Kept> kept;
  for (const fs::path path : visible) {
    if (!is_below(path, folder)) continue;
    os::Fd fd{::open(path.c_str(), O_PATH | O_CLOEXEC)};
    struct stat status{};
    if (fd.get() >= 0 && ::fstat(fd.get(), &status) == 0)
      kept.push_back({path, std::move(fd), S_ISDIR(status.st_mode)});
  }
  return kept;
}

base::Status show_again(const Kept& kept) {
  std::error_code failed;
  fs::create_directories(kept.is_folder ? kept.path : kept.path.parent_path(), failed);
  if (!kept.is_folder) os::Fd{::open(kept.path.c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600)};
  const auto link = fmt::format("/proc/self/fd/{}", kept.fd.get());
  return mount_at(link.c_str(), kept.path, nullptr, MS_BIND | MS_REC);
}

base::Status cover(const fs::path& folder, const std::vector<std::string>& visible) {
  std::error_code gone;
  if (!fs::is_directory(folder, gone)) return {};
  // Who works in /tmp itself has it as it is.
  if (std::ranges::find(visible, folder.string()) != visible.end()) return {};
  const auto kept = keep_below(folder, visible);
  if (auto done = mount_at("tmpfs", folder, "tmpfs", MS_NOSUID | MS_NODEV); !done) return done;
  ::chmod(folder.c_str(), 01777);
  for (const auto& each : kept)
    if (auto done = show_again(each); !done) return done;
  return {};
}

// Name servers outside cannot be asked; one that is nobody makes the question seen.
void replace_name_servers() {
  std::error_code gone;
  const auto target = fs::canonical(resolver_file, gone);
  const std::string file = "/tmp/.resolv.conf";
  if (gone ||
      !os::write_whole_file(file, fmt::format("nameserver {}\noptions attempts:1\n", name_server)))
    return;
  ::chmod(file.c_str(), 0644);
  [[maybe_unused]] const auto ignored = mount_at(file.c_str(), target, nullptr, MS_BIND);
  ::unlink(file.c_str());
}

std::optional<std::string> value_in(const std::vector<std::string>& environment,
                                    std::string_view name) {
  for (const std::string_view entry : environment)
    if (entry.starts_with(name) && entry.substr(name.size()).starts_with('='))
      return std::string{entry.substr(name.size() + 1)};
  return std::nullopt;
}

// Where the user's home keeps what tests need: the variable that names it, and its usual place.
constexpr std::array<std::pair<const char*, const char*>, 5> kept_of_home{
    {{"HF_HOME", ".cache/huggingface"},
     {"PYTHONUSERBASE", ".local"},
     {"CARGO_HOME", ".cargo"},
     {"RUSTUP_HOME", ".rustup"},
     {"CCACHE_DIR", ".cache/ccache"}}};

fs::path usual_place(const std::vector<std::string>& environment, const fs::path& home,
                     std::string_view place) {
  constexpr std::string_view cache = ".cache/";
  const auto cache_home = value_in(environment, "XDG_CACHE_HOME");
  if (place.starts_with(cache) && cache_home)
    return fs::path{*cache_home} / place.substr(cache.size());
  return home / place;
}

// A mount that is there cannot lose its flags in a user namespace.
void make_read_only(const std::string& folder) {
  struct statvfs status{};
  if (::statvfs(folder.c_str(), &status) != 0) return;
  if (!mount_at(folder.c_str(), folder, nullptr, MS_BIND | MS_REC)) return;
  const unsigned long kept = status.f_flag & (MS_NOSUID | MS_NODEV | MS_NOEXEC);
  [[maybe_unused]] const auto ignored =
      mount_at("none", folder, nullptr, MS_REMOUNT | MS_BIND | MS_RDONLY | kept);
}

}  // namespace

bool has_own_tmp(const Setup& setup) {
  return std::ranges::find(setup.visible, "/tmp") == setup.visible.end();
}

base::Status make_folders(const Setup& setup, bool out) {
  if (::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0)
    return base::Error::from_errno("mount namespace");
  for (const char* folder : private_folders)
    if (auto done = cover(folder, setup.visible); !done) return done;
  for (const auto& folder : setup.read_only) make_read_only(folder);
  if (!out) replace_name_servers();
  return mount_at("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC);
}

base::Result<std::vector<std::string>> environment_of_cell(std::vector<std::string> environment,
                                                           const std::string& folder) {
  const fs::path old_home = value_in(environment, "HOME").value_or("");
  const std::string home = folder + "/home";
  const std::string runtime = folder + "/runtime";
  std::error_code failed;
  for (const auto& each : {home, runtime}) {
    fs::create_directories(each, failed);
    if (!failed) fs::permissions(each, fs::perms::owner_all, failed);
    if (failed) return base::Error::from_errno("making " + each, failed.value());
  }
  std::vector<std::string> changes{"HOME=" + home, "TMPDIR=" + folder,
                                   "XDG_RUNTIME_DIR=" + runtime};
  for (const auto& [variable, place] : kept_of_home) {
    std::error_code gone;
    const auto usual = usual_place(environment, old_home, place);
    if (!value_in(environment, variable) && !old_home.empty() && fs::is_directory(usual, gone))
      changes.push_back(fmt::format("{}={}", variable, usual.string()));
  }
  std::erase_if(environment, [](const std::string& entry) { return entry.starts_with("XDG_"); });
  return os::merge_environment(std::move(environment), changes);
}

}  // namespace dyntest::cell
