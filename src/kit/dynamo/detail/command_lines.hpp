// What Dynamo's programs are given: command lines behind the Python, without addresses.
#pragma once

#include <filesystem>
#include <string>

#include "kit/dynamo/deployment.hpp"

namespace dyntest::dynamo::detail {

// Where the processes of a deployment find their model.
struct Served {
  std::filesystem::path folder;
  std::string name;
};

Words frontend_words(const FrontendOptions& options);
// `role`: aggregated, prefill or decode.
Words mocker_words(const MockerOptions& options, const std::string& role, const Served& model);
// `program`: scripted_worker.py.
Words scripted_words(const Script& script, const std::filesystem::path& program,
                     const Served& model);
Words module_words(const ModuleOptions& options);

void append(Words& words, const Words& more);

}  // namespace dyntest::dynamo::detail
