// Aggregates, printed member by member without being told what they have.
#include <any>
#include <array>
#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

#include "prints.hpp"

using self_test::prints;

namespace {

struct NoDefault {
  explicit(false) NoDefault(int n) : number{n} {}
  friend void dyntest_print(dyntest::check::Sink& sink, const NoDefault& value) {
    sink.integer(value.number);
  }
  int number;
};

struct Empty {};
struct Endpoint {
  std::string host;
  int port;
  bool operator==(const Endpoint&) const = default;
};
struct Route {
  Endpoint to;
  Endpoint back;
  double weight;
};
struct Arrays {
  int matrix[2][2];
  Endpoint ends[2];
  char name[8];
  bool last;
};
struct Holders {
  std::optional<std::string> maybe;
  std::variant<int, std::string> either;
  std::unique_ptr<int> owned;
  std::vector<std::unique_ptr<int>> many;
  std::tuple<int, char> pair;
  std::array<int, 2> two;
};
struct Greedy {
  std::any anything;
  std::function<void()> call;
};
struct Immovable {
  std::atomic<int> count;
  std::mutex mutex;
  NoDefault number;
};
struct References {
  int& count;
  const std::string& name;
  Endpoint copy;
};
struct Bits {
  unsigned low : 3;
  bool flag : 1;
};
struct Derived : Endpoint {
  int more;
};
struct Tagged {
  int tag;
  union {
    int number;
    float real;
  };
};
struct ArrayWithoutDefault {
  NoDefault three[3];
};
struct Sixteen {
  int a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p;
};
struct Seventeen {
  int a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q;
};

void test_members() {
  prints(Empty{}, "Empty{}");
  prints(Endpoint{"a", 80}, "Endpoint{\"a\", 80}");
  prints(std::vector{Endpoint{"a", 80}}, "[Endpoint{\"a\", 80}]");
  prints(Route{{"a", 1}, {"b", 2}, 0.5}, "Route{Endpoint{\"a\", 1}, Endpoint{\"b\", 2}, 0.5}");
  prints(Arrays{{{1, 2}, {3, 4}}, {{"a", 1}, {"b", 2}}, "name", true},
         "Arrays{[[1, 2], [3, 4]], [Endpoint{\"a\", 1}, Endpoint{\"b\", 2}], \"name\", true}");
  prints(Holders{"x", "y", nullptr, {}, {1, 'c'}, {2, 3}},
         "Holders{\"x\", \"y\", nullptr, [], (1, 'c'), [2, 3]}");
  prints(Bits{5, true}, "Bits{5, true}");
  prints(Sixteen{}, "Sixteen{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}");
  int count = 3;
  const std::string name = "n";
  prints(References{count, name, {"c", 1}}, "References{3, \"n\", Endpoint{\"c\", 1}}");
  prints(Immovable{7, {}, 8}, "Immovable{7, <std::mutex of 40 bytes>, 8}");
  prints(ArrayWithoutDefault{{1, 2, 3}}, "ArrayWithoutDefault{[1, 2, 3]}");
  prints(Greedy{}, "Greedy{<std::any of 16 bytes>, <std::function<void ()> of 32 bytes>}");
}

void test_refused() {
  prints(Derived{{"a", 1}, 2}, "<Derived of 40 bytes>");
  prints(Tagged{1, {2}}, "<Tagged of 8 bytes>");
  prints(Seventeen{}, "<Seventeen of 68 bytes>");
}

void test_in_checks() {
  self_test::fails(
      "aggregates", [] { CHECK(Endpoint{"a", 1} == Endpoint{"a", 2}); },
      "CHECK(Endpoint{\"a\", 1} == Endpoint{\"a\", 2})");
}

}  // namespace

void test_printing_of_members() {
  test_members();
  test_refused();
  test_in_checks();
}
