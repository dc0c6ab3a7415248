#include "testing/report/event_log.hpp"

#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include "foundation/base/error.hpp"
#include "testing/report/event_json.hpp"

namespace dyntest::report {

namespace {

// Locked, so that two runs do not write into one file, nor anybody mends it meanwhile
// (os::cut_half_line). What is no file on disk may have many writers.
bool empty_for_us(int file) {
  struct stat status{};
  if (::fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) return true;
  if (::flock(file, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) return false;
  return ::ftruncate(file, 0) == 0;
}

}  // namespace

EventLog::EventLog(std::string path) : path_{std::move(path)} {
  std::error_code failed;
  const std::filesystem::path folder = std::filesystem::absolute(path_).parent_path();
  std::filesystem::create_directories(folder, failed);
  file_.reset(std::fopen(path_.c_str(), "ae"));
  if (file_ == nullptr) {
    error_ = base::Error::from_errno("opening " + path_).text();
  } else if (!empty_for_us(::fileno(file_.get()))) {
    error_ = path_ + " is being written by another run";
  } else {
    std::setvbuf(file_.get(), nullptr, _IONBF, 0);  // no half lines
  }
}

void EventLog::on(const model::Event& event) {
  if (error_) return;
  if (const auto* running = std::get_if<model::TestsRunning>(&event); running && !running->asked)
    return;
  if (const auto* started = std::get_if<model::RunStarted>(&event)) {
    paths_ = Paths{started->root, started->root};
  } else if (const auto* collection = std::get_if<model::CollectionFinished>(&event)) {
    for (const model::Item& item : collection->selected) ids_.push_back(json_id(item));
  } else if (const auto* phase = std::get_if<model::PhaseFinished>(&event)) {
    if (!phase->failures.empty()) return add(event_to_json(with_sources(*phase), ids_));
  } else if (const auto* attempt = std::get_if<model::AttemptFailed>(&event)) {
    model::AttemptFailed whole = *attempt;
    for (auto& each : whole.phases) each = with_sources(std::move(each));
    return add(event_to_json(whole, ids_));
  }
  add(event_to_json(event, ids_));
}

// Of several failures in one function, each brings the lines behind those of the one before it.
model::PhaseFinished EventLog::with_sources(model::PhaseFinished event) {
  const model::Failure* before = nullptr;
  int sent_to = 0;
  for (model::Failure& failure : event.failures) {
    if (failure.source || failure.place.line < 1) continue;
    const bool same = before != nullptr && before->place.file == failure.place.file &&
                      before->context_line == failure.context_line;
    const int first = same ? sent_to + 1 : failure.context_line;
    failure.source = sources_.needed(paths_.absolute(failure.place.file), first, failure.place.line,
                                     same ? sent_to : 0);
    sent_to = failure.source->first + static_cast<int>(failure.source->lines.size()) - 1;
    before = &failure;
  }
  return event;
}

void EventLog::add(std::string_view line) { unwritten_.append(line) += '\n'; }

void EventLog::flush() {
  const std::string lines = std::exchange(unwritten_, {});
  if (lines.empty() || error_ ||
      std::fwrite(lines.data(), 1, lines.size(), file_.get()) == lines.size())
    return;
  error_ = base::Error::from_errno("writing " + path_).text();
}

}  // namespace dyntest::report
