#include "conftest.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <deque>
#include <fstream>
#include <numeric>
#include <string>

#include "foundation/base/rng.hpp"

namespace {

using dyntest::base::Rng;

constexpr int size = 45;
constexpr int after_max = 3;
constexpr std::uint64_t one_in = 9;  // fails, is isolated, …

struct Node {
  std::vector<int> after;
  bool fails = false;
  bool isolated = false;
  bool exclusive = false;
  std::uint64_t milliseconds = 0;
};

// A node depends on others before it in an order by chance, which is not that of their numbers.
std::vector<Node> make_graph() {
  Rng rng{std::strtoull(std::getenv("GRAPH_SEED"), nullptr, 10)};
  std::vector<int> order(size);
  std::iota(order.begin(), order.end(), 0);
  for (std::size_t left = order.size(); left > 1; --left)
    std::swap(order[left - 1], order[rng.below(left)]);
  std::vector<Node> nodes(size);
  for (std::size_t i = 0; i < order.size(); ++i) {
    Node& node = nodes[static_cast<std::size_t>(order[i])];
    node.fails = rng.below(one_in) == 0;
    node.isolated = rng.below(one_in) == 0;
    node.exclusive = rng.below(2 * one_in) == 0;
    node.milliseconds = rng.below(10);
    for (auto left = rng.below(after_max + 1); left > 0 && i > 0; --left)
      node.after.push_back(order[rng.below(i)]);
  }
  return nodes;
}

const std::vector<Node>& whole_graph() {
  static const auto nodes = make_graph();
  return nodes;
}

std::string id_of(int node) {
  constexpr const char* paths[] = {"tests/integration/test_integ_worker_last.cpp",
                                   "tests/unit/test_unit_worker_first.cpp",
                                   "tests/unit/test_unit_worker_second.cpp"};
  return std::string{paths[node % graph::files]} + "::node[" + std::to_string(node) + "]";
}

// Texts of marks are borrowed until they are collected.
const char* kept(std::string text) {
  static std::deque<std::string> texts;
  return texts.emplace_back(std::move(text)).c_str();
}

void trace(const char* what, const std::string& id) {
  std::ofstream{std::getenv("GRAPH_TRACE"), std::ios::app}
      << std::string{what} + " " + id + "\n" << std::flush;
}

}  // namespace

namespace graph {

using dyntest::check::BuiltinWords;
using dyntest::check::Row;

std::vector<Row<int>> nodes(int file) {
  std::vector<Row<int>> rows;
  for (int number = file; number < size; number += files) {
    const Node& node = whole_graph()[static_cast<std::size_t>(number)];
    auto& row = rows.emplace_back(dyntest::check::row(number));
    for (const int other : node.after)
      row.mark_list[row.mark_count++] = BuiltinWords::depends_on(kept(id_of(other)));
    if (node.isolated) row.mark_list[row.mark_count++] = BuiltinWords::isolated;
    else if (node.exclusive) row.mark_list[row.mark_count++] = BuiltinWords::exclusive;
  }
  return rows;
}

void run(int node) {
  const auto& [after, fails, isolated, exclusive, milliseconds] =
      whole_graph()[static_cast<std::size_t>(node)];
  const auto until =
      std::chrono::steady_clock::now() + std::chrono::milliseconds{milliseconds};
  while (std::chrono::steady_clock::now() < until) {
  }
  CHECK(!fails);
}

}  // namespace graph

FIXTURE(Trace, (dyntest::builtin::Request & request)) {
  trace("begin", request.id());
  return Trace{request.id()};
}

void Trace::teardown() { trace("end", id); }
