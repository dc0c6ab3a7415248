#include "testing/select/file_name.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "testing/select/nearest.hpp"

namespace dyntest::select {

namespace {

struct Role {
  std::string_view type;    // as in a file's name
  std::string_view folder;  // and as the mark
};

constexpr std::array<Role, 3> roles = {Role{"unit", "unit"}, Role{"integ", "integration"},
                                       Role{"e2e", "e2e"}};

// A whole deployment has no component of ours: these name it, or the part of its API that is used.
constexpr std::array<std::string_view, 13> api_words = {
    "dynamo", "chat",     "completions", "models", "responses", "embeddings", "messages",
    "images", "realtime", "health",      "live",   "metrics",   "tokenize"};

const Role* role_of_folder(const std::filesystem::path& folder) {
  const Role* role = nullptr;
  for (const auto& part : folder) {
    const auto found = std::ranges::find(roles, part.string(), &Role::folder);
    if (found != roles.end()) role = &*found;
  }
  return role;
}

const Role* role_of_type(std::string_view type) {
  const auto found = std::ranges::find(roles, type, &Role::type);
  return found == roles.end() ? nullptr : &*found;
}

bool begins_with_words(std::string_view text, std::string_view words) {
  return text.starts_with(words) && (text.size() == words.size() || text[words.size()] == '_');
}

// Judges the part of a name after `test_<type>_`, for one role.
class Components {
 public:
  Components(const Role& role, const std::vector<std::string>& declared) : known_{declared} {
    if (role.type == "e2e") known_.insert(known_.end(), api_words.begin(), api_words.end());
  }

  // The longest one that `rest` begins with; empty if none.
  std::string fitting(std::string_view rest) const {
    std::string longest;
    for (const std::string& name : known_) {
      if (begins_with_words(rest, name) && name.size() > longest.size()) longest = name;
    }
    return longest;
  }

  // `rest` with the nearest component for its first words; `rest` itself if none is near.
  std::string corrected(std::string_view rest) const {
    if (!fitting(rest).empty()) return std::string{rest};
    std::string best{rest};
    std::size_t best_distance = rest.size();
    for (const std::string& name : known_) {
      const std::string_view words = first_words(rest, std::ranges::count(name, '_') + 1);
      const std::size_t distance = edit_distance(words, name);
      if (distance >= best_distance || !nearest(words, {name})) continue;
      best_distance = distance;
      best = name + std::string{rest.substr(words.size())};
    }
    return best;
  }

 private:
  static std::string_view first_words(std::string_view text, std::ptrdiff_t count) {
    std::size_t end = 0;
    for (; count > 0 && end != std::string_view::npos; --count) end = text.find('_', end + 1);
    return text.substr(0, end);
  }

  std::vector<std::string> known_;
};

std::string name_of(const Role& role, std::string_view rest) {
  return fmt::format("test_{}_{}.cpp", role.type, rest);
}

// What is wrong with the name `test_<type>_<rest>` of a file in the role's folder; empty if
// nothing.
std::string mistake_in_type(const Role& role, const Components& components, std::string_view type,
                            std::string_view rest) {
  if (type == role.type) return "";
  const std::string right =
      name_of(role, rest.empty() ? "<component>_<flow>" : components.corrected(rest));
  if (const Role* other = role_of_type(type)) {
    return fmt::format("type '{}' belongs in a folder {}/; did you mean {}?", type, other->folder,
                       right);
  }
  const std::string whole = rest.empty() ? std::string{type} : fmt::format("{}_{}", type, rest);
  if (!components.fitting(whole).empty()) {
    return fmt::format("no type; did you mean {}?", name_of(role, whole));
  }
  return fmt::format("unknown type '{}'; did you mean {}?", type, right);
}

std::string mistake_in_component(const Role& role, const Components& components,
                                 std::string_view rest) {
  if (rest.empty()) {
    return fmt::format("no component; the pattern is {}", name_of(role, "<component>_<flow>"));
  }
  const std::string component = components.fitting(rest);
  if (component.empty()) {
    const std::string_view word = rest.substr(0, rest.find('_'));
    const std::string corrected = components.corrected(rest);
    if (corrected != rest) {
      return fmt::format("unknown component '{}'; did you mean {}?", word,
                         name_of(role, corrected));
    }
    return fmt::format(
        "unknown component '{0}'; declare it in a conftest.hpp: MARK({0}, \"…\", component)", word);
  }
  if (rest.size() > component.size() + 1) return "";
  return fmt::format("nothing after component '{}'; did you mean {}?", component,
                     name_of(role, component + "_<flow>"));
}

}  // namespace

base::Result<std::optional<FileMarks>> marks_of_file(std::string_view path,
                                                     const std::vector<std::string>& components) {
  const std::filesystem::path file{path};
  const std::string stem = file.stem().string();
  const bool is_exempt = stem == "conftest" || stem.ends_with("test_utils");
  if (file.extension() != ".cpp" || is_exempt) return std::optional<FileMarks>{};
  const auto mistake = [path](std::string_view what) {
    return base::Error{fmt::format("{}: {}", path, what)};
  };

  const bool is_test = stem.starts_with("test_");
  const Role* role = role_of_folder(file.parent_path());
  if (role == nullptr) {
    if (!is_test) return std::optional<FileMarks>{};
    return mistake("a test file belongs below a folder unit/, integration/ or e2e/");
  }
  const Components known{*role, components};
  if (!is_test) {
    const std::string right = known.corrected(stem);
    return mistake(
        known.fitting(right).empty()
            ? fmt::format("not the name of a test file; the pattern is {}",
                          name_of(*role, "<component>_<flow>"))
            : fmt::format("not the name of a test file; did you mean {}?", name_of(*role, right)));
  }
  const std::string_view words = std::string_view{stem}.substr(5);
  const std::string_view type = words.substr(0, words.find('_'));
  const std::string_view rest = words.substr(std::min(type.size() + 1, words.size()));
  const std::string wrong_type = mistake_in_type(*role, known, type, rest);
  if (!wrong_type.empty()) return mistake(wrong_type);
  const std::string wrong_component = mistake_in_component(*role, known, rest);
  if (!wrong_component.empty()) return mistake(wrong_component);
  return std::optional{FileMarks{std::string{role->folder}, known.fitting(rest)}};
}

}  // namespace dyntest::select
