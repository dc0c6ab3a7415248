#include "testing/schedule/gpus.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

namespace dyntest::schedule {

Gpus::Gpus(std::vector<Gpu> all) {
  for (auto& gpu : all) {
    const auto mib = gpu.mib;
    all_.push_back({std::move(gpu), mib, 0});
  }
}

bool Gpus::suffice(const GpuNeeds& needs) const {
  return std::ranges::count_if(all_, [&](const Card& card) { return card.gpu.mib >= needs.mib; }) >=
         static_cast<std::ptrdiff_t>(needs.count);
}

std::optional<Gpus::Indices> Gpus::take(const GpuNeeds& needs) {
  Indices could;
  for (std::size_t i = 0; i < all_.size(); ++i)
    if (all_[i].free >= needs.mib && (needs.mib > 0 || all_[i].users == 0)) could.push_back(i);
  if (could.size() < needs.count) return std::nullopt;
  std::ranges::stable_sort(could, {}, [this](std::size_t i) { return all_[i].free; });
  could.resize(needs.count);
  std::ranges::sort(could);
  for (const auto i : could) {
    all_[i].free -= needs.mib == 0 ? all_[i].free : needs.mib;
    ++all_[i].users;
  }
  return could;
}

void Gpus::give_back(const GpuNeeds& needs, const Indices& taken) {
  for (const auto i : taken) {
    all_[i].free += needs.mib == 0 ? all_[i].gpu.mib : needs.mib;
    --all_[i].users;
  }
}

std::string Gpus::text() const {
  if (all_.empty()) return "no GPU";
  std::vector<std::string> sizes;
  for (const auto& card : all_)
    sizes.push_back(fmt::format("{:g}", static_cast<double>(card.gpu.mib) / mib_in_gib));
  return fmt::format("{} GPU{} of {} GiB", all_.size(), all_.size() == 1 ? "" : "s",
                     fmt::join(sizes, ", "));
}

std::string Gpus::ids(const Indices& taken) const {
  std::vector<std::string> ids;
  for (const auto i : taken) ids.push_back(all_[i].gpu.id);
  return fmt::format("{}", fmt::join(ids, ","));
}

}  // namespace dyntest::schedule
