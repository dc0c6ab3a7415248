// Sixty checks as tests write them. They all hold; the point is that they compile without a warning
// under the flags of the project with every compiler it supports.
#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include "testing/check/check.hpp"

namespace {

enum class Plane { tcp, nats };
enum Legacy { off, on };
enum Flags : unsigned { none = 0, readable = 1, writable = 2 };

struct Point {
  int x;
  int y;
  bool operator==(const Point&) const = default;
  auto operator<=>(const Point&) const = default;
};

struct Unit {};  // neither comparable nor printable

struct Packet {
  unsigned kind : 3;
  int delta : 5;
  bool last : 1;
};

struct MoveOnly {
  explicit MoveOnly(int n) : number{n} {}
  MoveOnly(MoveOnly&&) = default;
  MoveOnly& operator=(MoveOnly&&) = default;
  bool operator==(const MoveOnly& other) const { return number == other.number; }
  explicit operator bool() const { return number != 0; }
  int number;
};

class RoutingError : public std::runtime_error {
 public:
  explicit RoutingError(int status) : std::runtime_error{"no worker for model"}, status_{status} {}
  int status() const { return status_; }

 private:
  int status_;
};

[[noreturn]] int route(int status) { throw RoutingError{status}; }
[[nodiscard]] int forward(int status) {
  if (status != 0) throw RoutingError{status};
  return status;
}
int twice(int n) { return 2 * n; }

void integers() {
  const int three = 3;
  const unsigned four = 4;
  const long big = 1L << 40;
  const unsigned char byte = 200;
  const short small = -1;
  const std::vector<int> numbers{1, 2, 3};
  CHECK(three == 3);
  CHECK(three < four);
  CHECK(-1 < four);
  CHECK(four > small);
  CHECK(numbers.size() == 3);
  CHECK(three == numbers.size());
  CHECK(numbers.size() - 1 >= 2);
  CHECK(big == 1099511627776);
  CHECK(byte == 200);
  CHECK(byte != -56);
  CHECK(small == -1);
  CHECK('a' < 'b');
  CHECK(1 << three == 8);
  CHECK(three * 2 + 1 == 7);
  CHECK(twice(three) <= 6u);
  CHECK((three & 1) == 1);
  CHECK(four & 4);
  CHECK(sizeof(int) == 4);
}

void booleans() {
  const bool yes = true;
  const int n = 5;
  CHECK(yes);
  CHECK(!false);
  CHECK(yes == true);
  CHECK(n == 5 && yes);
  CHECK(n == 4 || n == 5);
  CHECK(n > 3 && n < 10 && n != 7);
  CHECK(yes ? n == 5 : n == 6);
  CHECK(n);
  if (yes)
    CHECK(n == 5);
  else
    CHECK(n == 6);
  if (yes)
    REQUIRE(n == 5);
  else
    REQUIRE(n == 6);
}

void strings() {
  const std::string text = "hello";
  const std::string_view view = text;
  const char* const pointer = text.c_str();
  char buffer[8] = "hello";
  CHECK(text == "hello");
  CHECK("hello" == text);
  CHECK(text == pointer);
  CHECK(text == buffer);
  CHECK(buffer == text);
  CHECK(view == "hello");
  CHECK(text != "world");
  CHECK(text < "world");
  CHECK(text + "!" == "hello!");
  CHECK(text.find("ell") != std::string::npos);
  CHECK(!text.empty());
  CHECK(view.starts_with("he"));
  CHECK(pointer != nullptr);
  CHECK(*pointer == 'h');
}

void classes() {
  const Point point{1, 2};
  const std::map<std::string, int> ages{{"a", 1}, {"b", 2}};
  const std::optional<int> some = 4;
  const std::optional<std::string> nothing;
  const std::variant<int, std::string> either = 4;
  CHECK(point == Point{1, 2});
  CHECK(point < Point{1, 3});
  CHECK(std::vector{1, 2, 3} == std::vector<int>{1, 2, 3});
  CHECK(ages == std::map<std::string, int>{{"a", 1}, {"b", 2}});
  CHECK(ages.at("a") == 1);
  CHECK(std::set{3, 1} == std::set{1, 3});
  CHECK(some);
  CHECK(some == 4);
  CHECK(4 == some);
  CHECK(5 > some);
  CHECK(some.has_value());
  CHECK(nothing == std::nullopt);
  CHECK(either == std::variant<int, std::string>{4});
  CHECK(std::pair{1, 'x'} == std::pair{1, 'x'});
  CHECK(std::tuple{1, 2.5} == std::make_tuple(1, 2.5));
  CHECK(MoveOnly{1} == MoveOnly{1});
  CHECK(MoveOnly{1});
  CHECK(std::chrono::milliseconds{1500} ==
        std::chrono::seconds{1} + std::chrono::milliseconds{500});
  CHECK(std::filesystem::path{"/tmp"} / "x" == "/tmp/x");
  CHECK(std::make_error_code(std::errc::timed_out) == std::errc::timed_out);
}

void enums_and_bits() {
  const Packet packet{5, -3, true};
  const Plane plane = Plane::nats;
  const Legacy legacy = on;
  CHECK(plane == Plane::nats);
  CHECK(plane != Plane::tcp);
  CHECK(legacy == on);
  CHECK((readable | writable) == 3);
  CHECK(packet.kind == 5);
  CHECK(packet.delta == -3);
  CHECK(packet.last);
  CHECK(packet.last == true);
}

void pointers() {
  int number = 1;
  int* const pointer = &number;
  const int* const constant = &number;
  void* const untyped = &number;
  volatile int shared = 7;
  const auto owner = std::make_unique<Unit>();
  const auto nobody = std::shared_ptr<int>{};
  int (*const function)(int) = &twice;
  CHECK(pointer == &number);
  CHECK(pointer == constant);
  CHECK(pointer == untyped);
  CHECK(nullptr != pointer);
  CHECK(owner != nullptr);
  CHECK(owner);
  CHECK(nobody == nullptr);
  CHECK(function == twice);
  CHECK(function != nullptr);
  CHECK(shared == 7);
  REQUIRE(pointer != nullptr);
  CHECK(*pointer == 1);
}

void floats() {
  const double third = 1.0 / 3;
  const float half = 0.5F;
  const long count = 2;
  CHECK(half == 0.5);
  CHECK(third < half);
  CHECK(third == approx(0.333333333));
  CHECK(approx(0.3) == 0.1 + 0.2);
  CHECK(100 == approx(101).rel(0.02));
  CHECK(third != approx(0.5).abs(0.1));
  CHECK(count < 2.5);
  CHECK(count == 2.0);
}

void raising() {
  const auto error = CHECK_RAISES(RoutingError, route(503));
  CHECK(error.message() == "no worker for model");
  CHECK(error->status() == 503);
  CHECK((*error).status() / 100 == 5);
  CHECK_RAISES(std::runtime_error, forward(404));
  CHECK_RAISES(std::exception, std::vector<int>{}.at(0));
  CHECK_RAISES(int, throw 3);
  REQUIRE_RAISES(std::out_of_range, std::string{}.substr(1));
  CHECK(CHECK_RAISES(RoutingError, forward(1)).message().contains("worker"));
}

void waiting() {
  int tries = 0;
  EVENTUALLY(5, ++tries == 3);
  EVENTUALLY(std::chrono::milliseconds{500}, tries == 3 && tries > 2);
  EVENTUALLY(0.5, tries);
  const std::function<bool()> ready = [] { return true; };
  EVENTUALLY(1, ready());
}

}  // namespace

void run_typical_checks() {
  integers();
  booleans();
  strings();
  classes();
  enums_and_bits();
  pointers();
  floats();
  raising();
  waiting();
}
