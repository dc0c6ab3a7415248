#include "etcd_writer_test_utils.hpp"

#include <map>

#include "conftest.hpp"
#include "kit/faults/run.hpp"

using dyntest::base::Status;

Status EtcdWriter::write_until(Deadline deadline) {
  const auto key = prefix_ + std::to_string(attempts_++);
  return dyntest::faults::recovered_within(deadline, [&](Deadline) { return put(key); });
}

Status EtcdWriter::put(const std::string& key) {
  const auto answer = client_.put(key, "value of " + key);
  if (!answer) return answer.error();
  acknowledged_.insert(key);
  return {};
}

void EtcdWriter::verify(dyntest::etcd::Client& direct) const {
  const auto all = direct.get_prefix(prefix_);
  REQUIRE(all.has_value());
  std::map<std::string, std::string> found;
  for (const auto& entry : all->entries) found[entry.key] = entry.value;
  for (const auto& key : acknowledged_) CHECK(found[key] == "value of " + key);
  CHECK(found.size() <= attempts_);
  CHECK(!acknowledged_.empty());
}
