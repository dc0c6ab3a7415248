// Tests that fail with services of their own, which have written logs, ended, or died.
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <optional>

#include "../conftest.hpp"
#include "foundation/os/fd.hpp"
#include "foundation/os/process.hpp"
#include "testing/builtin/tmp_dir.hpp"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

namespace base = dyntest::base;
namespace os = dyntest::os;
using dyntest::builtin::TmpDir;

namespace {

// A shell that runs these commands, and writes into a file of its folder.
os::Process service(const TmpDir& folder, const std::string& commands) {
  const os::Fd log{::open((folder / "log").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600)};
  auto process = os::Process::start({{"sh", "-c", commands}, {}, folder.path(), -1, log.get(), log.get()});
  REQUIRE(process.has_value());
  return std::move(*process);
}

bool has(const std::filesystem::path& path, const std::string& text) {
  std::ifstream file{path};
  return std::string{std::istreambuf_iterator{file}, {}}.find(text) != std::string::npos;
}

}  // namespace

struct Engine {
  os::Process process;
};
FIXTURE(Engine, (TmpDir& folder)) {
  Engine engine{service(folder, "echo loading with $HF_TOKEN; exec sleep 1000")};
  EVENTUALLY(10, has(folder / "log", "loading"));
  return engine;
}

// For the whole run; the handle is the service's number.
class Store {
 public:
  using Handle = pid_t;

  explicit Store(os::Process process) : process_{std::move(process)}, pid_{process_->pid()} {}
  static Store attach(Handle pid) { return Store{pid}; }
  const Handle& handle() const { return pid_; }
  bool health() const { return ::kill(pid_, 0) == 0; }
  void teardown() { process_.reset(); }

 private:
  explicit Store(pid_t pid) : pid_{pid} {}
  std::optional<os::Process> process_;
  pid_t pid_;
};
FIXTURE(Store, (TmpDir& folder), scope::run) {
  Store store{service(folder, "echo compacting; exec sleep 1000")};
  EVENTUALLY(10, has(folder / "log", "compacting"));
  return store;
}

TEST(fails_beside_a_service, (Engine&)) {
  std::puts("asked with secret-of-mine");
  CHECK(1 == 2);
}

TEST(fails_behind_a_dead_service, (TmpDir& folder)) {
  auto gone = service(folder, "echo enough; exit 3");
  auto died = service(folder, "kill -SEGV $$");
  CHECK(gone.wait(base::Deadline::in(std::chrono::seconds{10})).has_value());
  CHECK(died.wait(base::Deadline::in(std::chrono::seconds{10})).has_value());
  FAIL("nobody answers");
}

TEST(ends_its_process, (Engine&)) { std::exit(7); }

TEST(aborts) { std::abort(); }

TEST(waits_for_the_store, (Store&), timeout(1.5)) { EVENTUALLY(60, 1 == 2); }

TEST(waits_for_the_store_in_vain, (Store&), timeout(1.5)) {
  while (true) ::pause();
}

TEST(passes, (TmpDir& folder)) {
  auto gone = service(folder, "exit 4");
  CHECK(gone.wait(base::Deadline::in(std::chrono::seconds{10})).has_value());
}
