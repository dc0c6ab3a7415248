// Heads and chunks of answers as bytes (RFC 9112).
#pragma once

#include <string>
#include <string_view>

#include "kit/http_server/answer.hpp"

namespace dyntest::http_server::detail {

enum class Body { none, with_length, chunked, until_close };

// Ends with the empty line. What `answer.headers` says itself is not said twice.
std::string head_text(const Answer& answer, Body body, bool keep_alive);

std::string chunk_text(std::string_view text);
inline constexpr std::string_view final_chunk = "0\r\n\r\n";
inline constexpr std::string_view malformed_chunk = "no size\r\nx\r\n";

}  // namespace dyntest::http_server::detail
