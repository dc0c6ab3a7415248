#include "testing/runner/service_timeline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <utility>

#include "foundation/base/split.hpp"
#include "foundation/cell/service_book.hpp"

namespace dyntest::runner {
namespace {

using Time = ServiceTimeline::Time;

constexpr std::size_t kept_lines_max = 200;
constexpr std::size_t kept_bytes_max = 32u << 10u;
constexpr std::size_t kept_line_max = 1000;

// When the byte at `position` came; what no arrival tells of has come just now.
Time arrival_of(std::uint64_t position, const std::vector<cell::OutputSize>& arrivals, Time now) {
  const auto found = std::ranges::upper_bound(arrivals, position, {}, &cell::OutputSize::bytes);
  return found == arrivals.end() ? now : found->at;
}

// How long the output was at that moment.
std::uint64_t size_at(Time moment, const std::vector<cell::OutputSize>& arrivals) {
  const auto next = std::ranges::lower_bound(arrivals, moment, {}, &cell::OutputSize::at);
  return next == arrivals.begin() ? 0 : std::prev(next)->bytes;
}

// What stands behind `position`, but no more than can be shown; `position`: where that begins.
std::string written_since(std::uint64_t& position, const std::string& path) {
  std::ifstream file{path, std::ios::binary | std::ios::ate};
  if (!file) return {};
  const auto size = static_cast<std::uint64_t>(std::max<std::streamoff>(0, file.tellg()));
  if (position > size) position = 0;  // it was begun anew
  const bool is_long = size - position > kept_bytes_max;
  if (is_long) position = size - kept_bytes_max;
  std::string bytes(size - position, '\0');
  file.seekg(static_cast<std::streamoff>(position));
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  if (!is_long) return bytes;
  const auto half_a_line = std::min(bytes.find('\n') + 1, bytes.size());
  position += half_a_line;
  return bytes.substr(half_a_line);
}

struct Output {
  std::string path;
  std::vector<cell::OutputSize> arrivals;
};

// Of what an init has started, in that order. What was started again goes on in the same file.
std::vector<Output> outputs_of(pid_t init) {
  std::vector<Output> outputs;
  for (auto& service : cell::services_of(init)) {
    if (service.output.empty()) continue;
    auto known = std::ranges::find(outputs, service.output, &Output::path);
    if (known == outputs.end()) known = outputs.insert(known, {std::move(service.output), {}});
    known->arrivals.insert(known->arrivals.end(), service.arrivals.begin(), service.arrivals.end());
  }
  return outputs;
}

}  // namespace

void ServiceTimeline::look(const std::vector<pid_t>& inits) {
  const auto now = std::chrono::steady_clock::now();
  for (const pid_t init : inits) {
    for (const auto& [path, arrivals] : outputs_of(init)) {
      auto& position = seen_.try_emplace(path, size_at(begin_, arrivals)).first->second;
      const auto name = std::filesystem::path{path}.stem().string();
      const auto bytes = written_since(position, path);
      std::uint64_t at = position;
      position += bytes.size();
      for (auto& text : base::split(bytes, '\n')) {
        const auto arrival = arrival_of(at, arrivals, now);
        at += text.size() + 1;
        if (text.size() > kept_line_max) text = text.substr(0, kept_line_max) + "…";
        if (!text.empty()) lines_.push_back({arrival, name, std::move(text)});
      }
    }
  }
}

std::string ServiceTimeline::take() {
  auto lines = std::exchange(lines_, {});
  std::ranges::stable_sort(lines, {}, &Line::at);
  std::size_t width = 0;
  for (const auto& line : lines) width = std::max(width, line.service.size());
  std::string text;
  std::size_t shown = 0;
  for (auto line = lines.rbegin(); line != lines.rend() && shown < kept_lines_max;
       ++line, ++shown) {
    const auto seconds = std::chrono::duration<double>(line->at - begin_).count();
    const auto one = fmt::format("+{:.3f}s {:{}}  {}\n", std::max(0.0, seconds), line->service,
                                 width, line->text);
    if (text.size() + one.size() > kept_bytes_max) break;
    text.insert(0, one);
  }
  if (shown == lines.size()) return text;
  return fmt::format("… {} lines before\n", lines.size() - shown) + text;
}

}  // namespace dyntest::runner
