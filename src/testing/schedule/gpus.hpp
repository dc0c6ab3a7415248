// The GPUs of a run, and who has which.
//
//   gpu(n)              n whole ones
//   vram(g)             g GiB of one, whose rest others may have
//   gpu(n), vram(g)     g GiB of each of n
//
// A process learns which GPUs are its own when it begins: CUDA reads CUDA_VISIBLE_DEVICES once, and
// a server that a wide fixture has started stays where it is. So a worker has its GPUs from its
// start to its end, and runs tests that ask for the same: they are part of its crew (crew.hpp).
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace dyntest::schedule {

constexpr double mib_in_gib = 1024;

struct GpuNeeds {
  std::size_t count = 0;
  std::uint64_t mib = 0;  // of the memory of each; 0 = all of it, whatever there is
  auto operator<=>(const GpuNeeds&) const = default;
};

struct Gpu {
  std::string id;  // as CUDA_VISIBLE_DEVICES takes it
  std::uint64_t mib = 0;
  bool operator==(const Gpu&) const = default;
};

class Gpus {
 public:
  using Indices = std::vector<std::size_t>;

  Gpus() = default;
  explicit Gpus(std::vector<Gpu> all);

  std::size_t size() const { return all_.size(); }
  // Whether they would do if nobody else had any.
  bool suffice(const GpuNeeds& needs) const;
  // Those that are now the caller's, of those with the least room that is enough; nothing if they
  // are not free.
  std::optional<Indices> take(const GpuNeeds& needs);
  bool fits(const GpuNeeds& needs) const {
    return needs.count == 0 || Gpus{*this}.take(needs).has_value();
  }
  void give_back(const GpuNeeds& needs, const Indices& taken);
  // `no GPU`, `2 GPUs of 24, 80 GiB`
  std::string text() const;
  // `0,3`: for CUDA_VISIBLE_DEVICES.
  std::string ids(const Indices& taken) const;

 private:
  struct Card {
    Gpu gpu;
    std::uint64_t free = 0;  // MiB
    std::size_t users = 0;
  };
  std::vector<Card> all_;
};

}  // namespace dyntest::schedule
