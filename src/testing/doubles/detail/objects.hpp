// The program and the shared libraries of this process, as ELF describes them: which symbols stand
// at an address, which slots of the dynamic linker hold a function's address.
//
// Used by replacement.cpp to decide whether a function can be replaced. Reads, never writes.
#pragma once

#include <link.h>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace dyntest::doubles::detail {

using Address = std::uintptr_t;

// One loaded file. What it points to stays as long as the file is loaded.
struct Object {
  std::string path;  // of its file; the program itself is /proc/self/exe
  Address base = 0;
  const ElfW(Phdr) * headers = nullptr;
  std::size_t header_count = 0;
  bool program = false;

  // Is [begin, begin + bytes) inside of what was loaded with `flags` (PF_X, …)?
  bool holds(Address begin, std::size_t bytes, unsigned flags = 0) const;
  // Did the dynamic linker make it read-only after it filled it in?
  bool sealed(Address address) const;
};

// `name` is valid while it is seen.
struct Symbol {
  std::string_view name;
  Address address;  // 0 = not defined in this object
  unsigned char binding;
  unsigned char visibility;
  unsigned char type;
};

// Where the dynamic linker keeps the address of a function that an object imports.
struct Slot {
  const Object* object;
  Address* place;
  std::string_view name;
};

// The program first. Valid until a library is loaded or unloaded.
std::vector<Object> loaded_objects();
// How often something was loaded or unloaded so far; never 0.
unsigned long long load_count();

// Calls `see` for every symbol of the file's full table, or of what it exports if it is stripped.
void each_symbol(const Object& object, const std::function<void(const Symbol&)>& see);
// Has its file lost the full table? What a distribution installs has; what was just built has not.
bool is_stripped(const Object& object);
// Only what it imports and exports, from memory.
void each_dynamic_symbol(const Object& object, const std::function<void(const Symbol&)>& see);
void each_slot(const Object& object, const std::function<void(const Slot&)>& see);
// Functions of libraries whose address is, for everyone, that of a stub in this object.
void each_import_stub(const Object& object,
                      const std::function<void(const std::string& name, Address offset)>& see);

// `module::fetch` for `_ZN6module5fetchEi`: as a person writes it, without parameters.
std::string readable(std::string_view symbol);

}  // namespace dyntest::doubles::detail
