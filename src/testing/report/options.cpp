#include "testing/report/options.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <charconv>
#include <cstdlib>

namespace dyntest::report {

namespace {

std::string_view environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string_view{} : std::string_view{value};
}

std::size_t columns_wished() {
  const std::string_view text = environment("COLUMNS");
  std::size_t columns = 0;
  std::from_chars(text.data(), text.data() + text.size(), columns);
  return columns;
}

std::size_t columns_of_terminal(int descriptor) {
  winsize size{};
  return ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

}  // namespace

std::string report_characters(std::string_view typed) {
  std::string characters;
  for (const char given : typed) {
    const char character = given == 'F' ? 'f' : given == 'S' ? 's' : given;
    if (character == 'a') {
      characters = "sxXEfRq";
    } else if (character == 'A') {
      characters = "PpsxXEfRq";
    } else if (character == 'N') {
      characters.clear();
    } else if (characters.find(character) == std::string::npos) {
      characters += character;
    }
  }
  return characters;
}

std::size_t console_width(int descriptor) {
  std::size_t columns = columns_wished();
  if (columns == 0) columns = columns_of_terminal(descriptor);
  return columns < 40 ? 80 : columns;
}

bool console_colour(int descriptor) {
  if (environment("PY_COLORS") == "1") return true;
  if (environment("PY_COLORS") == "0") return false;
  if (!environment("NO_COLOR").empty()) return false;
  if (!environment("FORCE_COLOR").empty()) return true;
  return console_redraws(descriptor);
}

bool console_redraws(int descriptor) {
  return isatty(descriptor) == 1 && environment("TERM") != "dumb";
}

bool running_on_ci() { return !environment("CI").empty() || !environment("BUILD_NUMBER").empty(); }

}  // namespace dyntest::report
