// Starts etcd and nats-server so many times, and prints a line for each start:
//   etcd 0.8 104.2                 ms after the prober's first success, ms from the start
//   nats-server 0.4 18.9
//   together 108.3                 ms until both were ready, started together
//   one_after_the_other 124.5
#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "kit/services/etcd.hpp"
#include "kit/services/nats.hpp"
#include "kit/services/start_together.hpp"
#include "prober.hpp"

namespace {

using dyntest::services::Etcd;
using dyntest::services::Launch;
using dyntest::services::Nats;
using dyntest::services::Service;
using Clock = std::chrono::steady_clock;
namespace fs = std::filesystem;

double ms_between(Clock::time_point begin, Clock::time_point end) {
  return std::chrono::duration<double, std::milli>(end - begin).count();
}

std::uint16_t port_of(const std::string& url) {
  return static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)));
}

void measure_etcd(const fs::path& folder) {
  Launch launch = Etcd::launch(folder).value();
  Prober prober{{port_of(launch.address), "GET /health HTTP/1.0\r\n\r\n", "\"health\":\"true\""}};
  const auto begin = Clock::now();
  const Etcd etcd = Etcd::of(Service::start(std::move(launch)).value());
  const auto end = Clock::now();
  fmt::print("etcd {} {}\n", ms_between(prober.first_success(), end), ms_between(begin, end));
}

void measure_nats(const fs::path& folder) {
  Launch launch = Nats::launch(folder).value();
  Prober prober{{port_of(launch.address), "CONNECT {\"verbose\":false}\r\nPING\r\n", "PONG"}};
  const auto begin = Clock::now();
  const Nats nats = Nats::of(Service::start(std::move(launch)).value()).value();
  const auto end = Clock::now();
  fmt::print("nats-server {} {}\n", ms_between(prober.first_success(), end),
             ms_between(begin, end));
}

void measure_together(const fs::path& folder) {
  const auto begin = Clock::now();
  std::vector<Launch> launches;
  launches.push_back(Etcd::launch(folder / "etcd").value());
  launches.push_back(Nats::launch(folder / "nats").value());
  auto services = dyntest::services::start_together(std::move(launches)).value();
  const Etcd etcd = Etcd::of(std::move(services[0]));
  const Nats nats = Nats::of(std::move(services[1])).value();
  fmt::print("together {}\n", ms_between(begin, Clock::now()));
}

void measure_one_after_the_other(const fs::path& folder) {
  const auto begin = Clock::now();
  const Etcd etcd = Etcd::start(folder / "etcd").value();
  const Nats nats = Nats::start(folder / "nats").value();
  fmt::print("one_after_the_other {}\n", ms_between(begin, Clock::now()));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return EXIT_FAILURE;
  const int starts = std::stoi(argv[1]);
  const fs::path all = argv[2];
  for (int i = 0; i < starts; ++i) {
    const auto folder = [&](const char* name) { return all / fmt::format("{}-{}", name, i); };
    measure_etcd(folder("etcd"));
    measure_nats(folder("nats"));
    measure_together(folder("together"));
    measure_one_after_the_other(folder("sequence"));
  }
}
