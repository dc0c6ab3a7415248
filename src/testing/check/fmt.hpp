// Including this prints what has a fmt::formatter with it. For test files that use fmt, which they
// bring themselves and link (Debian: libfmt-dev; -lfmt); nothing else includes it.
#pragma once

#include <fmt/format.h>

#include <string>

#include "testing/check/print.hpp"

namespace dyntest::check {

template <detail::Own T>
  requires fmt::is_formattable<T>::value
void dyntest_format(Sink& sink, const T& value) {
  const std::string text = fmt::format("{}", value);
  sink.text({text.data(), text.size()});
}

}  // namespace dyntest::check
