// Base64 as in RFC 4648 §4: the standard alphabet, padded.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace dyntest::etcd::detail {

std::string base64_encode(std::string_view bytes);
// Nothing if `text` is not base64.
std::optional<std::string> base64_decode(std::string_view text);

}  // namespace dyntest::etcd::detail
