// When a frontend routes, and which step towards that is missing.
//
// Who uses it: Dynamo::start, and fixtures that wait for a deployment that was broken.
#pragma once

#include <string>

#include "kit/services/probe.hpp"

namespace dyntest::dynamo {

// Ready when the model has at least so many workers at the frontend (of none: when the frontend
// answers) and, if `completes`, has
// answered a completion of one token. Its answer until then names the first step that is missing:
//
//   the frontend does not answer: connection refused
//   no worker is in discovery: /health lists no instance
//   the model is not registered: /v1/models lists no dyntest/tiny (instances: 2)
//   the router has 1 of 2 workers of dyntest/tiny
//   a completion gets status 503: …
services::Probe routable(const std::string& url, const std::string& model, int workers,
                         bool completes = true);

}  // namespace dyntest::dynamo
