// What unit tests share: this project's own sources, and the rules that they keep.
//
// A rule is a plain function over text. It returns what breaks it, and each message names the
// better way. The rules run as tests (test_unit_tidy_*.cpp), which also show each of them failing
// on a made-up tree. Used by tests only; a rule that needs a compiler belongs in .clang-tidy.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace tidy {

struct Source {
  std::string path;  // relative to the repository, '/' between parts
  std::string text;
};

// All .hpp and .cpp files of the project, sorted by path; without toy suites, which are data.
struct Sources {
  std::vector<Source> files;
};
Sources read_sources(const std::filesystem::path& repository);

// A room as it was declared to CMake.
struct Room {
  std::string name;
  std::string folder;              // src/foundation/net
  std::vector<std::string> needs;  // names, as declared
};
struct Rooms {
  std::vector<Room> all;
};
Rooms parse_rooms(std::string_view json);
Rooms read_rooms(const std::filesystem::path& json_file);

// A library from outside, and the rooms that are made to hide it.
struct Library {
  std::string_view include;  // how its includes begin
  std::vector<std::string_view> rooms;
};
const std::vector<Library>& libraries();

// A file that may be longer than the others.
struct LongFile {
  std::string_view path;
  std::size_t lines_max;
  std::string_view reason;
};
const std::vector<LongFile>& long_files();

struct Finding {
  std::string path;
  int line = 0;  // 0 = the file as a whole
  std::string message;
  bool operator==(const Finding&) const = default;
};
using Findings = std::vector<Finding>;

// Rooms: an include goes to the room itself or to what it needs, directly or through a need, and
// never to another room's detail/. A library's headers stay in its rooms, out of their headers.
Findings includes_beyond_needs(const Sources& sources, const Rooms& rooms);
Findings libraries_beyond_rooms(const Sources& sources, const Rooms& rooms,
                                const std::vector<Library>& libraries);
// tests/e2e sees a deployment from outside: it includes no runtime.
Findings insights_of_e2e(const Sources& sources);

// Files.
Findings headers_without_opening(const Sources& sources);
Findings files_too_long(const Sources& sources, const std::vector<LongFile>& exceptions);
Findings lines_too_long(const Sources& sources);
Findings macros_out_of_place(const Sources& sources);
Findings vague_names(const Sources& sources);
Findings forbidden_words(const Sources& sources);

// Tests.
Findings sleeps_in_tests(const Sources& sources);
Findings fixed_ports_in_tests(const Sources& sources);

// Each finding is a failure of the running test, at the line that it names.
void expect_none(const Findings& findings);

}  // namespace tidy
