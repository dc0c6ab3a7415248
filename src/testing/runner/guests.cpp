#include "testing/runner/guests.hpp"

#include <algorithm>

#include "testing/runner/declared.hpp"
#include "testing/runner/guest_worker.hpp"
#include "testing/runner/worker.hpp"

namespace dyntest::runner {
namespace fs = std::filesystem;

std::vector<Executable> guest_executables(const std::vector<select::Guest>& guests,
                                          const fs::path& root, const fs::path& build_folder) {
  std::vector<Executable> executables;
  for (const auto& guest : guests)
    executables.push_back({guest.place(root, build_folder), {guest.name()}, guest});
  return executables;
}

std::vector<Program> programs_of(const std::vector<Executable>& executables, const fs::path& root) {
  std::vector<Program> programs;
  for (const auto& executable : executables) {
    if (!executable.guest) {
      const auto name = fs::path{executable.path}.filename();
      programs.push_back({executable.path, {worker_flag}, name});
      continue;
    }
    const auto& guest = *executable.guest;
    const guests::Spec spec{guest.kind, executable.path, guest.name(), root, guest.command};
    programs.push_back({fs::read_symlink("/proc/self/exe"), guest_arguments(spec), guest.name()});
  }
  return programs;
}

base::Status give_guests_marks(const std::vector<Executable>& executables,
                               std::vector<Collection>& collections) {
  const auto declared = declared_marks(collections);
  const auto plain = select::plain_marks(declared);
  for (std::size_t i = 0; i < executables.size(); ++i) {
    const auto& guest = executables[i].guest;
    if (!guest) continue;
    if (const auto fine = select::check_guest_marks(*guest, declared); !fine) return fine;
    for (auto& item : collections[i].items) select::give_marks(item, *guest, plain);
  }
  return {};
}

}  // namespace dyntest::runner
