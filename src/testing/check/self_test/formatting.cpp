// What has a fmt::formatter, where fmt.hpp is included.
#include <optional>
#include <string>
#include <vector>

#include "prints.hpp"
#include "testing/check/fmt.hpp"

using self_test::prints;

namespace formatting {

enum class Plane { tcp, nats };
struct Address {
  int port;
};

}  // namespace formatting

template <>
struct fmt::formatter<formatting::Address> : fmt::formatter<int> {
  template <class Context>
  auto format(const formatting::Address& address, Context& context) const {
    return fmt::format_to(context.out(), "port {}", address.port);
  }
};
template <>
struct fmt::formatter<formatting::Plane> : fmt::formatter<fmt::string_view> {
  template <class Context>
  auto format(formatting::Plane plane, Context& context) const {
    return fmt::format_to(context.out(), "{}", plane == formatting::Plane::tcp ? "tcp" : "nats");
  }
};

void test_formatting() {
  prints(formatting::Address{80}, "port 80");
  prints(std::optional{formatting::Address{80}}, "port 80");
  prints(std::vector{formatting::Address{1}, formatting::Address{2}}, "[port 1, port 2]");
  prints(formatting::Plane::nats, "nats");
}
