#include "kit/dynamo/routable.hpp"

#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "foundation/net/http.hpp"
#include "kit/dynamo/detail/health.hpp"

namespace dyntest::dynamo {
namespace {

using services::Answer;
using Json = nlohmann::json;

class RoutableProber : public services::Prober {
 public:
  RoutableProber(std::string url, std::string model, int workers, bool completes)
      : url_{std::move(url)}, model_{std::move(model)}, workers_{workers}, completes_{completes} {}

  Answer ask(const services::Bounds& bounds) override {
    net::Limits limits{bounds.deadline};
    limits.cancel_fd = bounds.cancel_fd;
    const auto ready =
        client_.get(url_ + "/v1/models/" + detail::in_path(model_) + "/ready", limits);
    if (!ready) return Answer::not_yet("the frontend does not answer: " + ready.error().text());
    if (workers_ == 0) return Answer::ready();
    const int there = ready->ok() ? detail::workers_in(ready->body) : 0;
    if (there < workers_ || !ready->ok()) return Answer::not_yet(missing(there, limits));
    return completes_ ? complete(limits) : Answer::ready();
  }

 private:
  std::string missing(int there, const net::Limits& limits) {
    const auto health = client_.get(url_ + "/health", limits);
    const auto instances = health ? detail::instances_in(health->body).size() : 0;
    if (instances == 0 && workers_ > 0)
      return "no worker is in discovery: /health lists no instance";
    const auto models = client_.get(url_ + "/v1/models", limits);
    if (models && models->body.find('"' + model_ + '"') == std::string::npos)
      return fmt::format("the model is not registered: /v1/models lists no {} (instances: {})",
                         model_, instances);
    return fmt::format("the router has {} of {} workers of {}", there, workers_, model_);
  }

  Answer complete(const net::Limits& limits) {
    const Json body{{"model", model_}, {"prompt", {1000}}, {"max_tokens", 1}};
    const auto reply =
        client_.post(url_ + "/v1/completions", body.dump(), "application/json", limits);
    if (!reply) return Answer::not_yet("a completion gets no answer: " + reply.error().text());
    if (reply->ok()) return Answer::ready();
    return Answer::not_yet(
        fmt::format("a completion gets status {}: {}", reply->status, reply->body.substr(0, 300)));
  }

  net::HttpClient client_;
  std::string url_;
  std::string model_;
  int workers_;
  bool completes_;
};

}  // namespace

services::Probe routable(const std::string& url, const std::string& model, int workers,
                         bool completes) {
  return services::Probe::of([=](const services::Subject&) {
    return std::make_unique<RoutableProber>(url, model, workers, completes);
  });
}

}  // namespace dyntest::dynamo
