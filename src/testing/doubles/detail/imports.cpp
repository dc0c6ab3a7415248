#include "testing/doubles/detail/imports.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>

namespace dyntest::doubles::detail {
namespace {

// One aligned store, so that a thread that calls through the place sees one address or the other.
bool store(Address* place, Address value, bool sealed) {
  const auto page_bytes = static_cast<Address>(::sysconf(_SC_PAGESIZE));
  void* page = reinterpret_cast<void*>(reinterpret_cast<Address>(place) & ~(page_bytes - 1));
  if (sealed && ::mprotect(page, page_bytes, PROT_READ | PROT_WRITE) != 0) return false;
  __atomic_store_n(place, value, __ATOMIC_SEQ_CST);
  if (sealed) ::mprotect(page, page_bytes, PROT_READ);
  return true;
}

}  // namespace

std::string Imports::replace(Address by) {
  by_ = by;
  saved_.clear();
  std::string error;
  for (const Object& object : loaded_objects())
    each_slot(object, [&](const Slot& slot) {
      if (std::ranges::find(names_, slot.name) == names_.end()) return;
      const Address value = __atomic_load_n(slot.place, __ATOMIC_SEQ_CST);
      // Not yet bound: it leads to a stub of the object itself, which binds it.
      const bool unbound = object.holds(value, 1, PF_X);
      if (value != function_ && !unbound) return;
      const bool sealed = object.sealed(reinterpret_cast<Address>(slot.place));
      if (!store(slot.place, by, sealed)) {
        error = "the dynamic linker's table of " + object.path + " cannot be changed";
        return;
      }
      // A call that binds the place right now would undo us; bound, it is restored the same.
      saved_.push_back({slot.place, function_, sealed});
    });
  if (!error.empty()) {
    restore();
    return error;
  }
  if (saved_.empty()) return "no loaded file calls it through the dynamic linker";
  return {};
}

std::string Imports::restore() {
  std::string error;
  for (const Saved& saved : saved_) {
    if (__atomic_load_n(saved.place, __ATOMIC_SEQ_CST) != by_)
      error = "its address was bound anew while it was patched: calls may have been missed";
    if (!store(saved.place, saved.value, saved.sealed)) error = "it could not be restored";
  }
  saved_.clear();
  return error;
}

}  // namespace dyntest::doubles::detail
