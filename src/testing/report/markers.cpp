#include "testing/report/markers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <limits>
#include <string>
#include <string_view>
#include <tuple>

#include "testing/report/text.hpp"

namespace dyntest::report {

namespace {

constexpr std::array<std::string_view, 3> families = {"frequency", "role", "component"};

// These families in their order, then the others by their names.
std::ptrdiff_t rank_of(const model::MarkDeclaration& mark) {
  return std::ranges::find(families, mark.family) - families.begin();
}

// A suite's own fixtures stand in its conftest.cpp files and test files; all others are a
// library's.
bool is_library(const model::Fixture& fixture) {
  const std::string name = std::filesystem::path{fixture.place.file}.filename().string();
  return name != "conftest.cpp" && !name.starts_with("test_");
}

void write_doc(Writer& writer, const std::string& doc, bool whole) {
  if (doc.empty()) return writer.line("    no comment above it", {Colour::red, false});
  const std::string_view text = whole ? doc : std::string_view{doc}.substr(0, doc.find("\n\n"));
  for (const std::string_view line : lines_of(text)) writer.line("    " + std::string{line});
}

void write_fixture(Writer& writer, const Paths& paths, bool verbose,
                   const model::Fixture& fixture) {
  writer.write(fixture.name, {Colour::green, false});
  if (fixture.scope != model::Scope::function) {
    writer.write(fmt::format(" [{} scope]", model::scope_name(fixture.scope)),
                 {Colour::cyan, false});
  }
  if (verbose || !is_library(fixture)) {
    writer.write(fmt::format(" -- {}:{}", paths.shown(fixture.place.file), fixture.place.line),
                 {Colour::yellow, false});
  }
  writer.line();
  write_doc(writer, fixture.doc, verbose);
  writer.line();
}

// How near a definition is to a test file: in the file itself, in the conftest.cpp of a folder
// above it, in a library; below zero where it is not for that file.
int nearness(const model::Fixture& fixture, const std::string& test_file) {
  if (is_library(fixture)) return 0;
  if (fixture.place.file == test_file) return std::numeric_limits<int>::max();
  const std::filesystem::path place{fixture.place.file};
  const std::string folder = place.has_parent_path() ? place.parent_path().string() + "/" : "";
  if (place.filename() != "conftest.cpp" || !test_file.starts_with(folder)) return -1;
  return 1 + static_cast<int>(folder.size());
}

const model::Fixture* nearest(const std::vector<model::Fixture>& fixtures, const std::string& name,
                              const std::string& test_file) {
  const model::Fixture* found = nullptr;
  int best = -1;
  for (const model::Fixture& fixture : fixtures) {
    const int near = fixture.name == name ? nearness(fixture, test_file) : -1;
    if (near <= best) continue;
    found = &fixture;
    best = near;
  }
  return found;
}

}  // namespace

void write_markers(Writer& writer, std::vector<model::MarkDeclaration> marks) {
  std::ranges::sort(marks, {}, [](const model::MarkDeclaration& mark) {
    return std::tuple{rank_of(mark), mark.family, mark.signature};
  });
  const std::string* family = nullptr;
  for (const model::MarkDeclaration& mark : marks) {
    if (family == nullptr || *family != mark.family) {
      if (family != nullptr) writer.line();
      writer.rule('-', mark.family);
      family = &mark.family;
    }
    writer.write("MARK " + mark.signature + ":", {Colour::none, true});
    writer.line(" " + mark.description);
  }
}

void write_fixtures(Writer& writer, const Paths& paths, const TerminalOptions& options,
                    std::vector<model::Fixture> fixtures) {
  std::ranges::sort(fixtures, {}, [](const model::Fixture& fixture) {
    const bool own = !is_library(fixture);
    const auto depth = own ? std::ranges::count(fixture.place.file, '/') : 0;
    const std::string file = own ? fixture.place.file : "";
    return std::tuple{own, depth, file, fixture.name, fixture.place.file, fixture.place.line};
  });
  const model::Fixture* before = nullptr;
  for (const model::Fixture& fixture : fixtures) {
    const bool library = is_library(fixture);
    const bool same_group =
        before != nullptr && (library || before->place.file == fixture.place.file);
    if (!same_group) {
      writer.line();
      writer.rule('-', library ? "fixtures of libraries"
                               : "fixtures defined from " + paths.shown(fixture.place.file));
    }
    write_fixture(writer, paths, options.verbosity > 0, fixture);
    before = &fixture;
  }
}

void write_fixtures_per_test(Writer& writer, const Paths& paths, const TerminalOptions& options,
                             const model::Items& items,
                             const std::vector<model::Fixture>& fixtures) {
  for (const model::Item& item : items) {
    std::vector<std::string> names = item.fixtures;
    std::ranges::sort(names);
    names.erase(std::ranges::unique(names).begin(), names.end());
    if (names.empty()) continue;
    writer.line();
    writer.rule('-', "fixtures used by " + item.title());
    writer.rule('-', fmt::format("({}:{})", paths.shown(item.file), item.line));
    for (const std::string& name : names) {
      const model::Fixture* fixture = nearest(fixtures, name, item.file);
      if (fixture != nullptr) write_fixture(writer, paths, options.verbosity > 0, *fixture);
    }
  }
}

}  // namespace dyntest::report
