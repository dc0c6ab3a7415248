// Whether want of memory may be why a process was killed.
#include <csignal>

#include "conftest.hpp"
#include "kit/services/detail/running.hpp"

using dyntest::os::ExitStatus;
using dyntest::services::detail::memory_note;

TEST(names_the_kernels_kills, (int kills, std::string note),
     cases(row(1, "; the kernel killed 1 process for want of memory meanwhile (dmesg)").id("one"),
           row(2, "; the kernel killed 2 processes for want of memory meanwhile (dmesg)").id("two"),
           row(0, "").id("none"))) {
  CHECK(memory_note(ExitStatus{SIGKILL}, static_cast<std::uint64_t>(kills)) == note);
}

TEST(other_endings_have_other_reasons, (int raw), cases(0, 1 << 8, SIGTERM)) {
  CHECK(memory_note(ExitStatus{raw}, 1) == "");
}
