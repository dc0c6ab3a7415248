// All tests of this executable, expanded and with their fixtures resolved: what its worker runs.
// Built once from the entries that the macros left behind; the order is the same in every process.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "testing/check/entry.hpp"
#include "testing/model/item.hpp"
#include "testing/runner/case_table.hpp"
#include "testing/runner/wire.hpp"

namespace dyntest::runner {

// A FIXTURE with what its words say.
struct Definition {
  const check::FixtureEntry* entry = nullptr;
  std::string name;  // its type's, without namespaces of ours
  check::Scope scope = check::Scope::function;
  bool autouse = false;
  bool of_asker = false;  // each fixture that asks gets one of its own, which lives as long as it
  std::string doc;
  check::SetupRetries retries;
  std::string reaches;  // the variable that names what it uses instead; empty = it always builds
  int values = 0;       // value parameters
  std::vector<CaseRow> rows;  // its own cases; empty if it has none
  std::string broken;         // why it cannot be used; empty = fine
};

// A definition together with the row and the definitions that its parameters resolved to, as seen
// from a test. The same definition with other dependencies, or another row, is another node, with
// other instances.
struct FixtureNode {
  const Definition* definition = nullptr;
  check::Scope scope = check::Scope::function;
  std::vector<const FixtureNode*> uses;  // one for each fixture parameter
  const CaseRow* row = nullptr;          // null if it takes no values
  const Definition* asker = nullptr;     // whose own it is; null if it is not made for each asker
  std::string hosted = {};  // of scope run: the key that it has in the whole run; else empty
};

// `Plane[tcp]`
std::string shown_name(const FixtureNode& node);

struct Test {
  model::Item item;
  const check::TestEntry* entry = nullptr;
  std::vector<CaseObject> values;                    // one for each value parameter
  std::vector<const FixtureNode*> parameters;        // one for each fixture parameter
  std::vector<const FixtureNode*> class_parameters;  // of the class's constructor
  std::vector<const FixtureNode*> setup_order;       // all, widest scope first
  std::string broken;                  // why its fixtures cannot be resolved; empty = fine
  bool (*xfail_raises)() = nullptr;    // of its xfail mark
  const FixtureNode* hosts = nullptr;  // it is no test, but what builds this one for the whole run
};

// The part of the tree in which tests share an instance of a node.
std::string place_of(const FixtureNode& node, const model::Item& item);

class Resolver;

class Suite {
 public:
  // From the entries of this program.
  Suite();
  ~Suite();
  Suite(const Suite&) = delete;
  Suite& operator=(const Suite&) = delete;

  const std::vector<Test>& tests() const { return tests_; }
  // What a worker can be told to run: a test, or behind them what hosts a fixture.
  const Test& at(std::size_t index) const {
    return index < tests_.size() ? tests_[index] : hosts_.at(index - tests_.size());
  }
  // `root`: where the sources are, for the comments above fixtures.
  Collection collection(const std::string& root) const;
  // Tests for which `why` gives a reason carry a mark `skip` from now on, besides their own.
  void skip_where(const std::function<std::string(const model::Item&)>& why);

 private:
  void define(const check::FixtureEntry& entry);
  void expand(const check::TestEntry& entry);
  void add_hosts();
  void add_host(const FixtureNode& node);
  const CaseTable* words_of_file(const std::string& file);
  const std::vector<model::Mark>& marks_of_name(const std::string& file);
  void reject_duplicates();

  std::vector<Test> tests_;
  std::vector<Test> hosts_;
  std::deque<Definition> definitions_;  // stable addresses
  std::unique_ptr<Resolver> resolver_;
  std::vector<std::string> components_;
  std::map<std::string, std::unique_ptr<CaseTable>> words_of_files_;
  std::map<std::string, std::vector<model::Mark>> marks_of_names_;
  std::vector<model::CollectionError> errors_;
};

}  // namespace dyntest::runner
