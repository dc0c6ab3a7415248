#include "testing/runner/recorder.hpp"

#include <utility>

namespace dyntest::runner {
namespace {

// A message is cut where it would no longer help; the ring takes no giants.
constexpr std::size_t message_bytes_max = 64u << 10u;

std::string text_of(check::Text text) { return {text.data, text.size}; }

}  // namespace

void Recorder::failed(const check::Failure& failure) {
  add({{failure.site.file, failure.site.line},
       0,
       text_of(failure.macro),
       text_of(failure.message)});
}

void Recorder::add(model::Failure failure) {
  const std::lock_guard lock{mutex_};
  if (failure.message.size() > message_bytes_max) {
    const auto dropped = failure.message.size() - message_bytes_max;
    failure.message.resize(message_bytes_max);
    failure.message += "\n[… " + std::to_string(dropped) + " bytes left out …]";
  }
  if (failure.place.line == 0) failure.place = context_;
  if (failure.context_line == 0 && failure.place.file == context_.file &&
      failure.place.line >= context_.line)
    failure.context_line = context_.line;
  if (kept_back_) {
    kept_back_->push_back(std::move(failure));
    return;
  }
  pass_on_(failure);
  failures_.push_back(std::move(failure));
}

void Recorder::add_timeout(std::string why) {
  if (witnesses_)
    for (const auto& words : witnesses_()) why += "\n" + words;
  add({{}, 0, "Timeout", std::move(why)});
}

void Recorder::set_context(model::Place place) {
  const std::lock_guard lock{mutex_};
  context_ = std::move(place);
}

void Recorder::keep_back() {
  const std::lock_guard lock{mutex_};
  kept_back_.emplace();
}

std::vector<model::Failure> Recorder::kept_back() {
  const std::lock_guard lock{mutex_};
  auto kept = std::move(kept_back_).value_or(std::vector<model::Failure>{});
  kept_back_.reset();
  return kept;
}

std::vector<model::Failure> Recorder::take() {
  const std::lock_guard lock{mutex_};
  return std::exchange(failures_, {});
}

std::vector<model::Failure> Recorder::failures() {
  const std::lock_guard lock{mutex_};
  return failures_;
}

std::size_t Recorder::count() {
  const std::lock_guard lock{mutex_};
  return failures_.size() + (kept_back_ ? kept_back_->size() : 0);
}

}  // namespace dyntest::runner
