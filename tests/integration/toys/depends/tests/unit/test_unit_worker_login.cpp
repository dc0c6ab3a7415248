// Tests that need what others have shown: each outcome that a test can have, and each way to name
// one.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "conftest.hpp"

namespace {

// What the environment says instead, if it does.
const char* said(const char* variable, const char* otherwise) {
  const char* value = std::getenv(variable);
  return value == nullptr ? otherwise : value;
}

}  // namespace

// Fails at its teardown.
struct Session {
  void teardown() { CHECK(1 == 2); }
};
FIXTURE(Session) { return Session{}; }

TEST(logs_out, depends_on("logs_in")) {}
TEST(logs_in, depends_on(said("LOGS_IN_AFTER", "connects"))) {}
TEST(connects) {}

TEST(fails) { CHECK(2 == 3); }
TEST(needs_what_fails, depends_on("fails")) {}
TEST(needs_what_is_skipped, depends_on("needs_what_fails")) {}
TEST(needs_both, depends_on("connects"), depends_on("fails")) {}

TEST(fails_as_expected, xfail("bug 12")) { CHECK(2 == 3); }
TEST(needs_what_fails_as_expected, depends_on("fails_as_expected")) {}
TEST(passes_unexpectedly, xfail("mended")) {}
TEST(needs_what_passes_unexpectedly, depends_on("passes_unexpectedly")) {}

TEST(breaks_down, (Session&)) {}
TEST(needs_what_breaks_down, depends_on("breaks_down")) {}

TEST(opens, (std::string plane), cases("tcp", "nats")) { CHECK(plane == "tcp"); }
TEST(needs_all_rows, depends_on("opens")) {}
TEST(needs_one_row, depends_on("opens[tcp]")) {}

TEST(has_its_own_reason, skip("not today"), depends_on("fails")) {}

// Passes when it is run once more.
TEST(is_flaky, flaky(1)) {
  const auto path = std::filesystem::path{said("STATE", "/nowhere")} / "ran";
  const bool again = std::filesystem::exists(path);
  std::ofstream{path} << "";
  CHECK(again);
}
TEST(needs_what_is_flaky, depends_on("is_flaky")) {}

TEST(crashes, isolated) { std::abort(); }
TEST(needs_what_crashes, depends_on("crashes")) {}
