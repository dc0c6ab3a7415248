#include "testing/runner/worker.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "foundation/cell/board.hpp"
#include "foundation/os/fd.hpp"
#include "foundation/os/spawn.hpp"
#include "foundation/os/wait.hpp"
#include "testing/builtin/benchmark_setup.hpp"
#include "testing/builtin/cache.hpp"
#include "testing/builtin/record_property.hpp"
#include "testing/builtin/request.hpp"
#include "testing/check/eventually.hpp"
#include "testing/runner/dialogue.hpp"
#include "testing/runner/executor.hpp"
#include "testing/runner/leftovers.hpp"
#include "testing/runner/service_logs.hpp"
#include "testing/runner/service_timeline.hpp"
#include "testing/runner/suite.hpp"

namespace dyntest::runner {
namespace {

using model::Phase;

void pause_ns(long long span) { os::pause_for(std::chrono::nanoseconds{span}); }
long long steady_ns() { return base::Clock::now().time_since_epoch().count(); }

class Worker final : private Dialogue::Tests {
 public:
  explicit Worker(const WorkerOptions& options)
      : options_{options},
        settings_{options.settings},
        lost_{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)},
        dialogue_{options, *this, lost_.get()},
        recorder_{[this](const model::Failure& failure) {
                    dialogue_.write(FailureSeen{failure});
                    look_at_services();  // the test's own are still there
                  },
                  [this] {
                    was_lost_ = true;
                    ::eventfd_write(lost_.get(), 1);
                  }},
        fixtures_{recorder_,
                  leftovers_,
                  [this](const FixtureNode& node, const FixtureMove& move) { moved(node, move); },
                  {[this](const Want& want) { return ask(want); },
                   [this] { return dialogue_.rebuilt(); }},
                  options.plan},
        executor_{recorder_,
                  fixtures_,
                  leftovers_,
                  {[this](Phase phase) { begin(phase); },
                   [this](const PhaseResult& result) { end(result); },
                   [this](const std::string& line) { notice(line); },
                   [this](const FixtureNode& node, const void* object) { host(node, object); }},
                  options.isolated ? "gone with its process" : "its worker is replaced",
                  options.plan} {}

  void run() {
    check::listen(&recorder_);
    recorder_.call_witnesses([this] { return service_logs({init_}, inits_of_hosts()); });
    check::wait_with({&steady_ns, &pause_ns});
    os::name_current_test_with(&builtin::current_test_id);
    builtin::set_cache_folder(options_.cache_folder);
    builtin::set_property_sink([this](std::string_view name, std::string_view value) {
      dialogue_.write(PropertySeen{{std::string{name}, std::string{value}}});
    });
    builtin::set_up_benchmarks({options_.benchmarks.mode != BenchmarkMode::disable,
                                options_.benchmarks.limits,
                                [this](const model::Measurement& measured) {
                                  dialogue_.write(MeasurementSeen{measured});
                                }});
    settings = &settings_;
    check::find_settings_with(&find_setting);
    const auto collection = options_.collect ? this->collection() : Collection{};
    suite_.skip_where(
        [this](const model::Item& item) { return options_.benchmarks.reason_to_skip(item); });
    dialogue_.run(collection);
  }

 private:
  static const check::SettingValue* find_setting(check::Text name) {
    return settings->find({name.data, name.size});
  }

  Collection collection() const {
    Collection all = suite_.collection(options_.root);
    all.settings = settings_.declared();
    return all;
  }

  void run(const RunTest& asked) override {
    const Test& test = test_of(asked);
    builtin::set_current_test(&test.item);
    settings_.use_for(test.item.file);
    executor_.run(test, {dialogue_.unmet(), asked.refused, asked.may_leak},
                  [this]() -> const Test* {
                    const RunTest* next = dialogue_.next();
                    return next == nullptr ? nullptr : &test_of(*next);
                  });
    builtin::set_current_test(nullptr);
  }

  void forked() override { leftovers_.start_anew(); }

  void forget_failures(const RunTest& asked) override {
    fixtures_.forget_failures(test_of(asked));
    recorder_.take();
  }

  bool is_spent() const override { return executor_.leaked(); }

  void begin(Phase phase) {
    if (eventfd_t ignored = 0; was_lost_.exchange(false)) ::eventfd_read(lost_.get(), &ignored);
    dialogue_.begin(phase);
  }

