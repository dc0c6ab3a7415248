// A run as GoogleTest 1.12 tells it on the console, for the IDEs and tools that read that: each
// test's begin, what it writes itself, its failures, its verdict; then who was skipped or failed.
//
//   [ RUN      ] test_unit_router_prefix.is_symmetric/ab_abc
//   /suite/tests/unit/test_unit_router_prefix.cpp:18: Failure
//   CHECK(1 == 2)
//   [  FAILED  ] test_unit_router_prefix.is_symmetric/ab_abc, where GetParam() = ab-abc (0 ms)
//
// Consumes events; decides nothing. docs/design/020-googletest-command-line.md settles what each
// outcome becomes.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "testing/model/event.hpp"
#include "testing/report/googletest_case.hpp"
#include "testing/report/googletest_names.hpp"
#include "testing/report/terminal.hpp"

namespace dyntest::report {

struct GoogleTestStyle {
  bool colour = false;
  bool brief = false;        // failures and the last lines only
  bool print_time = true;    // how long tests took
  std::string filter = "*";  // as typed
  std::string source_root;   // see googletest_file
};

class GoogleTestConsole final : public model::Reporter {
 public:
  // `names` must be filled when collection is finished.
  GoogleTestConsole(GoogleTestStyle style, const GoogleTestNames& names, Sink sink);

  void on(const model::Event& event) override;

 private:
  enum class Hue { green, red, yellow };

  void handle(const model::CollectionFinished& event);
  void handle(const model::TestStarted& event);
  void handle(const model::PhaseFinished& event);
  void handle(const model::TestFinished& event);
  void handle(const model::RunFinished& event);
  void begin_run();
  void begin_suite(std::size_t item);
  void end_suite();
  void write_list(Hue hue, std::string_view tag, const std::vector<std::string>& names);
  void write_summary(const model::RunFinished& event);
  // `[ RUN      ] text`
  void tell(Hue hue, std::string_view tag, std::string_view text);
  void line(std::string_view text = {});
  std::string coloured(Hue hue, std::string_view text) const;
  std::string took(double seconds) const;
  std::string full_name(std::size_t item) const;
  // Where a test has parameters, they follow its name in all lines that tell of a failure.
  std::string name_and_parameters(std::size_t item) const;

  const GoogleTestStyle style_;
  const GoogleTestNames& names_;
  const Sink sink_;
  std::string text_;
  std::optional<model::Shard> shard_;
  model::Items items_;
  GoogleTestCase running_;
  bool collected_ = false;  // without errors
  bool begun_ = false;      // the run has its first line
  std::string suite_;       // that is open; empty = none
  std::size_t suite_tests_ = 0;
  double suite_seconds_ = 0;
  std::set<std::string> suites_;  // those that ran
  std::size_t ran_ = 0;
  std::size_t passed_ = 0;
  std::vector<std::string> skipped_;
  std::vector<std::string> failed_;
};

}  // namespace dyntest::report
