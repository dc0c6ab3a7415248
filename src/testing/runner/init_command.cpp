#include "testing/runner/init_command.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cctype>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <ranges>
#include <system_error>

#include "foundation/base/error.hpp"
#include "foundation/base/split.hpp"
#include "foundation/os/fd.hpp"
#include "testing/model/exit_code.hpp"
#include "testing/runner/templates.hpp"

namespace dyntest::runner {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view placeholder = "my_project";

// The folder's own name, as far as CMake takes it for a project's.
std::string project_name(const fs::path& folder) {
  fs::path path = fs::absolute(folder).lexically_normal();
  if (!path.has_filename()) path = path.parent_path();  // `demo/`
  std::string name = path.filename().string();
  std::ranges::replace_if(
      name,
      [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '-' && c != '_';
      },
      '_');
  return name.empty() ? std::string{placeholder} : name;
}

std::string filled_in(std::string_view text, const std::string& project) {
  std::string filled{text};
  if (const auto at = filled.find(placeholder); at != std::string::npos)
    filled.replace(at, placeholder.size(), project);
  return filled;
}

// What has been made so far. Taken back, the last first, unless it was finished.
class Layout {
 public:
  Layout() = default;
  Layout(const Layout&) = delete;
  Layout& operator=(const Layout&) = delete;
  ~Layout() {
    std::error_code ignored;
    for (const auto& path : std::views::reverse(made_)) fs::remove(path, ignored);
  }

  void finish() { made_.clear(); }

  base::Status make_folder(const fs::path& folder) {
    if (folder.empty() || fs::is_directory(folder)) return {};
    if (auto above = make_folder(folder.parent_path()); !above) return above;
    if (::mkdir(folder.c_str(), 0777) != 0) return base::Error::from_errno(folder.string());
    made_.push_back(folder);
    return {};
  }

  base::Status write(const fs::path& path, std::string_view text) {
    if (auto folder = make_folder(path.parent_path()); !folder) return folder;
    const os::Fd file{::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666)};
    if (!file) return base::Error::from_errno(path.string());
    made_.push_back(path);
    while (!text.empty()) {
      const ssize_t written = ::write(file.get(), text.data(), text.size());
      if (written < 0) return base::Error::from_errno(path.string());
      text.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
  }

 private:
  std::vector<fs::path> made_;
};

base::Status lay_out(const fs::path& folder) {
  for (const auto& each : templates())
    if (const fs::path path = (folder / each.path).lexically_normal();
        fs::exists(fs::symlink_status(path)))
      return base::Error{path.string() + " exists, and init writes over nothing"};
  Layout layout;
  const std::string project = project_name(folder);
  for (const auto& each : templates())
    if (auto written = layout.write(folder / each.path, filled_in(each.text, project)); !written)
      return written;
  layout.finish();
  return {};
}

bool is_in_path(const fs::path& folder) {
  const char* path = std::getenv("PATH");
  return std::ranges::any_of(base::split(path == nullptr ? "" : path, ':'), [&](const auto& each) {
    std::error_code failed;
    return fs::equivalent(each, folder, failed);
  });
}

// CMake finds the package beside a dyntest that is in PATH; of another it must be told the prefix.
std::string next_command(const fs::path& folder) {
  const fs::path program = fs::read_symlink("/proc/self/exe");
  const fs::path prefix = program.parent_path().parent_path();
  const std::string go = folder == "." ? "" : fmt::format("cd {} && ", folder.string());
  if (!fs::exists(prefix / DYNTEST_PACKAGE))
    return fmt::format("install dyntest (cmake --install), then {}cmake --preset dev && dyntest",
                       go);
  if (is_in_path(program.parent_path())) return go + "cmake --preset dev && dyntest";
  return fmt::format("{}cmake --preset dev -D CMAKE_PREFIX_PATH={} && {}", go, prefix.string(),
                     program.string());
}

int refuse(const std::string& why) {
  fmt::print(stderr, "ERROR: {}\n\n", why);
  return model::exit_code::usage_error;
}

}  // namespace

int init_project(const std::vector<std::string>& words) try {
  CLI::App app{"Lays out the tests of a new project.", "dyntest init"};
  std::string folder = ".";
  app.set_help_flag("-h,--help", "print this");
  app.add_option("FOLDER", folder, "the project's folder, made if need be; default: this one");
  try {
    app.parse(std::vector<std::string>{words.rbegin(), words.rend()});
  } catch (const CLI::CallForHelp&) {
    fmt::print("{}", app.help());
    return model::exit_code::ok;
  } catch (const CLI::ParseError& error) {
    fmt::print(stderr, "ERROR: usage: dyntest init [FOLDER]\ndyntest: error: {}\n\n", error.what());
    return model::exit_code::usage_error;
  }
  if (const auto done = lay_out(folder); !done) return refuse(done.error().text());
  fmt::print("made in {}:\n", folder);
  for (const auto& each : templates()) fmt::print("  {}\n", each.path);
  fmt::print("next: {}\n", next_command(folder));
  return model::exit_code::ok;
} catch (const fs::filesystem_error& error) {
  return refuse(error.what());
}

}  // namespace dyntest::runner
