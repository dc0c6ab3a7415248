#include "kit/faults/bites.hpp"

#include <fmt/format.h>

namespace dyntest::faults {

std::string Bites::text() const {
  std::string text;
  const auto tell = [&](std::uint64_t count, const char* one, const char* many) {
    if (count == 0) return;
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, count == 1 ? one : many);
  };
  tell(processes, "process", "processes");
  tell(connections, "connection", "connections");
  tell(chunks, "chunk", "chunks");
  tell(bytes, "byte", "bytes");
  return text.empty() ? "nothing" : text;
}

void BiteCounter::add(const Bites& more) {
  connections_ += more.connections;
  chunks_ += more.chunks;
  bytes_ += more.bytes;
  processes_ += more.processes;
}

Bites BiteCounter::read() const { return {connections_, chunks_, bytes_, processes_}; }

base::Status require_bites(const Bites& bites, const std::string& fault, const std::string& target,
                           base::Duration stood) {
  if (bites.any()) return {};
  return base::Error{fmt::format("{} on {} hit nothing in {:.1f} s", fault, target,
                                 std::chrono::duration<double>{stood}.count())};
}

}  // namespace dyntest::faults
