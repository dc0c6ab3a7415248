// Puts what a test knows beside its verdict: <properties> of its test case in JUnit, `properties`
// in the event log (pytest's record_property).
//
//   TEST(serves, (RecordProperty& record)) { record("ttft_ms", 12.5); }
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <type_traits>

namespace dyntest::builtin {

class RecordProperty {
 public:
  using Write = std::function<void(std::string_view name, std::string_view value)>;
  explicit RecordProperty(const Write& write) : write_{write} {}

  // Names may come again; all are kept.
  void operator()(std::string_view name, std::string_view value) const { write_(name, value); }
  void operator()(std::string_view name, const char* value) const { write_(name, value); }
  void operator()(std::string_view name, bool value) const {
    write_(name, value ? "true" : "false");
  }
  template <class Number>
    requires std::is_arithmetic_v<Number>
  void operator()(std::string_view name, Number value) const {
    write_(name, number(static_cast<double>(value)));
  }

 private:
  // The shortest text that reads back as the same number.
  static std::string number(double value);

  const Write& write_;
};

// The runner says where properties go. Outlives all tests.
void set_property_sink(RecordProperty::Write write);

}  // namespace dyntest::builtin
