#include "testing/runner/channel.hpp"

#include <poll.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <new>
#include <utility>

#include "foundation/base/panic.hpp"

namespace dyntest::runner {

Channel::Channel() : memory_{::memfd_create("dyntest-channel", MFD_CLOEXEC)} {
  base::require(::ftruncate(memory_.get(), sizeof(Shared)) == 0,
                "no memory for a worker's channel");
  map();
  new (shared_) Shared;
}

Channel::Channel(os::Fd memory) : memory_{std::move(memory)} { map(); }

Channel::~Channel() { ::munmap(shared_, sizeof(Shared)); }

void Channel::map() {
  void* at = ::mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED, memory_.get(), 0);
  base::require(at != MAP_FAILED, "a worker's channel cannot be mapped");
  shared_ = static_cast<Shared*>(at);
}

void Channel::write(std::string_view message) {
  const std::lock_guard lock{writing_};
  const auto size = static_cast<std::uint32_t>(message.size());
  const std::uint64_t needed = sizeof size + size;
  base::require(needed < ring_bytes / 2, "a message larger than the ring");
  const std::uint64_t position = shared_->written.load(std::memory_order_relaxed);
  while (position + needed - shared_->read.load(std::memory_order_acquire) > ring_bytes)
    ::poll(nullptr, 0, 1);  // full: the controller is behind, and reads within its tick
  copy_in(position, &size, sizeof size);
  copy_in(position + sizeof size, message.data(), size);
  shared_->written.store(position + needed, std::memory_order_release);
}

bool Channel::read(std::string& message) {
  const std::uint64_t position = shared_->read.load(std::memory_order_relaxed);
  if (position == shared_->written.load(std::memory_order_acquire)) return false;
  std::uint32_t size = 0;
  copy_out(position, &size, sizeof size);
  message.resize(size);
  copy_out(position + sizeof size, message.data(), size);
  shared_->read.store(position + sizeof size + size, std::memory_order_release);
  return true;
}

void Channel::copy_in(std::uint64_t position, const void* bytes, std::size_t size) {
  const std::uint64_t place = position % ring_bytes;
  const std::size_t first = std::min<std::uint64_t>(size, ring_bytes - place);
  std::memcpy(shared_->ring + place, bytes, first);
  std::memcpy(shared_->ring, static_cast<const char*>(bytes) + first, size - first);
}

void Channel::copy_out(std::uint64_t position, void* bytes, std::size_t size) const {
  const std::uint64_t place = position % ring_bytes;
  const std::size_t first = std::min<std::uint64_t>(size, ring_bytes - place);
  std::memcpy(bytes, shared_->ring + place, first);
  std::memcpy(static_cast<char*>(bytes) + first, shared_->ring, size - first);
}

}  // namespace dyntest::runner
