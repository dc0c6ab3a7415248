// A worker as its controller sees it: the process with its channels, and what it has been told and
// has told so far.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "foundation/base/deadline.hpp"
#include "foundation/cell/keeper.hpp"
#include "testing/runner/capture.hpp"
#include "testing/runner/channel.hpp"
#include "testing/runner/program.hpp"
#include "testing/runner/wire.hpp"
#include "testing/runner/worker.hpp"
#include "testing/schedule/crew.hpp"
#include "testing/schedule/needs.hpp"

namespace dyntest::runner {

class WorkerProcess {
 public:
  // Nothing if the keeper is gone. `crew` names the program to the caller. `gpus`: those that it
  // may see, as CUDA_VISIBLE_DEVICES; empty = what we see. `debugger`: words in front of the
  // program's, if it is to run under that, in the terminal's foreground.
  static std::optional<WorkerProcess> start(cell::Keeper& keeper, const Program& program,
                                            const schedule::Crew& crew,
                                            const WorkerOptions& options,
                                            const std::string& gpus = {},
                                            const std::vector<std::string>& debugger = {});

  const schedule::Crew& crew() const { return crew_; }
  std::size_t executable() const { return crew_.executable; }
  int control_fd() const { return control_.get(); }
  cell::Tree& tree() { return tree_; }
  // The process that runs its test, and its init; 0 if there is none (yet). What they are called
  // here, outside their cell.
  pid_t pid();
  pid_t init() { return channel_->shared().init; }
  Channel& channel() { return *channel_; }
  Shared& shared() { return channel_->shared(); }

  void send(const SocketMessage& message) { runner::send(control_.get(), message); }
  // Readable on control_fd; nothing if the worker has closed it (and then it is not polled again).
  std::optional<Received> receive();
  // The test that is running is interrupted in its waits; no other is started.
  void interrupt();

  // What it runs just now: an item, and none once it is through with it.
  bool runs() { return !assigned.empty() && shared().item == assigned.front(); }

  // For how long the time of what it runs has been over; nothing if it is not, or was killed for
  // it.
  std::optional<base::Duration> late();

  // So long that attempt has lasted.
  base::Duration lasted() {
    return base::Clock::now() - base::Clock::time_point{base::Duration{shared().began}};
  }
  double seconds() { return std::chrono::duration<double>{lasted()}.count(); }

  // Starts a process that writes the stacks of the worker's threads into stacks_text; does not
  // wait. `executable` is the worker's.
  void take_stacks(cell::Keeper& keeper, const std::string& executable);

  // What the phase that just ended has written, given the streams' sizes at its end.
  model::Captured take_captured(std::uint64_t output_end, std::uint64_t error_end);
  // The same up to now, for a worker that is dead.
  model::Captured take_captured();
  // Of one that is dead: its stacks, if they were taken, and which teardowns have not run.
  std::vector<std::string> notes_of_death();
  // How much it has written so far.
  struct Written {
    std::uint64_t output = 0;
    std::uint64_t error = 0;
  };
  Written written() const;
  // The lines up to there that were not taken yet; `all`: also those without an end. For who shows
  // them while tests run.
  std::vector<std::string> take_lines(Written end, bool all);
  // Keeps the streams within their bounds.
  void bound_streams();

  // Whether what take_stacks started has ended, or was never started.
  bool has_stacks() const;

  // Bookkeeping, for the controller.
  std::size_t number = 0;                     // in the order in which they were started, from 1 on
  std::deque<std::uint32_t> assigned;         // items not finished yet, the running one first
  std::vector<model::Failure> failures;       // of the phase that is running
  std::vector<model::PhaseFinished> attempt;  // of an attempt that another one may follow
  std::vector<model::Property> properties;    // of the running phase
  std::optional<model::Measurement> measurement;
  std::vector<std::string> fixtures_up;  // in the order in which they were built
  double item_seconds = 0;               // of the running item's phases so far
  double wide_seconds = 0;               // of these, for fixtures wider than a test
  bool item_started = false;
  bool waiting = false;                       // said Hello or Next, and has no answer yet
  bool finishing = false;                     // was told to finish
  bool kept = false;                          // its failed test waits for GoOn
  std::vector<model::Failure> last_failures;  // of the phase that failed last
  bool killed_for_timeout = false;
  std::uint64_t items_done = 0;
  std::optional<schedule::Needs> needs;  // what it has of the run's places and locks
  schedule::Gpus::Indices gpus;          // of the run's, which are its own
  std::set<std::string> holds;           // names of fixtures that it has, or will have
  base::Clock::time_point since;      // its start; then the end of the test before the running one
  std::uint32_t slow_item = no_item;  // the item that was said to be slow
  std::uint32_t overdue_item = no_item;  // the item whose stacks have been asked for
  base::Duration stood_still_until{};    // behind the deadline: its stacks were being taken
  std::optional<cell::Tree> stacks;      // the process that takes them
  std::optional<Stream> stacks_text;
  std::vector<std::string> logs;  // of its services, at that time

 private:
  WorkerProcess(os::Fd control, os::Fd stop, cell::Tree tree)
      : control_{std::move(control)}, stop_{std::move(stop)}, tree_{std::move(tree)} {}

  schedule::Crew crew_;
  os::Fd control_;
  os::Fd stop_;
  cell::Tree tree_;
  std::unique_ptr<Channel> channel_;
  std::optional<Stream> output_;  // none with live output
  std::optional<Stream> error_;
  std::uint64_t output_begin_ = 0;  // of the phase that is running
  std::uint64_t error_begin_ = 0;
  LineCutter output_lines_;
  LineCutter error_lines_;
};

}  // namespace dyntest::runner
