#include "testing/check/sink.hpp"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <ostream>
#include <sstream>
#include <string>
#include <string_view>

#include "testing/check/detail/type_name.hpp"

namespace dyntest::check {
namespace {

constexpr std::string_view ellipsis = "…";

std::string escaped(char c, char quote) {
  switch (c) {
    case '\n':
      return "\\n";
    case '\r':
      return "\\r";
    case '\t':
      return "\\t";
    case '\0':
      return "\\0";
    case '\\':
      return "\\\\";
  }
  if (c == quote) return {'\\', quote};
  const auto byte = static_cast<unsigned char>(c);
  if (byte >= 0x20 && byte != 0x7f) return {c};  // UTF-8 is shown as it is
  char text[8];
  std::snprintf(text, sizeof text, "\\x%02x", byte);
  return text;
}

template <class Real>
std::string shortest(Real value) {
  char text[128];
  const auto end = std::to_chars(text, text + sizeof text, value).ptr;
  std::string result(text, end);
  if (result.find_first_not_of("-0123456789") == std::string::npos) result += ".0";
  return result;
}

const char* unit(long long numerator, long long denominator) {
  struct Unit {
    long long numerator, denominator;
    const char* name;
  };
  static constexpr Unit units[] = {
      {1, 1'000'000'000, "ns"}, {1, 1'000'000, "us"}, {1, 1000, "ms"}, {1, 1, "s"},
      {60, 1, "min"},           {3600, 1, "h"},       {86400, 1, "d"}};
  for (const Unit& u : units) {
    if (u.numerator == numerator && u.denominator == denominator) return u.name;
  }
  return nullptr;
}

}  // namespace

Sink::~Sink() { delete[] data_; }

void Sink::append(const char* data, std::size_t size) {
  if (size_ + size > capacity_) {
    capacity_ = std::max(size_ + size, 2 * capacity_ + 64);
    char* const grown = new char[capacity_];
    if (size_ > 0) std::memcpy(grown, data_, size_);
    delete[] data_;
    data_ = grown;
  }
  if (size > 0) std::memcpy(data_ + size_, data, size);
  size_ += size;
}

void Sink::text(Text text) {
  if (full_) return;
  std::size_t fits = std::min(text.size, bytes_max_ - size_);
  full_ = fits < text.size;
  while (full_ && fits > 0 && (static_cast<unsigned char>(text.data[fits]) & 0xc0u) == 0x80u)
    --fits;
  append(text.data, fits);
  if (full_) append(ellipsis.data(), ellipsis.size());
}

void Sink::quoted(Text text) {
  std::string result = "\"";
  const std::size_t shown = std::min(text.size, bytes_max_);
  for (std::size_t i = 0; i < shown; ++i) result += escaped(text.data[i], '"');
  this->text(result += '"');
}

void Sink::buffer(const char* data, std::size_t bytes) { quoted({data, strnlen(data, bytes)}); }

void Sink::character(char value) { text('\'' + escaped(value, '\'') + '\''); }
void Sink::boolean(bool value) { text(value ? "true" : "false"); }
void Sink::integer(long long value) { text(std::to_string(value)); }
void Sink::natural(unsigned long long value) { text(std::to_string(value)); }
void Sink::real(float value) { text(shortest(value)); }
void Sink::real(double value) { text(shortest(value)); }
void Sink::real(long double value) { text(shortest(value)); }

void Sink::address(const void* value) {
  if (value == nullptr) return text("nullptr");
  char digits[32];
  std::snprintf(digits, sizeof digits, "%p", value);
  text(digits);
}

void Sink::type(const std::type_info& type) { text(detail::type_name(type)); }

void Sink::opaque(const std::type_info& type, std::size_t bytes) {
  text('<' + detail::type_name(type) + " of " + std::to_string(bytes) + " bytes>");
}

void Sink::ticks(long double count, long long numerator, long long denominator) {
  std::string number = shortest(count);
  if (number.ends_with(".0")) number.resize(number.size() - 2);
  text(number);
  if (const char* const name = unit(numerator, denominator)) return text(name);
  text('[' + std::to_string(numerator) + '/' + std::to_string(denominator) + "]s");
}

void Sink::streamed(void (*write)(std::ostream&, const void*), const void* value) {
  std::ostringstream stream;
  write(stream, value);
  text(stream.str());
}

}  // namespace dyntest::check
