// A run needs no rights: whoever may make namespaces gets whole machines, too.
#include <fcntl.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <system_error>
#include <vector>

#include "conftest.hpp"
#include "fixtures/services.hpp"
#include "foundation/cell/level.hpp"
#include "foundation/os/fd.hpp"
#include "foundation/os/process.hpp"
#include "toy_test_utils.hpp"
#include "transcript_test_utils.hpp"

namespace fs = std::filesystem;
using dyntest::base::Deadline;
using dyntest::os::Process;

namespace {

constexpr const char* nobody = "65534";

// Whatever the folders above say, somebody else may look into it.
class PublicFolder {
 public:
  PublicFolder() {
    std::string name = "/tmp/dyntest-public-XXXXXX";
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error{"no folder in /tmp"};
    path_ = name;
  }
  PublicFolder(const PublicFolder&) = delete;
  PublicFolder& operator=(const PublicFolder&) = delete;
  ~PublicFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

void must_run(const std::vector<std::string>& argv) {
  const auto ended = Process::start({argv, {}, {}}).value().wait(Deadline::never());
  REQUIRE(ended->success());
}

// A toy with programs of its own: those of the build folder may be out of another user's reach.
void copy_toy(const std::string& toy, const fs::path& to) {
  const std::string executable = "toy_" + toy + "_unit";
  toys::copy(toy, {executable}, to);
  const auto manifest_file = to / "build/suite" / (executable + ".json");
  auto manifest = nlohmann::json::parse(transcript::read_file(manifest_file));
  fs::copy(manifest.at("executable").get<std::string>(), to / executable);
  manifest["executable"] = (to / executable).string();
  std::ofstream{manifest_file} << manifest;
  fs::copy(transcript::programs() / "dyntest", to / "dyntest");
}

const std::vector<std::string> as_nobody{"setpriv", "--reuid", nobody,
                                         "--regid", nobody,    "--clear-groups"};

std::vector<std::string> joined(std::vector<std::string> words,
                                const std::vector<std::string>& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

// Not if we are somebody ourselves, or alone in our namespace.
bool may_become_nobody() {
  const auto ended =
      Process::start({joined(as_nobody, {"true"}), {}, {}}).value().wait(Deadline::never());
  return ended->success();
}

}  // namespace

TEST(cells_are_whole_for_an_ordinary_user) {
  dyntest::fixtures::need("setpriv", "");
  if (!may_become_nobody()) SKIP("needs root, to become somebody else");
  if (const auto why = toys::why_no_full_cell(); !why.empty()) SKIP("no full cell: " + why);
  const PublicFolder folder;
  const auto& here = folder.path();
  copy_toy("cells", here);
  fs::create_directory(here / "home");
  fs::create_directory(here / "models");
  std::ofstream{here / "models/config.json"} << "{}";
  must_run({"chown", "-R", nobody, here.string()});
  const dyntest::os::Fd log{
      ::open((here / "output").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600)};
  const auto network = fs::read_symlink("/proc/self/ns/net").string();
  auto process =
      Process::start({joined(as_nobody, {here / "dyntest", "--build-dir", here / "build"}),
                      {"HOME=" + (here / "home").string(), "TMPDIR=/tmp", "MACHINE=" + network,
                       "HF_HOME=" + (here / "models").string()},
                      here / "suite",
                      -1,
                      log.get(),
                      log.get()});
  const auto ended = process.value().wait(Deadline::never());
  const auto output = transcript::read_file(here / "output");
  CHECK(output.find("cell: full\n") != std::string::npos);
  CHECK(output.find(" 10 passed in ") != std::string::npos);
  CHECK(ended->success());
}
