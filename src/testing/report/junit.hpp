// --junitxml: the run as a JUnit file, xunit2 as pytest 9 writes it. Consumes events and writes one
// file at the end of the run, under a temporary name first, so that a reader never sees half of it.
//
//   testsuites > testsuite(errors failures skipped tests time timestamp hostname)
//                > testcase(classname="tests.unit.test_unit_x.Class" name="f[p]" time)
//                  > failure(message) | error(message) | skipped(type message)
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "testing/model/event.hpp"
#include "testing/report/failure_text.hpp"
#include "testing/report/paths.hpp"

namespace dyntest::report {

class Junit final : public model::Reporter {
 public:
  // Folders of `path` that are missing are made when the file is written.
  explicit Junit(std::string path);
  Junit(const Junit&) = delete;
  Junit& operator=(const Junit&) = delete;

  // Never throws for what the disk does.
  void on(const model::Event& event) override;

  const std::string& path() const { return path_; }
  // Why there is no file; known after the run's end.
  const std::optional<std::string>& error() const { return error_; }

 private:
  struct Detail {
    std::string element;  // failure, error, skipped; of attempts: flakyFailure, rerunError, …
    std::string type;     // of skipped, of attempts, and `Timeout`
    std::string message;
    std::string text;
  };
  struct Case {
    std::string class_name;
    std::string name;
    double seconds = 0;
    std::vector<Detail> details;
    std::vector<model::Property> properties = {};
    std::string log = {};
  };

  void handle(const model::RunStarted& event);
  void handle(const model::CollectionFinished& event);
  void handle(const model::TestStarted& event);
  void handle(const model::AttemptFailed& event);
  void handle(const model::PhaseFinished& event);
  void handle(const model::FixtureStep&) {}
  void handle(const model::TestFinished& event);
  void handle(const model::TestSlow&) {}
  void handle(const model::TestsRunning&) {}
  void handle(const model::Notice&) {}
  void handle(const model::BenchmarksJudged&) {}
  void handle(const model::RunFinished& event);
  Case& open_case(std::size_t index);
  Detail skipped(const model::PhaseFinished& event) const;
  Detail failed(const model::PhaseFinished& event);
  std::size_t count(const std::string& element) const;
  std::string document(double seconds) const;

  std::string path_;
  std::optional<std::string> error_;
  model::RunStarted run_;
  Paths paths_;
  FailureText failure_text_;
  model::Items items_;
  std::vector<Case> cases_;
  bool is_new_ = true;            // the running test has no case yet
  std::vector<Detail> attempts_;  // of the running test that failed, as failure or error
  bool flaky_ = false;            // it has passed in the end
  bool call_failed_ = false;  // of the running test: a failing teardown is then a case of its own
};

}  // namespace dyntest::report
