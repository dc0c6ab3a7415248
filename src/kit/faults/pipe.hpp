// One direction of a connection: bytes go in, pass the toxics one after the other, and come out,
// with an ending behind them. No sockets and no clock: the caller says what time it is.
//
// Who uses it: Proxy, for its connections; tests of toxics. One thread at a time.
//
//   feed ──> effect ─queue─> effect ─queue─> … ──> front, ending
//
// Order is kept throughout. What is inside is bounded: a caller that feeds only while `accepts()`
// puts in one chunk more than `pipe_bytes_max` at most.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/rng.hpp"
#include "kit/faults/bites.hpp"
#include "kit/faults/effect.hpp"

namespace dyntest::faults {

inline constexpr std::size_t pipe_bytes_max = 256u << 10u;

using ToxicId = std::uint64_t;

class Pipe {
 public:
  // A toxic's effect, behind those that are there. What comes out of those, or in, from now on
  // passes it. `id` is unique in the pipe.
  void add(ToxicId id, std::unique_ptr<Effect> effect, base::Rng rng,
           std::shared_ptr<BiteCounter> bites, Moment now);
  // What the toxic held back goes on at once. Nothing if there is none of that id.
  void remove(ToxicId id, Moment now);

  bool accepts() const { return held_bytes_ < pipe_bytes_max; }
  std::size_t held_bytes() const { return held_bytes_; }
  void feed(std::string bytes, Moment now);
  void feed(Ending ending, Moment now);
  // Moves what is due by now. To be called at `next_due()`, or soon after.
  void advance(Moment now);
  Moment next_due() const;

  // Bytes that have come out; empty if there are none.
  std::string_view front() const;
  void consume(std::size_t bytes);
  // How the direction has ended, when all bytes before that are consumed; a reset waits for none.
  std::optional<Ending> ending() const;

 private:
  struct Item {
    std::string bytes;
    std::optional<Ending> ending;
    Moment due;
    bool inflicted = false;
  };
  struct Stage {
    ToxicId id;
    std::unique_ptr<Effect> effect;
    base::Rng rng;
    std::shared_ptr<BiteCounter> bites;
    std::deque<Item> queue;
    bool touched = false;  // this connection is among its bites
    bool tore = false;     // bytes are lost
  };
  class StagePassage;

  // Into the stage of that number; behind the last one is the way out.
  void enter(std::size_t stage, Item item, Moment now);
  void come_out(Item item);
  static void bite(Stage& stage, Bites bites);

  std::vector<Stage> stages_;
  std::deque<std::string> out_;
  std::size_t consumed_of_front_ = 0;
  std::optional<Ending> ending_;
  std::size_t held_bytes_ = 0;
};

}  // namespace dyntest::faults
