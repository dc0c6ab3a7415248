// The guests of a suite among its executables.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "testing/model/item.hpp"
#include "testing/runner/build.hpp"
#include "testing/runner/program.hpp"
#include "testing/runner/wire.hpp"
#include "testing/select/guest.hpp"

namespace dyntest::runner {

// `build_folder` is absolute.
std::vector<Executable> guest_executables(const std::vector<select::Guest>& guests,
                                          const std::filesystem::path& root,
                                          const std::filesystem::path& build_folder);

// What to start for each executable; guests are served by this program.
std::vector<Program> programs_of(const std::vector<Executable>& executables,
                                 const std::filesystem::path& root);

// Gives the tests of guests their marks. `collections`: of `executables`, in their order. An error
// is about the map of a guest.
base::Status give_guests_marks(const std::vector<Executable>& executables,
                               std::vector<Collection>& collections);

}  // namespace dyntest::runner
