#include "testing/check/table.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace dyntest::check {

void Table::end_row(std::size_t cells) {
  for (; cells % columns_ != 0; ++cells) cells_.text("\n");
}

void Table::print(Sink& sink) const {
  std::vector<std::string_view> cells;
  std::string_view left{cells_.written().data, cells_.written().size};
  while (!left.empty()) {
    const std::size_t end = std::min(left.find('\n'), left.size());
    cells.push_back(left.substr(0, end));
    left.remove_prefix(std::min(end + 1, left.size()));
  }
  std::vector<std::size_t> widths(columns_, 0);
  for (std::size_t i = 0; i < cells.size(); ++i)
    widths[i % columns_] = std::max(widths[i % columns_], cells[i].size());
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const bool last = i % columns_ + 1 == columns_;
    std::string cell{cells[i]};
    if (!last) cell.resize(widths[i % columns_] + 2, ' ');
    sink.text((i % columns_ == 0 ? "\n    " : "") + cell);
  }
}

}  // namespace dyntest::check
