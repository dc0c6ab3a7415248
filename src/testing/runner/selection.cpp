#include "testing/runner/selection.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <ctime>
#include <iterator>

#include "testing/runner/hunting.hpp"
#include "testing/runner/regroup.hpp"
#include "testing/select/expression.hpp"
#include "testing/select/ignore.hpp"
#include "testing/select/node_id.hpp"

namespace dyntest::runner {
namespace fs = std::filesystem;
namespace {

using Arguments = std::vector<select::NodeArgument>;

// The file part of a guest's node ids need not be where the guest is.
base::Result<Arguments> read_arguments(const std::vector<std::string>& texts, const fs::path& root,
                                       const fs::path& invocation,
                                       const std::vector<Executable>& executables) {
  const auto look = [&](const fs::path& path) {
    const bool is_guest = std::ranges::any_of(executables, [&](const Executable& each) {
      return each.guest && root / each.guest->name() == path;
    });
    const auto there = select::look_at_disk(path);
    return there == select::OnDisk::nothing && is_guest ? select::OnDisk::file : there;
  };
  Arguments arguments;
  for (const auto& text : texts) {
    auto parsed = select::parse_argument(text, invocation, look);
    if (!parsed) return parsed.error();
    arguments.push_back(std::move(*parsed));
  }
  return select::without_overlap(std::move(arguments));
}

// Files by their paths; an executable is asked for with any of its files, and always where it runs
// by itself.
bool is_asked_for(const model::CollectionError& error, const Arguments& arguments,
                  const std::vector<Executable>& executables, const fs::path& root) {
  std::vector<std::string> files{error.path};
  for (const auto& executable : executables) {
    if (fs::path{executable.path}.filename() != error.path) continue;
    if (executable.files.empty()) return true;
    files = executable.files;
  }
  return std::ranges::any_of(
      files, [&](const std::string& file) { return select::covers_file(arguments, root / file); });
}

// Tests that share a row of a wide fixture come together.
std::vector<std::size_t> in_run_order(const std::vector<model::Item>& all,
                                      const std::vector<std::size_t>& chosen) {
  const auto shares_nothing = [&](std::size_t index) { return all[index].shared_rows.empty(); };
  if (std::ranges::all_of(chosen, shares_nothing)) return chosen;
  std::vector<model::Item> items;
  for (const auto index : chosen) items.push_back(all[index]);
  std::vector<std::size_t> order = regrouped(items);
  for (auto& place : order) place = chosen[place];
  return order;
}

bool is_deselected(const model::Item& item, const std::vector<std::string>& prefixes) {
  return !prefixes.empty() &&
         std::ranges::any_of(prefixes, [id = item.id()](const std::string& prefix) {
           return id.starts_with(prefix);
         });
}

// When a file was last written, in the clock's own ticks.
std::int64_t changed_at(const fs::path& path) {
  std::error_code failed;
  const auto when = fs::last_write_time(path, failed);
  return failed ? 0 : static_cast<std::int64_t>(when.time_since_epoch().count());
}

// Which of the chosen tests --follow names.
base::Result<std::set<std::size_t>> find_followed(const Collected& collected,
                                                  const Options& options, const fs::path& root,
                                                  const fs::path& invocation,
                                                  const std::vector<std::size_t>& chosen) {
  std::set<std::size_t> followed;
  if (options.follow.empty()) return followed;
  const auto arguments = read_arguments(options.follow, root, invocation, collected.executables);
  if (!arguments) return arguments.error().context("--follow");
  const auto named = select::select_items(collected.items, *arguments, root);
  if (!named.errors.empty()) return base::Error{named.errors[0]}.context("--follow");
  const std::set<std::size_t> those_that_run{chosen.begin(), chosen.end()};
  std::ranges::copy_if(named.items, std::inserter(followed, followed.end()),
                       [&](std::size_t index) { return those_that_run.contains(index); });
  if (!followed.empty()) return followed;
  return base::Error{fmt::format("--follow: {} is not among the tests that were selected",
                                 fmt::join(options.follow, ", "))};
}

}  // namespace

Selection select_tests(const Collected& collected, const Options& options, std::uint64_t seed,
                       const fs::path& root, const fs::path& invocation, History& history) {
  const auto& items = collected.items;
  Selection selection;
  const auto refuse = [&selection](std::string why) {
    selection.refused = std::move(why);
    return selection;
  };
  const auto arguments = read_arguments(options.arguments, root, invocation, collected.executables);
  if (!arguments) return refuse(arguments.error().text());
  auto named = select::select_items(items, *arguments, root);

  const select::Ignore ignore{options.ignore, options.ignore_globs, invocation};
  const auto path_of = [&](const std::string& file) { return (root / file).lexically_normal(); };
  const auto ignored = [&](const fs::path& path) { return ignore.covers(path, *arguments); };
  if (!ignore.empty())
    std::erase_if(named.items, [&](std::size_t i) { return ignored(path_of(items[i].file)); });
  for (const auto& error : collected.errors)
    if (!ignored(path_of(error.path)) &&
        is_asked_for(error, *arguments, collected.executables, root))
      selection.errors.push_back(error);
  named.items = history.collected(items, std::move(named.items), [&](const std::string& file) {
    return std::ranges::find(*arguments, path_of(file), &select::NodeArgument::path) !=
           arguments->end();
  });
  selection.collected = named.items.size();
  if (!named.errors.empty() && selection.errors.empty()) return refuse(named.errors[0]);

  const auto keywords =
      select::Expression::parse(options.keywords, select::Expression::Kind::keyword);
  if (!keywords) return refuse(keywords.error().text());
  const auto marks = select::Expression::parse(options.marks, select::Expression::Kind::mark);
  if (!marks) return refuse(marks.error().text());
  if (const auto known = select::check_mark_names(*marks, collected.marks); !known)
    return refuse(known.error().text());
  if (options.shuffle) named.items = shuffled(items, named.items, seed);
  auto order = in_run_order(items, named.items);
  std::erase_if(order, [&](std::size_t index) {
    return !keywords->matches(items[index]) || !marks->matches(items[index]) ||
           is_deselected(items[index], options.deselect);
  });
  auto choice = history.choose(
      items, collected.dependencies.in_order(order),
      [&](const std::string& file) { return changed_at(root / file); }, std::time(nullptr));
  selection.chosen = collected.dependencies.in_order(choice.kept);  // once more: it has moved some
  selection.lines = std::move(choice.lines);
  auto followed = find_followed(collected, options, root, invocation, selection.chosen);
  if (!followed) return refuse(followed.error().text());
  selection.followed = std::move(*followed);
  return selection;
}

}  // namespace dyntest::runner
