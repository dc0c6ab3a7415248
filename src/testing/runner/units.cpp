#include "testing/runner/units.hpp"

#include <algorithm>
#include <utility>

#include "foundation/base/panic.hpp"

namespace dyntest::runner {

Units::Units(const std::vector<Selected>& tests) {
  const Selected* before = nullptr;
  for (std::uint32_t i = 0; i < tests.size(); ++i) {
    const auto& test = tests[i];
    if (before == nullptr || before->file != test.file || before->executable != test.executable)
      units_.push_back({test.executable, {}});
    units_.back().items.push_back(i);
    units_.back().alone |= test.alone;
    before = &test;
  }
  units_.sort([](const Unit& a, const Unit& b) { return !a.alone && b.alone; });  // stable
}

bool Units::has(std::size_t executable) const {
  return std::ranges::any_of(units_, [&](const Unit& unit) {
    return unit.executable == executable && unit.alone == alone();
  });
}

Unit Units::take(std::size_t executable) {
  const auto unit = std::ranges::find_if(units_, [&](const Unit& each) {
    return each.executable == executable && each.alone == alone();
  });
  base::require(unit != units_.end(), "no unit is left for this executable");
  Unit taken = std::move(*unit);
  units_.erase(unit);
  taken_alone_ = taken.alone;
  return taken;
}

std::vector<std::size_t> Units::executables() const {
  std::vector<std::size_t> all;
  for (const Unit& unit : units_)
    if (unit.alone == alone()) all.push_back(unit.executable);
  return all;
}

}  // namespace dyntest::runner
