#include "testing/report/header.hpp"

#include <fmt/format.h>

#include "testing/model/exit_code.hpp"
#include "testing/report/text.hpp"

namespace dyntest::report {

void write_header(Writer& writer, const model::RunStarted& run, const TerminalOptions& options) {
  if (options.verbosity < 0) return;
  writer.rule('=', "test session starts", {Colour::none, true});
  if (!options.no_header) {
    writer.line(fmt::format("platform linux -- dyntest {}", run.version));
    writer.line("rootdir: " + run.root);
    if (!run.config.empty()) writer.line("configfile: " + run.config);
    for (const std::string& line : run.header_lines) writer.line(line);
  }
  if (options.verbosity > 0) writer.write("collecting ... ", {Colour::none, true});
}

void write_collected(Writer& writer, const model::CollectionFinished& collection, int verbosity) {
  if (verbosity < 0) return;
  std::string line = "collected " + counted(collection.collected, "item");
  if (!collection.errors.empty()) line += " / " + counted(collection.errors.size(), "error");
  if (collection.deselected > 0) {
    line += fmt::format(" / {} deselected / {} selected", collection.deselected,
                        collection.collected - collection.deselected);
  }
  writer.line(line);
  if (collection.shares && !collection.shares->line.empty()) writer.line(collection.shares->line);
  for (const std::string& why : collection.lines) writer.line(why);
}

std::string stop_text(const model::RunFinished& run, std::size_t collection_errors) {
  const bool interrupted = run.exit_code == model::exit_code::interrupted;
  if (!run.stopped.empty() || collection_errors == 0 || !interrupted) return run.stopped;
  return fmt::format("Interrupted: {} during collection", counted(collection_errors, "error"));
}

}  // namespace dyntest::report
