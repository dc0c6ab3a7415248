#include "testing/runner/disk_check.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "testing/select/config.hpp"
#include "testing/select/file_name.hpp"

namespace dyntest::runner {
namespace fs = std::filesystem;
namespace {

std::vector<std::string> sources_below(const fs::path& root, const fs::path& folder) {
  std::vector<std::string> sources;
  std::error_code failed;
  for (fs::recursive_directory_iterator entry{folder, failed}, end; entry != end; ++entry) {
    if (entry->is_directory() && fs::exists(entry->path() / select::config_name))
      entry.disable_recursion_pending();
    else if (entry->path().extension() == ".cpp")
      sources.push_back(entry->path().lexically_relative(root));
  }
  std::ranges::sort(sources);
  return sources;
}

}  // namespace

std::vector<model::CollectionError> check_files_on_disk(const fs::path& root,
                                                        const std::vector<std::string>& testpaths,
                                                        const std::vector<std::string>& components,
                                                        const std::set<std::string>& built_files) {
  std::vector<model::CollectionError> errors;
  for (const auto& testpath : testpaths) {
    for (const auto& source : sources_below(root, root / testpath)) {
      const auto marks = select::marks_of_file(source, components);
      if (!marks)
        errors.push_back({source, marks.error().text()});
      else if (*marks && !built_files.contains(source))
        errors.push_back({source, source + ": in no test executable; configure and build again, or "
                                           "let dyntest_add_tests find its folder"});
    }
  }
  return errors;
}

}  // namespace dyntest::runner
