// What a frontend's /health, /v1/models and /v1/models/{model}/ready say.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace dyntest::dynamo::detail {

// The ids of the instances whose endpoint is `generate`, sorted; none if `body` is not what it
// should be.
std::vector<std::uint64_t> instances_in(const std::string& body);
// The sum of namespaces.*.worker_types.*.workers; 0 unless `ready` is true.
int workers_in(const std::string& body);
// The id of the first model that /v1/models lists; empty if it lists none.
std::string first_model_in(const std::string& body);
// A model's name as a part of a path: `/` is written %2F.
std::string in_path(const std::string& model);

}  // namespace dyntest::dynamo::detail
