#include "kit/faults/schedule.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "kit/faults/chance.hpp"
#include "kit/faults/detail/duration_text.hpp"

namespace dyntest::faults {
namespace {

// Branches of a schedule's seed.
constexpr std::uint64_t for_kinds = 0;
constexpr std::uint64_t for_steps = 1;
constexpr std::uint64_t first_step = 2;

using Kinds = std::vector<const FaultKind*>;

const FaultKind* draw_kind(const Kinds& kinds, base::Rng& rng) {
  std::uint64_t total = 0;
  for (const FaultKind* kind : kinds) total += kind->weight;
  if (total == 0) return nullptr;
  std::uint64_t ticket = rng.below(total);
  for (const FaultKind* kind : kinds) {
    if (ticket < kind->weight) return kind;
    ticket -= kind->weight;
  }
  return nullptr;
}

Kinds existing_kinds(const FaultTable& table, bool swarm, base::Rng rng) {
  Kinds all, drawn;
  for (const FaultKind& kind : table) all.push_back(&kind);
  if (!swarm) return all;
  for (const FaultKind* kind : all)
    if (chance(rng, 0.5) && kind->weight > 0) drawn.push_back(kind);
  if (!drawn.empty()) return drawn;
  const FaultKind* only = draw_kind(all, rng);
  return only == nullptr ? Kinds{} : Kinds{only};
}

bool stands(const Step& step, base::Duration moment) { return step.at + step.lasts > moment; }

Part part_of(const FaultTable& table, const std::string& fault) {
  return std::ranges::find(table, fault, &FaultKind::name)->part;
}

class Draft {
 public:
  Draft(const FaultTable& table, const std::vector<Place>& places, const Plan& plan)
      : table_{table}, places_{places}, plan_{plan} {}

  // From `moment` on, when there is room for one more.
  base::Duration with_room(base::Duration moment) const {
    std::vector<base::Duration> ends;
    for (const Step& step : steps)
      if (stands(step, moment)) ends.push_back(step.at + step.lasts);
    const std::size_t room = std::max<std::size_t>(plan_.together_max, 1);
    if (ends.size() < room) return moment;
    std::ranges::sort(ends);
    return ends[ends.size() - room];
  }

  const Place* draw_place(const FaultKind& kind, base::Duration moment, base::Rng& rng) const {
    std::vector<const Place*> free;
    for (const Place& place : places_)
      if (may_go(kind, place, moment)) free.push_back(&place);
    return free.empty() ? nullptr : free[rng.below(free.size())];
  }

  std::vector<Step> steps;

 private:
  bool may_go(const FaultKind& kind, const Place& place, base::Duration moment) const {
    const bool of_process = kind.part == Part::process;
    if (of_process ? !place.has_process : !place.has_network) return false;
    return std::ranges::none_of(steps, [&](const Step& step) {
      if (step.target != place.name || !stands(step, moment)) return false;
      return step.fault == kind.name ||
             (of_process && part_of(table_, step.fault) == Part::process);
    });
  }

  const FaultTable& table_;
  const std::vector<Place>& places_;
  const Plan& plan_;
};

}  // namespace

std::vector<Place> places_of(const std::vector<Target>& targets) {
  std::vector<Place> places;
  for (const Target& target : targets)
    places.push_back({target.name, target.proxy != nullptr, target.victim != nullptr});
  return places;
}

Schedule Schedule::random(const FaultTable& table, const std::vector<Place>& places,
                          const Plan& plan, std::uint64_t seed) {
  const Kinds kinds = existing_kinds(table, plan.swarm, branch(seed, for_kinds));
  base::Rng rng = branch(seed, for_steps);
  Draft draft{table, places, plan};
  base::Duration moment{0};
  for (std::uint64_t i = 0; i < plan.steps_max; ++i) {
    moment = draft.with_room(moment + between(rng, plan.shortest_gap, plan.longest_gap));
    if (moment > plan.total) break;
    const FaultKind* kind = draw_kind(kinds, rng);
    if (kind == nullptr) break;
    const auto lasts = between(rng, kind->shortest, kind->longest);
    const Place* place = draft.draw_place(*kind, moment, rng);
    if (place == nullptr) continue;
    const auto step_seed = branch(seed, first_step + i).next();
    draft.steps.push_back({moment, lasts, kind->name, place->name, step_seed});
  }
  return {seed, std::move(draft.steps)};
}

std::string Schedule::text() const {
  std::string text = fmt::format("seed {}, {} faults\n", seed, steps.size());
  for (const Step& step : steps) {
    text += fmt::format("{:>9}  {} on {} for {}\n", detail::text(step.at), step.fault, step.target,
                        detail::text(step.lasts));
  }
  return text;
}

}  // namespace dyntest::faults
