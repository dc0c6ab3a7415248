// Collects what goes wrong in the phase that is running, from all threads, and passes each failure
// on at once.
#pragma once

#include <functional>
#include <mutex>
#include <optional>
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

  // From here on failures are kept to ourselves: they may not count.
  void keep_back();
  // Until here. Those that were kept back; who wants them to count adds them.
  std::vector<model::Failure> kept_back();

  // Who can say more when the time of a test is over: a text each, as service_logs.
  using Witnesses = std::function<std::vector<std::string>()>;
  void call_witnesses(Witnesses witnesses) { witnesses_ = std::move(witnesses); }
  // The time is over: what has waited says why, and witnesses what they have seen.
  void add_timeout(std::string why);

  // Where the source shown with a failure begins: the head of the test or fixture that is running.
  void set_context(model::Place place);

  // Failures since the last call of take.
  std::vector<model::Failure> take();
  std::vector<model::Failure> failures();
  std::size_t count();

 private:
  std::function<void(const model::Failure&)> pass_on_;
  std::function<void()> lost_;
  Witnesses witnesses_;
  const std::thread::id test_thread_ = std::this_thread::get_id();
  std::mutex mutex_;
  model::Place context_;
  std::vector<model::Failure> failures_;
  std::optional<std::vector<model::Failure>> kept_back_;  // none: they count
};

}  // namespace dyntest::runner
