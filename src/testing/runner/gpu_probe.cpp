#include "testing/runner/gpu_probe.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdlib>

#include "foundation/base/split.hpp"
#include "foundation/os/spawn.hpp"
#include "foundation/os/wait.hpp"
#include "testing/report/text.hpp"
#include "testing/runner/capture.hpp"

namespace dyntest::runner {
namespace {

constexpr auto patience = std::chrono::seconds{30};

// What stands between commas, without the blanks before it.
std::vector<std::string> fields_of(const std::string& line) {
  auto fields = base::split(line, ',');
  for (auto& field : fields) field.erase(0, field.find_first_not_of(' '));
  return fields;
}

base::Result<std::vector<Card>> ask_driver(cell::Keeper& keeper) {
  const auto program = os::find_program("nvidia-smi", os::environment());
  if (!program) return std::vector<Card>{};
  const auto wrong = [](const std::string& what) {
    return base::Error{fmt::format(
        "nvidia-smi, asked for the GPUs, {}; or say what there is in dyntest.toml: gpus = [24]",
        what)};
  };
  const Stream output;
  const os::Fd null{::open("/dev/null", O_RDWR | O_CLOEXEC)};
  cell::Keeper::Launch launch;
  launch.argv = {*program, "--query-gpu=index,uuid,memory.total", "--format=csv,noheader,nounits"};
  launch.environment = os::environment();
  launch.folder = "/";
  launch.fds = {{null.get(), 0}, {output.fd(), 1}, {output.fd(), 2}};
  auto tree = keeper.launch(launch);
  if (!tree) return base::Error{"the keeper is gone"};
  std::vector<pollfd> ended{{tree->ended_fd(), POLLIN, 0}};
  if (!os::wait_for(ended, base::Deadline::in(patience))) {
    tree->kill();
    return wrong(fmt::format("has not answered in {} s: its driver may hang", patience.count()));
  }
  const auto text = output.read(0, output.size());
  if (const auto status = tree->status(); !status.success())
    return wrong(fmt::format("ended with {}: {}", status.text(), report::first_line(text)));
  return read_cards(text);
}

}  // namespace

std::vector<Card> read_cards(const std::string& text) {
  std::vector<Card> cards;
  for (const auto& line : base::split(text, '\n')) {
    const auto fields = fields_of(line);
    if (fields.size() != 3) continue;
    auto& [index, uuid, mib] = cards.emplace_back(Card{fields[0], fields[1], 0});
    std::from_chars(fields[2].data(), fields[2].data() + fields[2].size(), mib);
  }
  return cards;
}

std::vector<schedule::Gpu> visible_gpus(const std::vector<Card>& cards,
                                        const std::optional<std::string>& variable) {
  std::vector<schedule::Gpu> gpus;
  if (!variable) {
    for (const auto& card : cards) gpus.push_back({card.index, card.mib});
    return gpus;
  }
  for (const auto& id : fields_of(*variable)) {
    const auto card = std::ranges::find_if(cards, [&](const Card& each) {
      return each.index == id || (id.starts_with("GPU-") && each.uuid.starts_with(id));
    });
    if (card == cards.end()) break;
    gpus.push_back({id, card->mib});
  }
  return gpus;
}

base::Result<schedule::Gpus> find_gpus(cell::Keeper& keeper, const std::vector<double>& of_config,
                                       const std::vector<Selected>& tests) {
  const auto asks = [](const Selected& test) { return test.policy->gpus.count > 0; };
  if (std::ranges::none_of(tests, asks)) return schedule::Gpus{};
  std::vector<Card> cards;
  for (const double gib : of_config)
    cards.push_back(
        {std::to_string(cards.size()), "", static_cast<std::uint64_t>(gib * schedule::mib_in_gib)});
  if (of_config.empty()) {
    auto found = ask_driver(keeper);
    if (!found) return found.error();
    cards = std::move(*found);
  }
  const char* variable = std::getenv("CUDA_VISIBLE_DEVICES");  // empty = none
  return schedule::Gpus{visible_gpus(
      cards, variable == nullptr ? std::nullopt : std::optional<std::string>{variable})};
}

}  // namespace dyntest::runner
