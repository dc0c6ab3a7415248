// Collects what goes wrong in the phase that is running, from all threads, and passes each failure
// on at once.
#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "testing/check/record.hpp"
#include "testing/model/event.hpp"

namespace dyntest::runner {

class Recorder final : public check::Listener {
 public:
  explicit Recorder(std::function<void(const model::Failure&)> pass_on)
      : pass_on_{std::move(pass_on)} {}

  void failed(const check::Failure& failure) override;
  void add(model::Failure failure);

  // Where the source shown with a failure begins: the head of the test or fixture that is running.
  void set_context(model::Place place);

  // Failures since the last call of take.
  std::vector<model::Failure> take();
  std::vector<model::Failure> failures();
  std::size_t count();

 private:
  std::function<void(const model::Failure&)> pass_on_;
  std::mutex mutex_;
  model::Place context_;
  std::vector<model::Failure> failures_;
};

}  // namespace dyntest::runner
