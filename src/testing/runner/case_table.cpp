#include "testing/runner/case_table.hpp"

#include <algorithm>
#include <cctype>
#include <map>

namespace dyntest::runner {
namespace {

constexpr std::size_t id_bytes_max = 100;

model::MarkValue to_model(const check::MarkArgument& argument) {
  switch (argument.kind) {
    case check::MarkArgument::Kind::none:
      return std::monostate{};
    case check::MarkArgument::Kind::boolean:
      return argument.integer != 0;
    case check::MarkArgument::Kind::integer:
      return std::int64_t{argument.integer};
    case check::MarkArgument::Kind::number:
      return argument.number;
    case check::MarkArgument::Kind::text:
      return std::string{argument.text.data, argument.text.size};
  }
  return std::monostate{};
}

// Control characters and bytes outside ASCII as \n, \t, \x1b, as pytest writes them.
void append_escaped(std::string& out, check::Text text) {
  constexpr const char* digits = "0123456789abcdef";
  for (std::size_t i = 0; i < text.size; ++i) {
    const auto byte = static_cast<unsigned char>(text.data[i]);
    if (byte == '\n')
      out += "\\n";
    else if (byte == '\t')
      out += "\\t";
    else if (byte == '\r')
      out += "\\r";
    else if (byte >= 0x20 && byte < 0x7f)
      out += static_cast<char>(byte);
    else
      (out += "\\x") += {digits[byte >> 4u], digits[byte & 15u]};
  }
}

// Equal ids get a number: 1_0 1_1, a0 a1, as pytest's.
void make_unique(std::vector<CaseRow>& rows) {
  std::map<std::string, int> count;
  for (const auto& row : rows) ++count[row.id];
  std::map<std::string, int> next;
  for (auto& row : rows) {
    if (count[row.id] == 1) continue;
    const bool digit = !row.id.empty() && std::isdigit(static_cast<unsigned char>(row.id.back()));
    const std::string id = row.id;
    row.id = id + (digit ? "_" : "") + std::to_string(next[id]++);
  }
}

}  // namespace

model::Mark to_model(const check::Mark& mark) {
  model::Mark result{mark.name, {}};
  for (int i = 0; i < mark.count; ++i)
    result.arguments.push_back({mark.arguments[i].name, to_model(mark.arguments[i])});
  return result;
}

CaseTable::CaseTable(std::vector<std::string> value_names, void (*describe)(check::Description&))
    : value_names_{std::move(value_names)} {
  if (describe != nullptr) describe(*this);
}

void CaseTable::mark(const check::Mark& mark) {
  if (mark.raises != nullptr) xfail_raises_ = mark.raises;
  marks_.push_back(to_model(mark));
}

void CaseTable::begin_cases(int columns) {
  giving_ = false;
  groups_.push_back({static_cast<std::size_t>(columns_), {}});
  columns_ += columns;
}

void CaseTable::begin_cases_for(const std::type_info& fixture, int) {
  giving_ = true;
  gifts_.push_back({&fixture, {}});
}

CaseRow& CaseTable::last_row() {
  return giving_ ? gifts_.back().rows.back().row : groups_.back().rows.back();
}

void CaseTable::begin_row(check::Text id) {
  if (giving_)
    gifts_.back().rows.emplace_back();
  else
    groups_.back().rows.emplace_back();
  row_named_ = id.size > 0;
  append_escaped(last_row().id, id);
}

void CaseTable::value(check::CaseValue value) { add_value(value); }

void CaseTable::given(const check::GivenValue& value) {
  add_value(value.value);
  gifts_.back().rows.back().values.push_back(value);
}

void CaseTable::add_value(const check::CaseValue& value) {
  CaseRow& row = last_row();
  if (!row_named_) {
    if (!row.values.empty()) row.id += '-';
    struct Id {
      std::string text;
      bool written = false;
    } id;
    value.id(
        value.object,
        [](void* to, check::Text text) {
          static_cast<Id*>(to)->written = true;
          append_escaped(static_cast<Id*>(to)->text, text);
        },
        &id);
    const std::size_t column = (giving_ ? 0 : groups_.back().first_column) + row.values.size();
    const std::size_t number = giving_ ? gifts_.back().rows.size() : groups_.back().rows.size();
    const std::string name = column < value_names_.size() ? value_names_[column] : "";
    if (!id.written || id.text.size() > id_bytes_max)
      id.text = (name.empty() ? "value" : name) + std::to_string(number - 1);
    row.id += id.text;
  }
  row.values.emplace_back(value.object, value.destroy);
}

void CaseTable::row_mark(const check::Mark& mark) {
  if (mark.raises != nullptr) last_row().xfail_raises = mark.raises;
  last_row().marks.push_back(to_model(mark));
}

std::vector<CaseRow> CaseTable::rows() const {
  std::vector<CaseRow> product{{}};
  for (const auto& group : groups_) {
    std::vector<CaseRow> longer;
    for (const auto& left : product) {
      for (const auto& right : group.rows) {
        CaseRow row = left;
        row.id += (left.values.empty() ? "" : "-") + right.id;
        row.values.insert(row.values.end(), right.values.begin(), right.values.end());
        row.marks.insert(row.marks.end(), right.marks.begin(), right.marks.end());
        if (right.xfail_raises != nullptr) row.xfail_raises = right.xfail_raises;
        longer.push_back(std::move(row));
      }
    }
    product = std::move(longer);
  }
  make_unique(product);
  return product;
}

}  // namespace dyntest::runner
