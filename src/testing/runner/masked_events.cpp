#include "testing/runner/masked_events.hpp"

#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace dyntest::runner {
namespace {

// One overload for each event with texts of tests.
class Masker {
 public:
  explicit Masker(const Secrets& secrets) : secrets_{secrets} {}

  void mask(model::RunStarted& run) const {
    mask(run.header_lines);
    mask(run.again);
  }
  void mask(model::CollectionFinished& collection) const {
    for (auto& error : collection.errors) mask(error.text);
  }
  void mask(model::AttemptFailed& attempt) const {
    for (auto& phase : attempt.phases) mask(phase);
  }
  void mask(model::PhaseFinished& phase) const {
    mask(phase.reason);
    for (auto& failure : phase.failures) mask(failure.message);
    mask(phase.notes);
    mask(phase.captured.standard_output);
    mask(phase.captured.standard_error);
    mask(phase.captured.log);
    for (auto& property : phase.properties) mask(property.value);
  }
  void mask(model::Notice& notice) const { mask(notice.text); }
  void mask(model::RunFinished& run) const { mask(run.error); }

  void mask(std::vector<std::string>& texts) const {
    for (auto& text : texts) mask(text);
  }

 private:
  void mask(std::string& text) const {
    if (!text.empty()) text = secrets_.masked(std::move(text));
  }

  const Secrets& secrets_;
};

// A list of tests is long, and most phases have nothing to say: they are copied only where
// something is to be masked.
bool is_worth_a_copy(const model::CollectionFinished& collection) {
  return !collection.errors.empty();
}
bool is_worth_a_copy(const model::PhaseFinished& phase) {
  return !(phase.reason.empty() && phase.failures.empty() && phase.notes.empty() &&
           phase.captured.standard_output.empty() && phase.captured.standard_error.empty() &&
           phase.captured.log.empty() && phase.properties.empty());
}
template <class Event>
constexpr bool is_worth_a_copy(const Event&) {
  return requires(const Masker& masker, Event& event) { masker.mask(event); };
}

}  // namespace

std::optional<model::Event> masked(const model::Event& event, const Secrets& secrets) {
  return std::visit(
      [&secrets](const auto& told) -> std::optional<model::Event> {
        if (!is_worth_a_copy(told)) return std::nullopt;
        auto copy = told;
        if constexpr (requires(const Masker& masker) { masker.mask(copy); })
          Masker{secrets}.mask(copy);
        return copy;
      },
      event);
}

model::WrittenLines masked(model::WrittenLines written, const Secrets& secrets) {
  Masker{secrets}.mask(written.lines);
  return written;
}

}  // namespace dyntest::runner
