#include "kit/faults/pipe.hpp"

#include <algorithm>
#include <utility>

namespace dyntest::faults {

// What an effect says, put into its stage's queue.
class Pipe::StagePassage final : public Passage {
 public:
  StagePassage(Pipe& pipe, Stage& stage, Moment now) : pipe_{pipe}, stage_{stage}, now_{now} {}

  Moment now() const override { return now_; }
  base::Rng& rng() override { return stage_.rng; }
  void pass(std::string bytes, Moment due) override {
    if (bytes.empty()) return;
    pipe_.held_bytes_ += bytes.size();
    stage_.queue.push_back({std::move(bytes), std::nullopt, due});
  }
  void pass(Ending ending, Moment due) override { stage_.queue.push_back({{}, ending, due}); }
  void inflict(Ending ending, Moment due) override {
    stage_.queue.push_back({{}, ending, due, true});
  }
  void lose(std::size_t bytes) override { stage_.tore |= bytes > 0; }
  void bite(std::size_t bytes) override { Pipe::bite(stage_, {.chunks = 1, .bytes = bytes}); }
  void bite() override { Pipe::bite(stage_, {}); }

 private:
  Pipe& pipe_;
  Stage& stage_;
  Moment now_;
};

void Pipe::add(ToxicId id, std::unique_ptr<Effect> effect, base::Rng rng,
               std::shared_ptr<BiteCounter> bites, Moment now) {
  stages_.push_back({id, std::move(effect), rng, std::move(bites), {}});
  StagePassage passage{*this, stages_.back(), now};
  stages_.back().effect->on_begin(passage);
  advance(now);
}

void Pipe::remove(ToxicId id, Moment now) {
  const auto found = std::ranges::find(stages_, id, &Stage::id);
  if (found == stages_.end()) return;
  const auto next = static_cast<std::size_t>(found - stages_.begin());
  const Stage removed = std::move(*found);
  stages_.erase(found);
  for (const Item& item : removed.queue) {
    held_bytes_ -= item.bytes.size();
    if (!item.inflicted) enter(next, item, now);
  }
  if (removed.tore) enter(next, {{}, Ending::cut, now}, now);
  advance(now);
}

void Pipe::feed(std::string bytes, Moment now) {
  enter(0, {std::move(bytes), std::nullopt, now}, now);
  advance(now);
}

void Pipe::feed(Ending ending, Moment now) {
  enter(0, {{}, ending, now}, now);
  advance(now);
}

void Pipe::advance(Moment now) {
  for (std::size_t i = 0; i < stages_.size(); ++i) {
    auto& queue = stages_[i].queue;
    while (!queue.empty() && queue.front().due <= now) {
      Item item = std::move(queue.front());
      queue.pop_front();
      held_bytes_ -= item.bytes.size();
      if (item.inflicted) bite(stages_[i], {});
      enter(i + 1, std::move(item), now);
    }
  }
}

Moment Pipe::next_due() const {
  Moment due = never;
  for (const Stage& stage : stages_)
    if (!stage.queue.empty()) due = std::min(due, stage.queue.front().due);
  return due;
}

void Pipe::enter(std::size_t stage, Item item, Moment now) {
  if (stage == stages_.size()) return come_out(std::move(item));
  StagePassage passage{*this, stages_[stage], now};
  if (item.ending)
    stages_[stage].effect->on_ending(*item.ending, passage);
  else
    stages_[stage].effect->on_chunk(std::move(item.bytes), passage);
}

void Pipe::come_out(Item item) {
  if (item.ending) {
    if (!ending_ || *ending_ == Ending::end) ending_ = item.ending;
    return;
  }
  held_bytes_ += item.bytes.size();
  out_.push_back(std::move(item.bytes));
}

std::string_view Pipe::front() const {
  if (out_.empty()) return {};
  return std::string_view{out_.front()}.substr(consumed_of_front_);
}

void Pipe::consume(std::size_t bytes) {
  held_bytes_ -= bytes;
  consumed_of_front_ += bytes;
  if (consumed_of_front_ < out_.front().size()) return;
  consumed_of_front_ = 0;
  out_.pop_front();
}

std::optional<Ending> Pipe::ending() const {
  if (ending_ == Ending::reset || out_.empty()) return ending_;
  return std::nullopt;
}

void Pipe::bite(Stage& stage, Bites bites) {
  bites.connections = stage.touched ? 0 : 1;
  stage.touched = true;
  stage.bites->add(bites);
}

}  // namespace dyntest::faults
