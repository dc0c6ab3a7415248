// Finds for each test the fixtures that it gets: the nearest definition wins, a fixture that asks
// for its own type gets the next outer one.
//
// Nearness, as seen from a test: its own file, then conftest.cpp of its folder, of the folder
// above, …, then definitions in other sources (libraries), which everyone sees.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "testing/runner/suite.hpp"

namespace dyntest::runner {

// How near a definition in `definition_file` is to a test in `test_file`: greater is nearer;
// nothing if it is out of sight.
std::optional<int> nearness(const std::string& definition_file, const std::string& test_file);

class Resolver {
 public:
  Resolver(const std::vector<const check::FixtureEntry*>& definitions,
           std::deque<FixtureNode>& nodes)
      : definitions_{definitions}, nodes_{nodes} {}

  // Fills in `parameters`, `class_parameters`, `setup_order` and `item.fixtures`, or `broken`.
  void resolve(Test& test);

 private:
  struct Broken {
    std::string why;
  };
  using Type = const std::type_info*;

  // Definitions of a type that the test sees, nearest first.
  std::vector<const check::FixtureEntry*> in_sight(const Test& test, Type type) const;
  std::vector<const check::FixtureEntry*> autouse_in_sight(const Test& test) const;
  const FixtureNode* find(const Test& test, Type type);
  const FixtureNode* node(const Test& test, const check::FixtureEntry& entry);
  std::string not_found(const Test& test, Type type) const;

  const std::vector<const check::FixtureEntry*>& definitions_;
  std::deque<FixtureNode>& nodes_;
  // The last part: for whom it is, if each asker gets its own.
  std::map<std::tuple<const check::FixtureEntry*, std::vector<const FixtureNode*>,
                      const check::FixtureEntry*>,
           const FixtureNode*>
      known_;
  std::vector<const check::FixtureEntry*> under_way_;  // from the test down to the one being made
};

}  // namespace dyntest::runner
