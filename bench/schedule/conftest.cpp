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

static void start(int service) {
  for (const double seconds : sleeps("service", service)) sleep_for(seconds);
}

FIXTURE(Service<0>, scope::session) {
  start(0);
  return Service<0>{};
}
FIXTURE(Service<1>, scope::session) {
  start(1);
  return Service<1>{};
}
FIXTURE(Service<2>, scope::session) {
  start(2);
  return Service<2>{};
}
FIXTURE(Service<3>, scope::session) {
  start(3);
  return Service<3>{};
}
