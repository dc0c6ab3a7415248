// --gtest_output: the run, or with --gtest_list_tests the list of tests, as GoogleTest's XML or
// JSON. Consumes events and writes one file at the end, whole or not at all.
//
//   testsuites(tests failures disabled errors time timestamp name)
//     testsuite(name tests failures disabled skipped errors time timestamp)
//       testcase(name value_param file line status result time timestamp classname)
//         failure(message type) | skipped(message), properties
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "testing/model/event.hpp"
#include "testing/report/googletest_case.hpp"
#include "testing/report/googletest_names.hpp"

namespace dyntest::report {

enum class GoogleTestFormat { xml, json };

// What a document is made of.
struct GoogleTestSuite {
  struct Test {
    std::string name;
    const model::Item* item = nullptr;  // none where something else than a test failed
    std::string file;                   // as it is shown
    GoogleTestCase what;
  };
  std::string name;
  std::vector<Test> tests;

  std::size_t count(GoogleTestCase::State state) const;
  double seconds() const;
  std::chrono::system_clock::time_point began() const;  // of the first that ran
};
struct GoogleTestDocument {
  bool only_lists = false;  // nothing ran
  double seconds = 0;
  std::chrono::system_clock::time_point began;
  std::vector<GoogleTestSuite> suites;

  std::size_t tests() const;
  std::size_t failures() const;
};
std::string googletest_xml(const GoogleTestDocument& document);
std::string googletest_json(const GoogleTestDocument& document);

class GoogleTestFile final : public model::Reporter {
 public:
  struct Options {
    GoogleTestFormat format = GoogleTestFormat::xml;
    std::string path;
    bool only_lists = false;
    std::string source_root;  // see googletest_file
  };
  using Clock = std::function<std::chrono::system_clock::time_point()>;

  // `names` must be filled when collection is finished; `now` says when a test began.
  GoogleTestFile(Options options, const GoogleTestNames& names, Clock now);

  // Never throws for what the disk does.
  void on(const model::Event& event) override;

  // Why there is no file; known after the run's end.
  const std::optional<std::string>& error() const { return error_; }

 private:
  void handle(const model::RunFinished& event);
  GoogleTestDocument document() const;

  const Options options_;
  const GoogleTestNames& names_;
  const Clock now_;
  std::optional<std::string> error_;
  std::chrono::system_clock::time_point began_;
  model::CollectionFinished collection_;
  std::vector<GoogleTestCase> cases_;  // of the selected tests
};

}  // namespace dyntest::report
