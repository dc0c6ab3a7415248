// The cases of one test: reads what its words say and multiplies the groups out.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "testing/check/cases.hpp"
#include "testing/model/item.hpp"

namespace dyntest::runner {

model::Mark to_model(const check::Mark& mark);

struct CaseRow {
  std::string id;
  std::vector<std::shared_ptr<void>> values;
  std::vector<model::Mark> marks;
};

class CaseTable final : public check::Description {
 public:
  // `value_names`: of the test's value parameters, for values without a short form.
  explicit CaseTable(std::vector<std::string> value_names);

  void mark(const check::Mark& mark) override;
  void begin_cases(int columns) override;
  void begin_row(check::Text id) override;
  void value(check::CaseValue value) override;
  void row_mark(const check::Mark& mark) override;

  const std::vector<model::Mark>& marks() const { return marks_; }
  bool (*xfail_raises() const)() { return xfail_raises_; }
  int columns() const { return columns_; }
  // The product of all groups; the first group varies slowest. Ids are unique.
  std::vector<CaseRow> rows() const;

 private:
  struct Row {
    CaseRow row;
    bool named = false;
  };
  struct Group {
    int first_column = 0;
    std::vector<Row> rows;
  };

  std::vector<std::string> value_names_;
  std::vector<model::Mark> marks_;
  bool (*xfail_raises_)() = nullptr;
  int columns_ = 0;
  std::vector<Group> groups_;
};

}  // namespace dyntest::runner
