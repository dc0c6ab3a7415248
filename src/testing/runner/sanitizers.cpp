#include "testing/runner/sanitizers.hpp"

#include <atomic>
#include <cstdint>

// Present in a program with AddressSanitizer or LeakSanitizer. Non-zero if something has leaked.
extern "C" [[gnu::weak]] int __lsan_do_recoverable_leak_check();

// Present in a program with ThreadSanitizer, for debuggers: fills in what is known of a report.
extern "C" [[gnu::weak]] int __tsan_get_report_data(void* report, const char** description,
                                                    int* count, int* stacks, int* accesses,
                                                    int* places, int* mutexes, int* threads,
                                                    int* thread_ids, void** sleep,
                                                    std::uintptr_t sleep_bytes);

namespace dyntest::runner {
namespace {

std::atomic<std::size_t> reports = 0;
std::atomic<const char*> last = "";

}  // namespace

bool has_leaked() {
  return &__lsan_do_recoverable_leak_check != nullptr && __lsan_do_recoverable_leak_check() != 0;
}

std::size_t thread_reports() { return reports; }
const char* last_thread_report() { return last; }

}  // namespace dyntest::runner

// ThreadSanitizer calls this, on the thread that it stopped, when it has written a report.
extern "C" [[gnu::used]] __attribute__((no_sanitize("thread"))) void __tsan_on_report(
    void* report) {
  int ignored = 0;
  const char* description = "a report";
  void* sleep = nullptr;
  if (&__tsan_get_report_data != nullptr)
    __tsan_get_report_data(report, &description, &ignored, &ignored, &ignored, &ignored, &ignored,
                           &ignored, &ignored, &sleep, 0);
  dyntest::runner::last = description;
  ++dyntest::runner::reports;
}
