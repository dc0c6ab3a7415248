#include "testing/doubles/detail/jump.hpp"

#include <linux/membarrier.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>

namespace dyntest::doubles::detail {
namespace {

// Makes every core that runs one of our threads drop what it has decoded. On kernels without it
// another thread may call the old code for a moment longer.
void refresh_all_cores() {
#ifdef __NR_membarrier
  ::syscall(__NR_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_SYNC_CORE, 0, 0);
  ::syscall(__NR_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED_SYNC_CORE, 0, 0);
#endif
}

Address page_bytes() { return static_cast<Address>(::sysconf(_SC_PAGESIZE)); }

std::string last_error(const char* doing) {
  return std::string{doing} + ": " + std::error_code{errno, std::generic_category()}.message();
}

// Code that can be written to, for as long as this lives. It stays executable: others run it.
class Writable {
 public:
  Writable(Address begin, std::size_t bytes)
      : begin_{begin & ~(page_bytes() - 1)}, bytes_{begin + bytes - begin_} {
    if (::mprotect(start(), bytes_, PROT_READ | PROT_WRITE | PROT_EXEC) != 0)
      error_ = last_error("making its code writable");
  }
  Writable(const Writable&) = delete;
  Writable& operator=(const Writable&) = delete;
  ~Writable() {
    if (error_.empty()) ::mprotect(start(), bytes_, PROT_READ | PROT_EXEC);
  }
  const std::string& error() const { return error_; }

 private:
  void* start() const { return reinterpret_cast<void*>(begin_); }
  Address begin_;
  std::size_t bytes_;
  std::string error_;
};

#if defined(__x86_64__)

// `jmp *slot` for many slots: a page of code and, right behind it, a page of slots.
class Thunks {
 public:
  struct Thunk {
    Address code = 0;
    std::atomic<Address>* slot = nullptr;
  };

  // No code if there is no memory.
  Thunk take() {
    if (next_ == page_bytes() / bytes && !add_page()) return {};
    const Address code = page_ + next_ * bytes;
    ++next_;
    return {code, reinterpret_cast<std::atomic<Address>*>(code + page_bytes())};
  }

 private:
  static constexpr std::size_t bytes = 8;  // of a thunk, and of a slot

  bool add_page() {
    void* pages = ::mmap(nullptr, 2 * page_bytes(), PROT_READ | PROT_WRITE,
                         MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (pages == MAP_FAILED) return false;
    const auto to_slot = static_cast<std::uint32_t>(page_bytes() - 6);
    std::array<unsigned char, bytes> jump{0xff, 0x25, 0, 0, 0, 0, 0x90, 0x90};
    std::memcpy(jump.data() + 2, &to_slot, sizeof to_slot);
    for (std::size_t i = 0; i < page_bytes(); i += bytes)
      std::memcpy(static_cast<char*>(pages) + i, jump.data(), bytes);
    if (::mprotect(pages, page_bytes(), PROT_READ | PROT_EXEC) != 0) return false;
    page_ = reinterpret_cast<Address>(pages);
    next_ = 0;
    return true;
  }

  Address page_ = 0;
  std::size_t next_ = page_bytes() / bytes;
};

constexpr std::uint16_t jump_back_8 = 0xf8eb;  // eb f8, as a little-endian number

#endif

}  // namespace

// ThreadSanitizer keeps no account of code, and crashes when code is read or written as data.
#define CODE_AS_DATA __attribute__((no_sanitize("thread")))

#if defined(__x86_64__)

CODE_AS_DATA bool has_room_for_jump(Address entry) {
  const auto* code = reinterpret_cast<const unsigned char*>(entry);
  for (std::size_t i = 1; i <= bytes_before; ++i)
    if (*(code - i) != 0x90) return false;
  const bool two_nops = code[0] == 0x90 && code[1] == 0x90;
  const bool long_nop = code[0] == 0x66 && code[1] == 0x90;
  return (two_nops || long_nop) && entry % 2 == 0;
}

CODE_AS_DATA Jump write_jump(Address entry) {
  static Thunks thunks;
  const Thunks::Thunk thunk = thunks.take();
  if (thunk.code == 0) return {nullptr, 0, last_error("getting memory for a jump")};
  thunk.slot->store(entry + bytes_after);
  const Writable writable{entry - bytes_before, bytes_before + bytes_after};
  if (!writable.error().empty()) return {nullptr, 0, writable.error()};
  constexpr std::array<unsigned char, 6> jump_through{0xff, 0x25, 0xf2, 0xff, 0xff, 0xff};
  auto* code = reinterpret_cast<unsigned char*>(entry);
  std::memcpy(code - bytes_before, &thunk.code, sizeof thunk.code);
  std::memcpy(code - jump_through.size(), jump_through.data(), jump_through.size());
  refresh_all_cores();
  __atomic_store_n(reinterpret_cast<std::uint16_t*>(entry), jump_back_8, __ATOMIC_SEQ_CST);
  refresh_all_cores();
  return {thunk.slot, entry + bytes_after, {}};
}

#elif defined(__aarch64__)

CODE_AS_DATA bool has_room_for_jump(Address entry) {
  constexpr std::uint32_t nop = 0xd503201f;
  const auto* code = reinterpret_cast<const std::uint32_t*>(entry - bytes_before);
  for (std::size_t i = 0; i < (bytes_before + bytes_after) / sizeof nop; ++i)
    if (code[i] != nop) return false;
  return true;
}

CODE_AS_DATA Jump write_jump(Address entry) {
  auto* slot = new std::atomic<Address>{entry + bytes_after};
  const Writable writable{entry - bytes_before, bytes_before + bytes_after};
  if (!writable.error().empty()) return {nullptr, 0, writable.error()};
  constexpr std::array<std::uint32_t, 4> through{0x58000090,   // ldr x16, entry - 8
                                                 0xf9400210,   // ldr x16, [x16]
                                                 0xd61f0200,   // br x16
                                                 0xd503201f};  // nop
  constexpr std::uint32_t jump_back_24 = 0x17fffffa;           // b entry - 24
  auto* code = reinterpret_cast<unsigned char*>(entry);
  std::memcpy(code - 24, through.data(), sizeof through);
  std::memcpy(code - 8, &slot, sizeof slot);
  auto* begin = reinterpret_cast<char*>(entry);
  __builtin___clear_cache(begin - 24, begin);
  refresh_all_cores();
  __atomic_store_n(reinterpret_cast<std::uint32_t*>(entry), jump_back_24, __ATOMIC_SEQ_CST);
  __builtin___clear_cache(begin, begin + 4);
  refresh_all_cores();
  return {slot, entry + bytes_after, {}};
}

#else

bool has_room_for_jump(Address) { return false; }
Jump write_jump(Address) { return {nullptr, 0, "not known on this processor"}; }

#endif

}  // namespace dyntest::doubles::detail
