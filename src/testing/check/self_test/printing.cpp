// Every kind of value as it is printed.
#include <any>
#include <array>
#include <chrono>
#include <filesystem>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <ostream>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include "prints.hpp"

using self_test::prints;

namespace {

enum class Plane { tcp, nats };
enum Legacy : unsigned char { off, on };

enum class Colour { red };
std::ostream& operator<<(std::ostream& out, Colour) { return out << "red"; }

struct Opaque {
  explicit Opaque(char c = 0) : bytes{c} {}
  char bytes[24];
};
struct Streams {
  int n;
  friend std::ostream& operator<<(std::ostream& out, const Streams& s) {
    return out << "Streams#" << s.n;
  }
};
struct Says {
  friend void dyntest_print(dyntest::check::Sink& sink, const Says&) { sink.text("it says"); }
};
struct Problem {
  std::string text() const { return "connection refused"; }
};
struct Attempted {
  bool has_value() const { return false; }
  Problem error() const { return {}; }
};

void test_scalars() {
  prints(true, "true");
  prints('a', "'a'");
  prints('\n', "'\\n'");
  prints(-7, "-7");
  prints(std::numeric_limits<unsigned long>::max(), "18446744073709551615");
  prints(static_cast<unsigned char>(200), "200");
  prints(0.1, "0.1");
  prints(0.1F, "0.1");
  prints(3.0, "3.0");
  prints(1e300, "1e+300");
  prints(std::numeric_limits<double>::infinity(), "inf");
  prints(nullptr, "nullptr");
  prints(static_cast<int*>(nullptr), "nullptr");
  prints(reinterpret_cast<int*>(0x1234), "0x1234");
  prints(Plane::nats, "Plane(1)");
  prints(on, "Legacy(1)");
  prints(Colour::red, "red");
}

void test_strings() {
  prints("a \"b\"\n", R"("a \"b\"\n")");
  prints(std::string("x\0\x01y", 4), R"("x\0\x01y")");
  prints(std::string_view{"größer"}, "\"größer\"");
  prints(static_cast<const char*>("c"), "\"c\"");
  prints(static_cast<const char*>(nullptr), "nullptr");
  dyntest::check::Sink small{4};
  small.text("größer");
  self_test::expect("cut between characters", {small.written().data, small.written().size}, "grö…");
}

void test_containers() {
  prints(std::vector{1, 2, 3}, "[1, 2, 3]");
  prints(std::vector<bool>{true, false}, "[true, false]");
  prints(std::vector<std::string>{"a"}, "[\"a\"]");
  prints(std::array<int, 0>{}, "[]");
  prints(std::map<std::string, int>{{"a", 1}, {"b", 2}}, "{\"a\": 1, \"b\": 2}");
  prints(std::unordered_map<int, std::vector<int>>{{1, {2, 3}}}, "{1: [2, 3]}");
  prints(std::set{2, 1}, "{1, 2}");
  const int matrix[2][2] = {{1, 2}, {3, 4}};
  prints(matrix, "[[1, 2], [3, 4]]");
  prints(std::pair{1, "x"}, "(1, \"x\")");
  prints(std::tuple{1, 'c', 2.5}, "(1, 'c', 2.5)");
  prints(std::vector<std::pair<int, int>>{{1, 2}}, "[(1, 2)]");
  prints(std::filesystem::path{"/tmp/x"}, "\"/tmp/x\"");
}

void test_holders() {
  prints(std::optional<int>{}, "nullopt");
  prints(std::optional<std::string>{"a"}, "\"a\"");
  prints(std::variant<int, std::string>{"a"}, "\"a\"");
  prints(std::unique_ptr<int>{}, "nullptr");
  prints(std::chrono::milliseconds{1500}, "1500ms");
  prints(std::chrono::duration<double>{0.25}, "0.25s");
  prints(std::chrono::duration<int, std::ratio<1, 60>>{7}, "7[1/60]s");
  prints(std::chrono::sys_seconds{std::chrono::seconds{5}}, "5s since its clock's epoch");
  prints(std::runtime_error{"boom"}, "std::runtime_error: boom");
  prints(Attempted{}, "error: connection refused");
}

void test_own_types() {
  prints(Opaque{}, "<Opaque of 24 bytes>");
  prints(std::vector<Opaque>(1), "[<Opaque of 24 bytes>]");
  prints(Streams{3}, "Streams#3");
  prints(std::optional<Streams>{Streams{3}}, "Streams#3");
  prints(std::vector<Says>(2), "[it says, it says]");
  prints(std::any{}, "<std::any of 16 bytes>");
  prints(dyntest::check::approx(0.3), "0.3 ± 3e-07");
  prints(dyntest::check::approx(100).abs(2), "100.0 ± 2");
}

}  // namespace

void test_printing() {
  test_scalars();
  test_strings();
  test_containers();
  test_holders();
  test_own_types();
}
