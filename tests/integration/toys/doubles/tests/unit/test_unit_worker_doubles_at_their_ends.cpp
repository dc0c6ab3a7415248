#include <future>
#include <thread>

#include "conftest.hpp"
#include "programs/patched/service.hpp"
#include "programs/patched/shards.hpp"
#include "testing/doubles/patch.hpp"

void patch_all_from(std::size_t number) {
  if (number == service::shards.size()) return;
  auto shard = patch(service::shards[number]);
  patch_all_from(number + 1);
}

TEST(patches_one_function_too_many_of_a_type) { patch_all_from(0); }

TEST(leaves_a_call_in_its_double) {
  std::promise<void> entered;
  std::promise<void> never;
  std::thread caller;
  auto service = patch(&service::external_service);
  service.calls([&] {
    entered.set_value();
    never.get_future().wait();
    return 1;
  });
  caller = std::thread{[] { service::external_service(); }};
  entered.get_future().wait();
}

TEST(goes_on) { CHECK(service::external_service() == 1); }
