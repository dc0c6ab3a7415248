#include "conftest.hpp"

#include <csignal>

// The run's id is that of its controller, a dash and the time; that of an outer run stands before
// it.
static void interrupt_the_run() {
  const std::string id = std::getenv("DYNTEST_RUN_ID");
  ::kill(std::stoi(id.substr(id.rfind('/') + 1)), SIGINT);
}

Store Store::start(const std::filesystem::path& folder) {
  std::ofstream{folder / "store"} << ::getpid();
  return Store{folder / "store"};
}

void Store::teardown() {
  log("store is torn down");
  if (goes_wrong("stuck")) {
    interrupt_the_run();
    while (true) ::pause();
  }
  if (goes_wrong("teardown")) DYNTEST_FAIL("the store has lost a key");
}

pid_t Store::host() const {
  std::ifstream file{file_};
  pid_t pid = 0;
  file >> pid;
  return pid;
}

FIXTURE(Store, (TmpDir& folder), scope::run, setup_retries(goes_wrong("flaky") ? 2 : 0)) {
  log("store is built");
  std::puts("store: starting");
  if (goes_wrong("setup")) FAIL("no disk for the store");
  if (goes_wrong("skip")) SKIP("no store on this machine");
  if (goes_wrong("crash")) std::raise(SIGKILL);
  if (goes_wrong("interrupt")) interrupt_the_run();
  if (goes_wrong("interrupt") || goes_wrong("hang")) EVENTUALLY(60, goes_wrong("never"));
  if (goes_wrong("flaky") && !std::filesystem::exists(state() / "again")) {
    std::ofstream{state() / "again"};
    FAIL("the store was not ready");
  }
  return Store::start(folder);
}

FIXTURE(Index, (Store& store), scope::run) {
  log("index is built");
  return Index{{::getpid(), store.host()}};
}

FIXTURE(Session, (Store& store), scope::session) { return std::make_unique<Session>(store); }
