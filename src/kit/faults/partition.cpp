#include "kit/faults/partition.hpp"

namespace dyntest::faults {

std::string Partition::text() const {
  std::string names;
  for (const Proxy* path : paths_) names += (names.empty() ? "" : ", ") + path->name();
  return "partition(" + names + ")";
}

base::Status Partition::begin() {
  stands_ = true;
  for (Proxy* path : paths_) bites_.add({.connections = path->disable()});
  return {};
}

base::Status Partition::heal() {
  if (!stands_) return {};
  for (Proxy* path : paths_)
    if (auto enabled = path->enable(); !enabled) return enabled;
  stands_ = false;
  return {};
}

}  // namespace dyntest::faults
