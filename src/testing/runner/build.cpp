#include "testing/runner/build.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>

#include "foundation/base/split.hpp"
#include "foundation/os/fd.hpp"
#include "foundation/os/spawn.hpp"

namespace dyntest::runner {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t lines_of_a_file_max = 6;
constexpr std::size_t last_lines_max = 20;

std::string read_all(int fd) {
  std::string text;
  std::array<char, 1 << 16> part{};
  for (ssize_t size = 0; (size = ::read(fd, part.data(), part.size())) > 0;)
    text.append(part.data(), static_cast<std::size_t>(size));
  return text;
}

std::string last_lines(const std::vector<std::string>& lines) {
  std::string text;
  const std::size_t begin = lines.size() - std::min(lines.size(), last_lines_max);
  for (std::size_t i = begin; i < lines.size(); ++i) text += lines[i] + "\n";
  return text;
}

std::string relative_to(const fs::path& root, const std::string& file) {
  const auto relative = (root / file).lexically_relative(root);
  return relative.empty() || *relative.begin() == ".." ? file : relative.string();
}

}  // namespace

std::vector<model::CollectionError> build_errors(const std::string& command,
                                                 const std::string& output, const fs::path& root) {
  static const std::regex place{R"(^([^:\s]+):\d+:(\d+:)? (fatal )?error: .*)"};
  const auto lines = base::split(output, '\n');
  std::vector<model::CollectionError> errors;
  std::map<std::string, std::size_t> of_file;
  std::size_t room = 0;  // lines that still go to the error begun last
  for (const auto& line : lines) {
    std::smatch match;
    if (std::regex_match(line, match, place)) {
      const std::string file = relative_to(root, match[1]);
      const bool is_new = of_file.try_emplace(file, errors.size()).second;
      if (is_new) errors.push_back({file, ""});
      room = is_new ? lines_of_a_file_max : 0;  // the first error is the cause, most often
    }
    if (room == 0 || line.find("note: in expansion of macro") != std::string::npos ||
        line.find("note: in definition of macro") != std::string::npos)
      continue;
    errors.back().text += (errors.back().text.empty() ? "" : "\n") + line;
    --room;
  }
  if (errors.empty())
    errors.push_back(
        {command, fmt::format("the build failed; its last lines:\n{}", last_lines(lines))});
  return errors;
}

std::vector<model::CollectionError> run_build(const std::string& command, const fs::path& root) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return {{command, "no pipe: out of descriptors"}};
  const os::Fd read_end{ends[0]};
  os::Fd write_end{ends[1]};
  const os::Fd null{::open("/dev/null", O_RDONLY | O_CLOEXEC)};
  os::Spawn what;
  what.argv = {"sh", "-c", command};
  what.environment = os::environment();
  what.folder = root;
  what.fds = {{null.get(), 0}, {write_end.get(), 1}, {write_end.get(), 2}};
  what.own_group = false;
  const bool watched = ::isatty(STDERR_FILENO) != 0;
  if (watched) fmt::print(stderr, "building: {}\r", command);
  const auto pid = os::spawn(what);
  write_end.reset();
  if (!pid) return {{command, pid.error().text()}};
  const std::string output = read_all(read_end.get());
  int status = 0;
  ::waitpid(*pid, &status, 0);
  if (watched) fmt::print(stderr, "\x1b[K");
  if (status == 0) return {};
  return build_errors(command, output, root);
}

base::Result<std::vector<Executable>> find_executables(const fs::path& build_folder,
                                                       const fs::path& root) {
  std::vector<fs::path> manifests;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator{build_folder / "suite", failed})
    if (entry.path().extension() == ".json") manifests.push_back(entry.path());
  std::ranges::sort(manifests);
  std::vector<Executable> executables;
  for (const auto& manifest : manifests) {
    std::ifstream file{manifest};
    const auto json = nlohmann::json::parse(file, nullptr, false);
    if (json.is_discarded() || !json.contains("executable"))
      return base::Error{fmt::format("{} is broken; configure the build again", manifest.string())};
    if (fs::path{json.value("root", "")} != root) continue;
    executables.push_back(
        {json["executable"], json.value("files", std::vector<std::string>{}), {}});
  }
  if (executables.empty())
    return base::Error{fmt::format(
        "no test executables of {} in {}: add dyntest_add_tests(DIRECTORY tests) to CMakeLists.txt "
        "and build, or name the build folder with --build-dir",
        root.string(), build_folder.string())};
  return executables;
}

std::string root_of(const fs::path& executable) {
  std::ifstream file{executable.parent_path().parent_path() /
                     (executable.filename().string() + ".json")};
  const auto json = nlohmann::json::parse(file, nullptr, false);
  return json.is_object() ? json.value("root", "") : "";
}

std::vector<model::CollectionError> missing_executables(const std::vector<Executable>& executables,
                                                        const std::string& build, bool no_build) {
  std::string what = " is not built: build it (dyntest.toml has no 'build' that dyntest could run)";
  if (!build.empty())
    what = no_build ? fmt::format(" is not built: leave --no-build out, or run: {}", build)
                    : fmt::format(" is not built: '{}' does not build it", build);
  std::vector<model::CollectionError> errors;
  for (const auto& executable : executables)
    if (fs::exists(executable.path))
      continue;
    else if (const auto& guest = executable.guest)
      errors.push_back({guest->name(), fmt::format("{}: the guest is not there: build {}, or mend "
                                                   "its path",
                                                   guest->origin, executable.path)});
    else
      errors.push_back({fs::path{executable.path}.filename(), executable.path + what});
  return errors;
}

}  // namespace dyntest::runner
