#include "testing/runner/sequencer.hpp"

#include <utility>

namespace dyntest::runner {

void Sequencer::add(std::size_t item, model::Event event) {
  if (item == head_)
    reporter_.on(event);
  else
    waiting_[item].push_back(std::move(event));
}

void Sequencer::finish(std::size_t item) {
  done_[item] = true;
  while (head_ < done_.size() && done_[head_]) {
    ++head_;
    if (head_ < done_.size()) release(head_);
  }
}

void Sequencer::flush() {
  for (; head_ < waiting_.size(); ++head_) release(head_);
}

void Sequencer::release(std::size_t item) {
  for (const auto& event : std::exchange(waiting_[item], {})) reporter_.on(event);
}

}  // namespace dyntest::runner
