// Transcripts: what a person types and what the terminal then shows, run again and compared.
//
//   $ dyntest -k put -v
//   …output…
//   [exit 0]
//
// Used for the toy suites (toys/*/expected.txt) and for the console blocks of tests/README.md.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace transcript {

// The console as a user sees it: 100 columns, no colours, no trace of the run that we are part of.
extern const std::vector<std::string> environment;

// The folder with the programs under test: dyntest, toys/<toy>/suite. It is the build folder, or
// what the environment says in DYNTEST_UNDER_TEST; tools/mutate_reporters does.
std::filesystem::path programs();

struct Place {
  std::filesystem::path suite;  // where the commands are typed; shown as /suite
  std::filesystem::path
      build_folder;               // that holds the suite's executables: $BUILD, shown as /build
  std::filesystem::path scratch;  // for files of the commands: $SCRATCH, shown as /scratch
};

// Types every `$ …` line of `transcript` into a shell in which `dyntest` is the command under test,
// and returns the transcript of what then happened, with fixed words for the place's paths. No run
// before is remembered.
std::string replay(const std::string& transcript, const Place& place);

// Times, process ids and addresses as fixed words, so that two runs can be equal.
std::string mask(std::string text);

std::string read_file(const std::filesystem::path& path);

}  // namespace transcript
