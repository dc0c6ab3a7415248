#include "kit/services/detail/parts.hpp"

#include <algorithm>
#include <chrono>

namespace dyntest::services::detail {

constexpr base::Duration first_share = std::chrono::milliseconds{20};

Bounds share(const Bounds& bounds, base::Duration waited, std::size_t count) {
  if (count <= 1) return bounds;
  const auto most = bounds.deadline.left() / static_cast<base::Duration::rep>(count);
  return {base::Deadline::in(std::min(most, std::max(first_share, waited / 2))), bounds.cancel_fd};
}

Parts::Parts(const std::vector<Probe>& parts, const Subject& subject) {
  for (const Probe& part : parts)
    parts_.push_back({part.begin(subject), Answer::not_yet("not asked")});
}

bool Parts::is_each(Answer::Kind kind) const {
  return std::ranges::all_of(parts_, [&](const Part& part) { return part.answer.kind == kind; });
}

bool Parts::is_some(Answer::Kind kind) const {
  return std::ranges::any_of(parts_, [&](const Part& part) { return part.answer.kind == kind; });
}

std::string Parts::why() const {
  std::string text;
  for (const auto& part : parts_) {
    if (part.answer.kind == Answer::Kind::ready) continue;
    if (!text.empty()) text += "; ";
    text += part.answer.why;
  }
  return text;
}

void Parts::add_wakes(std::vector<int>& wakes) const {
  for (const auto& part : parts_)
    if (part.answer.kind == Answer::Kind::not_yet) part.prober->add_wakes(wakes);
}

std::size_t Parts::open() const {
  return static_cast<std::size_t>(std::ranges::count_if(
      parts_, [](const Part& part) { return part.answer.kind == Answer::Kind::not_yet; }));
}

}  // namespace dyntest::services::detail
