// Limits on their way to whoever starts the process.
#include "conftest.hpp"
#include "foundation/os/limits.hpp"

using dyntest::os::Limits;

TEST(limits_arrive_as_they_were_sent, (Limits sent),
     cases(row(Limits{}).id("none"), row(Limits{.memory_bytes = 0}).id("nothing_allowed"),
           row(Limits{.memory_bytes = 1, .cpu_seconds = 2, .open_files = 3, .core_bytes = 4})
               .id("all"))) {
  CHECK((Limits::unpacked(sent.packed()) == sent));
}

TEST(no_message_is_no_limit) { CHECK((Limits::unpacked("") == Limits{})); }
