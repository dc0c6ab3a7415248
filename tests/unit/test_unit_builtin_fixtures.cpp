#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "conftest.hpp"
#include "testing/builtin/cache.hpp"
#include "testing/builtin/captured_output.hpp"
#include "testing/builtin/rng.hpp"
#include "testing/builtin/tmp_dir.hpp"

using dyntest::builtin::Cache;
using dyntest::builtin::CapturedOutput;
using dyntest::builtin::Rng;
using dyntest::builtin::TmpDir;

TEST(output_is_read_piece_by_piece, (CapturedOutput& output)) {
  std::fputs("one", stdout);
  CHECK(output.read().out == "one");
  std::fputs("two", stdout);
  std::fputs("three", stderr);
  const auto texts = output.read();
  CHECK(texts.out == "two");
  CHECK(texts.err == "three");
  CHECK(output.read().out == "");
}

TEST(captures_may_be_nested, (CapturedOutput& outer)) {
  {
    CapturedOutput inner;
    std::fputs("read", stdout);
    CHECK(inner.read().out == "read");
    std::fputs("left", stdout);
  }
  CHECK(outer.read().out == "left");
}

TEST(chance_depends_on_seed_and_test) {
  Rng first{7, "a"};
  Rng again{7, "a"};
  Rng other_seed{8, "a"};
  Rng other_test{7, "b"};
  const auto value = first();
  CHECK(again() == value);
  CHECK(other_seed() != value);
  CHECK(other_test() != value);
}

TEST(chance_stays_within_bounds, (Rng& rng)) {
  for (int i = 0; i < 1000; ++i) {
    const auto value = rng.between(-2, 2);
    REQUIRE(value >= -2);
    REQUIRE(value <= 2);
    const double real = rng.real();
    REQUIRE(real >= 0);
    REQUIRE(real < 1);
  }
  std::vector<int> numbers{1, 2, 3, 4};
  std::shuffle(numbers.begin(), numbers.end(), rng);
  CHECK(std::ranges::find(numbers, rng.pick(numbers)) != numbers.end());
}

TEST(every_value_between_comes, (Rng& rng)) {
  std::vector<int> seen(5, 0);
  for (int i = 0; i < 1000; ++i) ++seen[static_cast<std::size_t>(rng.between(-2, 2) + 2)];
  CHECK(std::ranges::min(seen) > 100);
}

TEST(cached_values_stay, (TmpDir& folder)) {
  Cache{folder / "cache"}.set("suite/name", "text");
  Cache{folder / "cache"}.set("suite/number", 2.5);
  const Cache cache{folder / "cache"};
  CHECK(cache.text("suite/name") == "text");
  CHECK(cache.number("suite/number") == 2.5);
  CHECK(!cache.number("suite/name").has_value());
  CHECK(!cache.text("suite/other").has_value());
}

TEST(a_broken_cache_is_an_empty_one, (TmpDir& folder)) {
  Cache cache{folder / "cache"};
  cache.set("name", "text");
  std::ofstream{folder / "cache" / "v" / "name"} << "{";
  CHECK(!cache.text("name").has_value());
}

TEST(a_key_stays_below_the_cache, (TmpDir& folder, std::string key),
     cases("", "../out", "/etc/passwd", "a/../../b")) {
  Cache cache{folder / "cache"};
  const auto error = CHECK_RAISES(std::runtime_error, cache.set(key, 1));
  CHECK(error.message().contains("is no key"));
}

TEST(a_folder_of_the_cache_is_made, (TmpDir& folder)) {
  Cache cache{folder / "cache"};
  CHECK(std::filesystem::is_directory(cache.folder("models")));
}
