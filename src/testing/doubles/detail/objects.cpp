#include "testing/doubles/detail/objects.hpp"

#include <cxxabi.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <span>

namespace dyntest::doubles::detail {
namespace {

template <class T>
const T* at(Address address) {
  return reinterpret_cast<const T*>(address);  // NOLINT: this is what ELF tables hold
}

// A file's bytes, mapped.
class File {
 public:
  explicit File(const std::string& path) {
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) return;
    struct stat info = {};
    if (::fstat(fd, &info) == 0 && info.st_size > 0) {
      size_ = static_cast<std::size_t>(info.st_size);
      data_ = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, fd, 0);
      if (data_ == MAP_FAILED) size_ = 0;
    }
    ::close(fd);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() {
    if (size_ > 0) ::munmap(data_, size_);
  }

  // `count` of T at `offset`; nothing if the file is shorter.
  template <class T>
  std::span<const T> array(std::size_t offset, std::size_t count) const {
    if (offset > size_ || count > (size_ - offset) / sizeof(T)) return {};
    return {reinterpret_cast<const T*>(static_cast<const char*>(data_) + offset), count};
  }

 private:
  void* data_ = nullptr;
  std::size_t size_ = 0;
};

std::span<const ElfW(Shdr)> sections_of(const File& file) {
  const auto head = file.array<ElfW(Ehdr)>(0, 1);
  if (head.empty()) return {};
  return file.array<ElfW(Shdr)>(head[0].e_shoff, head[0].e_shnum);
}

Symbol symbol(const Object& object, const ElfW(Sym) & entry, const char* name) {
  const bool defined = entry.st_shndx != SHN_UNDEF && entry.st_shndx != SHN_ABS;
  std::string_view plain = name;
  plain = plain.substr(0, plain.find('@'));  // without its version
  return {plain, defined ? object.base + entry.st_value : 0,
          static_cast<unsigned char>(ELF64_ST_BIND(entry.st_info)),
          static_cast<unsigned char>(ELF64_ST_VISIBILITY(entry.st_other)),
          static_cast<unsigned char>(ELF64_ST_TYPE(entry.st_info))};
}

struct Dynamic {
  const ElfW(Sym) * symbols = nullptr;
  const char* names = nullptr;
  Address hash = 0;
  Address gnu_hash = 0;
  std::span<const ElfW(Rela)> relocations;
  std::span<const ElfW(Rela)> calls;
};

Dynamic dynamic_of(const Object& object) {
  Dynamic found;
  Address relocations = 0;
  Address calls = 0;
  std::size_t relocations_bytes = 0;
  std::size_t calls_bytes = 0;
  for (std::size_t i = 0; i < object.header_count; ++i) {
    if (object.headers[i].p_type != PT_DYNAMIC) continue;
    const auto* entry = at<ElfW(Dyn)>(object.base + object.headers[i].p_vaddr);
    for (; entry->d_tag != DT_NULL; ++entry) {
      // glibc has added the base already, but not for the kernel's own object.
      const Address value = entry->d_un.d_ptr;
      const Address address = value < object.base ? object.base + value : value;
      if (entry->d_tag == DT_SYMTAB) found.symbols = at<ElfW(Sym)>(address);
      if (entry->d_tag == DT_STRTAB) found.names = at<char>(address);
      if (entry->d_tag == DT_HASH) found.hash = address;
      if (entry->d_tag == DT_GNU_HASH) found.gnu_hash = address;
      if (entry->d_tag == DT_RELA) relocations = address;
      if (entry->d_tag == DT_RELASZ) relocations_bytes = value;
      if (entry->d_tag == DT_JMPREL) calls = address;
      if (entry->d_tag == DT_PLTRELSZ) calls_bytes = value;
    }
  }
  if (relocations != 0)
    found.relocations = {at<ElfW(Rela)>(relocations), relocations_bytes / sizeof(ElfW(Rela))};
  if (calls != 0) found.calls = {at<ElfW(Rela)>(calls), calls_bytes / sizeof(ElfW(Rela))};
  return found;
}

// The number of dynamic symbols stands nowhere; the hash tables know the last one.
std::size_t symbol_count(const Dynamic& dynamic) {
  if (dynamic.hash != 0) return at<std::uint32_t>(dynamic.hash)[1];
  if (dynamic.gnu_hash == 0) return 0;
  const auto* header = at<std::uint32_t>(dynamic.gnu_hash);
  const std::uint32_t bucket_count = header[0];
  const std::uint32_t first = header[1];
  const std::uint32_t filter_words = header[2];
  const auto* buckets = header + 4 + filter_words * (sizeof(ElfW(Addr)) / sizeof *header);
  const auto* chains = buckets + bucket_count;
  std::uint32_t last = 0;
  for (std::uint32_t i = 0; i < bucket_count; ++i)
    if (buckets[i] > last) last = buckets[i];
  if (last < first) return first;
  while ((chains[last - first] & 1u) == 0) ++last;
  return last + 1;
}

#if defined(__x86_64__)
constexpr unsigned relocation_call = R_X86_64_JUMP_SLOT;
constexpr unsigned relocation_address = R_X86_64_GLOB_DAT;
constexpr unsigned relocation_pointer = R_X86_64_64;
#else
constexpr unsigned relocation_call = R_AARCH64_JUMP_SLOT;
constexpr unsigned relocation_address = R_AARCH64_GLOB_DAT;
constexpr unsigned relocation_pointer = R_AARCH64_ABS64;
#endif

int add_object(dl_phdr_info* info, std::size_t, void* into) {
  auto& objects = *static_cast<std::vector<Object>*>(into);
  const bool program = objects.empty();
  objects.push_back({program ? "/proc/self/exe" : info->dlpi_name, info->dlpi_addr, info->dlpi_phdr,
                     info->dlpi_phnum, program});
  return 0;
}

}  // namespace

