// Makes cells, one after the other and many at once, and prints a line for each figure:
//   born 4.1              ms from the request to the first instruction of a program in a new cell
//   gone 1.8              ms from its SIGKILL until it, its init and its namespaces are reaped
//   rival 6.3             ms until the first instruction under unshare(1), set up to hold as much
//   rival_gone 2.0        ms from SIGKILL until that is reaped
//   alive 412.0           ms until so many cells, asked for at once, all run
//   check 0.9             µs that a look for what a test has left takes where there is nothing
//
//   cells IN_A_ROW AT_ONCE
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "foundation/cell/keeper.hpp"
#include "foundation/os/process.hpp"
#include "foundation/os/spawn.hpp"
#include "testing/runner/leftovers.hpp"

namespace {

using dyntest::cell::Keeper;
using dyntest::cell::Level;
using dyntest::cell::Net;
using dyntest::cell::Setup;
using dyntest::cell::Tree;
using dyntest::os::Fd;
using Clock = std::chrono::steady_clock;

constexpr const char* first_flag = "--first-instruction";
constexpr const char* check_flag = "--leak-check";

double ms_between(Clock::time_point begin, Clock::time_point end) {
  return std::chrono::duration<double, std::milli>(end - begin).count();
}

template <class T>
void tell(const T& value) {
  if (::write(STDOUT_FILENO, &value, sizeof value) != static_cast<ssize_t>(sizeof value))
    std::abort();
}

// The part of the program in a cell: says when it began to run, and waits for its end.
[[noreturn]] void tell_time() {
  tell(Clock::now());
  while (true) ::pause();
}

// The part of a worker behind its tests: nothing has been left, again and again.
[[noreturn]] void check_for_leaks() {
  constexpr int times = 100'000;
  dyntest::runner::Leftovers leftovers{::getppid()};
  const auto begin = Clock::now();
  for (int i = 0; i < times; ++i)
    if (!leftovers.take(false, "").lines.empty()) std::abort();
  tell(ms_between(begin, Clock::now()) / times);
  std::_Exit(0);
}

struct Pipe {
  Fd read;
  Fd write;
  static Pipe make() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) std::abort();
    return {Fd{ends[0]}, Fd{ends[1]}};
  }
};

template <class T>
T receive(const Pipe& pipe) {
  T value{};
  if (::read(pipe.read.get(), &value, sizeof value) != static_cast<ssize_t>(sizeof value))
    std::abort();
  return value;
}

class Cells {
 public:
  Cells() : keeper_{Keeper::start(dyntest::os::environment(), setup()).value()} {}

  Tree make(const char* part, const Pipe& pipe) {
    auto tree = keeper_.launch({{"/proc/self/exe", part},
                                dyntest::os::environment(),
                                "/",
                                {{pipe.write.get(), STDOUT_FILENO}},
                                -1,
                                -1,
                                Net::own});
    if (!tree) std::abort();
    return *std::move(tree);
  }

 private:
  static Setup setup() {
    const auto here = std::filesystem::read_symlink("/proc/self/exe").parent_path();
    return {Level::full, {here.string()}, {}};
  }

  Keeper keeper_;
};

double ms_to_end(Tree& tree) {
  const auto begin = Clock::now();
  tree.kill();
  tree.status();
  return ms_between(begin, Clock::now());
}

void measure_in_a_row(Cells& cells) {
  const auto pipe = Pipe::make();
  const auto begin = Clock::now();
  Tree tree = cells.make(first_flag, pipe);
  const double born = ms_between(begin, receive<Clock::time_point>(pipe));
  fmt::print("born {}\ngone {}\n", born, ms_to_end(tree));
}

void measure_rival(const std::string& self) {
  const auto pipe = Pipe::make();
  dyntest::os::Spawn what;
  what.argv = {"unshare",
               "--user",
               "--map-root-user",
               "--net",
               "--pid",
               "--mount",
               "--ipc",
               "--fork",
               "--kill-child",
               "--mount-proc",
               "sh",
               "-c",
               "ip link set lo up && mount -t tmpfs tmpfs /tmp && mount -t tmpfs tmpfs /dev/shm && "
               "exec " +
                   self + " " + first_flag};
  what.environment = dyntest::os::environment();
  what.fds = {{pipe.write.get(), STDOUT_FILENO}};
  const auto begin = Clock::now();
  const pid_t pid = dyntest::os::spawn(what).value();
  fmt::print("rival {}\n", ms_between(begin, receive<Clock::time_point>(pipe)));
  const auto end = Clock::now();
  ::kill(pid, SIGKILL);
  ::waitpid(pid, nullptr, 0);
  fmt::print("rival_gone {}\n", ms_between(end, Clock::now()));
}

void measure_at_once(Cells& cells, int count) {
  const auto pipe = Pipe::make();
  std::vector<Tree> trees;
  const auto begin = Clock::now();
  for (int i = 0; i < count; ++i) trees.push_back(cells.make(first_flag, pipe));
  auto last = begin;
  for (int i = 0; i < count; ++i) last = std::max(last, receive<Clock::time_point>(pipe));
  fmt::print("alive {}\n", ms_between(begin, last));
  for (auto& tree : trees) tree.kill();
  for (auto& tree : trees) tree.status();
}

void measure_check(Cells& cells) {
  const auto pipe = Pipe::make();
  Tree tree = cells.make(check_flag, pipe);
  fmt::print("check {}\n", 1000 * receive<double>(pipe));
  tree.status();
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  if (words.empty()) return EXIT_FAILURE;
  if (words[0] == "--dyntest-keeper") {
    dyntest::cell::run_keeper(words.at(1), words.at(2));
    return EXIT_SUCCESS;
  }
  if (words[0] == first_flag) tell_time();
  if (words[0] == check_flag) check_for_leaks();
  Cells cells;
  const auto self = std::filesystem::read_symlink("/proc/self/exe").string();
  for (int i = 0; i < std::stoi(words.at(0)); ++i) {
    measure_in_a_row(cells);
    measure_rival(self);
  }
  for (int i = 0; i < 5; ++i) measure_at_once(cells, std::stoi(words.at(1)));
  for (int i = 0; i < 5; ++i) measure_check(cells);
}
