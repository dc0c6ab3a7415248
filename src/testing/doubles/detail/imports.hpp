// The places where loaded objects keep the address of a library's function for the dynamic linker
// (GOT and PLT slots, tables of functions), replaced and restored together.
//
// What a library calls without going through such a place (calls within the library itself, an
// address that someone has copied) is not replaced.
#pragma once

#include <string>
#include <vector>

#include "testing/doubles/detail/objects.hpp"

namespace dyntest::doubles::detail {

class Imports {
 public:
  // `names`: all that the function is imported as.
  Imports(Address function, std::vector<std::string> names)
      : function_{function}, names_{std::move(names)} {}

  // Errors are why not; empty = done.
  std::string replace(Address by);
  // Puts back what was there.
  std::string restore();

 private:
  struct Place {
    Address* place;
    const Object* object;  // one of objects_
  };
  struct Saved {
    Address* place;
    Address value;
    bool sealed;
  };

  // Looks for the places if libraries were loaded or unloaded since it last did: reading all tables
  // takes milliseconds.
  void find_places();

  Address function_;
  std::vector<std::string> names_;
  unsigned long long found_at_ = 0;  // a load_count()
  std::vector<Object> objects_;
  std::vector<Place> places_;
  Address by_ = 0;
  std::vector<Saved> saved_;
};

}  // namespace dyntest::doubles::detail
