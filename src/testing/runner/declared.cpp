#include "testing/runner/declared.hpp"

#include <algorithm>
#include <map>

#include "testing/runner/builtin_marks.hpp"

namespace dyntest::runner {

std::vector<model::MarkDeclaration> declared_marks(const std::vector<Collection>& collections) {
  std::map<std::string, model::MarkDeclaration> declared;
  for (auto& mark : builtin_marks()) declared.emplace(mark.signature, mark);
  for (const auto& collection : collections)
    for (const auto& mark : collection.marks) declared.emplace(mark.signature, mark);
  std::vector<model::MarkDeclaration> all;
  for (auto& [signature, mark] : declared) all.push_back(std::move(mark));
  return all;
}

std::vector<model::Fixture> declared_fixtures(const std::vector<Collection>& collections) {
  std::vector<model::Fixture> declared;
  for (const auto& collection : collections)
    for (const auto& fixture : collection.fixtures)
      if (std::ranges::none_of(declared, [&](const model::Fixture& each) {
            return each.name == fixture.name && each.place == fixture.place;
          }))
        declared.push_back(fixture);
  return declared;
}

std::vector<model::Setting> declared_settings(const std::vector<Collection>& collections) {
  std::vector<model::Setting> declared;
  for (const auto& collection : collections)
    for (const auto& setting : collection.settings)
      if (std::ranges::none_of(
              declared, [&](const model::Setting& each) { return each.place == setting.place; }))
        declared.push_back(setting);
  std::ranges::sort(declared, {}, &model::Setting::name);
  return declared;
}

}  // namespace dyntest::runner
