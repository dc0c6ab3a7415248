// Services that write before, while and behind the tests that fail.
#include <sys/stat.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <string>

#include "conftest.hpp"
#include "foundation/cell/service_book.hpp"
#include "kit/services/ready_log_line.hpp"
#include "kit/services/service.hpp"
#include "testing/builtin/tmp_dir.hpp"
#include "testing/runner/dialogue.hpp"

namespace services = dyntest::services;
using dyntest::base::Deadline;
using dyntest::builtin::TmpDir;

// Writes what it is told.
class Parrot {
 public:
  explicit Parrot(const std::string& name) : service_{start(name)} {}

  void say(const std::string& words) {
    std::ofstream{pipe()} << words << "\n";
    const auto heard = service_.wait_until(services::ready::log_line(words),
                                           Deadline::in(std::chrono::seconds{30}));
    if (!heard) FAIL(heard.error().text());
    EVENTUALLY(30, is_noted());
  }

 private:
  // Its init knows when it came: a test that begins now has not seen it.
  bool is_noted() const {
    for (const auto& known : dyntest::cell::services_of(dyntest::runner::init_of_this_process()))
      if (known.output == service_.log() && !known.arrivals.empty())
        return known.arrivals.back().bytes == std::filesystem::file_size(service_.log());
    return false;
  }
  std::string pipe() const { return folder_.path() / "words"; }
  services::Service start(const std::string& name) {
    ::mkfifo(pipe().c_str(), 0600);
    services::Launch launch;
    launch.name = name;
    launch.folder = folder_.path();
    launch.command.argv = {"sh", "-c", "echo up; exec cat <> words"};
    launch.command.folder = folder_.path();
    launch.probe = services::ready::log_line("up");
    auto service = services::Service::start(std::move(launch));
    if (!service) throw std::runtime_error{service.error().text()};
    return *std::move(service);
  }

  TmpDir folder_;
  services::Service service_;
};

struct Backend : Parrot {
  Backend() : Parrot{"backend"} {}
};
FIXTURE(Backend, scope::session) { return std::make_unique<Backend>(); }

TEST(passes_and_shows_nothing, (Backend & backend)) { backend.say("a passed test asked"); }

TEST(shows_what_came_while_it_ran, (Backend & backend)) {
  backend.say("no worker left");
  Parrot frontend{"frontend"};
  frontend.say("POST /v1/completions 503");
  CHECK(1 == 2);
}

TEST(shows_it_when_it_dies, (Backend & backend)) {
  backend.say("last words");
  std::abort();
}

TEST(shows_nothing_where_services_were_silent, (Backend&)) { CHECK(1 == 2); }
