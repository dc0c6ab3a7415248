// The reporters that the command line asks for, as one: they see a run while it happens, or one
// that was recorded. Writes to stdout and to the files that were named.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "testing/model/event.hpp"
#include "testing/report/event_log.hpp"
#include "testing/report/googletest_file.hpp"
#include "testing/report/googletest_names.hpp"
#include "testing/report/junit.hpp"
#include "testing/report/terminal.hpp"
#include "testing/runner/options.hpp"
#include "testing/runner/secrets.hpp"

namespace dyntest::runner {

// Whether somebody looks on, and sees what runs just now.
bool shows_live_lines(const Options& options);

class Reporters final : public model::Reporter {
 public:
  // Paths are shown relative to `invocation`. Opens what must be open before anything runs: see
  // error(). The names are read when collection is finished; they must be there where GoogleTest's
  // words were used.
  Reporters(const Options& options, const std::filesystem::path& invocation,
            const report::GoogleTestNames* googletest_names = nullptr);

  void on(const model::Event& event) override;
  void flush() override;
  void show(const model::WrittenLines& written) override;

  // Why a file could not be opened; nothing should run then.
  std::optional<std::string> error() const { return log_ ? log_->error() : std::nullopt; }

  // To be called once, when the run's end was told: says on stderr which file could not be written,
  // and makes that an error of a run that had none.
  int exit_code(int of_run) const;

 private:
  template <class T>
  T* add(std::unique_ptr<T> reporter);
  void add_googletest(const GoogleTestOptions& options, const report::GoogleTestNames& names);

  Secrets secrets_;  // of our own environment: no reporter sees them
  std::vector<std::unique_ptr<model::Reporter>> all_;
  report::Terminal* terminal_ = nullptr;  // among them; none with --collect-only
  report::Junit* junit_ = nullptr;        // likewise
  report::EventLog* log_ = nullptr;       // likewise
  report::GoogleTestFile* googletest_ = nullptr;
};

}  // namespace dyntest::runner
