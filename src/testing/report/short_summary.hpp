// `short test summary info`: one line for each verdict that -r asks for, in the order of its
// letters.
//
//   FAILED tests/unit/test_unit_router_prefix.cpp::keeps_order - CHECK(a == b) (and 2 more)
//   FLAKY tests/unit/test_unit_router_prefix.cpp::joins - passed at attempt 2 of 3
//   SKIPPED [3] tests/e2e/test_e2e_vllm_chat.cpp:14: no GPU here
#pragma once

#include <vector>

#include "testing/model/event.hpp"
#include "testing/report/ledger.hpp"
#include "testing/report/options.hpp"
#include "testing/report/paths.hpp"
#include "testing/report/writer.hpp"

namespace dyntest::report {

void write_short_summary(Writer& writer, const Paths& paths, const TerminalOptions& options,
                         const std::vector<model::CollectionError>& collection,
                         const Ledger& ledger);

}  // namespace dyntest::report
