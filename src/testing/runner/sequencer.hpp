// Puts the events of tests that run side by side into collection order: what a reporter sees does
// not depend on how many workers there were. The first unfinished test's events pass at once, those
// of later tests wait for their turn.
#pragma once

#include <vector>

#include "testing/model/event.hpp"

namespace dyntest::runner {

class Sequencer {
 public:
  Sequencer(std::size_t items, model::Reporter& reporter)
      : reporter_{reporter}, waiting_(items), done_(items) {}

  void add(std::size_t item, model::Event event);
  // No more events of this item will come.
  void finish(std::size_t item);
  // Passes on all that waits, gaps or not: the run is over.
  void flush();

 private:
  void release(std::size_t item);

  model::Reporter& reporter_;
  std::vector<std::vector<model::Event>> waiting_;
  std::vector<bool> done_;
  std::size_t head_ = 0;  // the first item that is not done
};

}  // namespace dyntest::runner
