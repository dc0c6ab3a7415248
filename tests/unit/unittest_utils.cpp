#include "unittest_utils.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <functional>
#include <iterator>
#include <set>

#include "source_text_test_utils.hpp"
#include "testing/check/check.hpp"

namespace tidy {
namespace fs = std::filesystem;

namespace {

constexpr std::size_t columns_max = 100;
constexpr std::size_t header_lines_max = 200;
constexpr std::size_t source_lines_max = 400;

std::string read_file(const fs::path& path) {
  std::ifstream stream{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{stream}, {}};
}

bool is_header(const Source& source) { return source.path.ends_with(".hpp"); }

bool is_test(const Source& source) { return source.path.starts_with("tests/"); }

// Asks `judge` about each line, as `keep` leaves it. Its answer is a finding's message; empty =
// fine.
Findings judge_lines(const Sources& sources, Keep keep,
                     const std::function<std::string(const Source&, std::string_view)>& judge) {
  Findings findings;
  for (const auto& source : sources.files) {
    const std::string text = without_comments(source.text, keep);
    int number = 0;
    for (const auto line : lines_of(text)) {
      ++number;
      if (auto message = judge(source, line); !message.empty())
        findings.push_back({source.path, number, std::move(message)});
    }
  }
  return findings;
}

// `net/http.hpp` of `#include "net/http.hpp"` or `#include <net/http.hpp>`; empty for other lines.
std::string_view included(std::string_view line) {
  if (!line.starts_with("#include ")) return {};
  line.remove_prefix(std::string_view{"#include "}.size());
  if (line.size() < 2) return {};
  const auto end = line.find(line[0] == '<' ? '>' : '"', 1);
  return end == line.npos ? std::string_view{} : line.substr(1, end - 1);
}

// The room whose folder holds `path`; null if none does.
const Room* room_of(std::string_view path, const Rooms& rooms) {
  for (const auto& room : rooms.all)
    if (path.starts_with(room.folder + "/")) return &room;
  return nullptr;
}

void add_needs(const Room& room, const Rooms& rooms, std::set<std::string_view>& reachable) {
  reachable.insert(room.name);
  for (const auto& need : room.needs) {
    const auto found = std::ranges::find(rooms.all, need, &Room::name);
    if (found != rooms.all.end() && !reachable.contains(found->name))
      add_needs(*found, rooms, reachable);
  }
}

std::string mistake_in_include(std::string_view include, const Room& from, const Rooms& rooms) {
  const std::string path = "src/" + std::string{include};
  const Room* to = room_of(path, rooms);
  if (to == nullptr || to == &from) return {};
  if (path.starts_with(to->folder + "/detail/"))
    return "detail/ is private to room '" + to->name + "'; use a header beside it, or offer one";
  std::set<std::string_view> reachable;
  add_needs(from, rooms, reachable);
  if (reachable.contains(to->name)) return {};
  return "room '" + from.name + "' does not need '" + to->name +
         "'; turn the dependency around, or " + "add it to NEEDS in " + from.folder +
         "/CMakeLists.txt";
}

std::string mistake_in_library(std::string_view include, const Source& source, const Rooms& rooms,
                               const std::vector<Library>& libraries) {
  const auto library = std::ranges::find_if(
      libraries, [&](const Library& each) { return include.starts_with(each.include); });
  if (library == libraries.end()) return {};
  const Room* room = room_of(source.path, rooms);
  if (room == nullptr || std::ranges::find(library->rooms, room->name) == library->rooms.end())
    return "<" + std::string{include} + "> stays in room '" + std::string{library->rooms[0]} +
           "'; use what that room offers instead";
  const bool is_public = is_header(source) && source.path.find("/detail/") == std::string::npos;
  if (!is_public) return {};
  return "<" + std::string{include} + "> shows in a public header; include it in the .cpp or in " +
         room->folder + "/detail/";
}

}  // namespace

Sources read_sources(const fs::path& repository) {
  Sources sources;
  for (const auto* folder : {"src", "apps", "tests", "examples", "bench"}) {
    if (!fs::exists(repository / folder)) continue;
    for (const auto& entry : fs::recursive_directory_iterator{repository / folder}) {
      const auto extension = entry.path().extension();
      if (entry.path().string().find("/toys/") != std::string::npos) continue;
      if (!entry.is_regular_file() || (extension != ".hpp" && extension != ".cpp")) continue;
      sources.files.push_back(
          {entry.path().lexically_relative(repository).generic_string(), read_file(entry.path())});
    }
  }
  std::ranges::sort(sources.files, {}, &Source::path);
  return sources;
}

// One room a line: {"room": "net", "folder": "src/foundation/net", "needs": ["base", "os"]}
Rooms parse_rooms(std::string_view json) {
  Rooms rooms;
  for (auto line : lines_of(json)) {
    std::vector<std::string> strings;
    for (auto begin = line.find('"'); begin != line.npos; begin = line.find('"')) {
      const auto end = line.find('"', begin + 1);
      strings.emplace_back(line.substr(begin + 1, end - begin - 1));
      line.remove_prefix(end == line.npos ? line.size() : end + 1);
    }
    if (strings.size() < 5) continue;
    rooms.all.push_back({strings[1], strings[3], {strings.begin() + 5, strings.end()}});
  }
  return rooms;
}

Rooms read_rooms(const fs::path& json_file) { return parse_rooms(read_file(json_file)); }

const std::vector<Library>& libraries() {
  static const std::vector<Library> all = {
      {"curl/", {"net"}},
      {"nats/", {"nats"}},
      {"nlohmann/",
       {"builtin", "client", "dynamo", "etcd", "faults", "fixtures", "guests", "http_server",
        "nats", "report", "runner", "services"}},
      {"boost/", {"http_server"}},
      {"toml++/", {"select"}},
      {"CLI/", {"runner"}},
      {"libmnl/", {"cell"}},
      {"tinyxml2", {"report", "guests"}},
      {"elfutils/", {"runner"}},
      {"dwarf", {"runner"}},
  };
  return all;
}

const std::vector<LongFile>& long_files() {
  static const std::vector<LongFile> none;
  return none;
}

Findings includes_beyond_needs(const Sources& sources, const Rooms& rooms) {
  return judge_lines(sources, Keep::code_and_literals,
                     [&](const Source& source, std::string_view line) -> std::string {
                       const auto include = included(line);
                       const Room* room = include.empty() ? nullptr : room_of(source.path, rooms);
                       return room == nullptr ? "" : mistake_in_include(include, *room, rooms);
                     });
}

Findings libraries_beyond_rooms(const Sources& sources, const Rooms& rooms,
                                const std::vector<Library>& libraries) {
  return judge_lines(
      sources, Keep::code_and_literals, [&](const Source& source, std::string_view line) {
        const bool concerns = source.path.starts_with("src/") || source.path.starts_with("apps/");
        return concerns ? mistake_in_library(included(line), source, rooms, libraries) : "";
      });
}

Findings insights_of_e2e(const Sources& sources) {
  return judge_lines(
      sources, Keep::code_and_literals, [](const Source& source, std::string_view line) {
        const bool wrong =
            source.path.starts_with("tests/e2e/") && included(line).starts_with("runtime/");
        return std::string{
            wrong ? "an e2e test uses the public API only; in tests/integration it may "
                    "look inside"
                  : ""};
      });
}

Findings headers_without_opening(const Sources& sources) {
  Findings findings;
  for (const auto& source : sources.files) {
    if (!is_header(source)) continue;
    if (!source.text.starts_with("//"))
      findings.push_back(
          {source.path, 1, "open with a few lines: what it is, who uses it, what it does not do"});
    const std::string code = without_comments(source.text, Keep::code);
    const auto first = code.find_first_not_of(" \n");
    if (first == code.npos || !std::string_view{code}.substr(first).starts_with("#pragma once"))
      findings.push_back({source.path, 1, "#pragma once comes first after the opening comment"});
  }
  return findings;
}

Findings files_too_long(const Sources& sources, const std::vector<LongFile>& exceptions) {
  Findings findings;
  for (const auto& source : sources.files) {
    const auto lines = lines_of(source.text).size();
    const auto limit = is_header(source) ? header_lines_max : source_lines_max;
    const auto exception = std::ranges::find(exceptions, source.path, &LongFile::path);
    const bool is_exception = exception != exceptions.end();
    const auto allowed = is_exception ? exception->lines_max : limit;
    if (lines > allowed)
      findings.push_back({source.path, 0,
                          std::to_string(lines) + " lines, at most " + std::to_string(allowed) +
                              "; split it where its subject splits"});
    if (is_exception && lines <= limit)
      findings.push_back({source.path, 0, "no longer long; take it out of long_files()"});
  }
  return findings;
}

Findings lines_too_long(const Sources& sources) {
  Findings findings;
  for (const auto& source : sources.files) {
    int number = 0;
    for (const auto line : lines_of(source.text)) {
      ++number;
      if (const auto width = columns(line); width > columns_max)
        findings.push_back({source.path, number,
                            std::to_string(width) + " columns, at most " +
                                std::to_string(columns_max) + "; ./dev fmt wraps what it can"});
    }
  }
  return findings;
}

Findings macros_out_of_place(const Sources& sources) {
  return judge_lines(
      sources, Keep::code, [](const Source& source, std::string_view line) -> std::string {
        if (!line.starts_with("#define ") || source.path.starts_with("bench/")) return {};
        line.remove_prefix(std::string_view{"#define "}.size());
        const std::string_view name{line.begin(), std::ranges::find_if_not(line, is_word)};
        if (name.starts_with("TOML_")) return {};  // how toml++ is configured
        if (!source.path.starts_with("src/testing/check/") &&
            !source.path.starts_with("src/testing/doubles/") &&
            !source.path.starts_with("src/testing/property/"))
          return "macros belong in testing/check, doubles and property; write a function, a "
                 "constant "
                 "or a template";
        if (std::ranges::any_of(name, [](char c) { return c >= 'a' && c <= 'z'; }))
          return "a macro's name is UPPER_CASE";
        return {};
      });
}

Findings vague_names(const Sources& sources) {
  Findings findings;
  for (const auto& source : sources.files) {
    const fs::path path{source.path};
    for (const fs::path& part : path) {
      std::string words = part.stem().string();
      if (const auto kept = words.find("kv_manager"); kept != words.npos) words.erase(kept, 10);
      std::ranges::replace(words, '_', ' ');
      for (const auto* vague : {"common", "helper", "helpers", "misc", "manager", "stuff"})
        if (find_word(words, vague) != words.npos)
          findings.push_back(
              {source.path, 0, "'" + std::string{vague} + "' names nothing; say what it is for"});
    }
  }
  return findings;
}

Findings forbidden_words(const Sources& sources) {
  static constexpr std::array<std::string_view, 4> words = {"TODO", "FIXME", "XXX", "HACK"};
  Findings findings;
  for (const auto& source : sources.files) {
    if (source.path == "tests/unit/unittest_utils.cpp") continue;  // which lists them
    int number = 0;
    for (const auto line : lines_of(source.text)) {
      ++number;
      for (const auto word : words)
        if (find_word(line, word) != line.npos)
          findings.push_back(
              {source.path, number, "'" + std::string{word} + "'; finish it, or open an issue"});
    }
  }
  return findings;
}

Findings sleeps_in_tests(const Sources& sources) {
  return judge_lines(
      sources, Keep::code, [](const Source& source, std::string_view line) -> std::string {
        if (!is_test(source)) return {};
        for (const auto* name : {"sleep_for", "sleep_until", "usleep", "nanosleep", "sleep"})
          if (find_word(line, name) != line.npos)
            return std::string{name} + " in a test; wait for what you need with EVENTUALLY";
        return {};
      });
}

Findings fixed_ports_in_tests(const Sources& sources) {
  return judge_lines(
      sources, Keep::code_and_literals,
      [](const Source& source, std::string_view line) -> std::string {
        if (!is_test(source)) return {};
        for (const std::string_view host : {"127.0.0.1:", "localhost:"}) {
          const auto at = line.find(host);
          const auto digit = at == line.npos ? at : at + host.size();
          if (digit < line.size() && line[digit] >= '1' && line[digit] <= '9')
            return "a fixed port; another test may have it: ask a fixture for its address";
        }
        for (const std::string port : {"2379", "4222"})
          if (find_word(line, ":" + port) != line.npos)
            return "a default port; a real service may be there: ask a fixture for its address";
        return {};
      });
}

void expect_none(const Findings& findings) {
  for (const auto& finding : findings) {
    const int line = std::max(finding.line, 1);
    dyntest::check::record({{finding.path.c_str(), line}, "", "", finding.message});
  }
}

}  // namespace tidy
