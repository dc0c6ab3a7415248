// What the services of a test have written while it ran: one timeline across all of them.
//
//   +0.012s etcd      {"level":"info","msg":"ready to serve client requests"}
//   +0.340s frontend  POST /v1/completions 503
//
// Each line stands at the time it arrived at (cell/output_watch.hpp), counted from the test's
// begin. A service is named after its file: Service calls that <name>.log.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace dyntest::runner {

class ServiceTimeline {
 public:
  using Time = std::chrono::steady_clock::time_point;

  // Of a test that began then.
  explicit ServiceTimeline(Time begin) : begin_{begin} {}

  // Reads what has come since the begin, or since it looked last, from what these inits have
  // started. Files that are gone, or in a cell whose folders are not ours, have nothing.
  void look(const std::vector<pid_t>& inits);
  // What it has seen since this was called last: the last 200 lines, and at most 32 KiB, behind a
  // line that says how many are left out. Empty if there was nothing.
  std::string take();

 private:
  struct Line {
    Time at;
    std::string service;
    std::string text;
  };

  Time begin_;
  std::map<std::string, std::uint64_t> seen_;  // path -> so far
  std::vector<Line> lines_;
};

}  // namespace dyntest::runner
