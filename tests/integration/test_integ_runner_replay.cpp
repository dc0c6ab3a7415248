// A recorded run, told again with the same options, prints the same text and writes the same JUnit
// file as the run itself, and ends with its exit code.
#include <filesystem>
#include <string>

#include "conftest.hpp"
#include "places.hpp"
#include "testing/builtin/tmp_dir.hpp"
#include "transcript_test_utils.hpp"

namespace fs = std::filesystem;
using dyntest::builtin::TmpDir;

namespace {

// What a shell says to the line.
std::string said(const std::string& line, const std::string& toy, const TmpDir& scratch) {
  const fs::path suite = fs::path{DYNTEST_SOURCE_DIR} / "tests/integration/toys" / toy;
  const fs::path built = fs::path{DYNTEST_BINARY_DIR} / "toys" / toy;
  const std::string text = transcript::replay("$ " + line, {suite, built, scratch.path()});
  return text.substr(text.find('\n') + 1);
}

}  // namespace

TEST(a_recorded_run_is_told_byte_for_byte,
     (TmpDir& scratch, std::string toy, std::string shown, std::string run),
     cases("outcomes", "output", "crashes", "classes", "checks", "duplicates", "junit"),
     cases(row("", "").id("plain"), row("-vv -rA --tb=short --durations=0", "").id("all"),
           row("-q --tb=line", "-m no_such_mark").id("refused"),
           row("--color=yes --no-header --show-capture=stderr", "-x -n 1").id("stopped"))) {
  const std::string files = " --junitxml $SCRATCH/new.xml " + shown;
  const std::string line =
      "R=$SCRATCH; "
      "dyntest --report-log $R/log " +
      run + files +
      " > $R/1 2>&1; echo $? >> $R/1; "
      "mv $R/new.xml $R/1.xml; test -s $R/1.xml; echo $?; "
      "dyntest report $R/log " +
      files +
      " > $R/2 2>&1; echo $? >> $R/2; "
      "diff $R/1 $R/2 && diff $R/1.xml $R/new.xml";
  CHECK(said(line, toy, scratch) == "0\n[exit 0]\n");
}
