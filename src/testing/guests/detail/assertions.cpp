#include "testing/guests/detail/assertions.hpp"

#include <fmt/format.h>

#include <utility>

namespace dyntest::guests {
namespace {

using model::Outcome;

bool is_harmless(const std::string& type) {
  return type.starts_with("WARN") || type == "CHECK_NOFAIL";
}

// Collects failures. What stands in front of an assertion in the same section explains it.
class Collector {
 public:
  void walk(const Element& parent, const std::string& section) {
    for (const auto* child = parent.FirstChildElement(); child != nullptr;
         child = child->NextSiblingElement()) {
      const std::string name = child->Name();
      if (name == "Section" || name == "SubCase")
        walk(*child, section + (section.empty() ? "" : " / ") + attribute(*child, "name"));
      else if (name == "Info")
        notes_.push_back(text_of(*child));
      else
        add(name, *child, section);
    }
  }

  std::vector<model::Failure> take() { return std::move(failures_); }

 private:
  void add(const std::string& name, const Element& element, const std::string& section) {
    const auto type = attribute(element, "type");
    const auto notes = std::exchange(notes_, {});
    if (is_harmless(type) || is_true(element, "success")) return;
    const auto said = message(name, type, element);
    if (said.empty()) return;
    auto& failure = failures_.emplace_back();
    failure.place = place_of(element, "filename");
    failure.kind = name == "Expression" ? type : name;
    failure.message = said;
    for (const auto& note : notes) failure.message += "\n" + note;
    for (const auto* note : all_below(element, "Info")) failure.message += "\n" + text_of(*note);
    if (!section.empty()) failure.message += "\nin section: " + section;
  }

  // Empty if the element is about something else.
  static std::string message(const std::string& name, const std::string& type,
                             const Element& element) {
    if (name == "Expression") {
      std::string thrown = text_of(element, "Exception");
      if (!thrown.empty()) thrown = "\nunexpected exception: " + thrown;
      const auto shown = text_of(element, "Expanded");
      return fmt::format("{}({}){}", type, shown.empty() ? text_of(element, "Original") : shown,
                         thrown);
    }
    if (name == "Exception") return "unexpected exception: " + text_of(element);
    if (name == "FatalErrorCondition") return text_of(element);
    if (name == "Failure") return "FAIL: " + text_of(element);
    if (name == "Message" && type != "WARNING") return "FAIL: " + text_of(element, "Text");
    return "";
  }

  std::vector<std::string> notes_;
  std::vector<model::Failure> failures_;
};

}  // namespace

std::vector<model::Failure> failures_in(const Element& test_case) {
  Collector collector;
  collector.walk(test_case, "");
  return collector.take();
}

Verdict verdict_on(std::vector<model::Failure> failures, bool passed, const std::string& why) {
  Verdict verdict;
  if (passed && !failures.empty()) {
    verdict.outcome = Outcome::xfailed;
    verdict.reason = "its suite allows it to fail";
  }
  if (!passed) {
    verdict.outcome = Outcome::failed;
    if (failures.empty()) failures.push_back({{}, 0, "", why});
  }
  verdict.failures = std::move(failures);
  return verdict;
}

}  // namespace dyntest::guests
