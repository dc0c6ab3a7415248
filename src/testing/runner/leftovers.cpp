#include "testing/runner/leftovers.hpp"

#include <fmt/format.h>

namespace dyntest::runner {

void Leftovers::start_anew() {
  threads_.start_anew();
  processes_.start_anew();
  descriptors_.start_anew();
}

void Leftovers::adopt() {
  threads_.adopt();
  processes_.adopt();
  files_.adopt();
  descriptors_.adopt();
}

void Leftovers::forget_ended() {
  threads_.forget_ended();
  descriptors_.forget_ended();
}

Leftovers::Found Leftovers::take(bool shares, const char* remedy) {
  Found found;
  for (const auto& line : processes_.left_behind(shares))
    found.lines.push_back("left a process behind, which has been ended: " + line);
  for (const auto& path : files_.left_behind(shares))
    found.lines.push_back("left a file behind, which has been removed: " + path);
  const auto threads = threads_.left_behind();
  if (!threads.empty()) found.lines.push_back(left_behind_text(threads, remedy));
  for (const auto& line : descriptors_.left_behind(shares)) {
    found.lines.push_back(fmt::format("left a descriptor open; {}: {}", remedy, line));
    found.stays = true;
  }
  found.stays |= !threads.empty();
  return found;
}

}  // namespace dyntest::runner
