#include "foundation/base/shell_word.hpp"

namespace dyntest::base {

std::string shell_word(std::string_view word) {
  constexpr std::string_view plain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./:=,+@%^";
  if (!word.empty() && word.find_first_not_of(plain) == word.npos) return std::string{word};
  std::string quoted = "'";
  for (const char each : word) {
    if (each == '\'')
      quoted += "'\\''";
    else
      quoted += each;
  }
  return quoted + "'";
}

}  // namespace dyntest::base
