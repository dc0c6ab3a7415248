// GoogleTest's XML, attribute by attribute as version 1.12 writes it.
#include <fmt/chrono.h>
#include <fmt/format.h>

#include "testing/report/detail/xml_printer.hpp"
#include "testing/report/googletest_file.hpp"

namespace dyntest::report {

namespace {

using State = GoogleTestCase::State;

// In local time, without an offset: 2026-11-23T09:26:25.639
std::string time_text(std::chrono::system_clock::time_point when) {
  const auto whole = std::chrono::floor<std::chrono::seconds>(when);
  const auto rest = std::chrono::duration_cast<std::chrono::milliseconds>(when - whole);
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}",
                     fmt::localtime(std::chrono::system_clock::to_time_t(whole)), rest.count());
}

void write_case(XmlPrinter& xml, const GoogleTestCase& what) {
  for (const auto& failure : what.failures) {
    xml.OpenElement("failure");
    xml.attribute("message", failure.text());
    xml.attribute("type", "");
    xml.data(failure.text());
    xml.CloseElement();
  }
  if (what.state == State::skipped && what.skipped) {
    xml.OpenElement("skipped");
    xml.attribute("message", what.skipped->text());
    xml.data(what.skipped->text());
    xml.CloseElement();
  }
  if (what.properties.empty()) return;
  xml.OpenElement("properties");
  for (const auto& [name, value] : what.properties) {
    xml.OpenElement("property");
    xml.attribute("name", name);
    xml.attribute("value", value);
    xml.CloseElement();
  }
  xml.CloseElement();
}

void write_test(XmlPrinter& xml, const GoogleTestSuite& suite, const GoogleTestSuite::Test& test,
                bool only_lists) {
  xml.OpenElement("testcase");
  xml.attribute("name", test.name);
  if (test.item != nullptr && test.item->has_parameters)
    xml.attribute("value_param", test.item->parameters);
  if (test.item != nullptr) {
    xml.attribute("file", test.file);
    xml.attribute("line", std::to_string(test.item->line));
  }
  if (!only_lists) {
    const bool ran = test.what.state != State::not_run;
    const bool skipped = test.what.state == State::skipped;
    xml.attribute("status", ran ? "run" : "notrun");
    xml.attribute("result", skipped ? "skipped" : ran ? "completed" : "suppressed");
    xml.attribute("time", googletest_seconds(test.what.seconds));
    xml.attribute("timestamp", time_text(test.what.began));
    xml.attribute("classname", test.item == nullptr ? "" : suite.name);
    write_case(xml, test.what);
  }
  xml.CloseElement();
}

void write_suite(XmlPrinter& xml, const GoogleTestSuite& suite, bool only_lists) {
  xml.OpenElement("testsuite");
  xml.attribute("name", suite.name);
  xml.attribute("tests", std::to_string(suite.tests.size()));
  if (!only_lists) {
    xml.attribute("failures", std::to_string(suite.count(State::failed)));
    xml.attribute("disabled", "0");
    xml.attribute("skipped", std::to_string(suite.count(State::skipped)));
    xml.attribute("errors", "0");
    xml.attribute("time", googletest_seconds(suite.seconds()));
    xml.attribute("timestamp", time_text(suite.began()));
  }
  for (const auto& test : suite.tests) write_test(xml, suite, test, only_lists);
  xml.CloseElement();
}

}  // namespace

std::string googletest_xml(const GoogleTestDocument& document) {
  XmlPrinter xml;
  xml.PushHeader(false, false);
  xml.PushDeclaration("xml version=\"1.0\" encoding=\"UTF-8\"");
  xml.OpenElement("testsuites");
  xml.attribute("tests", std::to_string(document.tests()));
  if (!document.only_lists) {
    xml.attribute("failures", std::to_string(document.failures()));
    xml.attribute("disabled", "0");
    xml.attribute("errors", "0");
    xml.attribute("time", googletest_seconds(document.seconds));
    xml.attribute("timestamp", time_text(document.began));
  }
  xml.attribute("name", "AllTests");
  for (const auto& suite : document.suites) write_suite(xml, suite, document.only_lists);
  xml.CloseElement();
  return xml.CStr();
}

}  // namespace dyntest::report
