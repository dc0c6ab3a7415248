// What collection finds: tests, their marks and fixtures, as plain values. They travel from a test
// executable to the controller, and every reporter reads them; nothing here can run anything.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace dyntest::model {

// A value that a mark carries, as written in `-m "gpu(n=2)"`.
using MarkValue = std::variant<std::monostate, bool, std::int64_t, double, std::string>;

struct MarkArgument {
  std::string name;
  MarkValue value;
  bool operator==(const MarkArgument&) const = default;
};

struct Mark {
  std::string name;
  std::vector<MarkArgument> arguments;
  bool operator==(const Mark&) const = default;
};

// A declared mark, for `--markers` and for judging names in `-m`.
struct MarkDeclaration {
  std::string signature;    // kv_router, gpu(n), skip(reason)
  std::string description;  // one line
  std::string family;       // frequency, role, component, execution, resource
};

enum class Scope { function, class_, file, folder, session, run };
std::string_view scope_name(Scope scope);  // as it is written in a FIXTURE
// The scope of this name; nothing if there is none.
std::optional<Scope> scope_named(std::string_view name);

struct Place {
  std::string file;  // relative to the root folder, '/' between parts
  int line = 0;      // 1-based
  bool operator==(const Place&) const = default;
};

struct Fixture {
  std::string name;  // its type's name, without namespaces of ours
  Place place;
  Scope scope = Scope::function;
  bool autouse = false;
  std::string doc;                // the comment above its definition, if the source is there
  std::vector<std::string> uses;  // names of its dependencies
};

// A declared setting, for --show-config and for judging values from outside.
struct Setting {
  std::string name;
  std::string value;  // the default
  int kind = 0;       // 0 truth value, 1 whole number, 2 number, 3 text
  std::string description;
  Place place;
};

// A row of a fixture that is wider than a test: tests with the same one belong together.
struct SharedRow {
  Scope scope = Scope::session;
  std::string key;  // the scope's place, the fixture and the row
  bool operator==(const SharedRow&) const = default;
};

// One test with its parameters: what a node id names.
struct Item {
  std::string file;        // tests/unit/test_unit_router_prefix.cpp
  std::string class_name;  // empty for a plain test
  std::string name;        // routes_to_longest_prefix
  std::string parameters;  // `2-True`; see has_parameters for the empty one
  bool has_parameters = false;
  int line = 0;
  std::vector<Mark> marks;            // own first, then the class's, then the file's
  std::vector<std::string> fixtures;  // names, in the order of their set-up
  std::vector<SharedRow> shared_rows;
  std::uint32_t repetition = 0;  // where it is run several times: which one, from 1 on

  // path::[Class::]name[parameters]: what a user may type.
  std::string node_id() const;
  // The same, and behind it which repetition: names one item of a run.
  std::string id() const;
  // [Class.]name[parameters], the head of a report's section
  std::string title() const;
  const Mark* mark(const std::string& name) const;
  std::string repetition_text() const;  // ` #2`; empty if it runs once
};

// Tests that many look at and nobody changes: copies share them.
class Items {
 public:
  Items() = default;
  explicit(false) Items(std::vector<Item> items)
      : items_{std::make_shared<const std::vector<Item>>(std::move(items))} {}
  Items(std::initializer_list<Item> items) : Items{std::vector<Item>{items}} {}

  std::size_t size() const { return items_ == nullptr ? 0 : items_->size(); }
  bool empty() const { return size() == 0; }
  const Item& operator[](std::size_t index) const { return (*items_)[index]; }
  const Item* begin() const { return items_ == nullptr ? nullptr : items_->data(); }
  const Item* end() const { return begin() + size(); }

 private:
  std::shared_ptr<const std::vector<Item>> items_;  // null if there are none
};

// Something that is wrong with the suite itself: a wrong file name, a duplicate, a broken build.
struct CollectionError {
  std::string path;  // what `ERROR collecting <path>` names
  std::string text;  // the cause and its remedy; may have several lines
};

}  // namespace dyntest::model
