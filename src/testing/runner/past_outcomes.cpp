#include "testing/runner/past_outcomes.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dyntest::runner {
namespace {

constexpr std::string_view known = ".RF";
constexpr std::size_t runs_max = 32;

}  // namespace

PastOutcomes::PastOutcomes(const Letters& letters) {
  for (const auto& [id, text] : letters)
    if (!text.empty() && text.find_first_not_of(known) == std::string::npos)
      letters_[id] = text.substr(text.size() - std::min(text.size(), runs_max));
}

void PastOutcomes::add(const std::string& id, char letter) {
  const auto found = letters_.find(id);
  if (found == letters_.end()) {
    if (letter != '.') letters_[id] = letter;
    return;
  }
  std::string& text = found->second;
  text += letter;
  if (text.size() > runs_max) text.erase(0, text.size() - runs_max);
  if (text.find_first_not_of('.') == std::string::npos) letters_.erase(found);
}

std::string PastOutcomes::note_of_failure(const std::string& id) const {
  const auto found = letters_.find(id);
  if (found == letters_.end()) return {};
  const std::string text = (found->second + "F").substr(found->second.size() < runs_max ? 0 : 1);
  const auto failed = std::ranges::count(text, 'F');
  const auto passed = static_cast<std::ptrdiff_t>(text.size()) - failed;
  if (passed == 0) return {};
  return fmt::format("history: {} failed, {} passed of its last {} runs: {}", failed, passed,
                     text.size(), text);
}

}  // namespace dyntest::runner
