#include "testing/select/node_id.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <system_error>
#include <tuple>

#include "testing/select/nearest.hpp"

namespace dyntest::select {

namespace fs = std::filesystem;

namespace {

fs::path tidied(const fs::path& path) {
  fs::path normal = path.lexically_normal();
  return normal.has_filename() || !normal.has_relative_path() ? normal : normal.parent_path();
}

std::vector<std::string> split_at_colons(std::string_view text) {
  std::vector<std::string> parts;
  while (true) {
    const std::size_t end = text.find("::");
    parts.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 2);
  }
}

bool is_below(const fs::path& path, const fs::path& folder) {
  return std::ranges::mismatch(folder, path).in1 == folder.end();
}

bool covers(const NodeArgument& by, const NodeArgument& argument) {
  if (by.path != argument.path) return by.parts.empty() && is_below(argument.path, by.path);
  if (by.parts.size() > argument.parts.size()) return false;
  if (!std::equal(by.parts.begin(), by.parts.end(), argument.parts.begin())) return false;
  return !by.parameters || by.parameters == argument.parameters;
}

std::string parameters_of(const model::Item& item) {
  return item.has_parameters ? "[" + item.parameters + "]" : "";
}

// The members of a file that parts can name: `Class`, `Class::name`, `name`. A guest's test may
// have any name, with colons and brackets; so it is taken apart as an argument is.
bool parts_fit(const model::Item& item, const NodeArgument& argument) {
  const auto& parts = argument.parts;
  if (parts.empty()) return true;
  const std::string own = item.node_id().substr(item.file.size() + 2);
  const std::size_t bracket = own.find('[');
  const auto members = split_at_colons(std::string_view{own}.substr(0, bracket));
  if (parts.size() > members.size() || !std::equal(parts.begin(), parts.end(), members.begin()))
    return false;
  if (!argument.parameters) return true;
  return parts.size() == members.size() && bracket != std::string::npos &&
         *argument.parameters == own.substr(bracket);
}

// Where the search for an argument ended: `[<File test_unit_x.cpp>]`.
std::string last_level(const NodeArgument& argument, const std::vector<const model::Item*>& file) {
  if (file.empty()) {
    return fmt::format("[<Dir {}>]", argument.path.parent_path().filename().string());
  }
  const bool in_class =
      argument.parts.size() > 1 && std::ranges::any_of(file, [&](const model::Item* item) {
        return item->class_name == argument.parts[0];
      });
  if (in_class) return fmt::format("[<Class {}>]", argument.parts[0]);
  return fmt::format("[<File {}>]", argument.path.filename().string());
}

// `\ndid you mean tests/unit/test_unit_x.cpp::TestX::name?` or nothing.
std::string hint(const NodeArgument& argument, const std::vector<const model::Item*>& file) {
  std::map<std::string, std::string> members;  // what may have been meant, and its full name
  for (const model::Item* item : file) {
    const std::string class_part = item->class_name.empty() ? "" : item->class_name + "::";
    const std::string parameters = argument.parameters ? parameters_of(*item) : "";
    const std::string member = class_part + item->name + parameters;
    members.try_emplace(member, member);
    members.try_emplace(item->name + parameters, member);
    if (!class_part.empty()) members.try_emplace(item->class_name, item->class_name);
  }
  std::vector<std::string> known;
  for (const auto& [key, member] : members) known.push_back(key);
  const std::string wanted =
      fmt::format("{}{}", fmt::join(argument.parts, "::"), argument.parameters.value_or(""));
  const auto meant = nearest(wanted, known);
  if (!meant) return "";
  const std::string path = argument.given.substr(0, argument.given.find("::"));
  return fmt::format("\ndid you mean {}::{}?", path, members[*meant]);
}

std::string not_found(const NodeArgument& argument, const std::vector<const model::Item*>& file) {
  std::string member;
  for (const std::string& part : argument.parts) member += "::" + part;
  return fmt::format("not found: {}{}\n(no match in any of {}){}", argument.path.string(), member,
                     last_level(argument, file), hint(argument, file));
}

}  // namespace

OnDisk look_at_disk(const fs::path& path) {
  std::error_code failed;
  const fs::file_status status = fs::status(path, failed);
  if (failed || !fs::exists(status)) return OnDisk::nothing;
  return fs::is_directory(status) ? OnDisk::folder : OnDisk::file;
}

base::Result<NodeArgument> parse_argument(std::string_view text, const fs::path& invocation,
                                          const LookAtDisk& disk) {
  const std::size_t bracket = text.find('[');
  std::vector<std::string> parts = split_at_colons(text.substr(0, bracket));
  NodeArgument argument;
  argument.given = text;
  argument.path = tidied(invocation / parts.front());
  argument.parts.assign(parts.begin() + 1, parts.end());
  const bool has_parameters = bracket != std::string_view::npos;
  if (has_parameters && argument.parts.empty()) {
    return base::Error{fmt::format("path cannot contain [] parametrization: {}", text)};
  }
  if (has_parameters) argument.parameters = text.substr(bracket);
  const OnDisk found = disk(argument.path);
  if (found == OnDisk::nothing) {
    return base::Error{fmt::format("file or directory not found: {}", text)};
  }
  argument.is_folder = found == OnDisk::folder;
  if (argument.is_folder && !argument.parts.empty()) {
    return base::Error{
        fmt::format("directory argument cannot contain :: selection parts: {}", text)};
  }
  return argument;
}

std::vector<NodeArgument> without_overlap(std::vector<NodeArgument> arguments) {
  std::vector<std::size_t> order(arguments.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&arguments](std::size_t index) {
    const NodeArgument& argument = arguments[index];
    return std::tuple{argument.path, argument.parts, argument.parameters, index};
  });
  // In this order an argument directly follows those that cover it.
  std::vector<std::size_t> kept;
  for (const std::size_t index : order) {
    if (kept.empty() || !covers(arguments[kept.back()], arguments[index])) kept.push_back(index);
  }
  std::ranges::sort(kept);
  std::vector<NodeArgument> result;
  for (const std::size_t index : kept) result.push_back(std::move(arguments[index]));
  return result;
}

bool covers_file(const std::vector<NodeArgument>& arguments, const fs::path& file) {
  return arguments.empty() || std::ranges::any_of(arguments, [&](const NodeArgument& argument) {
           return is_below(tidied(file), argument.path);
         });
}

Selected select_items(const std::vector<model::Item>& items,
                      const std::vector<NodeArgument>& arguments, const fs::path& root) {
  Selected selected;
  if (arguments.empty()) {
    selected.items.resize(items.size());
    std::iota(selected.items.begin(), selected.items.end(), std::size_t{0});
  }
  for (const NodeArgument& argument : arguments) {
    const std::string path = argument.path.lexically_relative(tidied(root)).generic_string();
    const std::string folder = path == "." ? "" : path + "/";
    const std::size_t before = selected.items.size();
    std::vector<const model::Item*> in_file;
    for (std::size_t index = 0; index < items.size(); ++index) {
      const model::Item& item = items[index];
      if (item.file == path) in_file.push_back(&item);
      const bool fits = argument.is_folder ? item.file.starts_with(folder)
                                           : item.file == path && parts_fit(item, argument);
      if (fits) selected.items.push_back(index);
    }
    if (!argument.is_folder && selected.items.size() == before) {
      selected.errors.push_back(not_found(argument, in_file));
    }
  }
  return selected;
}

}  // namespace dyntest::select
