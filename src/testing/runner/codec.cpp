#include "testing/runner/codec.hpp"

namespace dyntest::runner {

using base::Reader;
using base::Writer;

void put(Writer& to, const model::Place& place) { to.put(place.file).put(place.line); }
model::Place get_place(Reader& from) {
  model::Place place;
  place.file = from.text();
  place.line = from.get<int>();
  return place;
}

void put(Writer& to, const model::Failure& failure) {
  put(to, failure.place);
  to.put(failure.context_line).put(failure.kind).put(failure.message);
}
model::Failure get_failure(Reader& from) {
  model::Failure failure;
  failure.place = get_place(from);
  failure.context_line = from.get<int>();
  failure.kind = from.text();
  failure.message = from.text();
  return failure;
}

}  // namespace dyntest::runner
