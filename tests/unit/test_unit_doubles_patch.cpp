// patch(&function): whom it replaces, for how long, and what the double then does.
#include <dlfcn.h>
#include <netdb.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

#include "conftest.hpp"
#include "places.hpp"
#include "programs/patched/service.hpp"
#include "programs/patched/shards.hpp"
#include "testing/doubles/patch.hpp"

using namespace service;

namespace {

// Eight threads that run the same.
class Threads {
 public:
  template <class Run>
  explicit Threads(Run run) {
    for (auto& each : all_) each = std::thread{run};
  }
  void join() {
    for (auto& each : all_) each.join();
  }

 private:
  std::array<std::thread, 8> all_;
};

// Patches the shards [begin, end), all at the same time, and asks each for its own answer.
void patch_shards(std::size_t begin, std::size_t end) {
  if (begin == end) return;
  auto shard = patch(shards[begin]);
  shard.returns(-static_cast<long>(begin));
  patch_shards(begin + 1, end);
  CHECK(shards[begin](1) == -static_cast<long>(begin));
  shard.assert_called_once_with(1);
}

}  // namespace

TEST(retries_once_when_the_service_is_down) {
  const int expected = 7;
  auto service = patch(&external_service);
  service.raises(Unavailable{}).then_returns(expected);
  CHECK(retry_once() == expected);
  service.assert_called_times(2);
}

TEST(restores_the_function_at_the_end_of_the_scope) {
  {
    auto service = patch(&external_service);
    service.returns(2);
    CHECK(external_service() == 2);
  }
  CHECK(external_service() == 1);
}

TEST(restores_the_function_when_the_scope_is_left_by_an_exception) {
  try {
    auto service = patch(&external_service);
    service.returns(2);
    throw Unavailable{};
  } catch (const Unavailable&) {
    CHECK(external_service() == 1);
  }
}

TEST(nests) {
  auto outer = patch(&external_service);
  outer.returns(2);
  {
    auto inner = patch(&external_service);
    inner.returns(3);
    CHECK(external_service() == 3);
    inner.assert_called_once();
  }
  CHECK(external_service() == 2);
  outer.assert_called_once();
}

TEST(outer_patch_may_end_first) {
  auto outer = std::make_unique<decltype(patch(&external_service))>(
      reinterpret_cast<dyntest::doubles::Code>(&external_service), dyntest::doubles::Where::here());
  auto inner = patch(&external_service);
  inner.returns(3);
  outer.reset();
  CHECK(external_service() == 3);
}

TEST(returns_a_default_until_it_is_told_what_to_do) {
  auto service = patch(&fetch);
  CHECK(fetch("a", 1) == "");
  service.assert_called_once_with("a", 1);
}

TEST(repeats_the_last_of_a_sequence) {
  auto service = patch(&external_service);
  service.returns(1).then_returns(2).then_calls([] { return 3; });
  CHECK(external_service() == 1);
  CHECK(external_service() == 2);
  CHECK(external_service() == 3);
  CHECK(external_service() == 3);
  service.reset();
  service.assert_not_called();
  CHECK(external_service() == 1);
}

TEST(spies_on_the_original) {
  auto spy = patch(&fetch);
  spy.wraps();
  CHECK(fetch_all({"a", "b"}) == std::vector<std::string>{"a:1", "b:1"});
  spy.assert_called_times(2);
  spy.assert_any_call("a", 1);
  spy.assert_called_with("b", dyntest::doubles::any);
}

TEST(gives_the_arguments_of_a_call) {
  auto service = patch(&fetch);
  fetch_all({"a", "b", "c"});
  const auto [key, attempts] = service.call_args();
  CHECK(key == "c");
  CHECK(attempts == 1);
  CHECK(std::get<0>(service.call_args(1)) == "b");
  CHECK(service.call_count() == 3u);
}

TEST(keeps_text_that_is_gone) {
  auto service = patch(&notify);
  {
    const std::string topic = "kv_events";
    notify(topic.c_str());
  }
  service.assert_called_once_with("kv_events");
}

TEST(returns_references) {
  int mine = 5;
  auto service = patch(&counter);
  service.returns(mine);
  counter() = 6;
  CHECK(mine == 6);
}

TEST(takes_and_returns_what_can_only_be_moved) {
  auto taker = patch(&by_value);
  taker.calls([](std::unique_ptr<int> owned) { return *owned + 1; });
  CHECK(by_value(std::make_unique<int>(3)) == 4);
  taker.assert_called_once_with(dyntest::doubles::any);
  auto giver = patch(&ticket);
  giver.returns(Ticket{9});
  CHECK(*ticket(1).number == 9);
}

TEST(has_a_move_only_result_once, xfail("the failure is what is tested").strict()) {
  auto giver = patch(&ticket);
  giver.returns(Ticket{9});
  static_cast<void>(ticket(1));
  static_cast<void>(ticket(1));
}

TEST(fails_when_no_result_can_be_made_up, xfail("the failure is what is tested").strict()) {
  auto service = patch(&no_default);
  static_cast<void>(no_default());
}

