// Asks a server every 0.2 ms whether it answers, in a thread of its own, with nothing but sockets:
// independent of the probes that are measured. Does not go on once it has an answer.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <thread>

struct Question {
  std::uint16_t port;   // on 127.0.0.1
  std::string request;  // what is sent
  std::string answer;   // what the answer must hold
};

class Prober {
 public:
  explicit Prober(Question question);

  // When the first right answer had arrived. Blocks until then.
  std::chrono::steady_clock::time_point first_success();

 private:
  void run(const std::stop_token& stop);

  Question question_;
  std::chrono::steady_clock::time_point success_{};
  std::jthread thread_;
};
