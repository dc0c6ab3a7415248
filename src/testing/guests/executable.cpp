#include "testing/guests/executable.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>

#include <filesystem>
#include <utility>

#include "foundation/os/fd.hpp"
#include "foundation/os/run_folder.hpp"
#include "testing/guests/files.hpp"

namespace dyntest::guests {
namespace fs = std::filesystem;
namespace {

constexpr auto list_time_max = std::chrono::minutes{1};
constexpr std::size_t words_max = 2000;  // of what a guest wrote that does not answer

// In memory, for what a process writes.
struct MemoryFile {
  os::Fd fd{::memfd_create("dyntest-guest", MFD_CLOEXEC)};
  std::string text() const { return read_file(fmt::format("/proc/self/fd/{}", fd.get())); }
};

}  // namespace

Executable::Executable(Spec spec, const Dialect& dialect)
    : spec_{std::move(spec)}, dialect_{dialect}, file_{os::new_run_folder("guest") / "report"} {}

Listing Executable::list() {
  auto tests = ask();
  if (!tests) return {{}, {{spec_.name, tests.error().text()}}};
  return {std::move(*tests), {}};
}

base::Result<std::vector<Test>> Executable::ask() {
  std::vector<std::string> answers;
  std::string first_words;
  for (const auto& question : dialect_.lists) {
    auto answered = answer(question);
    if (!answered) return answered.error();
    answers.push_back(std::move(answered->text));
    if (first_words.empty()) first_words = std::move(answered->other_words);
  }
  auto tests = dialect_.read_lists(answers);
  if (!tests)
    return base::Error{fmt::format("{} does not answer as {} does: {}; is its kind right?\n{}",
                                   spec_.name, dialect_.framework, tests.error().text(),
                                   first_words)};
  for (auto& test : *tests) {
    test.item.file = spec_.name;
    test.place.file = file_below(spec_.root, test.place.file);
  }
  return tests;
}

base::Result<Executable::Answer> Executable::answer(const std::vector<std::string>& question) {
  const MemoryFile output;
  const MemoryFile error;
  fs::remove(file_);
  os::Command command{{spec_.place}, {}, spec_.root, -1, output.fd.get(), error.fd.get()};
  for (const auto& word : question) {
    const auto at = word.find("{file}");
    command.argv.push_back(at == std::string::npos ? word : word.substr(0, at) + file_);
  }
  auto process = os::Process::start(command);
  if (!process) return process.error();
  const auto status = process->wait(base::Deadline::in(list_time_max));
  if (!status)
    return base::Error{fmt::format("{} took more than a minute to list its tests", spec_.name)};
  return Answer{
      fs::exists(file_) ? read_file(file_) : output.text(),
      fmt::format("it ended with {}\n{}", status->text(), error.text().substr(0, words_max))};
}

Verdict Executable::call(const Test& test) {
  fs::remove(file_);
  os::Command command{{spec_.place}, {"GTEST_BRIEF=1"}, spec_.root};
  for (auto& word : dialect_.run(test, file_)) command.argv.push_back(std::move(word));
  auto process = os::Process::start(command);
  if (!process)
    return {.outcome = model::Outcome::failed, .failures = {{{}, 0, "", process.error().text()}}};
  const auto status = process->wait(base::Deadline::never());
  auto verdict = dialect_.read_report(read_file(file_), test);
  if (!verdict) return {.outcome = model::Outcome::failed, .death = status};
  const bool was_skipped = verdict->outcome == model::Outcome::skipped;
  const bool is_fine =
      status->success() || (was_skipped && status->code() == dialect_.skipped_status);
  if (!is_fine && verdict->failures.empty()) {
    verdict->outcome = model::Outcome::failed;
    verdict->failures.push_back(
        {test.place, 0, "Exit",
         fmt::format("its process ended with {}, and its report shows no failure",
                     status->text())});
  }
  for (auto& failure : verdict->failures)
    failure.place.file = file_below(spec_.root, failure.place.file);
  verdict->reason_place.file = file_below(spec_.root, verdict->reason_place.file);
  return std::move(*verdict);
}

}  // namespace dyntest::guests
