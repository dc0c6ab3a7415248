// What the blocks of docs/manual/http_server.md stand on.
#pragma once

#include <chrono>
#include <string>

#include "fixtures/http_server.hpp"
#include "foundation/base/deadline.hpp"
#include "testing/check/check.hpp"

using dyntest::base::Deadline;
using dyntest::fixtures::Answer;
using dyntest::fixtures::Fault;
using dyntest::fixtures::HttpServer;
using dyntest::fixtures::Json;
using dyntest::http_server::Request;
using namespace std::chrono_literals;

struct Client {
  explicit Client(std::string url);
  std::string complete(std::string prompt);
  void begin(std::string prompt);
  std::string next_token();
  void leave();
};
