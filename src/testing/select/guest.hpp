// A [[guest]] of dyntest.toml: a suite of another framework whose tests run with ours.
//
//   [[guest]]
//   kind = "googletest"                  # or catch2, doctest, pytest
//   path = "{build_dir}/router_test"     # relative to the root, or to the build folder
//
//   [guest.marks]                        # which of its tests have which of our marks
//   "Slow*" = ["slow"]                   # by name, `Suite.Test`, or by node id; * and ? are wild
//   "[net]" = ["network"]                # by label: Catch2 tag, doctest suite, pytest mark
//
// Says which tests are meant; how they are listed and run is the business of the room guests.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/error.hpp"
#include "testing/model/item.hpp"

namespace dyntest::select {

enum class GuestKind { googletest, catch2, doctest, pytest };
inline constexpr std::string_view guest_kinds[] = {"googletest", "catch2", "doctest", "pytest"};

struct Guest {
  GuestKind kind = GuestKind::googletest;
  std::string path;                                       // as it is written
  std::vector<std::string> command;                       // how pytest is started
  std::map<std::string, std::vector<std::string>> marks;  // by pattern
  std::string origin;                                     // `dyntest.toml:12`

  // The file part of its node ids: the path without `{build_dir}/`.
  std::string name() const;
  // Where it is; both folders are absolute.
  std::filesystem::path place(const std::filesystem::path& root,
                              const std::filesystem::path& build_folder) const;
};

// Whether the map names marks that are declared, and take no values:
//   dyntest.toml:12: unknown mark 'slo' for "Slow*"; did you mean slow?
base::Status check_guest_marks(const Guest& guest,
                               const std::vector<model::MarkDeclaration>& declared);

// The names of marks that take no values: those that a guest's test can have.
std::vector<std::string> plain_marks(const std::vector<model::MarkDeclaration>& declared);

// Turns the labels that a test came with into marks: those of them that are among `plain`, and what
// the map gives it. Marks with values stay.
void give_marks(model::Item& item, const Guest& guest, const std::vector<std::string>& plain);

}  // namespace dyntest::select
