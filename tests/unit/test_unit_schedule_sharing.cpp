// A fixture that outlives files: which worker builds it, and who waits for that one.
#include <string>
#include <vector>

#include "conftest.hpp"
#include "schedule_test_utils.hpp"

using namespace schedule_test;
using model::Scope;

TEST_CLASS(TestSharedFixture) {
 public:
  // Each of two files uses Etcd for `seconds`; to build it takes 1 s.
  static Suite suite(double seconds) {
    const std::vector<std::string> etcd{"Etcd"};
    return Suite{{{"a", seconds, etcd}, {"b", seconds, etcd}, {"c", 0.01}},
                 2,
                 {{"Etcd", {Scope::session, 0.75, 0.25}}}};
  }
};

TEST_F(TestSharedFixture, draws_its_users_to_the_worker_that_has_it) {
  Suite suite = TestSharedFixture::suite(0.5);
  Plan::Names one;
  Plan::Names other;
  CHECK(text(suite.plan().take({}, one, free_pool, {}).piece) == "0-0");
  CHECK(text(suite.plan().take({}, other, free_pool, {}).piece) == "2-2");
  CHECK(text(suite.plan().take({}, other, free_pool, {}).piece) == "");
  CHECK(text(suite.plan().take({}, one, free_pool, {}).piece) == "1-1");
}

TEST_F(TestSharedFixture, is_built_again_where_that_is_quicker) {
  Suite suite = TestSharedFixture::suite(1.5);
  Plan::Names one;
  Plan::Names other;
  suite.plan().take({}, one, free_pool, {});
  CHECK(text(suite.plan().take({}, other, free_pool, {}).piece) == "1-1");
}

TEST_F(TestSharedFixture, is_not_built_again_while_there_is_other_work) {
  const std::vector<std::string> etcd{"Etcd"};
  Suite suite{{{"a", 1.5, etcd}, {"b", 1.5, etcd}, {"c", 1.5}, {"d", 1.5}},
              2,
              {{"Etcd", {Scope::session, 0.75, 0.25}}}};
  Plan::Names one;
  Plan::Names other;
  CHECK(text(suite.plan().take({}, one, free_pool, {}).piece) == "0-0");
  CHECK(text(suite.plan().take({}, other, free_pool, {}).piece) == "2-2");
  CHECK(text(suite.plan().take({}, other, free_pool, {}).piece) == "3-3");
  CHECK(text(suite.plan().take({}, one, free_pool, {}).piece) == "1-1");
}

TEST_F(TestSharedFixture, is_free_again_when_its_worker_is_gone) {
  Suite suite = TestSharedFixture::suite(0.5);
  Plan::Names one;
  suite.plan().take({}, one, free_pool, {});
  suite.plan().release(one);
  CHECK(all_of(suite.plan(), free_pool) == "1-1 2-2 ");
}
