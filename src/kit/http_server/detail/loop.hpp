// The server's one thread, and its port: accepts connections and serves each as a Session. Hides
// Boost.Asio.
#pragma once

#include <cstdint>
#include <memory>

#include "foundation/base/error.hpp"
#include "kit/http_server/detail/board.hpp"

namespace dyntest::http_server::detail {

class Loop {
 public:
  static base::Result<Loop> start(std::shared_ptr<Board> board);
  Loop(Loop&&) noexcept;
  Loop& operator=(Loop&&) noexcept;
  // Ends the thread, then closes all connections. Waits for a Function of the test that runs.
  ~Loop();

  std::uint16_t port() const;

 private:
  struct Impl;
  explicit Loop(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace dyntest::http_server::detail
