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

void Imports::find_places() {
  const unsigned long long now = load_count();
  if (now == found_at_) return;
  objects_ = loaded_objects();
  places_.clear();
  for (const Object& object : objects_)
    each_slot(object, [&](const Slot& slot) {
      if (std::ranges::find(names_, slot.name) != names_.end())
        places_.push_back({slot.place, slot.object});
    });
  found_at_ = now;
}

std::string Imports::replace(Address by) {
  by_ = by;
  saved_.clear();
  find_places();
  for (const Place& each : places_) {
    const Address value = __atomic_load_n(each.place, __ATOMIC_SEQ_CST);
    // Not yet bound: it leads to a stub of the object itself, which binds it.
    const bool unbound = each.object->holds(value, 1, PF_X);
    if (value != function_ && !unbound) continue;
    const bool sealed = each.object->sealed(reinterpret_cast<Address>(each.place));
    if (!store(each.place, by, sealed)) {
      restore();
      return "the dynamic linker's table of " + each.object->path + " cannot be changed";
    }
    // A call that binds the place right now would undo us; bound, it is restored the same.
    saved_.push_back({each.place, function_, sealed});
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
