#include "testing/runner/fixture_store.hpp"

#include <algorithm>

#include "foundation/base/deadline.hpp"

namespace dyntest::runner {
namespace {

// Whether `next` uses, in the same place, the same fixture with another row or other dependencies.
bool is_displaced(const FixtureNode& node, const std::string& place, const Test& next) {
  for (const auto* other : next.setup_order)
    if (other != &node && other->definition == node.definition && other->asker == node.asker &&
        place_of(*other, next.item) == place)
      return true;
  return std::ranges::any_of(node.uses, [&](const FixtureNode* used) {
    return is_displaced(*used, place_of(*used, next.item), next);
  });
}

bool survives(const FixtureNode& node, const std::string& place, const Test& next) {
  return node.scope != check::Scope::function && place == place_of(node, next.item) &&
         !is_displaced(node, place, next);
}

}  // namespace

FixtureStore::Instance* FixtureStore::find(const FixtureNode& node, const Test& test) {
  const auto place = place_of(node, test.item);
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
  const auto& entry = *node.definition->entry;
  Instance instance{&node, place_of(node, test.item), {}, {}, {}};
  const auto begin = base::Clock::now();
  if (!plan_) {
    std::vector<void*> arguments;
    auto used = node.uses.begin();
    std::size_t value = 0;
    for (int i = 0; i < entry.parameters.size; ++i)
      arguments.push_back(entry.parameters.data[i].is_fixture ? object(**used++, test)
                                                              : node.row->values.at(value++).get());
    recorder_.set_context({entry.site.file, entry.site.line});
    instance.verdict =
        guarded(recorder_, [&] { instance.built = entry.build(entry.site, arguments.data()); });
    instance.failures = recorder_.failures();
    if (node.scope != check::Scope::function) threads_.adopt();
  }
  const Verdict verdict = instance.verdict;
  observer_(node, {true, is_failed(instance), base::seconds_since(begin)});
  alive_.push_back(std::move(instance));
  return verdict;
}

void* FixtureStore::object(const FixtureNode& node, const Test& test) const {
  return find(node, test)->built.object;
}

bool FixtureStore::tear_down(const Test& test, const Test* next) {
  bool timed_out = false;
  for (std::size_t i = alive_.size(); i-- > 0;) {
    if (next != nullptr && survives(*alive_[i].node, alive_[i].place, *next)) continue;
    timed_out |= end(alive_[i]);
    alive_.erase(alive_.begin() + static_cast<std::ptrdiff_t>(i));
  }
  recorder_.set_context({test.item.file, test.item.line});
  return timed_out;
}

void FixtureStore::forget_failures(const Test& test) {
  for (const auto* node : test.setup_order) {
    Instance* instance = find(*node, test);
    if (instance == nullptr || instance->verdict.kind == Verdict::Kind::passed) continue;
    end(*instance);
    alive_.erase(alive_.begin() + (instance - alive_.data()));
  }
}

// Returns whether its time was over.
bool FixtureStore::end(Instance& instance) {
  bool timed_out = false;
  const auto run = [&](const std::function<void()>& code) {
    timed_out |= guarded(recorder_, code).kind == Verdict::Kind::timed_out;
  };
  const auto begin = base::Clock::now();
  if (instance.built.destroy != nullptr) {
    const auto& entry = *instance.node->definition->entry;
    recorder_.set_context({entry.site.file, entry.site.line});
    if (entry.teardown != nullptr) run([&] { entry.teardown(instance.built.object); });
    run([&] { instance.built.destroy(instance.built.owner); });
    if (instance.node->scope != check::Scope::function) threads_.forget_ended();
  }
  if (instance.node->scope != check::Scope::function) ++wide_ended_;
  observer_(*instance.node, {false, is_failed(instance), base::seconds_since(begin)});
  return timed_out;
}

}  // namespace dyntest::runner
