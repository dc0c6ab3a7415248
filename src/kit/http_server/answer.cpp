#include "kit/http_server/answer.hpp"

#include <algorithm>
#include <utility>

namespace dyntest::http_server {

Answer Answer::json(std::string text, int status) {
  Answer answer;
  answer.status = status;
  answer.headers = {{"Content-Type", "application/json"}};
  answer.body = std::move(text);
  return answer;
}

Answer Answer::text(std::string text, int status) {
  Answer answer;
  answer.status = status;
  answer.headers = {{"Content-Type", "text/plain; charset=utf-8"}};
  answer.body = std::move(text);
  return answer;
}

Answer Answer::events(const std::vector<std::string>& data, base::Duration gap) {
  Answer answer;
  answer.headers = {{"Content-Type", "text/event-stream"}, {"Cache-Control", "no-cache"}};
  for (const auto& each : data)
    answer.chunks.push_back({event_text(each), answer.chunks.empty() ? base::Duration{} : gap});
  return answer;
}

Answer Answer::busy(int status, std::chrono::seconds retry_after) {
  return Answer::text("busy\n", status).with("Retry-After", std::to_string(retry_after.count()));
}

Answer Answer::failing(Fault fault) { return Answer{}.with(fault); }

Answer Answer::with(Fault what) && {
  fault = what;
  return std::move(*this);
}

Answer Answer::with(std::string name, std::string value) && {
  headers.push_back({std::move(name), std::move(value)});
  return std::move(*this);
}

Answer Answer::after(base::Duration before_first_byte) && {
  delay = before_first_byte;
  return std::move(*this);
}

Answer Answer::with_slow_head(base::Duration before_each_byte) && {
  head_gap = before_each_byte;
  return std::move(*this);
}

Answer Answer::announcing(std::size_t bytes) && {
  content_length = bytes;
  return std::move(*this);
}

std::string event_text(std::string_view data) {
  std::string text;
  while (true) {
    const auto end = std::min(data.find('\n'), data.size());
    text.append("data: ").append(data.substr(0, end)).append("\n");
    if (end == data.size()) return text + "\n";
    data.remove_prefix(end + 1);
  }
}

}  // namespace dyntest::http_server