TEST(replaces_noexcept_functions) {
  auto service = patch(&quiet);
  service.returns(4);
  CHECK(quiet(1) == 4);
}

TEST(chooses_an_overload) {
  auto numbers = patch<int(int)>(&overloaded);
  auto texts = patch(static_cast<int (*)(const std::string&)>(&overloaded));
  numbers.returns(1);
  texts.returns(2);
  CHECK(overloaded(9) == 1);
  CHECK(overloaded(std::string{"nine"}) == 2);
}

TEST(replaces_members) {
  auto limit = patch(&Planner::limit);
  auto forward = patch(&Planner::forward);
  limit.calls([](const Planner&) { return 100; });
  forward.calls([](int workers) { return workers * 2; });
  CHECK(Planner{4}.plan(3) == 106);
  forward.assert_called_once_with(3);
  forward.wraps();
  CHECK(Planner{4}.plan(9) == 104);
}

TEST(replaces_static_members) {
  auto limit = patch(&Planner::default_limit);
  limit.returns(3);
  CHECK(Planner::default_limit() == 3);
}

TEST(replaces_functions_of_shared_libraries) {
  addrinfo* found = nullptr;
  {
    auto resolver = patch(&getaddrinfo);
    resolver.returns(EAI_AGAIN);
    CHECK(getaddrinfo("127.0.0.1", "80", nullptr, &found) == EAI_AGAIN);
    resolver.assert_called_once_with("127.0.0.1", "80", nullptr, &found);
    auto nested = patch(&getaddrinfo);
    nested.returns(EAI_FAIL);
    CHECK(getaddrinfo("127.0.0.1", "80", nullptr, &found) == EAI_FAIL);
  }
  REQUIRE(getaddrinfo("127.0.0.1", "80", nullptr, &found) == 0);
  freeaddrinfo(found);
}

TEST(replaces_calls_of_a_library_that_was_loaded_since) {
  {
    auto before = patch(&::getppid);
  }
  void* library = ::dlopen(DYNTEST_LATE_LIBRARY, RTLD_NOW);
  REQUIRE(library != nullptr);
  auto* seen = reinterpret_cast<int (*)()>(::dlsym(library, "parent_seen_by_late_library"));
  REQUIRE(seen != nullptr);
  {
    auto service = patch(&::getppid);
    service.returns(-1);
    CHECK(seen() == -1);
  }
  CHECK(seen() == ::getppid());
  ::dlclose(library);
}

TEST(a_call_that_comes_too_late_for_the_double_reaches_the_original) {
  GetParent on_its_way = nullptr;
  {
    auto service = patch(&::getppid);
    on_its_way = parent_as_linked();
  }
  CHECK(on_its_way != parent_as_linked());
  CHECK(on_its_way() == ::getppid());
}

TEST(other_threads_call_while_it_comes_and_goes) {
  constexpr int not_said_yet = 0;  // between patch and returns
  std::atomic<bool> stop = false;
  std::atomic<int> wrong = 0;
  const auto call = [&] {
    while (!stop) {
      const int got = external_service();
      if (got != 1 && got != 2 && got != not_said_yet) ++wrong;
    }
  };
  Threads threads{call};
  for (int i = 0; i < 50; ++i) {
    auto service = patch(&external_service);
    service.returns(2);
    CHECK(external_service() == 2);
  }
  stop = true;
  threads.join();
  CHECK(wrong == 0);
  CHECK(external_service() == 1);
}

TEST(other_threads_call_a_library_while_it_comes_and_goes) {
  const int parent = ::getppid();
  std::atomic<bool> stop = false;
  std::atomic<int> wrong = 0;
  const auto call = [&] {
    while (!stop) {
      const int got = ::getppid();
      if (got != parent && got != -1 && got != 0) ++wrong;
    }
  };
  Threads threads{call};
  for (int i = 0; i < 50; ++i) {
    auto service = patch(&::getppid);
    service.returns(-1);
    CHECK(::getppid() == -1);
  }
  stop = true;
  threads.join();
  CHECK(wrong == 0);
  CHECK(::getppid() == parent);
}

TEST(counts_every_call_of_every_thread) {
  auto service = patch(&external_service);
  Threads threads{[] {
    for (int i = 0; i < 1000; ++i) external_service();
  }};
  threads.join();
  service.assert_called_times(8000);
}

TEST(as_many_functions_of_one_type_as_there_are_entrances) {
  constexpr std::size_t most = dyntest::doubles::patched_per_type_max;
  patch_shards(0, most);
  // The seventeenth gets an entrance of one that is at rest, and the first one gets another.
  patch_shards(1, most + 1);
  patch_shards(0, most);
}

TEST(functions_of_one_type_are_told_apart) {
  for (int i = 0; i < 100; ++i) {
    auto one = patch(&external_service);
    auto other = patch(&Planner::default_limit);
    one.returns(i);
    other.returns(-i);
    REQUIRE(external_service() == i);
    REQUIRE(Planner::default_limit() == -i);
  }
}
