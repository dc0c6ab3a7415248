#include "foundation/etcd/detail/base64.hpp"

#include <cstdint>

namespace dyntest::etcd::detail {
namespace {

constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::uint32_t byte_at(std::string_view bytes, std::size_t i) {
  return i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0u;
}

}  // namespace

std::string base64_encode(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::uint32_t group =
        byte_at(bytes, i) << 16u | byte_at(bytes, i + 1) << 8u | byte_at(bytes, i + 2);
    text += alphabet[group >> 18u];
    text += alphabet[group >> 12u & 63u];
    text += i + 1 < bytes.size() ? alphabet[group >> 6u & 63u] : '=';
    text += i + 2 < bytes.size() ? alphabet[group & 63u] : '=';
  }
  return text;
}

std::optional<std::string> base64_decode(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  for (int padding = 0; padding < 2 && text.ends_with('='); ++padding) text.remove_suffix(1);
  std::string bytes;
  bytes.reserve(text.size() * 3 / 4);
  std::uint32_t bits = 0;
  unsigned held = 0;  // bits not yet written
  for (const char symbol : text) {
    const auto value = alphabet.find(symbol);
    if (value == std::string_view::npos) return std::nullopt;
    bits = bits << 6u | static_cast<std::uint32_t>(value);
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes += static_cast<char>(bits >> held & 0xffu);
  }
  return bytes;
}

}  // namespace dyntest::etcd::detail
