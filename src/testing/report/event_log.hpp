// --report-log: every event of the run, a line of JSON each (docs/formats/events.md), written
// before anybody waits for more: of a run that is killed, all whole lines are left. The source that
// a failure is shown with goes along, so that a report can be made from the file alone, anywhere
// and later.
#pragma once

#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "testing/model/event.hpp"
#include "testing/report/paths.hpp"
#include "testing/report/source.hpp"

namespace dyntest::report {

class EventLog final : public model::Reporter {
 public:
  // Opens the file, which must be possible before anything runs: see error(). Missing folders are
  // made; what was in the file is lost.
  explicit EventLog(std::string path);
  EventLog(const EventLog&) = delete;
  EventLog& operator=(const EventLog&) = delete;
  ~EventLog() override { flush(); }

  // Never throws for what the disk does: after the first line that could not be written, none is.
  void on(const model::Event& event) override;
  void flush() override;

  // Why the file is missing or ends early.
  const std::optional<std::string>& error() const { return error_; }

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };

  model::PhaseFinished with_sources(model::PhaseFinished event);
  void add(std::string_view line);

  std::string path_;
  std::unique_ptr<std::FILE, Close> file_;
  std::optional<std::string> error_;
  Paths paths_;
  SourceFiles sources_;
  std::vector<std::string> ids_;  // of the selected tests, as JSON
  std::string unwritten_;         // whole lines
};

}  // namespace dyntest::report
