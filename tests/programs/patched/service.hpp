// Code under test for the tests of patch(): what stands outside, and what uses it. Compiled with
// dyntest_patchable, whatever the preset.
#pragma once

#include <memory>
#include <string>
#include <vector>

namespace service {

struct Unavailable {};

// A move-only answer.
struct Ticket {
  explicit Ticket(int n) : number{std::make_unique<int>(n)} {}
  std::unique_ptr<int> number;
};

struct NoDefault {
  explicit NoDefault(int given) : n{given} {}
  int n;
};

int external_service();
int retry_once();  // calls external_service again if it is Unavailable

std::string fetch(const std::string& key, int attempts);
std::vector<std::string> fetch_all(const std::vector<std::string>& keys);  // fetch(key, 1) each

int& counter();
int by_value(std::unique_ptr<int> owned);
Ticket ticket(int n);
NoDefault no_default();
void notify(const char* topic);
int quiet(int n) noexcept;
int overloaded(int n);
int overloaded(const std::string& text);

// Where the dynamic linker leads calls of getppid now.
using GetParent = int (*)();
GetParent parent_as_linked();

class Planner {
 public:
  explicit Planner(int limit) : limit_{limit} {}
  int forward(int workers);
  int plan(int workers);
  int limit() const;
  static int default_limit();

 private:
  int limit_;
};

}  // namespace service
