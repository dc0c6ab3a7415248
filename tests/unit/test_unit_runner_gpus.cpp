// Which GPUs a run has: what nvidia-smi says, and what CUDA_VISIBLE_DEVICES leaves of it.
#include <optional>
#include <string>
#include <vector>

#include "conftest.hpp"
#include "testing/runner/gpu_probe.hpp"

using dyntest::runner::Card;
using dyntest::runner::read_cards;
using dyntest::runner::visible_gpus;

namespace {

const std::vector<Card> cards{{"0", "GPU-1a", 100}, {"1", "GPU-1b", 200}, {"2", "GPU-2c", 300}};

std::string ids(const std::optional<std::string>& variable) {
  std::string all;
  for (const auto& gpu : visible_gpus(cards, variable)) all += gpu.id + " ";
  return all;
}

}  // namespace

TEST(reads_what_the_driver_lists) {
  CHECK((read_cards("0, GPU-1a, 24576\n1, GPU-2b, [N/A]\n") ==
         std::vector<Card>{{"0", "GPU-1a", 24576}, {"1", "GPU-2b", 0}}));
  CHECK(read_cards("No devices were found\n").empty());
  CHECK(read_cards("").empty());
}

TEST(those_that_cuda_sees, (std::string variable, std::string seen),
     cases(row("2,0", "2 0 ").id("in_its_order"), row("GPU-2", "GPU-2 ").id("by_uuid"),
           row(" 1", "1 ").id("blank"), row("0,9,1", "0 ").id("up_to_the_first_wrong_one"),
           row("-1", "").id("none"), row("", "").id("empty"), row("GPU", "").id("no_uuid"))) {
  CHECK(ids(variable) == seen);
}

TEST(all_of_them_where_nothing_is_said) {
  CHECK(ids(std::nullopt) == "0 1 2 ");
  CHECK(visible_gpus(cards, "1")[0].mib == 200u);
}
