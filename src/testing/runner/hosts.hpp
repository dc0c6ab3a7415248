// The hosts of a run: for each fixture of scope run that a selected test uses, one process that
// builds it, says where it is, and tears it down when its last user is through.
//
//   building -> up -> closing -> down       all of them are begun at once, when the run begins
//      |         \-> found dead, or its process ended: another one builds it (the next generation)
//      \-> failed: every user is told why
//
// Tests that use one are given out once it is up or has failed. The controller owns the loop, and
// says what it hears.
#pragma once

#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "foundation/base/deadline.hpp"
#include "testing/model/event.hpp"
#include "testing/runner/policy.hpp"
#include "testing/runner/wire.hpp"
#include "testing/runner/worker_process.hpp"

namespace dyntest::runner {

class Hosts {
 public:
  // A process of this executable; none if that was not possible.
  using Start = std::function<std::optional<WorkerProcess>(std::size_t executable)>;
  // A line that the run should show, behind this test if one is named: `Etcd (run) was dead …`.
  using Say = std::function<void(std::optional<std::size_t> item, std::string line)>;

  // Lines that a fixture's host has written.
  using Show = std::function<void(const std::string& fixture, std::vector<std::string> lines)>;

  // `show`: empty = what hosts write is nobody's business while they run. `hosted`: by executable.
  // `tests`: those that will run, and what `items` says of them.
  Hosts(const std::vector<std::vector<Hosted>>& hosted, const std::vector<Selected>& tests,
        model::Items items, Start start, Say say, Show show);

  // Which hosts a test needs, by their numbers.
  std::set<std::size_t> needs(std::size_t item) const;
  // Whether one of these tests that use a host may go out: then the hosts are where it can.
  bool may_go_out(const std::vector<Selected>& tests) const;
  // Those that are up or have failed since this was asked last.
  std::vector<std::size_t> take_ready() { return std::exchange(ready_, {}); }

  void begin();
  // No test will use them any more. `hurry`: the run is being stopped; what is not down soon is
  // killed.
  void close(bool hurry);
  void kill();
  bool are_down() const;

  // How often one was built anew.
  std::uint32_t rebuilt() const { return rebuilt_; }

  // A test that runs in this worker asks where its fixture is; it is told when that is known.
  void on_want(WorkerProcess& worker, std::optional<std::size_t> item, const Want& want);
  // This worker has ended.
  void forget(const WorkerProcess& worker);
  // The fixtures of this test are well.
  void on_well(std::size_t item);
  // Whether one of them has no other user left.
  bool is_last_use(std::size_t item) const;
  // The test is through with its fixtures. Whether they are torn down because of that.
  bool on_finished(std::size_t item);
  // Whether all that this test uses is down.
  bool are_down_for(std::size_t item) const;

  // Those that this test uses, and that they ask for, as far as they live.
  std::vector<WorkerProcess*> processes_of(std::size_t item);

  // What went wrong when a fixture was torn down.
  struct Mishap {
    std::optional<std::size_t> item;  // its last user
    std::vector<model::Failure> failures;
    model::Captured captured;
  };
  std::vector<Mishap> take_mishaps() { return std::exchange(mishaps_, {}); }

  // All that is to be waited for, and what to do when one of them has said something or has ended.
  std::vector<WorkerProcess*> processes();
  void on_round(WorkerProcess& process, bool has_said, bool has_ended);

 private:
  enum class State { down, building, up, failed, closing };
  struct Host {
    std::string key;
    std::string name;
    model::Place place;
    std::size_t executable = 0;
    std::uint32_t index = 0;        // of what builds it, in the executable's collection
    std::vector<std::size_t> uses;  // hosts that it asks for
    std::size_t users = 0;          // tests and hosts that are not through with it
    double timeout = -1;  // seconds that its set-up may take, as the most patient user; 0 = any
    State state = State::down;
    bool again = false;                // closing: it will be built anew
    std::list<WorkerProcess> process;  // one or none
    Handed handed;                     // what users are told of this generation
    std::vector<WorkerProcess*> asking;
    std::map<std::size_t, bool> used_since_well;  // by test; whether it still runs
    std::optional<std::size_t> last_user;
    Mishap mishap;
  };
  using Places = std::map<std::pair<std::size_t, std::uint32_t>, std::vector<std::size_t>>;

  void add(std::size_t executable, const Hosted& hosted, const std::vector<Selected>& tests,
           const Places& places);
  void count_hosts_as_users();
  Host* find(const std::string& key);
  std::size_t number(const Host& host) const {
    return static_cast<std::size_t>(&host - hosts_.data());
  }
  void start(Host& host);
  void drain(Host& host, WorkerProcess& process);
  void show(const Host& host, WorkerProcess& process, bool all) const;
  void on_phase(Host& host, WorkerProcess& process, PhaseEnded&& ended);
  void on_control(Host& host, WorkerProcess& process);
  void check_time(WorkerProcess& process);
  void on_end(Host& host);
  void fail(Host& host, std::string message, model::Captured captured);
  // Its users are told how it is from here on.
  void settle(Host& host, State state);
  void answer(Host& host);
  // Returns whether it is being torn down because of that.
  bool release(Host& host, std::optional<std::size_t> user);
  void tear_down(Host& host);
  void renew(Host& host);
  bool is_settled(std::size_t number) const;
  // Adds those of this host and of what it asks for, each once.
  void add_processes(std::size_t number, std::vector<WorkerProcess*>& to);
  std::string suspects(const Host& host) const;

  model::Items items_;
  std::vector<Host> hosts_;  // behind those that they ask for
  std::vector<std::vector<std::size_t>> by_item_;
  Start start_;
  Say say_;
  Show show_;
  std::uint32_t rebuilt_ = 0;
  std::optional<base::Deadline> kill_at_;
  std::vector<std::size_t> ready_;
  std::vector<Mishap> mishaps_;
};

}  // namespace dyntest::runner
