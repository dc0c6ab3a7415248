#include "testing/runner/regroup.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <string>

namespace dyntest::runner {
namespace {

using Indices = std::vector<std::size_t>;
using model::Scope;

constexpr Scope widest = Scope::session;

class Regrouping {
 public:
  explicit Regrouping(const std::vector<model::Item>& items) : items_{items} {
    for (std::size_t i = 0; i < items.size(); ++i)
      for (const auto& row : items[i].shared_rows) users_[row.scope][row.key].push_back(i);
  }

  Indices order(const Indices& tests, Scope scope) {
    if (scope == Scope::function || tests.size() < 3) return tests;
    const std::set<std::size_t> members{tests.begin(), tests.end()};
    std::deque<std::size_t> waiting{tests.begin(), tests.end()};
    std::set<std::string> taken;  // rows whose tests have been brought together
    std::set<std::size_t> done;
    Indices result;
    while (!waiting.empty()) {
      // Up to the next test with a row that is not taken yet.
      Indices others;
      std::optional<std::string> row;
      while (!waiting.empty() && !row) {
        const std::size_t test = waiting.front();
        waiting.pop_front();
        if (done.contains(test) || std::ranges::find(others, test) != others.end()) continue;
        row = last_row(test, scope, taken);
        if (row)
          bring_together(scope, *row, members, waiting);
        else
          others.push_back(test);
      }
      for (const std::size_t test : order(others, narrower(scope)))
        if (done.insert(test).second) result.push_back(test);
      if (row) taken.insert(*row);
    }
    return result;
  }

 private:
  static Scope narrower(Scope scope) { return static_cast<Scope>(static_cast<int>(scope) - 1); }

  std::optional<std::string> last_row(std::size_t test, Scope scope,
                                      const std::set<std::string>& taken) const {
    const auto& rows = items_[test].shared_rows;
    const auto found = std::find_if(rows.rbegin(), rows.rend(), [&](const auto& row) {
      return row.scope == scope && !taken.contains(row.key);
    });
    if (found == rows.rend()) return std::nullopt;
    return found->key;
  }

  // Puts all users of the row in front, and makes the users of every other row agree with that
  // order.
  void bring_together(Scope scope, const std::string& row, const std::set<std::size_t>& members,
                      std::deque<std::size_t>& waiting) {
    Indices users;
    for (const std::size_t test : users_[scope][row])
      if (members.contains(test)) users.push_back(test);
    for (auto test = users.rbegin(); test != users.rend(); ++test) {
      waiting.push_front(*test);
      for (const auto& other : items_[*test].shared_rows) {
        auto& list = users_[other.scope][other.key];
        std::erase(list, *test);
        list.insert(list.begin(), *test);
      }
    }
  }

  const std::vector<model::Item>& items_;
  std::map<Scope, std::map<std::string, Indices>> users_;
};

}  // namespace

std::vector<std::size_t> regrouped(const std::vector<model::Item>& items) {
  Indices all(items.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  const bool nothing_shared =
      std::ranges::all_of(items, [](const auto& item) { return item.shared_rows.empty(); });
  return nothing_shared ? all : Regrouping{items}.order(all, widest);
}

}  // namespace dyntest::runner
