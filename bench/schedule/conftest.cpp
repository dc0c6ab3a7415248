#include "conftest.hpp"

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>

std::vector<double> sleeps(const char* kind, int number) {
  const char* path = std::getenv("DYNTEST_BENCH_SLEEPS");
  std::ifstream file{path == nullptr ? "" : path};
  std::vector<double> found;
  for (std::string line; std::getline(file, line);) {
    std::istringstream words{line};
    std::string word;
    int its_number = 0;
    words >> word >> its_number;
    if (word == kind && its_number == number)
      for (double seconds = 0; words >> seconds;) found.push_back(seconds);
  }
  return found;
}

void sleep_for(double seconds) {
  std::this_thread::sleep_for(std::chrono::duration<double>{seconds});
}

template <int number>
static Service<number> started() {
  for (const double seconds : sleeps("service", number)) sleep_for(seconds);
  return {};
}

FIXTURE(Service<0>, scope::session) { return started<0>(); }
FIXTURE(Service<1>, scope::session) { return started<1>(); }
FIXTURE(Service<2>, scope::session) { return started<2>(); }
FIXTURE(Service<3>, scope::session) { return started<3>(); }
