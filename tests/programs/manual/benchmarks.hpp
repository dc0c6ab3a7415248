// What the blocks of docs/manual/benchmarks.md stand on.
#pragma once

#include "testing/check/check.hpp"

struct Request {};
inline constexpr Request request;
struct Route {
  int worker = 0;
};
struct Router {
  Route route(const Request& request) const;
};
