#include "testing/report/junit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "foundation/base/panic.hpp"
#include "foundation/os/whole_file.hpp"
#include "testing/report/detail/xml_printer.hpp"
#include "testing/report/tally.hpp"
#include "testing/report/text.hpp"
#include "testing/report/xml_text.hpp"

namespace dyntest::report {

namespace {

// tests/unit/test_unit_x.cpp -> tests.unit.test_unit_x
std::string dotted(std::string file) {
  if (file.ends_with(".cpp")) file.resize(file.size() - 4);
  std::ranges::replace(file, '/', '.');
  return file;
}

std::string joined_messages(const model::PhaseFinished& event) {
  std::string text;
  for (const model::Failure& failure : event.failures) {
    if (!text.empty()) text += '\n';
    text += without_last_newline(failure.message);
  }
  return text;
}

// Times in seconds.
void add_measurement(std::vector<model::Property>& to, const model::Measurement& measured) {
  const auto add = [&to](std::string_view name, const auto& value) {
    to.push_back({fmt::format("benchmark.{}", name), fmt::format("{}", value)});
  };
  add("min", measured.min);
  add("max", measured.max);
  add("mean", measured.mean);
  add("stddev", measured.stddev);
  add("median", measured.median);
  add("iqr", measured.iqr);
  add("rounds", measured.rounds);
  add("iterations", measured.iterations);
}

}  // namespace

Junit::Junit(std::string path) : path_{std::move(path)}, failure_text_{paths_, Traceback::long_} {}

void Junit::on(const model::Event& event) {
  std::visit([this](const auto& what) { handle(what); }, event);
}

void Junit::handle(const model::RunStarted& event) {
  run_ = event;
  paths_ = Paths{event.root, event.root};
}

void Junit::handle(const model::CollectionFinished& event) {
  items_ = event.selected;
  for (const model::CollectionError& error : event.errors) {
    cases_.push_back(
        {"", dotted(error.path), 0, {{"error", "", "collection failure", error.text}}});
  }
}

void Junit::handle(const model::TestStarted&) { is_new_ = true; }

Junit::Case& Junit::open_case(std::size_t index) {
  base::require(index < items_.size(), "an event names a test that was not selected");
  const model::Item& item = items_[index];
  model::Item plain = item;
  plain.class_name.clear();
  const std::string class_part = item.class_name.empty() ? "" : "." + item.class_name;
  return cases_.emplace_back(Case{dotted(item.file) + class_part, plain.title(), 0, {}});
}

void Junit::handle(const model::PhaseFinished& event) {
  if (is_new_) call_failed_ = flaky_ = false;
  const bool failed_again = model::is_failure(event.outcome) && call_failed_;
  Case& running = is_new_ || failed_again ? open_case(event.item) : cases_.back();
  is_new_ = false;
  running.seconds += event.seconds;
  running.log += event.captured.log;
  running.properties.insert(running.properties.end(), event.properties.begin(),
                            event.properties.end());
  if (event.measurement) add_measurement(running.properties, *event.measurement);
  switch (event.outcome) {
    case model::Outcome::passed:
    case model::Outcome::xpassed:
      break;
    case model::Outcome::flaky:
      flaky_ = true;
      break;
    case model::Outcome::quarantined:
      running.details.push_back(failed(event));
      running.details.back().element = "skipped";
      running.details.back().type = "dyntest.quarantine";
      running.details.back().message = event.reason;
      break;
    case model::Outcome::skipped:
    case model::Outcome::xfailed:
      running.details.push_back(skipped(event));
      break;
    case model::Outcome::failed:
    case model::Outcome::timed_out:
      running.details.push_back(failed(event));
      call_failed_ = event.phase == model::Phase::call;
      break;
  }
}

void Junit::handle(const model::AttemptFailed& event) {
  for (const auto& phase : event.phases) {
    if (!model::is_failure(phase.outcome)) continue;
    attempts_.push_back(failed(phase));
    if (attempts_.back().type.empty()) attempts_.back().type = phase.failures.front().kind;
  }
}

// What the attempts of a test are called depends on what it came to.
void Junit::handle(const model::TestFinished&) {
  for (Detail& attempt : std::exchange(attempts_, {})) {
    const bool is_error = attempt.element == "error";
    attempt.element = (flaky_ ? "flaky" : "rerun") + std::string{is_error ? "Error" : "Failure"};
    cases_.back().details.push_back(std::move(attempt));
  }
}

Junit::Detail Junit::skipped(const model::PhaseFinished& event) const {
  if (event.outcome == model::Outcome::xfailed)
    return {"skipped", "pytest.xfail", event.reason, ""};
  const model::Place& place = event.reason_place;
  return {"skipped", "pytest.skip", event.reason,
          fmt::format("{}:{}: {}", place.file, place.line, event.reason)};
}

Junit::Detail Junit::failed(const model::PhaseFinished& event) {
  Writer writer{80, false};
  failure_text_.write(writer, event);
  const std::string whole = writer.take();
  const std::size_t begin = std::min(whole.find_first_not_of('\n'), whole.size());
  std::string text{without_last_newline(std::string_view{whole}.substr(begin))};
  if (!run_.again.empty()) text += "\n" + again_line(run_.again, items_[event.item].node_id());
  const std::string message = joined_messages(event);
  const char* type = event.outcome == model::Outcome::timed_out ? "Timeout" : "";
  if (event.phase == model::Phase::call) {
    return {"failure", type, shortened_message(message), std::move(text)};
  }
  const std::string told =
      fmt::format("failed on {} with \"{}\"", phase_name(event.phase), message);
  return {"error", type, shortened_message(told), std::move(text)};
}

void Junit::handle(const model::RunFinished& event) {
  const base::Status written = os::write_whole_file(path_, document(event.seconds));
  if (!written) error_ = written.error().context("writing " + path_).text();
}

std::size_t Junit::count(const std::string& element) const {
  std::size_t count = 0;
  for (const Case& one : cases_) {
    count += static_cast<std::size_t>(std::ranges::count(one.details, element, &Detail::element));
  }
  return count;
}

std::string Junit::document(double seconds) const {
  XmlPrinter xml;
  xml.PushHeader(false, false);
  xml.PushDeclaration("xml version=\"1.0\" encoding=\"utf-8\"");
  xml.OpenElement("testsuites");
  xml.attribute("name", "dyntest tests");
  xml.OpenElement("testsuite");
  xml.attribute("name", "dyntest");
  xml.attribute("errors", std::to_string(count("error")));
  xml.attribute("failures", std::to_string(count("failure")));
  xml.attribute("skipped", std::to_string(count("skipped")));
  xml.attribute("tests", std::to_string(cases_.size()));
  xml.attribute("time", fmt::format("{:.3f}", seconds));
  xml.attribute("timestamp", run_.timestamp);
  xml.attribute("hostname", run_.hostname);
  for (const Case& one : cases_) {
    xml.OpenElement("testcase");
    xml.attribute("classname", one.class_name);
    xml.attribute("name", one.name);
    xml.attribute("time", fmt::format("{:.3f}", one.seconds));
    if (!one.properties.empty()) xml.OpenElement("properties");
    for (const auto& [name, value] : one.properties) {
      xml.OpenElement("property");
      xml.attribute("name", name);
      xml.attribute("value", value);
      xml.CloseElement();
    }
    if (!one.properties.empty()) xml.CloseElement();
    for (const Detail& detail : one.details) {
      xml.OpenElement(detail.element.c_str());
      if (!detail.type.empty()) xml.attribute("type", detail.type);
      xml.attribute("message", detail.message);
      const bool of_attempt =
          detail.element.starts_with("flaky") || detail.element.starts_with("rerun");
      if (of_attempt) xml.OpenElement("stackTrace");
      if (!detail.text.empty()) xml.text(detail.text);
      if (of_attempt) xml.CloseElement();
      xml.CloseElement();
    }
    if (!one.log.empty()) {
      xml.OpenElement("system-out");
      xml.text(fmt::format("{:-^80}\n{}", " Captured Log ", one.log));
      xml.CloseElement();
    }
    xml.CloseElement();
  }
  xml.CloseElement();
  xml.CloseElement();
  return xml.CStr();
}

}  // namespace dyntest::report
