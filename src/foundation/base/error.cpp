#include "foundation/base/error.hpp"

#include <fmt/format.h>

#include <system_error>

namespace dyntest::base {

Error Error::from_errno(std::string_view what, int code) {
  return Error{fmt::format("{}: {}", what, std::generic_category().message(code))};
}

Error Error::context(std::string_view doing) const {
  return Error{fmt::format("{}: {}", doing, text_)};
}

}  // namespace dyntest::base
