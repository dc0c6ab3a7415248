// Child processes. That one is gone is seen from the end of a pipe which only it and its children
// hold open; the children's end is not waited for by whoever kills, only seen to.
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "conftest.hpp"
#include "os_test_utils.hpp"

using dyntest::os::Command;
using dyntest::os::Fd;
using dyntest::os::Process;

namespace {

Process shell(const std::string& script, int output = -1, int input = -1) {
  Command command;
  command.argv = {"sh", "-c", script};
  command.standard_output = output;
  command.standard_input = input;
  return Process::start(command).value();
}

std::string output_of(Command command) {
  Pipe pipe;
  command.standard_output = pipe.write_end.get();
  Process process = Process::start(command).value();
  pipe.write_end.reset();
  return read_to_end(pipe.read_end);
}

}  // namespace

TEST(tells_the_exit_status, (int code), cases(0, 1, 255)) {
  Process process = shell("exit " + std::to_string(code));
  const auto status = process.wait(Deadline::in(patience));
  REQUIRE(status.has_value());
  CHECK(status->code() == code);
  CHECK(status->success() == (code == 0));
}

TEST(tells_the_signal, (std::string name, int number),
     cases(row("SEGV", SIGSEGV), row("KILL", SIGKILL), row("ABRT", SIGABRT))) {
  Process process = shell("kill -" + name + " $$");
  const auto status = process.wait(Deadline::in(patience));
  REQUIRE(status.has_value());
  CHECK(status->signal() == number);
  CHECK(status->text() == "signal " + std::to_string(number) + " (SIG" + name + ")");
}

TEST(running_process_has_not_ended) {
  Process process = shell("exec sleep 1000");
  CHECK(!process.ended().has_value());
  CHECK(!process.wait(Deadline::in(20ms)).has_value());
}

TEST(signal_reaches_the_process) {
  Pipe pipe;
  Process process =
      shell("trap 'exit 7' USR1; echo ready; while :; do read line; done", pipe.write_end.get());
  REQUIRE(read_line(pipe.read_end) == "ready");
  CHECK(process.signal(SIGUSR1));
  CHECK(process.wait(Deadline::in(patience))->code() == 7);
}

TEST(ended_process_takes_no_signal) {
  Process process = shell("exit 0");
  process.wait(Deadline::in(patience));
  CHECK(!process.signal(SIGUSR1));
}

TEST(stop_lets_the_process_end_by_itself) {
  Pipe pipe;
  Process process =
      shell("trap 'exit 7' TERM; echo ready; while :; do read line; done", pipe.write_end.get());
  REQUIRE(read_line(pipe.read_end) == "ready");
  CHECK(process.stop(patience).code() == 7);
}

TEST(stop_kills_after_its_grace) {
  Pipe pipe;
  Process process = shell("trap '' TERM; echo ready; exec sleep 1000", pipe.write_end.get());
  REQUIRE(read_line(pipe.read_end) == "ready");
  CHECK(process.stop(20ms).signal() == SIGKILL);
}

TEST(kill_takes_the_grandchildren) {
  Pipe pipe;
  Process process = shell("sh -c 'sleep 1000 & echo ready; wait' & wait", pipe.write_end.get());
  pipe.write_end.reset();
  REQUIRE(read_line(pipe.read_end) == "ready");
  process.kill();
  CHECK(read_to_end(pipe.read_end) == "");
}

TEST(process_ends_with_its_owner) {
  Pipe pipe;
  {
    const Process process = shell("echo ready; sleep 1000", pipe.write_end.get());
    pipe.write_end.reset();
    REQUIRE(read_line(pipe.read_end) == "ready");
  }
  CHECK(read_to_end(pipe.read_end) == "");
}

TEST(moved_process_lives_on) {
  Process process = shell("exec sleep 1000");
  const Process moved = std::move(process);
  CHECK(::kill(moved.pid(), 0) == 0);
}

TEST(failed_start_says_why, (TmpDir& folder)) {
  const auto file = (folder / "file").string();
  std::ofstream{file} << "#!/bin/sh\n";
  const auto error_of = [](const std::string& program) {
    return Process::start({.argv = {program}, .environment = {}, .folder = {}}).error().text();
  };
  CHECK(error_of("no-such-program") == "no-such-program: No such file or directory");
  CHECK(error_of(file) == file + ": Permission denied");
}

TEST(failed_change_of_folder_says_why, (TmpDir& folder)) {
  const auto process =
      Process::start({.argv = {"true"}, .environment = {}, .folder = folder / "missing"});
  REQUIRE(!process.has_value());
  CHECK(process.error().text() == "true: No such file or directory");
}

TEST(environment_is_ours_with_changes_on_top, (Env& env)) {
  env.set("DYNTEST_TOY_KEPT", "kept");
  env.set("DYNTEST_TOY_CHANGED", "before");
  Command command;
  command.argv = {"sh", "-c", "echo $DYNTEST_TOY_KEPT $DYNTEST_TOY_CHANGED $DYNTEST_TOY_NEW"};
  command.environment = {"DYNTEST_TOY_CHANGED=after", "DYNTEST_TOY_NEW=1", "DYNTEST_TOY_NEW=2"};
  CHECK(output_of(command) == "kept after 2\n");
}

TEST(runs_in_the_folder_that_is_named, (TmpDir& folder)) {
  CHECK(output_of({.argv = {"pwd", "-P"}, .environment = {}, .folder = folder.path()}) ==
        std::filesystem::canonical(folder.path()).string() + "\n");
}

TEST(standard_input_is_empty_by_default) {
  CHECK(output_of({.argv = {"cat"}, .environment = {}, .folder = {}}) == "");
}

TEST(output_goes_to_a_file, (TmpDir& folder)) {
  const Fd file{::open((folder / "log").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600)};
  Process process = shell("echo one; echo two", file.get());
  REQUIRE(process.wait(Deadline::in(patience))->success());
  std::ostringstream text;
  text << std::ifstream{folder / "log"}.rdbuf();
  CHECK(text.str() == "one\ntwo\n");
}

TEST(inherits_no_descriptor_but_the_three) {
  const Pipe open_here;
  CHECK(
      output_of({.argv = {"sh", "-c", "exec ls /proc/self/fd"}, .environment = {}, .folder = {}}) ==
      "0\n1\n2\n3\n");  // 3 is the folder that ls reads
}

TEST(blocked_signals_are_not_inherited) {
  sigset_t blocked;
  sigset_t before;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGTERM);
  ::pthread_sigmask(SIG_BLOCK, &blocked, &before);
  Process process = shell("exec sleep 1000");
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  CHECK(process.stop(patience).signal() == SIGTERM);
}
