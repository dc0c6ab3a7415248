// What a child process may take from the machine at most (setrlimit(2)).
//
// Who uses it: os::Command, for processes that are to run out of something, or must not take it
// all. A limit binds the process and each that it starts, each by itself, not their sum: this is no
// cgroup. Limits only lower: where we may have less ourselves, that holds.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dyntest::os {

// What is not set stays as it is for us.
struct Limits {
  // Heap and other memory of its own that it may write (RLIMIT_DATA); beyond it malloc and mmap
  // fail with ENOMEM. Address space that is only reserved does not count, as it would with
  // RLIMIT_AS: Go, the JVM and CUDA reserve far more than they use. Files that are mapped, shared
  // memory and stacks do not count either.
  std::optional<std::uint64_t> memory_bytes = {};
  // Of processor time; then SIGXCPU, and SIGKILL a second later.
  std::optional<std::uint64_t> cpu_seconds = {};
  // One more than the highest descriptor; beyond it open and accept fail with EMFILE.
  std::optional<std::uint64_t> open_files = {};
  // The largest core file; 0 = none, for a service that a test makes crash.
  std::optional<std::uint64_t> core_bytes = {};

  bool operator==(const Limits&) const = default;

  // To the calling process. 0, or what setrlimit said. Safe between fork and exec.
  int apply() const noexcept;

  // For a message between processes of one run.
  std::string packed() const;
  static Limits unpacked(std::string_view bytes);
};

}  // namespace dyntest::os
