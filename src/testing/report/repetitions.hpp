// What tests came to that a run ran several times (--repeat, --stress): all their repetitions
// together.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "testing/model/item.hpp"
#include "testing/report/paths.hpp"
#include "testing/report/writer.hpp"

namespace dyntest::report {

class Repetitions {
 public:
  // Once for each item; one that ran only once is passed over.
  void test_finished(const model::Item& item, bool failed);

  // How often each of them failed; of those that never did, how often they may yet: with n runs
  // less than 1 - 0.05^(1/n) of all, with 95 % confidence (exact binomial bound). Nothing if there
  // is none.
  void write(Writer& writer, const Paths& paths) const;

 private:
  struct Test {
    const model::Item* item = nullptr;  // its first repetition
    std::size_t runs = 0;
    std::size_t failures = 0;
  };
  std::vector<Test> tests_;
  std::map<std::string, std::size_t> of_id_;  // by node id: in tests_
};

}  // namespace dyntest::report
