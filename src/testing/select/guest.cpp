#include "testing/select/guest.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "testing/select/nearest.hpp"
#include "testing/select/wildcard.hpp"

namespace dyntest::select {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view build_dir = "{build_dir}/";

bool means(std::string_view pattern, const model::Item& item) {
  if (pattern.starts_with('[') && pattern.ends_with(']')) {
    const auto label = pattern.substr(1, pattern.size() - 2);
    return std::ranges::any_of(
        item.marks, [&](const model::Mark& mark) { return fits_wildcard(mark.name, label); });
  }
  return fits_wildcard(item.title(), pattern) || fits_wildcard(item.node_id(), pattern);
}

}  // namespace

std::string Guest::name() const {
  const std::string_view whole = path;
  const auto rest = whole.starts_with(build_dir) ? whole.substr(build_dir.size()) : whole;
  auto name = fs::path{rest}.lexically_normal();
  if (!name.has_filename()) name = name.parent_path();
  return name;
}

fs::path Guest::place(const fs::path& root, const fs::path& build_folder) const {
  return ((path.starts_with(build_dir) ? build_folder : root) / name()).lexically_normal();
}

std::vector<std::string> plain_marks(const std::vector<model::MarkDeclaration>& declared) {
  std::vector<std::string> names;
  for (const auto& mark : declared)  // a signature names the values that a mark takes
    if (mark.signature.find('(') == std::string::npos) names.push_back(mark.signature);
  return names;
}

base::Status check_guest_marks(const Guest& guest,
                               const std::vector<model::MarkDeclaration>& declared) {
  const auto known = plain_marks(declared);
  for (const auto& [pattern, marks] : guest.marks)
    for (const auto& mark : marks) {
      if (std::ranges::find(known, mark) != known.end()) continue;
      const auto with_values = std::ranges::any_of(declared, [&](const auto& each) {
        return each.signature.starts_with(mark.substr(0, mark.find('(')) + "(");
      });
      const auto why =
          with_values ? fmt::format("mark '{}' for \"{}\" takes values: say it in an [[override]]",
                                    mark, pattern)
                      : fmt::format("unknown mark '{}' for \"{}\"{} (dyntest --markers lists them)",
                                    mark, pattern, did_you_mean(mark, known));
      return base::Error{fmt::format("{}: {}", guest.origin, why)};
    }
  return {};
}

void give_marks(model::Item& item, const Guest& guest, const std::vector<std::string>& plain) {
  std::vector<std::string> wanted;
  for (const auto& [pattern, marks] : guest.marks)
    if (means(pattern, item)) wanted.insert(wanted.end(), marks.begin(), marks.end());
  std::erase_if(item.marks, [&](const model::Mark& label) {
    return label.arguments.empty() && std::ranges::find(plain, label.name) == plain.end();
  });
  for (const auto& mark : wanted)
    if (item.mark(mark) == nullptr) item.marks.push_back({mark, {}});
}

}  // namespace dyntest::select
