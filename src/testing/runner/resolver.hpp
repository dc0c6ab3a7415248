// Finds for each test the fixtures that it gets: the nearest definition wins, a fixture that asks
// for its own type gets the next outer one. A test whose fixtures have cases becomes one test for
// each combination of their rows.
//
// Nearness, as seen from a test: its own file, then conftest.cpp of its folder, of the folder
// above, …, then definitions in other sources (libraries), which everyone sees.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "testing/runner/suite.hpp"

namespace dyntest::runner {

// The path up to and with its last slash; empty if there is none.
std::string folder_of(const std::string& file);

// How near a definition in `definition_file` is to a test in `test_file`: greater is nearer;
// nothing if it is out of sight.
std::optional<int> nearness(const std::string& definition_file, const std::string& test_file);

// What a hosted fixture asks for is its host's business, and not in the `own` reach of its users.
enum class Reach { own, whole };
// Adds the node to `all`, behind those that it asks for.
void collect_nodes(const FixtureNode* node, std::vector<const FixtureNode*>& all,
                   Reach reach = Reach::own);

// What a test asks for besides its parameters.
struct Wishes {
  std::vector<const std::type_info*> uses;
  std::vector<Gift> gifts;  // the first one for a fixture counts
};

class Resolver {
 public:
  explicit Resolver(const std::deque<Definition>& definitions) : definitions_{definitions} {}

  // `blank` with its fixtures resolved (or `broken`): once, or once for each combination of the
  // rows of its fixtures, with their ids, marks and shared rows. Wide fixtures vary slowest.
  std::vector<Test> variants(const Test& blank, const Wishes& wishes);

 private:
  struct Broken {
    std::string why;
  };
  using Type = const std::type_info*;
  using Rows = std::vector<const CaseRow*>;

  using Nodes = std::vector<const FixtureNode*>;
  // All that the test asks for, in the `whole` reach, widest first.
  Nodes resolve(Test& test, const Wishes& wishes);
  // Definitions of a type that the test sees, nearest first.
  std::vector<const Definition*> in_sight(const Test& test, Type type) const;
  std::vector<const Definition*> autouse_in_sight(const Test& test) const;
  const FixtureNode* find(const Test& test, Type type);
  const FixtureNode* node(const Test& test, const Definition& definition);
  std::string not_found(const Test& test, Type type) const;
  // The rows that the definition has for this test.
  Rows rows_of(const Test& test, const Definition& definition);
  const CaseRow* converted(const Definition& definition, const GivenRow& row);
  void add_row(Test& test, const FixtureNode& node) const;

  struct Converted {
    const Definition* definition;
    std::vector<check::GivenValue> from;
    CaseRow row;
  };
  struct Choice {
    Rows rows;
    std::size_t chosen = 0;
  };

  const std::deque<Definition>& definitions_;
  std::deque<FixtureNode> nodes_;    // stable addresses
  std::deque<Converted> converted_;  // stable addresses
  // The last part: for whom it is, if each asker gets its own.
  std::map<std::tuple<const Definition*, std::vector<const FixtureNode*>, const CaseRow*,
                      const Definition*>,
           const FixtureNode*>
      known_;
  std::vector<const Definition*> under_way_;     // from the test down to the one being made
  std::map<const Definition*, Choice> choices_;  // of the test that is being resolved
  const Wishes* wishes_ = nullptr;
};

}  // namespace dyntest::runner
