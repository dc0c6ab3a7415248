// Starts a deployment so many times, each anew in a folder of its own, and prints the milliseconds
// from the start until it was routable, a line each: etcd, NATS, a frontend with a KV router, two
// mock engines in one process.
//
//   bench_dynamo PYTHON FOLDER STARTS
#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>

#include "foundation/base/clock.hpp"
#include "kit/dynamo/dynamo.hpp"

using dyntest::dynamo::Deployment;
using dyntest::dynamo::Dynamo;

int main(int count, char** words) {
  if (count != 4) {
    fmt::print(stderr, "usage: bench_dynamo PYTHON FOLDER STARTS\n");
    return 2;
  }
  const auto installation = dyntest::dynamo::find_installation(words[1]);
  if (!installation) {
    fmt::print(stderr, "bench_dynamo: {}\n", installation.error().text());
    return 1;
  }
  const Deployment deployment = Deployment{}.frontend().mockers({.workers = 2});
  for (int i = 0; i < std::atoi(words[3]); ++i) {
    const auto begin = dyntest::base::Clock::now();
    const auto folder = std::filesystem::path{words[2]} / fmt::format("start-{}", i);
    const auto dynamo = Dynamo::start(deployment, *installation, folder);
    if (!dynamo) {
      fmt::print(stderr, "bench_dynamo: {}\n", dynamo.error().text());
      return 1;
    }
    fmt::print("{:.1f}\n", dyntest::base::seconds_since(begin) * 1000);
  }
}
