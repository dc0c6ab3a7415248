#include "testing/report/googletest_file.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "foundation/os/whole_file.hpp"

namespace dyntest::report {

std::size_t GoogleTestSuite::count(GoogleTestCase::State state) const {
  return static_cast<std::size_t>(
      std::ranges::count_if(tests, [&](const Test& test) { return test.what.state == state; }));
}

double GoogleTestSuite::seconds() const {
  double sum = 0;
  for (const Test& test : tests) sum += test.what.seconds;
  return sum;
}

std::chrono::system_clock::time_point GoogleTestSuite::began() const {
  for (const Test& test : tests)
    if (test.what.state != GoogleTestCase::State::not_run) return test.what.began;
  return {};
}

std::size_t GoogleTestDocument::tests() const {
  std::size_t sum = 0;
  for (const auto& suite : suites) sum += suite.tests.size();
  return sum;
}

std::size_t GoogleTestDocument::failures() const {
  std::size_t sum = 0;
  for (const auto& suite : suites) sum += suite.count(GoogleTestCase::State::failed);
  return sum;
}

GoogleTestFile::GoogleTestFile(Options options, const GoogleTestNames& names, Clock now)
    : options_{std::move(options)}, names_{names}, now_{std::move(now)} {}

void GoogleTestFile::on(const model::Event& event) {
  if (std::holds_alternative<model::RunStarted>(event)) {
    began_ = now_();
  } else if (const auto* collection = std::get_if<model::CollectionFinished>(&event)) {
    collection_ = *collection;
    cases_.resize(collection_.selected.size());
  } else if (const auto* test = std::get_if<model::TestStarted>(&event)) {
    cases_.at(test->item).began = now_();
  } else if (const auto* phase = std::get_if<model::PhaseFinished>(&event)) {
    cases_.at(phase->item).add(*phase, options_.source_root);
  } else if (const auto* finished = std::get_if<model::RunFinished>(&event)) {
    handle(*finished);
  }
}

GoogleTestDocument GoogleTestFile::document() const {
  GoogleTestDocument document{options_.only_lists, 0, began_, {}};
  std::map<std::string, std::size_t> place;
  for (std::size_t i = 0; i < cases_.size(); ++i) {
    const auto& item = collection_.selected[i];
    const auto& name = names_.of(item);
    const auto [found, is_new] = place.try_emplace(name.suite, document.suites.size());
    if (is_new) document.suites.push_back({name.suite, {}});
    document.suites[found->second].tests.push_back(
        {name.test, &item, googletest_file(options_.source_root, item.file), cases_[i]});
  }
  // GoogleTest's word for a failure outside of all tests.
  GoogleTestCase broken{GoogleTestCase::State::failed, 0, began_, {}, {}, {}, {}};
  for (const auto& error : collection_.errors)
    broken.failures.push_back({"", 0, "ERROR collecting " + error.path + "\n" + error.text});
  if (!broken.failures.empty())
    document.suites.push_back({"NonTestSuiteFailure", {{"", nullptr, "", std::move(broken)}}});
  return document;
}

void GoogleTestFile::handle(const model::RunFinished& event) {
  if (options_.only_lists && !collection_.errors.empty()) return;
  GoogleTestDocument all = document();
  all.seconds = event.seconds;
  const std::string text =
      options_.format == GoogleTestFormat::xml ? googletest_xml(all) : googletest_json(all);
  const base::Status written = os::write_whole_file(options_.path, text);
  if (!written) error_ = written.error().context("writing " + options_.path).text();
}

}  // namespace dyntest::report
