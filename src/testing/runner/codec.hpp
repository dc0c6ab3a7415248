// The bytes of what several messages have in common (wire.hpp): one `put` and one `get_*` for each.
#pragma once

#include <cstdint>
#include <vector>

#include "foundation/base/bytes.hpp"
#include "testing/model/event.hpp"

namespace dyntest::runner {

void put(base::Writer& to, const model::Place& place);
model::Place get_place(base::Reader& from);

void put(base::Writer& to, const model::Failure& failure);
model::Failure get_failure(base::Reader& from);

template <class T, class Put>
void put_all(base::Writer& to, const std::vector<T>& all, Put put_one) {
  to.put(static_cast<std::uint32_t>(all.size()));
  for (const auto& one : all) put_one(one);
}

template <class T, class Get>
std::vector<T> get_all(base::Reader& from, Get get_one) {
  std::vector<T> all;
  for (auto left = from.get<std::uint32_t>(); left > 0 && from.ok(); --left)
    all.push_back(get_one());
  return all;
}

}  // namespace dyntest::runner
