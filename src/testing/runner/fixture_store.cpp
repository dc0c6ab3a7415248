#include "testing/runner/fixture_store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <utility>

#include "foundation/base/deadline.hpp"
#include "foundation/os/wait.hpp"
#include "testing/report/text.hpp"

namespace dyntest::runner {
namespace {

using Kind = Verdict::Kind;

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

bool asks_for(const FixtureNode& node, const FixtureNode& other) {
  return std::ranges::any_of(
      node.uses, [&](const FixtureNode* used) { return used == &other || asks_for(*used, other); });
}

std::string summary(const std::vector<model::Failure>& failures) {
  if (failures.empty()) return "no reason given";
  return std::string{report::first_line(failures.front().message)};
}

Kind kind_of(model::Outcome outcome) {
  switch (outcome) {
    case model::Outcome::skipped:
      return Kind::skipped;
    case model::Outcome::xfailed:
      return Kind::xfailed;
    case model::Outcome::timed_out:
      return Kind::timed_out;
    default:
      return Kind::failed;
  }
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
    Instance* instance = find(*node, test);
    if (instance == nullptr) {
      const bool is_elsewhere = !node->hosted.empty() && node != test.hosts;
      verdict = is_elsewhere ? attach(*node, test, {node->hosted, 0, ""}) : build(*node, test);
    } else if (instance->generation > 0 && instance->verdict.kind == Kind::passed) {
      verdict = renew(*instance, test);
    } else {
      verdict = instance->verdict;
      for (const auto& failure : instance->failures) recorder_.add(failure);
    }
    if (verdict.kind != Kind::passed) return verdict;
  }
  return {};
}

Verdict FixtureStore::build(const FixtureNode& node, const Test& test) {
  const auto& definition = *node.definition;
  const auto& entry = *definition.entry;
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
    const bool wide = node.scope != check::Scope::function;
    if (wide) leftovers_.adopt_from_here();
    build(instance, arguments.data());
    instance.failures = recorder_.failures();
    if (wide) leftovers_.adopt();
  }
  return keep(std::move(instance), begin);
}

Verdict FixtureStore::keep(Instance instance, base::Clock::time_point begin) {
  observer_(*instance.node, {true, is_failed(instance), base::seconds_since(begin), ""});
  return alive_.emplace_back(std::move(instance)).verdict;
}

// As often as it may be tried; what came of an attempt that another one follows does not count.
void FixtureStore::build(Instance& instance, void* const* arguments) {
  const auto& definition = *instance.node->definition;
  const auto [retries, delay] = definition.retries;
  for (int attempt = 1; attempt <= retries; ++attempt) {
    const auto begin = base::Clock::now();
    recorder_.keep_back();
    build_once(instance, arguments);
    if (instance.verdict.kind == Kind::failed) destroy(instance);
    const auto failures = recorder_.kept_back();
    if (instance.verdict.kind != Kind::failed) {
      for (const auto& failure : failures) recorder_.add(failure);
      return;
    }
    observer_(*instance.node,
              {true, true, base::seconds_since(begin),
               fmt::format("attempt {} of {} to set up {} failed: {}", attempt, retries + 1,
                           shown_name(*instance.node), summary(failures))});
    instance.verdict = guarded(recorder_, [&] {
      os::pause_for(
          std::chrono::duration_cast<base::Duration>(std::chrono::duration<double>{delay}));
    });
    if (instance.verdict.kind != Kind::passed) return;
  }
  build_once(instance, arguments);
}

void FixtureStore::build_once(Instance& instance, void* const* arguments) {
  const auto& entry = *instance.node->definition->entry;
  instance.verdict =
      guarded(recorder_, [&] { instance.built = entry.build(entry.site, arguments); });
}

// By what its host says of it. One that turns out to be dead already is asked for once more.
Verdict FixtureStore::attach(const FixtureNode& node, const Test& test, const Want& want) {
  Instance instance{&node, place_of(node, test.item), {}, {}, {}};
  const auto begin = base::Clock::now();
  if (!plan_) {
    recorder_.set_context({node.definition->entry->site.file, node.definition->entry->site.line});
    leftovers_.adopt_from_here();
    attach_once(instance, want);
    if (instance.verdict.kind == Kind::passed) {
      const auto [verdict, why_dead] = health(instance);
      instance.verdict = verdict;
      if (!why_dead.empty()) {
        destroy(instance);
        attach_once(instance, {want.key, instance.generation, why_dead});
      }
    }
    instance.failures = recorder_.failures();
    leftovers_.adopt();
  }
  return keep(std::move(instance), begin);
}

void FixtureStore::attach_once(Instance& instance, const Want& want) {
  const auto& entry = *instance.node->definition->entry;
  Handed handed;
  instance.verdict = guarded(recorder_, [&] {
    instance.rebuilt = hosts_.rebuilt();
    handed = hosts_.ask(want);
    instance.generation = handed.generation;
    if (handed.outcome == model::Outcome::passed)
      instance.built = entry.hosting->attach(
          entry.site, check::Text{handed.handle.data(), handed.handle.size()});
  });
  if (handed.outcome == model::Outcome::passed) return;
  std::fputs(handed.captured.standard_output.c_str(), stdout);
  std::fputs(handed.captured.standard_error.c_str(), stderr);
  for (const auto& failure : handed.failures) recorder_.add(failure);
  instance.verdict = {kind_of(handed.outcome), handed.reason, handed.reason_place, false};
}

