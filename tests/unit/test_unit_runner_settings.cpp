#include <string>
#include <vector>

#include "conftest.hpp"
#include "testing/runner/settings.hpp"

using dyntest::check::SettingValue;
using dyntest::model::Setting;
using namespace dyntest::runner;
using Kind = SettingValue::Kind;

namespace {

const std::vector<Setting> declared{
    {"workers", "4", 1, "how many", {"tests/conftest.cpp", 3}},
    {"warm", "false", 0, "caches first", {"tests/conftest.cpp", 4}}};

std::string refusal(const GivenSettings& given) {
  const auto status = check_given(given, declared);
  return status ? "" : status.error().text();
}

}  // namespace

TEST(whole_numbers_are_read_whole) {
  REQUIRE(parse_setting("-12", Kind::integer).has_value());
  CHECK(parse_setting("-12", Kind::integer)->integer == -12);
}

TEST(what_is_no_value_is_refused, (std::string text, int kind),
     cases(row("", 1), row("12x", 1), row("1.5", 1), row("99999999999999999999", 1), row("x", 2),
           row("maybe", 0), row("TRUE", 0))) {
  CHECK(!parse_setting(text, static_cast<Kind>(kind)).has_value());
}

TEST(truth_has_several_words, (std::string text, bool value),
     cases(row("true", true), row("yes", true), row("1", true), row("off", false),
           row("no", false))) {
  REQUIRE(parse_setting(text, Kind::boolean).has_value());
  CHECK((parse_setting(text, Kind::boolean)->integer != 0) == value);
}

TEST(an_unknown_name_brings_the_nearest) {
  CHECK(refusal({{"worker", {"3", "-o"}}}) ==
        "-o: unknown setting 'worker'; did you mean workers? (dyntest --show-config lists all)");
}

TEST(a_wrong_value_names_the_declaration) {
  CHECK(refusal({{"workers", {"many", "dyntest.toml"}}}) ==
        "dyntest.toml: setting 'workers' is a whole number, not 'many' (tests/conftest.cpp:3)");
}

TEST(what_fits_is_taken) {
  CHECK(refusal({{"workers", {"8", "-o"}}, {"warm", {"on", "-o"}}}) == "");
}

TEST(the_listing_tells_why) {
  CHECK(settings_text({{"workers", {"8", "-o"}}}, declared) ==
        "workers = 8  (-o, instead of 4 in tests/conftest.cpp:3)\n"
        "    how many\n"
        "warm = false  (tests/conftest.cpp:4)\n"
        "    caches first\n");
}
