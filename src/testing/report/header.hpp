// The lines around a run that a run and --collect-only share: what runs, where, how much of it, and
// why it stopped.
#pragma once

#include <cstddef>
#include <string>

#include "testing/model/event.hpp"
#include "testing/report/options.hpp"
#include "testing/report/writer.hpp"

namespace dyntest::report {

// Nothing where the verbosity is negative.
void write_header(Writer& writer, const model::RunStarted& run, const TerminalOptions& options);

// `collected 23 items / 1 error / 21 deselected / 2 selected`; nothing where `verbosity` is
// negative.
void write_collected(Writer& writer, const model::CollectionFinished& collection, int verbosity);

// Why the run did not come to its end; empty if it did. Collection errors stop a run by themselves.
std::string stop_text(const model::RunFinished& run, std::size_t collection_errors);

}  // namespace dyntest::report
