// Tests in an order by chance that can be had again.
#include <algorithm>
#include <string>
#include <vector>

#include "conftest.hpp"
#include "testing/runner/hunting.hpp"

using namespace dyntest;
using Indices = std::vector<std::size_t>;

namespace {

// Three files of four tests each.
std::vector<model::Item> twelve() {
  std::vector<model::Item> items;
  for (const char* file : {"a", "b", "c"})
    for (int i = 0; i < 4; ++i) items.emplace_back().file = file;
  return items;
}

const Indices all{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};

}  // namespace

TEST(a_seed_gives_the_same_order_everywhere) {
  CHECK((runner::shuffled(twelve(), all, 7) == Indices{7, 5, 4, 6, 9, 10, 11, 8, 3, 0, 2, 1}));
}

TEST(another_seed_gives_another_order) {
  CHECK(runner::shuffled(twelve(), all, 7) != runner::shuffled(twelve(), all, 8));
}

TEST(every_test_is_there_once) {
  auto order = runner::shuffled(twelve(), all, 3);
  std::ranges::sort(order);
  CHECK(order == all);
}

TEST(a_file_stays_in_one_piece) {
  const auto items = twelve();
  const auto order = runner::shuffled(items, all, 5);
  int changes = 0;
  for (std::size_t i = 1; i < order.size(); ++i)
    changes += items[order[i]].file != items[order[i - 1]].file ? 1 : 0;
  CHECK(changes == 2);
}
