// A server whose answers the test writes byte for byte: what no real server would do on request.
#pragma once

#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "foundation/os/fd.hpp"

// Serves one connection after another on 127.0.0.1 until it is destroyed: reads a request, answers
// it, reads the next one. An empty answer stays out.
class ToyServer {
 public:
  // `answer`: head and body, sent after every request.
  explicit ToyServer(std::string answer);
  ~ToyServer();
  ToyServer(const ToyServer&) = delete;
  ToyServer& operator=(const ToyServer&) = delete;

  // `http://127.0.0.1:41234/`
  const std::string& url() const { return url_; }
  // Whole requests so far, as they came.
  std::vector<std::string> requests();
  // Connections accepted so far, and how many of them the client has closed.
  int connections();
  int closed();

  // Sends more on the connection whose request was answered last.
  void send(std::string_view more);
  void hang_up();

 private:
  void serve();
  // False at the end of the connection.
  bool read_request(std::string& request);

  std::string answer_;
  std::string url_;
  dyntest::os::Fd listener_;
  std::mutex mutex_;  // guards what follows
  dyntest::os::Fd connection_;
  std::vector<std::string> requests_;
  int connections_ = 0;
  int closed_ = 0;
  bool over_ = false;
  std::thread thread_;
};
