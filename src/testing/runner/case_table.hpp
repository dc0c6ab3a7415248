// What the words of a test, a class, a file or a fixture say, collected; its cases multiplied out.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "testing/check/description.hpp"
#include "testing/model/item.hpp"

namespace dyntest::runner {

model::Mark to_model(const check::Mark& mark);

using CaseObject = std::shared_ptr<void>;

struct CaseRow {
  std::string id;
  std::vector<CaseObject> values;
  std::vector<model::Mark> marks;
  bool (*xfail_raises)() = nullptr;  // of an xfail among the marks
};

// A row for a fixture's parameters, whose types are not known yet.
struct GivenRow {
  CaseRow row;                            // its values are of the types in which they were given
  std::vector<check::GivenValue> values;  // borrowed from `row`
};

// with<Fixture>(…)
struct Gift {
  const std::type_info* fixture = nullptr;
  std::vector<GivenRow> rows;
};

class CaseTable final : public check::Description {
 public:
  // `value_names`: of the value parameters, for values without a short form. `describe` may be
  // null.
  CaseTable(std::vector<std::string> value_names, void (*describe)(check::Description&));

  void mark(const check::Mark& mark) override;
  void begin_cases(int columns) override;
  void begin_cases_for(const std::type_info& fixture, int columns) override;
  void begin_row(check::Text id) override;
  void value(check::CaseValue value) override;
  void given(const check::GivenValue& value) override;
  void row_mark(const check::Mark& mark) override;
  void use(const std::type_info& fixture) override { uses_.push_back(&fixture); }
  void scope(check::Scope scope) override { scope_ = scope; }
  void of_asker() override { of_asker_ = true; }
  void autouse() override { autouse_ = true; }
  void doc(check::Text text) override { doc_.assign(text.data, text.size); }
  void setup_retries(check::SetupRetries retries) override { setup_retries_ = retries; }
  void reaches(check::Text variable) override { reaches_ = {variable.data, variable.size}; }

  const std::vector<model::Mark>& marks() const { return marks_; }
  bool (*xfail_raises() const)() { return xfail_raises_; }
  int columns() const { return columns_; }
  // The product of all groups; the first group varies slowest. Ids are unique.
  std::vector<CaseRow> rows() const;
  const std::vector<Gift>& gifts() const { return gifts_; }
  const std::vector<const std::type_info*>& uses() const { return uses_; }
  check::Scope scope() const { return scope_; }
  bool is_of_asker() const { return of_asker_; }
  bool is_autouse() const { return autouse_; }
  const std::string& doc() const { return doc_; }
  check::SetupRetries setup_retries() const { return setup_retries_; }
  const std::string& reaches() const { return reaches_; }

 private:
  struct Group {
    std::size_t first_column = 0;
    std::vector<CaseRow> rows;
  };

  CaseRow& last_row();
  void add_value(const check::CaseValue& value);

  std::vector<std::string> value_names_;
  std::vector<model::Mark> marks_;
  bool (*xfail_raises_)() = nullptr;
  int columns_ = 0;
  std::vector<Group> groups_;
  std::vector<Gift> gifts_;
  bool giving_ = false;     // rows go to the last gift
  bool row_named_ = false;  // the last row has an id of its own
  std::vector<const std::type_info*> uses_;
  check::Scope scope_ = check::Scope::function;
  bool of_asker_ = false;
  bool autouse_ = false;
  std::string doc_;
  check::SetupRetries setup_retries_;
  std::string reaches_;
};

}  // namespace dyntest::runner
