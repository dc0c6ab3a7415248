#include "testing/report/utf8.hpp"

namespace dyntest::report {

namespace {

// How many bytes a sequence that starts with `lead` has; 0 = no such lead byte.
std::size_t sequence_size(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) return 3;
  if (lead >= 0xf0 && lead <= 0xf4) return 4;
  return 0;
}

}  // namespace

CodePoint first_code_point(std::string_view text) {
  static constexpr char32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
  static constexpr unsigned lead_bits[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
  const auto lead = static_cast<unsigned char>(text.front());
  const CodePoint wrong{lead, 1, false};
  const std::size_t size = sequence_size(lead);
  if (size == 0 || size > text.size()) return wrong;
  char32_t value = lead & lead_bits[size];
  for (std::size_t i = 1; i < size; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xc0u) != 0x80u) return wrong;
    value = (value << 6u) | (byte & 0x3fu);
  }
  const bool surrogate = value >= 0xd800 && value <= 0xdfff;
  if (value < smallest[size] || surrogate || value > 0x10ffff) return wrong;
  return {value, size, true};
}

}  // namespace dyntest::report
