#include "testing/builtin/rng.hpp"

#include <charconv>
#include <cstdlib>
#include <memory>
#include <string_view>
#include <utility>

#include "foundation/base/hash.hpp"
#include "testing/builtin/request.hpp"
#include "testing/check/test.hpp"

namespace dyntest::builtin {

std::uint64_t run_seed() {
  const char* text = std::getenv("DYNTEST_SEED");
  std::uint64_t seed = 0;
  if (text != nullptr) std::from_chars(text, text + std::string_view{text}.size(), seed);
  return seed;
}

Rng::Rng(std::uint64_t run_seed, std::string_view test)
    : numbers_{base::fnv1a(test, run_seed ^ base::fnv1a_basis)} {}

std::int64_t Rng::between(std::int64_t least, std::int64_t most) {
  const auto span = static_cast<std::uint64_t>(most) - static_cast<std::uint64_t>(least);
  const std::uint64_t step = span == max() ? numbers_.next() : numbers_.below(span + 1);
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(least) + step);
}

}  // namespace dyntest::builtin

using dyntest::builtin::Request;
using dyntest::builtin::Rng;

DYNTEST_FIXTURE(Rng, (Request & request),
                doc("Chance from the run's seed; a failure shows how to repeat it.")) {
  return std::make_unique<Rng>(dyntest::builtin::run_seed(), request.id());
}
