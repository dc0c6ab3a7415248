// Which GPUs a worker is given, and what is left for others.
#include <cstdint>
#include <string>

#include "conftest.hpp"
#include "testing/schedule/gpus.hpp"

using dyntest::schedule::GpuNeeds;
using dyntest::schedule::Gpus;

namespace {

constexpr std::uint64_t gib = 1024;

Gpus cards_of_24_and_80() { return Gpus{{{"0", 24 * gib}, {"1", 80 * gib}, {"2", 24 * gib}}}; }

// The ids of those that it gets; `none`.
std::string taken(Gpus& gpus, const GpuNeeds& needs) {
  const auto indices = gpus.take(needs);
  return indices ? gpus.ids(*indices) : "none";
}

}  // namespace

TEST(a_whole_one_is_nobody_elses) {
  Gpus gpus{{{"0", 24 * gib}}};
  const auto mine = gpus.take({1, 0});
  REQUIRE(mine.has_value());
  CHECK(!gpus.fits({1, 0}));
  CHECK(!gpus.fits({1, 1}));
  gpus.give_back({1, 0}, *mine);
  CHECK(gpus.fits({1, 0}));
}

TEST(parts_share_one_up_to_its_memory) {
  Gpus gpus{{{"7", 24 * gib}}};
  CHECK(taken(gpus, {1, 10 * gib}) == "7");
  CHECK(taken(gpus, {1, 15 * gib}) == "none");
  CHECK(!gpus.fits({1, 0}));
  CHECK(taken(gpus, {1, 14 * gib}) == "7");
}

TEST(the_least_room_that_is_enough_is_taken) {
  Gpus gpus = cards_of_24_and_80();
  CHECK(taken(gpus, {1, 20 * gib}) == "0");
  CHECK(taken(gpus, {1, 4 * gib}) == "0");
  CHECK(taken(gpus, {1, 1 * gib}) == "2");
  CHECK(taken(gpus, {1, 30 * gib}) == "1");
}

TEST(several_come_in_the_machines_order) {
  Gpus gpus = cards_of_24_and_80();
  CHECK(taken(gpus, {2, 0}) == "0,2");
  CHECK(taken(gpus, {2, 0}) == "none");
  CHECK(taken(gpus, {1, 0}) == "1");
}

TEST(none_are_always_free) {
  Gpus gpus;
  CHECK(gpus.suffice({}));
  CHECK(taken(gpus, {}) == "");
}

TEST(what_would_be_enough_is_told_apart_from_what_is_free) {
  Gpus gpus = cards_of_24_and_80();
  CHECK(gpus.take({3, 0}).has_value());
  CHECK(gpus.suffice({3, 0}));
  CHECK(!gpus.suffice({4, 0}));
  CHECK(gpus.suffice({3, 24 * gib}));
  CHECK(!gpus.suffice({2, 25 * gib}));
}

TEST(they_are_named, (std::size_t count, std::string text),
     cases(row(std::size_t{0}, "no GPU").id("none"),
           row(std::size_t{1}, "1 GPU of 7.5 GiB").id("one"),
           row(std::size_t{2}, "2 GPUs of 7.5, 7.5 GiB").id("two"))) {
  CHECK(Gpus{{count, {"0", 7680}}}.text() == text);
}
