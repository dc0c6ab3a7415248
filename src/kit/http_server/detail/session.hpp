// One connection: reads a request, answers it as the board says, reads the next one. Runs on the
// loop's thread, as coroutines.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <memory>
#include <string>
#include <string_view>

#include "kit/http_server/detail/board.hpp"

namespace dyntest::http_server::detail {

// What an answer must know of its request.
struct Asked {
  bool is_http_1_1 = true;  // else no chunks
  bool is_head = false;     // no body
  bool keep_alive = true;
};

class Session : public std::enable_shared_from_this<Session> {
 public:
  template <class T>
  using Task = boost::asio::awaitable<T>;

  Session(std::shared_ptr<Board> board, boost::asio::ip::tcp::socket socket, int number);

  static Task<void> run(std::shared_ptr<Session> self);
  // Answers 503 without reading, and closes.
  void refuse_connection();

 private:
  // All of these say whether the connection lives on.
  Task<bool> serve_one();
  Task<bool> receive(Request& request, Asked& asked);
  Task<bool> answer(Answer answer, const Asked& asked);
  Task<bool> send_head(const Answer& answer, const Asked& asked);
  Task<bool> send_body(const Answer& answer, const Asked& asked);
  Task<bool> send_chunks(const Answer& answer, const Asked& asked);
  Task<bool> play(std::shared_ptr<StreamState> stream, const Asked& asked);
  Task<bool> play_step(const StreamStep& step, const Asked& asked);
  Task<bool> write(std::string_view bytes);  // which stay until it is over
  Task<bool> write_chunk(std::string_view text, bool framed);
  Task<void> refuse(const Answer& refusal);
  Task<void> pause(base::Duration time);
  Task<void> until_closed();

  // Beside a stream: resumes it when the client has gone.
  static Task<void> watch(std::shared_ptr<Session> self, std::shared_ptr<StreamState> stream);
  Answer call(const Function& function, const Request& request);
  void close();
  void reset();

  std::shared_ptr<Board> board_;
  boost::asio::ip::tcp::socket socket_;
  boost::asio::steady_timer timer_;
  boost::asio::steady_timer stepped_;  // never ends by itself: cancelled when a stream has a step
  boost::beast::flat_buffer buffer_;
  int number_;
  bool client_has_gone_ = false;  // seen by `watch`
};

}  // namespace dyntest::http_server::detail