// One that was alive when another test used it.
Verdict FixtureStore::renew(Instance& instance, const Test& test) {
  const FixtureNode& node = *instance.node;
  Want want{node.hosted, 0, ""};
  if (const auto rebuilt = hosts_.rebuilt(); instance.rebuilt == rebuilt || is_newest(instance)) {
    instance.rebuilt = rebuilt;
    const auto [verdict, why_dead] = health(instance);
    if (why_dead.empty()) return verdict;
    want = {node.hosted, instance.generation, why_dead};
  }
  end_with_users(node);
  return attach(node, test, want);
}

bool FixtureStore::is_newest(const Instance& instance) {
  bool newest = false;
  guarded(recorder_, [&] {
    newest = hosts_.ask({instance.node->hosted, 0, ""}).generation == instance.generation;
  });
  return newest;
}

FixtureStore::Health FixtureStore::health(const Instance& instance) {
  const auto& entry = *instance.node->definition->entry;
  if (entry.hosting->check_health == nullptr) return {};
  recorder_.keep_back();
  const Verdict verdict =
      guarded(recorder_, [&] { entry.hosting->check_health(entry.site, instance.built.object); });
  const auto failures = recorder_.kept_back();
  if (verdict.kind == Kind::failed && !failures.empty()) return {{}, summary(failures)};
  for (const auto& failure : failures) recorder_.add(failure);
  const bool was_cut_short = verdict.kind == Kind::interrupted || verdict.kind == Kind::timed_out;
  return {was_cut_short ? verdict : Verdict{}};
}

// What comes of it is the fault of the dead one.
void FixtureStore::end_with_users(const FixtureNode& node) {
  recorder_.keep_back();
  end_where([&](const Instance& instance) {
    return instance.node == &node || asks_for(*instance.node, node);
  });
  recorder_.kept_back();
}

void FixtureStore::look_after(const Test& test) {
  for (const auto* node : test.setup_order) {
    const Instance* instance = find(*node, test);
    if (instance == nullptr || instance->generation == 0 || is_failed(*instance)) continue;
    const auto [verdict, why_dead] = health(*instance);
    if (why_dead.empty()) continue;
    const auto& site = node->definition->entry->site;
    recorder_.add({{site.file, site.line},
                   0,
                   "FIXTURE",
                   fmt::format("{} (run) was dead when this test had failed: {}", shown_name(*node),
                               why_dead)});
  }
}

std::vector<std::string> FixtureStore::leftovers(const Test& test) {
  std::vector<std::string> lines;
  for (const auto* node : test.setup_order) {
    const auto& entry = *node->definition->entry;
    const Instance* instance = find(*node, test);
    const bool asked = instance != nullptr && entry.leftovers != nullptr &&
                       instance->generation == 0 && !is_failed(*instance);
    if (!asked) continue;
    const auto take = [](void* to, check::Text line) {
      static_cast<std::vector<std::string>*>(to)->emplace_back(line.data, line.size);
    };
    std::vector<std::string> found;
    guarded(recorder_, [&] { entry.leftovers(instance->built.object, take, &found); });
    for (const auto& line : found)
      lines.push_back(fmt::format("left behind in {}, and removed: {}", shown_name(*node), line));
  }
  return lines;
}

void* FixtureStore::object(const FixtureNode& node, const Test& test) const {
  return find(node, test)->built.object;
}

bool FixtureStore::tear_down(const Test& test, const Test* next) {
  const bool timed_out = end_where([&](const Instance& instance) {
    return next == nullptr || !survives(*instance.node, instance.place, *next);
  });
  recorder_.set_context({test.item.file, test.item.line});
  return timed_out;
}

// Last built first. Whether the time of one was over.
bool FixtureStore::end_where(const std::function<bool(const Instance&)>& is_over) {
  bool timed_out = false;
  for (std::size_t i = alive_.size(); i-- > 0;) {
    if (!is_over(alive_[i])) continue;
    timed_out |= end(alive_[i]);
    alive_.erase(alive_.begin() + static_cast<std::ptrdiff_t>(i));
  }
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

Verdict FixtureStore::destroy(Instance& instance) {
  if (instance.built.destroy == nullptr) return {};
  const auto built = std::exchange(instance.built, {});
  return guarded(recorder_, [&] { built.destroy(built.owner); });
}

// Returns whether its time was over.
bool FixtureStore::end(Instance& instance) {
  bool timed_out = false;
  const auto begin = base::Clock::now();
  const bool failed = is_failed(instance);
  if (instance.built.destroy != nullptr) {
    const auto& entry = *instance.node->definition->entry;
    recorder_.set_context({entry.site.file, entry.site.line});
    if (entry.teardown != nullptr && instance.generation == 0) {
      const auto verdict = guarded(recorder_, [&] { entry.teardown(instance.built.object); });
      timed_out |= verdict.kind == Kind::timed_out;
    }
    timed_out |= destroy(instance).kind == Kind::timed_out;
    if (instance.node->scope != check::Scope::function) leftovers_.forget_ended();
  }
  if (instance.node->scope != check::Scope::function) ++wide_ended_;
  observer_(*instance.node, {false, failed, base::seconds_since(begin), ""});
  return timed_out;
}

}  // namespace dyntest::runner
