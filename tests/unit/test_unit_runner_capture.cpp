// Captured output: every byte of what is short, head and tail of what is long.
#include <sys/stat.h>
#include <unistd.h>

#include <string>
#include <string_view>
#include <vector>

#include "conftest.hpp"
#include "testing/runner/capture.hpp"

using namespace dyntest::runner;

namespace {

constexpr std::size_t mebibyte = 1u << 20u;

void write_to(const Stream& stream, std::string_view text) {
  while (!text.empty()) {
    const auto size = ::write(stream.fd(), text.data(), text.size());
    REQUIRE(size > 0);
    text.remove_prefix(static_cast<std::size_t>(size));
  }
}

// 20 MiB; which mebibyte a byte is in can be read from it.
void write_long_text(const Stream& stream) {
  for (char letter = 'a'; letter < 'a' + 20; ++letter)
    write_to(stream, std::string(mebibyte, letter));
}

std::size_t memory_of(const Stream& stream) {
  struct stat status{};
  REQUIRE(::fstat(stream.fd(), &status) == 0);
  return static_cast<std::size_t>(status.st_blocks) * 512;
}

}  // namespace

TEST(keeps_every_byte_of_a_short_text) {
  const Stream stream;
  write_to(stream, std::string_view{"one\0two", 7});
  CHECK(stream.size() == 7u);
  CHECK((stream.read(0, 7) == std::string{"one\0two", 7}));
}

TEST(yields_one_tests_share) {
  const Stream stream;
  write_to(stream, "before|mine|after");
  CHECK(stream.read(7, 11) == "mine");
  CHECK(stream.read(7, 7) == "");
}

TEST(keeps_head_and_tail_of_a_long_text) {
  const Stream stream;
  write_long_text(stream);
  const std::string text = stream.read(0, stream.size());
  const std::string gap = "\n[… 4194304 bytes left out …]\n";
  REQUIRE(text.size() == captured_bytes_max + gap.size());
  CHECK(text.front() == 'a');
  CHECK(text[captured_bytes_max / 2 - 1] == 'h');
  CHECK(text.substr(captured_bytes_max / 2, gap.size()) == gap);
  CHECK(text[captured_bytes_max / 2 + gap.size()] == 'm');
  CHECK(text.back() == 't');
}

TEST(text_of_exactly_the_bound_is_whole) {
  const Stream stream;
  for (std::size_t i = 0; i < captured_bytes_max / mebibyte; ++i)
    write_to(stream, std::string(mebibyte, 'x'));
  CHECK(stream.read(0, stream.size()).size() == captured_bytes_max);
}

TEST(release_gives_back_the_memory_before) {
  Stream stream;
  write_to(stream, std::string(4 * mebibyte, 'x'));
  write_to(stream, "kept");
  stream.release(4 * mebibyte);
  CHECK(memory_of(stream) < mebibyte);
  CHECK(stream.read(4 * mebibyte, stream.size()) == "kept");
}

TEST(release_gives_back_the_middle_of_a_long_text) {
  Stream stream;
  write_long_text(stream);
  const std::string before = stream.read(0, stream.size());
  stream.release(0);
  CHECK(memory_of(stream) <= captured_bytes_max + mebibyte);
  CHECK((stream.read(0, stream.size()) == before));
}

TEST(lines_come_when_they_have_ended) {
  const Stream stream;
  LineCutter lines;
  std::vector<std::string> taken;
  write_to(stream, "one\ntw");
  lines.take(stream, stream.size(), taken);
  CHECK(taken == std::vector<std::string>{"one"});
  write_to(stream, "o\n\nthree");
  lines.take(stream, stream.size(), taken);
  CHECK(taken == std::vector<std::string>{"one", "two", ""});
  lines.take_begun(taken);
  lines.take_begun(taken);
  CHECK(taken.back() == "three");
  CHECK(taken.size() == 4u);
}

TEST(lines_end_where_they_are_asked_to) {
  const Stream stream;
  LineCutter lines;
  std::vector<std::string> taken;
  write_to(stream, "mine\nhis\n");
  lines.take(stream, 5, taken);
  lines.take(stream, 3, taken);  // that was long ago
  CHECK(taken == std::vector<std::string>{"mine"});
  lines.take(stream, stream.size(), taken);
  CHECK(taken == std::vector<std::string>{"mine", "his"});
}

TEST(line_without_an_end_comes_in_parts) {
  const Stream stream;
  LineCutter lines;
  std::vector<std::string> taken;
  write_to(stream, std::string(line_bytes_max + 1, 'x'));
  lines.take(stream, stream.size(), taken);
  REQUIRE(taken.size() == 1u);
  CHECK(taken[0].size() == line_bytes_max + 1);
}
