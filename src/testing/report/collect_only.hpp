// --collect-only: what would run, and does not. A tree; with -q one id a line, as a command takes
// them; with -qq the number of tests in each file.
//
//   <Dir dynamo>
//     <Dir tests>
//       <File test_unit_router_prefix.cpp>
//         <Class TestRouter>
//           <Test keeps_order[2-True]>
#pragma once

#include "testing/model/event.hpp"
#include "testing/report/options.hpp"
#include "testing/report/paths.hpp"
#include "testing/report/terminal.hpp"
#include "testing/report/writer.hpp"

namespace dyntest::report {

class CollectOnly final : public model::Reporter {
 public:
  CollectOnly(TerminalOptions options, Sink sink);

  void on(const model::Event& event) override;

 private:
  void write_items();
  void write_tree();
  void write_counts();
  void finish(const model::RunFinished& event);

  const TerminalOptions options_;
  const Sink sink_;
  Writer writer_;
  Paths paths_;
  model::CollectionFinished collection_;
};

}  // namespace dyntest::report
