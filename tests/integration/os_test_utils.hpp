// Pipes between a test and its children.
#pragma once

#include <string>

#include "foundation/os/fd.hpp"

struct Pipe {
  Pipe();
  dyntest::os::Fd read_end;
  dyntest::os::Fd write_end;
};

// Up to the line break, which is dropped; what there was if the writers are gone.
std::string read_line(const dyntest::os::Fd& read_end);

// Until nobody holds the write end any longer.
std::string read_to_end(const dyntest::os::Fd& read_end);

// Whether nobody holds the write end now.
bool is_held_by_nobody(const dyntest::os::Fd& read_end);
