// Settings: what a person may want to change about a suite without a build.
//
//   SETTING(registration_timeout, 120, "seconds a model may take to appear in /v1/models")
//
// in a conftest.cpp, without a semicolon, is in force in its folder and below; the nearest wins. A
// test or a fixture reads it:
//
//   EVENTUALLY(setting<int>("registration_timeout"), models().contains(name));
//
// `-o registration_timeout=30`, or `registration_timeout = 30` under [settings] in dyntest.toml,
// overrides it; --show-config tells which value is in force, and why. The type is that of the
// default: truth value, whole number, number or text.
#pragma once

#include <type_traits>

#include "testing/check/mark.hpp"

namespace dyntest::check {

struct SettingValue {
  enum class Kind { boolean, integer, number, text };

  Kind kind;
  long long integer = 0;  // of a boolean too
  double number = 0;
  Text text = {};

  constexpr SettingValue(bool value) : kind{Kind::boolean}, integer{value ? 1 : 0} {}
  constexpr SettingValue(const char* value) : kind{Kind::text}, text{value} {}
  constexpr SettingValue(Text value) : kind{Kind::text}, text{value} {}
  template <class Number>
    requires std::is_arithmetic_v<Number>
  constexpr SettingValue(Number value)
      : kind{std::is_integral_v<Number> ? Kind::integer : Kind::number} {
    if constexpr (std::is_integral_v<Number>)
      integer = value;
    else
      number = value;
  }
};

struct SettingEntry {
  Site site;
  const char* name;
  SettingValue value;  // the default
  const char* description;
};

// The value in force for the running test. Its text stays valid to the end of the test. Stops the
// test if there is no such setting in sight, or if it is of another kind (a whole number serves
// where a number is wanted).
SettingValue find_setting(Text name, SettingValue::Kind wanted);

// T: bool, an integer or floating type, or anything that is made from (const char*, size).
template <class T>
T setting(Text name) {
  using Kind = SettingValue::Kind;
  if constexpr (std::is_same_v<T, bool>) {
    return find_setting(name, Kind::boolean).integer != 0;
  } else if constexpr (std::is_integral_v<T>) {
    return static_cast<T>(find_setting(name, Kind::integer).integer);
  } else if constexpr (std::is_floating_point_v<T>) {
    return static_cast<T>(find_setting(name, Kind::number).number);
  } else {
    const Text text = find_setting(name, Kind::text).text;
    return T(text.data, text.size);
  }
}

// Knows the values; the runner implements it. Null: there is none in sight.
using FindSetting = const SettingValue* (*)(Text name);
void find_settings_with(FindSetting find);

}  // namespace dyntest::check

#define DYNTEST_SETTING(setting_name, default_value, text)                                     \
  static_assert(__INCLUDE_LEVEL__ == 0, "SETTING belongs in a conftest.cpp, not in a header"); \
  namespace {                                                                                  \
  constexpr ::dyntest::check::SettingEntry setting_name##_setting_entry{                       \
      {__FILE__, __LINE__}, #setting_name, default_value, text};                               \
  DYNTEST_LISTED(dyntest_settings)                                                             \
  constinit const ::dyntest::check::SettingEntry* const setting_name##_setting_listed =        \
      &setting_name##_setting_entry;                                                           \
  }

#ifndef DYNTEST_NO_SHORT_MACROS
#define SETTING(name, default_value, text) DYNTEST_SETTING(name, default_value, text)
#endif