  void end(PhaseResult result) {
    tell_who_tried_to_leave();
    const Test& test = test_of(dialogue_.asked());
    if (model::is_failure(result.outcome)) {
      const std::lock_guard lock{services_mutex_};
      timeline_of_test().look(inits_of_services());
      result.log = timeline_.take();
    }
    dialogue_.end(result, result.phase == Phase::call || !test.setup_order.empty() ||
                              test.entry->of_class != nullptr);
  }

  // Something about the running test.
  void notice(const std::string& line) {
    const auto& asked = dialogue_.asked();
    dialogue_.write(Noticed{asked.item, test_of(asked).item.id() + " " + line});
  }

  // Whom its init has seen on the way out of the cell since it was asked last.
  void tell_who_tried_to_leave() {
    if (board_.is_empty()) return;
    for (const auto& line : board_.take())
      notice("tried to leave its cell: " + line + "; a test that may is marked network");
  }

  // Not for each of many failures.
  void look_at_services() {
    const std::lock_guard lock{services_mutex_};
    const auto now = base::Clock::now();
    const bool is_new = timeline_of_ != dialogue_.began();
    if (!is_new && now < looked_ + std::chrono::milliseconds{100}) return;
    looked_ = now;
    timeline_of_test().look(inits_of_services());
  }

  ServiceTimeline& timeline_of_test() {
    if (const auto began = dialogue_.began(); began != timeline_of_) {
      timeline_of_ = began;
      timeline_ = ServiceTimeline{std::chrono::steady_clock::now() - (base::Clock::now() - began)};
    }
    return timeline_;
  }

  std::vector<pid_t> inits_of_services() {
    auto inits = inits_of_hosts();
    inits.push_back(init_of_this_process());
    return inits;
  }

  // A controller that is gone answers nothing; then so are we soon.
  Handed ask(const Want& want) {
    auto answer = dialogue_.ask(want);
    if (auto* handed = std::get_if<Handed>(&answer)) {
      const std::lock_guard lock{services_mutex_};
      inits_of_hosts_[want.key] = handed->inits;
      return std::move(*handed);
    }
    Handed nothing;
    nothing.outcome = model::Outcome::failed;
    return nothing;
  }

  // Who has started the services of the whole run that the running test uses.
  std::vector<pid_t> inits_of_hosts() {
    std::vector<pid_t> all;
    for (const auto* node : test_of(dialogue_.asked()).setup_order)
      if (const auto found = inits_of_hosts_.find(node->hosted); found != inits_of_hosts_.end())
        all.insert(all.end(), found->second.begin(), found->second.end());
    return all;
  }

  void host(const FixtureNode& node, const void* object) {
    std::string handle;
    const auto take = [](void* to, check::Text bytes) {
      static_cast<std::string*>(to)->assign(bytes.data, bytes.size);
    };
    node.definition->entry->hosting->hand_over(object, take, &handle);
    dialogue_.ask(Hosting{handle});
  }

  void moved(const FixtureNode& node, const FixtureMove& move) {
    if (!move.note.empty()) dialogue_.write(Noticed{dialogue_.asked().item, move.note});
    const auto scope = static_cast<model::Scope>(node.scope);
    model::FixtureStep step{dialogue_.asked().item, move.up, move.failed,
                            shown_name(node),       scope,   {}};
    if (move.up)
      for (const auto* used : node.uses) step.uses.push_back(used->definition->name);
    dialogue_.write(FixtureMoved{std::move(step), move.seconds});
  }

  const Test& test_of(const RunTest& asked) const { return suite_.at(asked.index); }

  const WorkerOptions& options_;
  const pid_t init_ = ::getppid();
  Suite suite_;
  Settings settings_;
  static inline Settings* settings = nullptr;  // of the one worker of this process
  os::Fd lost_;                         // readable: the running test has failed on another thread
  std::atomic<bool> was_lost_ = false;  // lost_ is, or is about to be
  Dialogue dialogue_;
  Recorder recorder_;
  Leftovers leftovers_{init_};
  cell::Board board_{os::Fd{WorkerFds::board}};
  std::map<std::string, std::vector<pid_t>> inits_of_hosts_;  // by key
  std::mutex services_mutex_;                                 // failures come from any thread
  base::Clock::time_point looked_;                            // at the services
  base::Clock::time_point timeline_of_;                       // the attempt that began then
  ServiceTimeline timeline_{{}};
  FixtureStore fixtures_;
  Executor executor_;
};

}  // namespace

void run_worker(const WorkerOptions& options) {
  become_worker(options);
  Worker{options}.run();
  std::fflush(stdout);
  ::_exit(0);
}

}  // namespace dyntest::runner
