#include "testing/runner/fixture_store.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dyntest::runner {
namespace {

// The place a scope stands for, as seen from a test. Two tests share an instance exactly if it is
// equal.
std::string place_of(check::Scope scope, const Test& test) {
  const auto& item = test.item;
  switch (scope) {
    case check::Scope::function:
      return item.id();
    case check::Scope::class_:
      return item.class_name.empty() ? item.id() : item.file + "::" + item.class_name;
    case check::Scope::file:
      return item.file;
    case check::Scope::folder:
      return item.file.substr(0, item.file.rfind('/') + 1);
    case check::Scope::session:
    case check::Scope::run:
      return "";
  }
  return "";
}

std::string display_name(const FixtureNode& node) {
  constexpr const char* words[] = {"function", "class_", "file", "folder", "session", "run"};
  return fmt::format("{} ({})", node.name, words[static_cast<int>(node.scope)]);
}

}  // namespace

FixtureStore::Instance* FixtureStore::find(const FixtureNode& node, const Test& test) {
  const auto place = place_of(node.scope, test);
  const auto found = std::ranges::find_if(alive_, [&](const Instance& instance) {
    return instance.node == &node && instance.place == place;
  });
  return found == alive_.end() ? nullptr : &*found;
}

const FixtureStore::Instance* FixtureStore::find(const FixtureNode& node, const Test& test) const {
  return const_cast<FixtureStore*>(this)->find(node, test);
}

Verdict FixtureStore::set_up(const Test& test) {
  for (const auto* node : test.setup_order) {
    Verdict verdict;
    if (const Instance* instance = find(*node, test); instance != nullptr) {
      verdict = instance->verdict;
      for (const auto& failure : instance->failures) recorder_.add(failure);
    } else {
      verdict = build(*node, test);
    }
    if (verdict.kind != Verdict::Kind::passed) return verdict;
  }
  return {};
}

Verdict FixtureStore::build(const FixtureNode& node, const Test& test) {
  const auto& entry = *node.entry;
  std::vector<void*> arguments;
  for (const auto* used : node.uses) arguments.push_back(object(*used, test));
  Instance instance{&node, place_of(node.scope, test), {}, {}, {}};
  recorder_.set_context({entry.site.file, entry.site.line});
  instance.verdict =
      guarded(recorder_, [&] { instance.built = entry.build(entry.site, arguments.data()); });
  instance.failures = recorder_.failures();
  const Verdict verdict = instance.verdict;
  if (instance.built.destroy != nullptr) observer_.up(display_name(node));
  alive_.push_back(std::move(instance));
  return verdict;
}

void* FixtureStore::object(const FixtureNode& node, const Test& test) const {
  return find(node, test)->built.object;
}

void FixtureStore::tear_down(const Test& test, const Test* next) {
  for (std::size_t i = alive_.size(); i-- > 0;) {
    const auto scope = alive_[i].node->scope;
    if (next != nullptr && alive_[i].place == place_of(scope, *next) &&
        scope != check::Scope::function)
      continue;
    end(alive_[i]);
    alive_.erase(alive_.begin() + static_cast<std::ptrdiff_t>(i));
  }
  recorder_.set_context({test.item.file, test.item.line});
}

void FixtureStore::end(Instance& instance) {
  if (instance.built.destroy == nullptr) return;
  const auto& entry = *instance.node->entry;
  recorder_.set_context({entry.site.file, entry.site.line});
  if (entry.teardown != nullptr) guarded(recorder_, [&] { entry.teardown(instance.built.object); });
  guarded(recorder_, [&] { instance.built.destroy(instance.built.owner); });
  observer_.down(display_name(*instance.node));
}

}  // namespace dyntest::runner
