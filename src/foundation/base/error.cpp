#include "foundation/base/error.hpp"

#include <fmt/format.h>

#include <system_error>

namespace dyntest::base {

Error Error::from_errno(std::string_view what, int code) {
  return Error{fmt::format("{}: {}", what, std::generic_category().message(code))};
}

Error Error::context(std::string_view doing) const {
  Error longer = *this;
  longer.text_ = fmt::format("{}: {}", doing, text_);
  return longer;
}

}  // namespace dyntest::base
