#include "testing/runner/wire.hpp"

#include "foundation/base/overloaded.hpp"
#include "testing/runner/codec.hpp"

namespace dyntest::runner {
namespace {

using base::Reader;
using base::Writer;
using runner::put;

// One `put` and one `get_*` for each type, side by side.

void put(Writer& to, const PhaseEnded& end) {
  to.put(end.item).put(end.phase).put(end.outcome).put(end.seconds);
  to.put(end.output_end).put(end.error_end).put(end.reason);
  put(to, end.reason_place);
  to.put(end.interrupted).put(end.again).put(end.log);
}
PhaseEnded get_phase_ended(Reader& from) {
  PhaseEnded end;
  end.item = from.get<std::uint32_t>();
  end.phase = from.get<model::Phase>();
  end.outcome = from.get<model::Outcome>();
  end.seconds = from.get<double>();
  end.output_end = from.get<std::uint64_t>();
  end.error_end = from.get<std::uint64_t>();
  end.reason = from.text();
  end.reason_place = get_place(from);
  end.interrupted = from.get<bool>();
  end.again = from.get<bool>();
  end.log = from.text();
  return end;
}

void put(Writer& to, const model::FixtureStep& step) {
  to.put(static_cast<std::uint32_t>(step.item)).put(step.up).put(step.failed).put(step.name);
  to.put(step.scope).put(step.uses);
}
model::FixtureStep get_fixture_step(Reader& from) {
  model::FixtureStep step;
  step.item = from.get<std::uint32_t>();
  step.up = from.get<bool>();
  step.failed = from.get<bool>();
  step.name = from.text();
  step.scope = from.get<model::Scope>();
  step.uses = from.texts();
  return step;
}

void put(Writer& to, const model::Measurement& measured) {
  const auto& [group, build, rounds, iterations, min, max, mean, stddev, median, iqr,
               stddev_outliers, iqr_outliers] = measured;
  to.put(group).put(build).put(rounds).put(iterations).put(min).put(max).put(mean).put(stddev);
  to.put(median).put(iqr).put(stddev_outliers).put(iqr_outliers);
}
model::Measurement get_measurement(Reader& from) {
  model::Measurement measured;
  measured.group = from.text();
  measured.build = from.get<model::Build>();
  measured.rounds = from.get<std::uint64_t>();
  measured.iterations = from.get<std::uint64_t>();
  measured.min = from.get<double>();
  measured.max = from.get<double>();
  measured.mean = from.get<double>();
  measured.stddev = from.get<double>();
  measured.median = from.get<double>();
  measured.iqr = from.get<double>();
  measured.stddev_outliers = from.get<std::uint64_t>();
  measured.iqr_outliers = from.get<std::uint64_t>();
  return measured;
}

void put(Writer& to, const model::MarkValue& value) {
  to.put(static_cast<std::uint8_t>(value.index()));
  std::visit(base::Overloaded{[](std::monostate) {}, [&](const auto& held) { to.put(held); }},
             value);
}
model::MarkValue get_mark_value(Reader& from) {
  switch (from.get<std::uint8_t>()) {
    case 1:
      return from.get<bool>();
    case 2:
      return from.get<std::int64_t>();
    case 3:
      return from.get<double>();
    case 4:
      return from.text();
    default:
      return std::monostate{};
  }
}

void put(Writer& to, const model::Item& item) {
  to.put(item.file).put(item.class_name).put(item.name).put(item.parameters);
  to.put(item.has_parameters).put(item.line);
  to.put(static_cast<std::uint32_t>(item.marks.size()));
  for (const auto& mark : item.marks) {
    to.put(mark.name).put(static_cast<std::uint32_t>(mark.arguments.size()));
    for (const auto& argument : mark.arguments) {
      to.put(argument.name);
      put(to, argument.value);
    }
  }
  to.put(item.fixtures).put(static_cast<std::uint32_t>(item.shared_rows.size()));
  for (const auto& row : item.shared_rows) to.put(row.scope).put(row.key);
}
model::Item get_item(Reader& from) {
  model::Item item;
  item.file = from.text();
  item.class_name = from.text();
  item.name = from.text();
  item.parameters = from.text();
  item.has_parameters = from.get<bool>();
  item.line = from.get<int>();
  item.marks.resize(from.get<std::uint32_t>());
  for (auto& mark : item.marks) {
    mark.name = from.text();
    mark.arguments.resize(from.get<std::uint32_t>());
    for (auto& argument : mark.arguments) {
      argument.name = from.text();
      argument.value = get_mark_value(from);
    }
  }
  item.fixtures = from.texts();
  item.shared_rows.resize(from.get<std::uint32_t>());
  for (auto& row : item.shared_rows) {
    row.scope = from.get<model::Scope>();
    row.key = from.text();
  }
  return item;
}

void put(Writer& to, const model::Fixture& fixture) {
  to.put(fixture.name);
  put(to, fixture.place);
  to.put(fixture.scope).put(fixture.autouse).put(fixture.doc).put(fixture.uses);
}
model::Fixture get_fixture(Reader& from) {
  model::Fixture fixture;
  fixture.name = from.text();
  fixture.place = get_place(from);
  fixture.scope = from.get<model::Scope>();
  fixture.autouse = from.get<bool>();
  fixture.doc = from.text();
  fixture.uses = from.texts();
  return fixture;
}

void put(Writer& to, const model::Setting& setting) {
  to.put(setting.name).put(setting.value).put(setting.kind).put(setting.description);
  put(to, setting.place);
}
model::Setting get_setting(Reader& from) {
  model::Setting setting;
  setting.name = from.text();
  setting.value = from.text();
  setting.kind = from.get<int>();
  setting.description = from.text();
  setting.place = get_place(from);
  return setting;
}

void put(Writer& to, const Hosted& hosted) {
  to.put(hosted.key).put(hosted.name);
  put(to, hosted.place);
  to.put(hosted.index).put(hosted.uses);
  to.put(static_cast<std::uint32_t>(hosted.users.size()));
  for (const auto user : hosted.users) to.put(user);
}
Hosted get_hosted(Reader& from) {
  Hosted hosted;
  hosted.key = from.text();
  hosted.name = from.text();
  hosted.place = get_place(from);
  hosted.index = from.get<std::uint32_t>();
  hosted.uses = from.texts();
  hosted.users.resize(from.get<std::uint32_t>());
  for (auto& user : hosted.users) user = from.get<std::uint32_t>();
  return hosted;
}

}  // namespace

std::string encode(const RingMessage& message) {
  Writer to;
  to.put(static_cast<std::uint8_t>(message.index()));
  std::visit(
      base::Overloaded{
          [&](const FailureSeen& seen) { put(to, seen.failure); },
          [&](const PhaseEnded& end) { put(to, end); },
          [&](const FixtureMoved& moved) {
            put(to, moved.step);
            to.put(moved.seconds);
          },
          [&](const TestBegan& began) { to.put(began.item); },
          [&](const PropertySeen& seen) { to.put(seen.property.name).put(seen.property.value); },
          [&](const Noticed& noticed) { to.put(noticed.item).put(noticed.text); },
          [&](const MeasurementSeen& seen) { put(to, seen.measurement); }},
      message);
  return std::move(to.bytes());
}

RingMessage decode_ring_message(std::string_view bytes) {
  Reader from{bytes};
  switch (from.get<std::uint8_t>()) {
    case 0:
      return FailureSeen{get_failure(from)};
    case 1:
      return get_phase_ended(from);
    case 2: {
      FixtureMoved moved{get_fixture_step(from)};
      moved.seconds = from.get<double>();
      return moved;
    }
    case 3:
      return TestBegan{from.get<std::uint32_t>()};
    case 4: {
      PropertySeen seen;
      seen.property.name = from.text();
      seen.property.value = from.text();
      return seen;
    }
    case 5: {
      Noticed noticed;
      noticed.item = from.get<std::uint32_t>();
      noticed.text = from.text();
      return noticed;
    }
    default:
      return MeasurementSeen{get_measurement(from)};
  }
}

std::string encode(const Collection& collection) {
  Writer to;
  put_all(to, collection.items, [&](const model::Item& item) { put(to, item); });
  put_all(to, collection.marks, [&](const model::MarkDeclaration& mark) {
    to.put(mark.signature).put(mark.description).put(mark.family);
  });
  put_all(to, collection.fixtures, [&](const model::Fixture& fixture) { put(to, fixture); });
  put_all(to, collection.settings, [&](const model::Setting& setting) { put(to, setting); });
  put_all(to, collection.errors,
          [&](const model::CollectionError& error) { to.put(error.path).put(error.text); });
  put_all(to, collection.hosted, [&](const Hosted& hosted) { put(to, hosted); });
  return std::move(to.bytes());
}

Collection decode_collection(std::string_view bytes) {
  Reader from{bytes};
  Collection collection;
  collection.items = get_all<model::Item>(from, [&] { return get_item(from); });
  collection.marks = get_all<model::MarkDeclaration>(from, [&] {
    model::MarkDeclaration mark;
    mark.signature = from.text();
    mark.description = from.text();
    mark.family = from.text();
    return mark;
  });
  collection.fixtures = get_all<model::Fixture>(from, [&] { return get_fixture(from); });
  collection.settings = get_all<model::Setting>(from, [&] { return get_setting(from); });
  collection.errors = get_all<model::CollectionError>(from, [&] {
    model::CollectionError error;
    error.path = from.text();
    error.text = from.text();
    return error;
  });
  collection.hosted = get_all<Hosted>(from, [&] { return get_hosted(from); });
  return collection;
}

}  // namespace dyntest::runner
