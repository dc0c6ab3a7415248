// Collects what goes wrong in the phase that is running, from all threads, and passes each failure
// on at once.
#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "testing/check/record.hpp"
#include "testing/model/event.hpp"

namespace dyntest::runner {

class Recorder final : public check::Listener {
 public:
  // The thread that makes it is the test's. `lost` is called when another thread is about to leave
  // its code after a failure.
  Recorder(std::function<void(const model::Failure&)> pass_on, std::function<void()> lost)
      : pass_on_{std::move(pass_on)}, lost_{std::move(lost)} {}

  void failed(const check::Failure& failure) override;
  void stopping() override {
    if (std::this_thread::get_id() != test_thread_) lost_();
  }
  void add(model::Failure failure);

  // Where the source shown with a failure begins: the head of the test or fixture that is running.
  void set_context(model::Place place);

  // Failures since the last call of take.
  std::vector<model::Failure> take();
  std::vector<model::Failure> failures();
  std::size_t count();

 private:
  std::function<void(const model::Failure&)> pass_on_;
  std::function<void()> lost_;
  const std::thread::id test_thread_ = std::this_thread::get_id();
  std::mutex mutex_;
  model::Place context_;
  std::vector<model::Failure> failures_;
};

}  // namespace dyntest::runner
