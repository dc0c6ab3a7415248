// The long sections below the letters: ERRORS, FAILURES, and on request what passing tests wrote.
#pragma once

#include <string_view>
#include <vector>

#include "testing/model/event.hpp"
#include "testing/report/ledger.hpp"
#include "testing/report/options.hpp"
#include "testing/report/paths.hpp"
#include "testing/report/writer.hpp"

namespace dyntest::report {

// `again`: RunStarted::again, for the last line of what went wrong in a test.
//
// ERRORS: what could not be collected, set up or torn down. Nothing with --tb=no.
void write_errors(Writer& writer, const Paths& paths, const TerminalOptions& options,
                  std::string_view again, const std::vector<model::CollectionError>& collection,
                  const Ledger& ledger);

// FAILURES; FLAKY: what went wrong before a test passed; QUARANTINED: what does not count. Nothing
// with --tb=no.
void write_failures(Writer& writer, const Paths& paths, const TerminalOptions& options,
                    std::string_view again, const Ledger& ledger);

// PASSES with -rP, XPASSES with -rX: of tests that wrote something. Nothing with --tb=no.
void write_passes(Writer& writer, const TerminalOptions& options, const Ledger& ledger);

}  // namespace dyntest::report
