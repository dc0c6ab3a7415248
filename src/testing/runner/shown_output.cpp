// Controller: what tests write, told line by line while they run.
//
// Workers write into files in memory, as ever (capture.hpp), which are read behind their backs.
// What has been written up to a moment is cut at the ends of phases, which the ring tells, and the
// rest is the running test's. So the files' sizes are looked at first, then which test runs, and
// the ring comes last: had that test not begun when the sizes were seen, the end of the one before
// is in the ring, and stands behind those sizes.
#include <utility>

#include "testing/runner/controller.hpp"

namespace dyntest::runner {

Controller::Glance Controller::glance(WorkerProcess& worker) const {
  Glance seen;
  if (!options_.written_lines) return seen;
  seen.written = worker.written();
  seen.item = worker.shared().item;
  return seen;
}

// What comes between two tests is shown with the one that follows.
void Controller::show_output(WorkerProcess& worker, const Glance& up_to, bool all) {
  const bool of_test = up_to.item != no_item;
  if (!options_.written_lines || (!of_test && !all)) return;
  auto lines = worker.take_lines(up_to.written, all);
  const bool wanted = followed_.empty() || (of_test && followed_.contains(up_to.item));
  if (!wanted || lines.empty()) return;
  std::optional<std::size_t> item;
  if (of_test) item = up_to.item;
  reporter_.show({item, worker.number, std::move(lines)});
}

}  // namespace dyntest::runner
