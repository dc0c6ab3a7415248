// What etcd stores and reports, as plain values.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace dyntest::etcd {

// 0 = no lease.
using LeaseId = std::int64_t;

struct KeyValue {
  std::string key;
  std::string value;
  LeaseId lease = 0;
  std::int64_t create_revision = 0;
  std::int64_t mod_revision = 0;
  std::int64_t version = 0;  // 1 when created, +1 with every put
  bool operator==(const KeyValue&) const = default;
};

// All keys of a prefix at one revision, in the order of their bytes. Watch from `revision + 1` to
// miss nothing and see nothing twice.
struct Snapshot {
  std::vector<KeyValue> entries;
  std::int64_t revision = 0;
  bool operator==(const Snapshot&) const = default;
};

struct Event {
  enum class Kind { put, erase };
  Kind kind = Kind::put;
  KeyValue entry;  // of an erase: key and mod_revision only. An expired lease erases too.
  bool operator==(const Event&) const = default;
};

struct MemberStatus {
  std::string version;  // `3.4.23`
  std::uint64_t member = 0;
  std::uint64_t leader = 0;  // 0 = none elected
  bool leads() const { return member == leader && leader != 0; }
  bool operator==(const MemberStatus&) const = default;
};

}  // namespace dyntest::etcd
