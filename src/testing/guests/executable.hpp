// A test executable of another framework as a guest. Every test gets a process of its own, so that
// a crash costs that test alone; what it came to is read from a report that the framework writes.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "testing/guests/guest.hpp"

namespace dyntest::guests {

// What one framework is asked, and what its answers mean.
struct Dialect {
  const char* framework;
  // Arguments that make it list its tests; more than one list if one does not say all. `{file}` is
  // a file that it may write its answer to; else the answer is its standard output.
  std::vector<std::vector<std::string>> lists;
  // An error says what is wrong with the answers, for people.
  base::Result<std::vector<Test>> (*read_lists)(const std::vector<std::string>& answers);
  // Arguments that make it run this test alone and write its report to `file`.
  std::vector<std::string> (*run)(const Test& test, const std::string& file);
  // Nothing if the report does not hold a verdict on the test.
  std::optional<Verdict> (*read_report)(const std::string& report, const Test& test);
  int skipped_status = 0;  // what it exits with if all that it ran was skipped
};

class Executable final : public Guest {
 public:
  Executable(Spec spec, const Dialect& dialect);

  Listing list() override;
  Verdict call(const Test& test) override;

 private:
  base::Result<std::vector<Test>> ask();
  struct Answer {
    std::string text;
    std::string other_words;  // how it ended, and what it wrote to stderr
  };
  base::Result<Answer> answer(const std::vector<std::string>& question);

  Spec spec_;
  const Dialect& dialect_;
  std::string file_;  // for reports
};

}  // namespace dyntest::guests
