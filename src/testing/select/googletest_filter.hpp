// --gtest_filter: which tests GoogleTest's patterns mean. A pattern is a whole name, `Suite.test`,
// in which `*` stands for any text and `?` for one character.
//
//   A.x:B.*        A.x, and all of suite B        B.*-B.y:B.z*   all of B, but for y and what z
//   begins
//
// Knows names only; which test has which name is said in report/googletest_names.hpp.
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace dyntest::select {

class GoogleTestFilter {
 public:
  // Any text is a filter. The empty one means nothing, and one that begins with `-` all but.
  explicit GoogleTestFilter(std::string_view text = "*");

  bool matches(const std::string& name) const;
  // It lists tests by their whole names, and nothing else: no wildcard, nothing taken out.
  bool lists_names() const;

 private:
  // Patterns between colons. An IDE may hand over thousands of whole names.
  struct Patterns {
    std::unordered_set<std::string> names;
    std::vector<std::string> wild;

    explicit Patterns(std::string_view text);
    bool match(const std::string& name) const;
  };

  Patterns wanted_;
  Patterns unwanted_;
};

}  // namespace dyntest::select
