// Values as bytes and back.
#include <cstdint>
#include <string>
#include <vector>

#include "conftest.hpp"
#include "foundation/base/bytes.hpp"

using namespace dyntest::base;

TEST(reads_what_was_written) {
  Writer writer;
  writer.put(std::int64_t{-1}).put(0.5).put(true).put("a\0b").put(std::string{"x\0y", 3});
  writer.put(std::vector<std::string>{"one", "", "three"});
  Reader reader{writer.bytes()};
  CHECK(reader.get<std::int64_t>() == -1);
  CHECK(reader.get<double>() == 0.5);
  CHECK(reader.get<bool>());
  CHECK(reader.text() == "a");  // a literal ends at its first zero
  CHECK((reader.text() == std::string{"x\0y", 3}));
  CHECK(reader.texts() == std::vector<std::string>{"one", "", "three"});
  CHECK(reader.ok());
  CHECK(reader.at_end());
}

TEST(past_the_end_all_is_zero_and_not_ok) {
  Reader reader{"abc"};
  CHECK(reader.get<std::uint32_t>() == 0u);
  CHECK(!reader.ok());
  CHECK(reader.text() == "");
  CHECK(reader.texts().empty());
}

TEST(text_that_was_cut_off_is_not_ok) {
  Writer writer;
  writer.put("hello");
  Reader reader{std::string_view{writer.bytes()}.substr(0, 6)};
  CHECK(reader.text() == "");
  CHECK(!reader.ok());
}

// A broken count must not make the reader build four billion texts.
TEST(list_that_was_cut_off_ends_early) {
  Writer writer;
  writer.put(UINT32_MAX).put("only");
  Reader reader{writer.bytes()};
  CHECK(reader.texts().size() <= 2u);
  CHECK(!reader.ok());
}
