// Every kind of function, compiled every way: the double is called exactly as often as the source
// says, or patch() refuses and says why. What nobody can see at run time is counted too. The tables
// stand in docs/manual/doubles.md; with DYNTEST_UPDATE=1 they are written anew.
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "conftest.hpp"
#include "places.hpp"
#include "transcript_test_utils.hpp"

namespace fs = std::filesystem;

namespace {

constexpr std::array programs{"gcc_o0_plain",   "gcc_o0_asan",   "gcc_o2_plain",   "gcc_o2_asan",
                              "clang_o0_plain", "clang_o0_asan", "clang_o2_plain", "clang_o2_asan"};

const fs::path folder = fs::path{DYNTEST_BINARY_DIR} / "tests/programs/patch_table";

std::string output_of(const fs::path& program, const std::string& word = "",
                      const std::string& runner = "") {
  const std::string command = runner + " '" + program.string() + "' " + word;
  FILE* pipe = ::popen(command.c_str(), "re");
  REQUIRE(pipe != nullptr);
  std::string text;
  std::array<char, 4096> part{};
  while (const std::size_t size = std::fread(part.data(), 1, part.size(), pipe))
    text.append(part.data(), size);
  CHECK(::pclose(pipe) == 0);
  return text;
}

// No linker here folds code for the other processor.
std::string without_folding(std::string output) {
  const std::size_t begin = output.find("the same, folded by the linker|");
  if (begin != std::string::npos) output.erase(begin, output.find('\n', begin) + 1 - begin);
  return output;
}

struct Table {
  std::vector<std::string> kinds;
  std::map<std::string, std::vector<std::string>> cells;  // by kind, one for each program
  std::vector<std::string> reasons;                       // in the order of their first use

  void add(const std::string& output) {
    for (std::size_t at = 0; at < output.size();) {
      const std::size_t end = output.find('\n', at);
      const std::string line = output.substr(at, end - at);
      at = end == std::string::npos ? output.size() : end + 1;
      const std::size_t bar = line.find('|');
      const std::string kind = line.substr(0, bar);
      if (!cells.contains(kind)) kinds.push_back(kind);
      cells[kind].push_back(cell(line.substr(bar + 1)));
    }
  }

  // `5 of 5`, or `refused (2)` for the second reason.
  std::string cell(const std::string& verdict) {
    const std::string refused = "refused|cannot patch ";
    if (!verdict.starts_with(refused)) return verdict;
    const std::string reason = verdict.substr(verdict.find(": ", refused.size()) + 2);
    std::size_t number = 0;
    while (number < reasons.size() && reasons[number] != reason) ++number;
    if (number == reasons.size()) reasons.push_back(reason);
    return "refused (" + std::to_string(number + 1) + ")";
  }

  std::string text() const {
    std::string lines =
        "| | g++ -O0 | -O0, ASan | -O2 | -O2, ASan | clang++ -O0 | -O0, ASan | -O2 "
        "| -O2, ASan |\n|---|---|---|---|---|---|---|---|---|\n";
    for (const std::string& kind : kinds) {
      lines += "| " + kind;
      for (const std::string& each : cells.at(kind)) lines += " | " + each;
      lines += " |\n";
    }
    if (!reasons.empty()) lines += '\n';
    for (std::size_t i = 0; i < reasons.size(); ++i)
      lines += std::to_string(i + 1) + ". " + reasons[i] + '\n';
    return lines;
  }
};

// What all programs print when they are given `word`.
Table measured(const std::string& word) {
  Table table;
  for (const char* name : programs) {
    const fs::path program = folder / name;
    if (!fs::exists(program))
      SKIP("needs g++, clang++-19 and libclang-rt-19-dev: " + program.string());
    table.add(output_of(program, word));
  }
  return table;
}

// The manual has this table behind `mark`.
void expect_shown(const Table& table, const std::string& mark) {
  const fs::path page = fs::path{DYNTEST_SOURCE_DIR} / "docs/manual/doubles.md";
  std::string shown = transcript::read_file(page);
  const std::size_t mark_at = shown.find(mark);
  REQUIRE(mark_at != std::string::npos);
  const std::size_t begin = mark_at + mark.size();
  const std::size_t end = shown.find("<!-- end -->", begin);
  REQUIRE(end != std::string::npos);
  if (std::getenv("DYNTEST_UPDATE") != nullptr) {
    shown.replace(begin, end - begin, table.text());
    std::ofstream{page} << shown;
    return;
  }
  CHECK(shown.substr(begin, end - begin) == table.text());
}

}  // namespace

// One column of the table, the compiler and the optimisation that most code is built with.
TEST(replaces_every_call_of_one_column_or_refuses) {
  const fs::path program = folder / "gcc_o2_plain";
  if (!fs::exists(program)) SKIP("needs g++ with libasan: " + program.string());
  Table table;
  table.add(output_of(program));
  CHECK(table.kinds.size() > 10);
  const std::string page =
      transcript::read_file(fs::path{DYNTEST_SOURCE_DIR} / "docs/manual/doubles.md");
  for (const auto& [kind, cells] : table.cells) {
    NOTE(kind);
    CHECK(page.find("| " + kind + " |") != std::string::npos);
    const std::size_t of = cells.front().find(" of ");
    if (of != std::string::npos) CHECK(cells.front().substr(0, of) == cells.front().substr(of + 4));
  }
}

TEST(replaces_every_call_or_refuses, nightly) {
  const Table table = measured("");
  // As often as the source says, in each cell that is not refused.
  for (const auto& [kind, cells] : table.cells) {
    CHECK(cells.size() == programs.size());
    for (const std::string& cell : cells) {
      if (cell.starts_with("refused (")) continue;
      const std::size_t of = cell.find(" of ");
      REQUIRE(of != std::string::npos);
      CHECK(cell.substr(0, of) == cell.substr(of + 4));
    }
  }
  expect_shown(table, "<!-- table: test_integ_doubles_table.cpp -->\n");
}

TEST(the_manual_says_which_calls_get_lost_unseen, nightly) {
  expect_shown(measured("missed"), "<!-- table: test_integ_doubles_table.cpp, missed -->\n");
}

// The columns without a sanitizer, once more, on the other processor.
TEST(does_the_same_on_aarch64, (std::string compiled, std::string word),
     cases(row("gcc_o0", ""), row("gcc_o2", ""), row("clang_o0", ""), row("clang_o2", ""),
           row("gcc_o2", "missed"), row("clang_o2", "missed")),
     nightly) {
  const fs::path program = folder / ("aarch64_" + compiled + "_plain");
  const fs::path here = folder / (compiled + "_plain");
  const std::string emulator = "qemu-aarch64 -L /usr/aarch64-linux-gnu";
  if (!fs::exists(program) || !fs::exists(here) || !fs::exists("/usr/bin/qemu-aarch64"))
    SKIP("needs g++-aarch64-linux-gnu, clang++-19 and qemu-user");
  CHECK(without_folding(output_of(program, word, emulator)) ==
        without_folding(output_of(here, word)));
}
