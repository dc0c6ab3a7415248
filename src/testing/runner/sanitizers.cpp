#include "testing/runner/sanitizers.hpp"

#include <atomic>
#include <cstdint>

// Present in a program with AddressSanitizer or LeakSanitizer. Non-zero if something has leaked.
extern "C" [[gnu::weak]] int __lsan_do_recoverable_leak_check();

// Likewise; calls these for each block. Non-zero if it does.
extern "C" [[gnu::weak]] int __sanitizer_install_malloc_and_free_hooks(
    void (*allocated)(const volatile void* block, std::size_t size),
    void (*freed)(const volatile void* block));

// Present in a program with ThreadSanitizer, for debuggers: fills in what is known of a report.
extern "C" [[gnu::weak]] int __tsan_get_report_data(void* report, const char** description,
                                                    int* count, int* stacks, int* accesses,
                                                    int* places, int* mutexes, int* threads,
                                                    int* thread_ids, void** sleep,
                                                    std::uintptr_t sleep_bytes);

namespace dyntest::runner {
namespace {

std::atomic<std::ptrdiff_t> blocks = 0;
std::atomic<std::size_t> reports = 0;
std::atomic<const char*> last = "";

}  // namespace

bool has_leaked() {
  return &__lsan_do_recoverable_leak_check != nullptr && __lsan_do_recoverable_leak_check() != 0;
}

std::ptrdiff_t allocated_blocks() {
  static const bool counted =
      &__sanitizer_install_malloc_and_free_hooks != nullptr &&
      __sanitizer_install_malloc_and_free_hooks(
          [](const volatile void*, std::size_t) { blocks.fetch_add(1, std::memory_order_relaxed); },
          [](const volatile void*) { blocks.fetch_sub(1, std::memory_order_relaxed); }) != 0;
  return counted ? blocks.load() : ++blocks;
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
