#include "testing/check/setting.hpp"

#include <atomic>
#include <string>

namespace dyntest::check {
namespace {

const SettingValue* find_nothing(Text) { return nullptr; }

std::atomic<FindSetting> find{&find_nothing};

std::string word(SettingValue::Kind kind) {
  constexpr const char* words[] = {"a truth value", "a whole number", "a number", "a text"};
  return words[static_cast<int>(kind)];
}

[[noreturn]] void fail(Text name, const std::string& why) {
  const std::string message = "setting '" + std::string{name.data, name.size} + "' " + why;
  record_and_stop({{"", 0}, "SETTING", "", message});
}

}  // namespace

SettingValue find_setting(Text name, SettingValue::Kind wanted) {
  using Kind = SettingValue::Kind;
  const SettingValue* value = find.load()(name);
  if (value == nullptr)
    fail(name, "is not declared; write SETTING(" + std::string{name.data, name.size} +
                   ", …) in a conftest.cpp of this folder or above");
  if (value->kind == wanted) return *value;
  if (value->kind == Kind::integer && wanted == Kind::number)
    return SettingValue{static_cast<double>(value->integer)};
  fail(name, "is " + word(value->kind) + ", not " + word(wanted));
}

void find_settings_with(FindSetting next) { find = next; }

}  // namespace dyntest::check
