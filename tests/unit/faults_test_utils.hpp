// For tests of toxics: one direction of a connection, with a time that the test moves.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kit/faults/chance.hpp"
#include "kit/faults/pipe.hpp"
#include "kit/faults/toxic.hpp"

struct TestPipe {
  dyntest::faults::Pipe pipe;
  dyntest::faults::Moment now{std::chrono::hours{1}};
  std::vector<std::shared_ptr<dyntest::faults::BiteCounter>> counters;

  TestPipe() = default;
  explicit TestPipe(const dyntest::faults::Toxic& toxic, std::uint64_t seed = 1) {
    add(toxic, seed);
  }

  // Its id is its place: 0, 1, …
  void add(const dyntest::faults::Toxic& toxic, std::uint64_t seed = 1) {
    counters.push_back(std::make_shared<dyntest::faults::BiteCounter>());
    const auto id = counters.size() - 1;
    pipe.add(id, toxic.effect(), dyntest::faults::branch(seed, id), counters.back(), now);
  }
  void remove(std::uint64_t id) { pipe.remove(id, now); }
  dyntest::faults::Bites bites(std::size_t id = 0) const { return counters[id]->read(); }

  void feed(std::string bytes) { pipe.feed(std::move(bytes), now); }
  void feed(dyntest::faults::Ending ending) { pipe.feed(ending, now); }
  void pass(std::chrono::nanoseconds time) {
    now += time;
    pipe.advance(now);
  }

  // What has come out since it was asked last, chunk by chunk.
  std::vector<std::string> chunks() {
    std::vector<std::string> all;
    while (!pipe.front().empty()) {
      all.emplace_back(pipe.front());
      pipe.consume(all.back().size());
    }
    return all;
  }
  std::string out() {
    std::string all;
    for (const auto& chunk : chunks()) all += chunk;
    return all;
  }
};