bool Object::holds(Address begin, std::size_t bytes, unsigned flags) const {
  for (std::size_t i = 0; i < header_count; ++i) {
    const auto& header = headers[i];
    const Address from = base + header.p_vaddr;
    if (header.p_type == PT_LOAD && (header.p_flags & flags) == flags && begin >= from &&
        begin + bytes <= from + header.p_memsz)
      return true;
  }
  return false;
}

bool Object::sealed(Address address) const {
  for (std::size_t i = 0; i < header_count; ++i) {
    const auto& header = headers[i];
    const Address from = base + header.p_vaddr;
    if (header.p_type == PT_GNU_RELRO && address >= from && address < from + header.p_memsz)
      return true;
  }
  return false;
}

std::vector<Object> loaded_objects() {
  std::vector<Object> objects;
  ::dl_iterate_phdr(&add_object, &objects);
  return objects;
}

unsigned long long load_count() {
  unsigned long long count = 0;
  const auto first = [](dl_phdr_info* info, std::size_t, void* into) {
    *static_cast<unsigned long long*>(into) = info->dlpi_adds + info->dlpi_subs;
    return 1;  // it is the same for all
  };
  ::dl_iterate_phdr(first, &count);
  return count;
}

bool is_stripped(const Object& object) {
  return std::ranges::none_of(sections_of(File{object.path}), [](const ElfW(Shdr) & section) {
    return section.sh_type == SHT_SYMTAB;
  });
}

void each_symbol(const Object& object, const std::function<void(const Symbol&)>& see) {
  const File file{object.path};
  const auto sections = sections_of(file);
  bool found = false;
  for (const auto& section : sections) {
    if (section.sh_type != SHT_SYMTAB || section.sh_link >= sections.size()) continue;
    const auto& names = sections[section.sh_link];
    const auto text = file.array<char>(names.sh_offset, names.sh_size);
    const auto count = section.sh_size / sizeof(ElfW(Sym));
    for (const auto& entry : file.array<ElfW(Sym)>(section.sh_offset, count))
      if (entry.st_name < text.size()) see(symbol(object, entry, text.data() + entry.st_name));
    found = true;
  }
  if (!found) each_dynamic_symbol(object, see);
}

void each_dynamic_symbol(const Object& object, const std::function<void(const Symbol&)>& see) {
  const Dynamic dynamic = dynamic_of(object);
  if (dynamic.symbols == nullptr || dynamic.names == nullptr) return;
  const std::size_t count = symbol_count(dynamic);
  for (std::size_t i = 1; i < count; ++i)
    see(symbol(object, dynamic.symbols[i], dynamic.names + dynamic.symbols[i].st_name));
}

void each_import_stub(const Object& object,
                      const std::function<void(const std::string& name, Address offset)>& see) {
  const Dynamic dynamic = dynamic_of(object);
  if (dynamic.symbols == nullptr || dynamic.names == nullptr) return;
  const std::size_t count = symbol_count(dynamic);
  for (std::size_t i = 1; i < count; ++i) {
    const auto& entry = dynamic.symbols[i];
    if (entry.st_shndx == SHN_UNDEF && entry.st_value != 0)
      see(dynamic.names + entry.st_name, entry.st_value);
  }
}

void each_slot(const Object& object, const std::function<void(const Slot&)>& see) {
  const Dynamic dynamic = dynamic_of(object);
  if (dynamic.symbols == nullptr || dynamic.names == nullptr) return;
  for (const auto& table : {dynamic.relocations, dynamic.calls}) {
    for (const auto& relocation : table) {
      const auto type = static_cast<unsigned>(ELF64_R_TYPE(relocation.r_info));
      if (type != relocation_call && type != relocation_address && type != relocation_pointer)
        continue;
      if (relocation.r_addend != 0) continue;
      const auto& entry = dynamic.symbols[ELF64_R_SYM(relocation.r_info)];
      const Address place = object.base + relocation.r_offset;
      see({&object, reinterpret_cast<Address*>(place), dynamic.names + entry.st_name});
    }
  }
}

std::string readable(std::string_view mangled) {
  const std::string symbol{mangled};
  int status = 0;
  char* text = abi::__cxa_demangle(symbol.c_str(), nullptr, nullptr, &status);
  if (text == nullptr) return symbol;
  std::string name = text;
  std::free(text);
  // The parameters begin at the last parenthesis that nothing encloses; what stands before a space
  // there is the result of a template.
  const auto last_outside = [&](char wanted) {
    int depth = 0;
    for (std::size_t i = name.size(); i-- > 0;) {
      if (name[i] == ')' || name[i] == '>') ++depth;
      if (name[i] == '(' || name[i] == '<') --depth;
      if (depth == 0 && name[i] == wanted) return i;
    }
    return std::string::npos;
  };
  if (name.find("operator") != std::string::npos) return name;
  name = name.substr(0, last_outside('('));
  const std::size_t space = last_outside(' ');
  return space == std::string::npos ? name : name.substr(space + 1);
}

}  // namespace dyntest::doubles::detail
