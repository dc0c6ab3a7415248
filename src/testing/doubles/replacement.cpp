#include "testing/doubles/replacement.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <vector>

#include "testing/doubles/detail/imports.hpp"
#include "testing/doubles/detail/jump.hpp"
#include "testing/doubles/detail/objects.hpp"
#include "testing/doubles/detail/verdict.hpp"

namespace dyntest::doubles {

using detail::Address;

// Made when a function is replaced for the first time, never freed: a thread may be on its way
// through it at any time.
class Target {
 public:
  explicit Target(detail::Verdict verdict) : verdict_{std::move(verdict)} {}

  // Where calls go: to the entrance, or to the original if it is null.
  std::string send_to(Code entrance);
  bool active() const { return !activations.empty(); }

  const detail::Verdict& verdict() const { return verdict_; }

  detail::Jump jump;                         // a patchable function
  std::unique_ptr<detail::Imports> imports;  // a function of a shared library
  Entrance* entrance = nullptr;              // guarded by the registry's mutex
  std::mutex mutex;                          // guards what follows
  std::condition_variable left;              // a visit has ended
  std::vector<Activation*> activations;      // the newest last

 private:
  detail::Verdict verdict_;
};

std::string Target::send_to(Code entrance_code) {
  const auto address = reinterpret_cast<Address>(entrance_code);
  if (imports == nullptr) {
    jump.slot->store(entrance_code == nullptr ? jump.body : address);
    return {};
  }
  return entrance_code == nullptr ? imports->restore() : imports->replace(address);
}

namespace {

constexpr std::chrono::seconds visits_end_within{5};

// All targets of the process. The process's code is one thing, so there is one of it.
struct Registry {
  std::mutex mutex;
  std::vector<std::unique_ptr<Target>> targets;
};

Registry& registry() {
  static Registry& object = *new Registry;  // outlives whoever still calls a target at exit
  return object;
}

[[noreturn]] void refuse(const std::string& name, const std::string& reason, Where where) {
  check::record_and_stop({where.site, "patch", "", "cannot patch " + name + ": " + reason});
}

// The target that `address` leads to: its entry, or the entrance that stands in for it now.
Target* known(Registry& all, Address address) {
  for (const auto& target : all.targets) {
    if (target->verdict().address == address) return target.get();
    if (target->imports != nullptr && target->entrance != nullptr &&
        reinterpret_cast<Address>(target->entrance->code) == address)
      return target.get();
  }
  return nullptr;
}

// An entrance for `target`: its own, an unused one, or that of a target that is at rest.
Entrance* entrance_for(const Target& target, Entrances entrances) {
  const auto end = entrances.first + entrances.count;
  if (target.entrance >= entrances.first && target.entrance < end) return target.entrance;
  Entrance* at_rest = nullptr;
  for (Entrance* entrance = entrances.first; entrance != end; ++entrance) {
    Target* user = entrance->target.load();
    if (user == nullptr) return entrance;
    if (at_rest == nullptr && !user->active()) at_rest = entrance;
  }
  return at_rest;
}

}  // namespace

Target& find_target(Code function, Entrances entrances, Where where) {
  Registry& all = registry();
  const std::lock_guard lock{all.mutex};
  Target* target = known(all, reinterpret_cast<Address>(function));
  if (target == nullptr) {
    detail::Verdict verdict = detail::judge(reinterpret_cast<Address>(function));
    if (!verdict.reason.empty()) refuse(verdict.name, verdict.reason, where);
    target = known(all, verdict.address);
    if (target == nullptr) {
      auto made = std::make_unique<Target>(verdict);
      if (verdict.import_names.empty()) {
        made->jump = detail::write_jump(verdict.address);
        if (!made->jump.error.empty()) refuse(verdict.name, made->jump.error, where);
      } else {
        made->imports = std::make_unique<detail::Imports>(verdict.address, verdict.import_names);
      }
      target = all.targets.emplace_back(std::move(made)).get();
    }
  }
  Entrance* entrance = entrance_for(*target, entrances);
  const std::string& name = target->verdict().name;
  if (entrance != target->entrance && target->active())
    refuse(name, "it is patched already, as a function of another type", where);
  if (entrance == nullptr)
    refuse(name, std::to_string(entrances.count) + " functions of its type are patched", where);
  if (Target* before = entrance->target.load(); before != nullptr && before != target)
    before->entrance = nullptr;
  entrance->target.store(target);
  target->entrance = entrance;
  return *target;
}

void refuse_virtual(Where where) {
  refuse("a virtual function",
         "calls of it go through the object's table of functions; hand the code under test an "
         "object of a class of the test's own, or a Mock",
         where);
}

Code original(const Target& target) {
  const Address address = target.imports == nullptr ? target.jump.body : target.verdict().address;
  return reinterpret_cast<Code>(address);
}

const char* name(const Target& target) { return target.verdict().name.c_str(); }

Activation::Activation(Target& target, void* stand_in, Where where)
    : target_{target}, stand_in_{stand_in}, where_{where} {
  const std::lock_guard all{registry().mutex};
  const std::unique_lock lock{target_.mutex};
  if (!target_.active()) {
    const std::string error = target_.send_to(target_.entrance->code);
    if (!error.empty()) refuse(target_.verdict().name, error, where);
  }
  target_.activations.push_back(this);
}

Activation::~Activation() {
  const auto fail = [&](const std::string& what) {
    check::record({where_.site, "patch", "", target_.verdict().name + ": " + what});
  };
  std::string error;
  bool stuck = false;
  {
    const std::lock_guard all{registry().mutex};
    std::unique_lock lock{target_.mutex};
    std::erase(target_.activations, this);
    if (!target_.active()) error = target_.send_to(nullptr);
  }
  {
    std::unique_lock lock{target_.mutex};
    stuck = !target_.left.wait_for(lock, visits_end_within, [&] { return visits_ == 0; });
  }
  if (!error.empty()) fail(error);
  if (stuck) {
    fail("a call of its double has not ended; end the threads that call it before the patch");
    std::terminate();
  }
}

Visit::Visit(const Entrance& entrance) : target_{*entrance.target.load()}, activation_{nullptr} {
  const std::lock_guard lock{target_.mutex};
  if (!target_.active()) return;
  activation_ = target_.activations.back();
  ++activation_->visits_;
}

Visit::~Visit() {
  if (activation_ == nullptr) return;
  const std::lock_guard lock{target_.mutex};
  --activation_->visits_;
  target_.left.notify_all();
}

void* Visit::double_in_charge() const {
  return activation_ == nullptr ? nullptr : activation_->stand_in_;
}

Code Visit::original() const { return doubles::original(target_); }

}  // namespace dyntest::doubles
