#include "foundation/os/limits.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <cerrno>

#include "foundation/base/bytes.hpp"

namespace dyntest::os {
namespace {

using Limit = std::optional<std::uint64_t>;

// `beyond` is what the hard limit lies above the soft one.
int lower(__rlimit_resource_t resource, const Limit& wanted, std::uint64_t beyond) noexcept {
  if (!wanted) return 0;
  rlimit limit{};
  if (::getrlimit(resource, &limit) != 0) return errno;
  const rlim_t hard = std::max<rlim_t>(*wanted, *wanted + beyond);  // not around the end
  limit.rlim_max = std::min(limit.rlim_max, hard);
  limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, *wanted);
  return ::setrlimit(resource, &limit) == 0 ? 0 : errno;
}

void put(base::Writer& writer, const Limit& limit) {
  writer.put(limit.has_value()).put(limit.value_or(0));
}

Limit get(base::Reader& reader) {
  const bool is_set = reader.get<bool>();
  const auto value = reader.get<std::uint64_t>();
  return is_set ? Limit{value} : std::nullopt;
}

}  // namespace

int Limits::apply() const noexcept {
  if (const int code = lower(RLIMIT_DATA, memory_bytes, 0)) return code;
  if (const int code = lower(RLIMIT_CPU, cpu_seconds, 1)) return code;
  if (const int code = lower(RLIMIT_NOFILE, open_files, 0)) return code;
  return lower(RLIMIT_CORE, core_bytes, 0);
}

std::string Limits::packed() const {
  base::Writer writer;
  for (const Limit& limit : {memory_bytes, cpu_seconds, open_files, core_bytes}) put(writer, limit);
  return writer.bytes();
}

Limits Limits::unpacked(std::string_view bytes) {
  base::Reader reader{bytes};
  Limits limits;
  for (Limit* limit :
       {&limits.memory_bytes, &limits.cpu_seconds, &limits.open_files, &limits.core_bytes})
    *limit = get(reader);
  return limits;
}

}  // namespace dyntest::os
