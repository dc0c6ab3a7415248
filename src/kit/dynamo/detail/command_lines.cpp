#include "kit/dynamo/detail/command_lines.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace dyntest::dynamo::detail {

void append(Words& words, const Words& more) {
  words.insert(words.end(), more.begin(), more.end());
}

Words frontend_words(const FrontendOptions& options) {
  Words words{"-m", "dynamo.frontend", "--router-mode", options.router_mode};
  if (options.router_mode == "kv")
    append(words, {"--kv-cache-block-size", std::to_string(options.kv_cache_block_size)});
  append(words, {"--migration-limit", std::to_string(options.migration_limit)});
  append(words, options.arguments);
  return words;
}

Words mocker_words(const MockerOptions& options, const std::string& role, const Served& model) {
  Words words{"-m",
              "dynamo.mocker",
              "--model-path",
              model.folder.string(),
              "--model-name",
              model.name,
              "--block-size",
              std::to_string(options.block_size),
              "--num-workers",
              std::to_string(options.workers),
              "--speedup-ratio",
              fmt::format("{}", options.speedup_ratio)};
  if (options.num_gpu_blocks_override > 0)
    append(words, {"--num-gpu-blocks-override", std::to_string(options.num_gpu_blocks_override)});
  if (role != "aggregated") append(words, {"--disaggregation-mode", role});
  if (!options.endpoint.empty()) append(words, {"--endpoint", options.endpoint});
  append(words, options.arguments);
  return words;
}

Words scripted_words(const Script& script, const std::filesystem::path& program,
                     const Served& model) {
  auto steps = nlohmann::json::array();
  for (const Step& step : script) steps.push_back(nlohmann::json::parse(step.json));
  return {program.string(), model.folder.string(), model.name, "dynamo.backend.generate",
          steps.dump()};
}

Words module_words(const ModuleOptions& options) {
  Words words{"-m", options.module};
  append(words, options.arguments);
  return words;
}

}  // namespace dyntest::dynamo::detail
