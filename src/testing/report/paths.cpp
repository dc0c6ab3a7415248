#include "testing/report/paths.hpp"

#include <filesystem>

namespace dyntest::report {

namespace {

std::string tidied(std::string_view folder) {
  std::string text = std::filesystem::path{folder}.lexically_normal().generic_string();
  if (text.size() > 1 && text.ends_with('/')) text.pop_back();
  return text;
}

}  // namespace

Paths::Paths(std::string_view root, std::string_view invocation)
    : root_{tidied(root)}, invocation_{invocation.empty() ? root_ : tidied(invocation)} {}

std::string Paths::absolute(std::string_view file) const {
  return (std::filesystem::path{root_} / file).lexically_normal().generic_string();
}

std::string Paths::shown(std::string_view file) const {
  if (root_ == invocation_ && !file.starts_with('/')) return std::string{file};
  const std::filesystem::path whole = absolute(file);
  // What lies outside the root (a system header) is named in full.
  if (file.starts_with('/') && !whole.generic_string().starts_with(root_ + "/")) return whole;
  return whole.lexically_relative(invocation_).generic_string();
}

std::string Paths::shown_id(const model::Item& item) const {
  return shown(item.file) + "::" + member_of(item);
}

std::string Paths::shown_node_id(const model::Item& item) const {
  return shown(item.file) + item.node_id().substr(item.file.size());
}

std::string member_of(const model::Item& item) { return item.id().substr(item.file.size() + 2); }

}  // namespace dyntest::report
