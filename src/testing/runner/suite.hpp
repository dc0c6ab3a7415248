// All tests of this executable, expanded and with their fixtures resolved: what its worker runs.
// Built once from the entries that the macros left behind; the order is the same in every process.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <typeindex>
#include <vector>

#include "testing/check/entry.hpp"
#include "testing/model/item.hpp"
#include "testing/runner/wire.hpp"

namespace dyntest::runner {

// A fixture definition together with the definitions that its own parameters resolved to, as seen
// from a test. The same definition with other dependencies is another node, with other instances.
struct FixtureNode {
  const check::FixtureEntry* entry = nullptr;
  std::string name;
  check::Scope scope = check::Scope::function;
  std::vector<const FixtureNode*> uses;  // one for each parameter
};

using CaseObject = std::shared_ptr<void>;

struct Test {
  model::Item item;
  const check::TestEntry* entry = nullptr;
  std::vector<CaseObject> values;                    // one for each value parameter
  std::vector<const FixtureNode*> parameters;        // one for each fixture parameter
  std::vector<const FixtureNode*> class_parameters;  // of the class's constructor
  std::vector<const FixtureNode*> setup_order;       // all, widest scope first
  std::string broken;                // why its fixtures cannot be resolved; empty = fine
  bool (*xfail_raises)() = nullptr;  // of its xfail mark
};

class Suite {
 public:
  // From the entries of this program.
  Suite();
  Suite(const Suite&) = delete;
  Suite& operator=(const Suite&) = delete;

  const std::vector<Test>& tests() const { return tests_; }
  // `root`: where the sources are, for the comments above fixtures.
  Collection collection(const std::string& root) const;

 private:
  friend class Resolver;
  void expand(const check::TestEntry& entry);
  void add_marks_of_files();
  void reject_duplicates();

  std::vector<Test> tests_;
  std::vector<const check::FixtureEntry*> definitions_;
  std::deque<FixtureNode> nodes_;  // stable addresses
  std::vector<model::CollectionError> errors_;
};

}  // namespace dyntest::runner
