// Paths as people see them: relative to the folder they stand in, while events name files relative
// to the root folder. Purely lexical; looks at no disk.
#pragma once

#include <string>
#include <string_view>

#include "testing/model/item.hpp"

namespace dyntest::report {

// What follows the path in an item's id: Class::name[parameters].
std::string member_of(const model::Item& item);

class Paths {
 public:
  Paths() = default;
  // Both absolute; an empty `invocation` is the root itself.
  Paths(std::string_view root, std::string_view invocation);

  const std::string& root() const { return root_; }
  // The absolute path of a file given relative to the root; an absolute one stays.
  std::string absolute(std::string_view file) const;
  std::string shown(std::string_view file) const;
  // An item's id, its path as shown.
  std::string shown_id(const model::Item& item) const;
  // The same without its repetition: what a user may type.
  std::string shown_node_id(const model::Item& item) const;

 private:
  std::string root_;
  std::string invocation_;
};

}  // namespace dyntest::report
