#include "kit/dynamo/deployment.hpp"

#include <cstdlib>

namespace dyntest::dynamo {
namespace {

std::string variable(const char* name, const std::string& otherwise) {
  const char* value = std::getenv(name);
  return value == nullptr ? otherwise : value;
}

// The hub's cache and rules are the user's; everything else of a deployment is offline.
Words hub_variables() {
  return {"HF_HOME=" + variable("HF_HOME", variable("HOME", "") + "/.cache/huggingface"),
          "HF_HUB_OFFLINE=" + variable("HF_HUB_OFFLINE", "0"),
          "TRANSFORMERS_OFFLINE=" + variable("TRANSFORMERS_OFFLINE", "0")};
}

ModuleOptions engine(const std::string& name, const std::string& model_option,
                     const std::string& served, const EngineOptions& options) {
  ModuleOptions module{"dynamo." + name, name, 1, {}, hub_variables()};
  module.arguments = {model_option, options.model, "--served-model-name", served};
  module.arguments.insert(module.arguments.end(), options.arguments.begin(),
                          options.arguments.end());
  module.environment.insert(module.environment.end(), options.environment.begin(),
                            options.environment.end());
  return module;
}

}  // namespace

Deployment& Deployment::vllm(const EngineOptions& options) {
  return run(engine("vllm", "--model", model, options));
}
Deployment& Deployment::sglang(const EngineOptions& options) {
  return run(engine("sglang", "--model-path", model, options));
}
Deployment& Deployment::trtllm(const EngineOptions& options) {
  return run(engine("trtllm", "--model-path", model, options));
}

}  // namespace dyntest::dynamo
