#include "service.hpp"

#include <unistd.h>

namespace service {

int external_service() { return 1; }

int retry_once() {
  try {
    return external_service();
  } catch (const Unavailable&) {
    return external_service();
  }
}

std::string fetch(const std::string& key, int attempts) {
  return key + ':' + std::to_string(attempts);
}

std::vector<std::string> fetch_all(const std::vector<std::string>& keys) {
  std::vector<std::string> values;
  for (const std::string& key : keys) values.push_back(fetch(key, 1));
  return values;
}

int& counter() {
  static int count = 0;
  return count;
}

int by_value(std::unique_ptr<int> owned) { return owned == nullptr ? 0 : *owned; }
Ticket ticket(int n) { return Ticket{n}; }
NoDefault no_default() { return NoDefault{1}; }
void notify(const char*) {}
int quiet(int n) noexcept { return n; }
int overloaded(int n) { return n; }
int overloaded(const std::string& text) { return static_cast<int>(text.size()); }

GetParent parent_as_linked() { return &::getppid; }

int Planner::forward(int workers) { return workers < limit_ ? workers : limit_; }
int Planner::plan(int workers) { return forward(workers) + limit(); }
int Planner::limit() const { return limit_; }
int Planner::default_limit() { return 8; }

}  // namespace service
