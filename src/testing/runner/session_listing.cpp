// Session: what --markers, --fixtures, --fixtures-per-test and --show-config print instead of a
// run.
#include <unistd.h>

#include <cstdio>

#include "testing/model/exit_code.hpp"
#include "testing/report/markers.hpp"
#include "testing/runner/declared.hpp"
#include "testing/runner/session.hpp"

namespace dyntest::runner {

int Session::list_declared() {
  if (!errors_.empty()) {
    const auto& [path, text] = errors_[0];
    throw Stop{"ERROR: " + (text.starts_with(path) ? "" : path + ": ") + text,
               model::exit_code::interrupted};
  }
  report::Writer writer{report::console_width(STDOUT_FILENO),
                        report::console_colour(STDOUT_FILENO)};
  const report::Paths paths{config_.root.string(), invocation_.string()};
  if (options_.markers) report::write_markers(writer, declared_marks(collections_));
  if (options_.fixtures)
    report::write_fixtures(writer, paths, options_.report, declared_fixtures(collections_));
  if (options_.fixtures_per_test) {
    select();
    report::write_fixtures_per_test(writer, paths, options_.report, selected_,
                                    declared_fixtures(collections_));
  }
  if (options_.show_config) write_config(writer);
  const std::string text = writer.take();
  std::fwrite(text.data(), 1, text.size(), stdout);
  return model::exit_code::ok;
}

void Session::write_config(report::Writer& writer) {
  if (!options_.arguments.empty()) select();
  for (const auto& test : selected_) writer.write(policies_->text(test));
  if (!selected_.empty()) writer.line();
  writer.write(settings_text(given_settings(), declared_settings(collections_)));
}

}  // namespace dyntest::runner
