// How much of a machine of its own a cell has, and which of that this machine can give.
//
//   full        namespaces: own network, processes, /tmp, /dev/shm; no way out unless it may
//   processes   own TMPDIR and HOME by environment variables; the keeper ends what is left
//   off         nothing but that the keeper ends what is left
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace dyntest::cell {

enum class Level { off, processes, full };

// `full`, `processes`, `off`.
std::string_view name_of(Level level);
std::optional<Level> level_of(std::string_view name);

// Makes a cell, looks whether it holds what it promises, and ends it. Empty if it does; else what
// does not work and why: `network namespace: Operation not permitted`. Forks, so this process must
// have one thread. Returns within 1 s.
std::string why_not_full();

}  // namespace dyntest::cell
