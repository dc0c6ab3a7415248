#include "testing/doubles/detail/verdict.hpp"

#include <algorithm>
#include <map>
#include <string_view>

#include "testing/doubles/detail/jump.hpp"

namespace dyntest::doubles::detail {
namespace {

constexpr const char* compile_it = "compile its code with dyntest_patchable(<target>) in CMake";

// What compilers know by heart, or the C library declares pure or const: calls are left out,
// computed, or turned into others (printf into puts). So are those of all of libm. Then what a
// double needs itself.
constexpr std::string_view known_to_compilers =
    " a64l abort abs acos alloca argz_count asin atan atan2 atoi atol atoll bcmp bcopy bzero "
    "calloc ceil cos cosh div dysize envz_entry envz_get exit exp exp2 fabs fegetround ffs ffsl "
    "ffsll floor fmax fmin fmod fprintf fputc fputs free frexp fwrite getpagesize gnu_dev_major "
    "gnu_dev_makedev gnu_dev_minor htonl htons imaxabs imaxdiv index isalnum isalpha iscntrl "
    "isdigit isgraph islower isprint ispunct isspace isupper isxdigit labs ldexp ldiv llabs "
    "lldiv log log10 log2 lround malloc mbsinit memchr memcmp memcpy memmem memmove mempcpy "
    "memrchr memset modf ntohl ntohs pow printf pthread_equal pthread_self putchar puts "
    "rawmemchr realloc rindex rint round sin sinh snprintf sprintf sqrt stpcpy strcasecmp "
    "strcasecmp_l strcasestr strcat strchr strchrnul strcmp strcoll strcoll_l strcpy strcspn "
    "strdup strlen strncasecmp strncasecmp_l strncat strncmp strncpy strndup strnlen strpbrk "
    "strrchr strspn strstr strverscmp tan tanh tolower toupper trunc vfprintf vprintf vsnprintf "
    "vsprintf wcschr wcschrnul wcscmp wcscspn wcslen wcsncmp wcsnlen wcspbrk wcsrchr wcsspn "
    "wcsstr wcswcs wmemchr wmemcmp ";
constexpr std::string_view needed_by_doubles =
    " aligned_alloc dl_iterate_phdr mprotect posix_memalign pthread_cond_clockwait "
    "pthread_cond_broadcast pthread_mutex_lock pthread_mutex_unlock ";

bool is_one_of(std::string_view list, const std::string& name) {
  return list.find(' ' + name + ' ') != std::string_view::npos;
}

// Copies that an optimiser made of a function for some of its callers: fetch.constprop.0
bool is_clone_of(std::string_view symbol, std::string_view name) {
  if (symbol.size() <= name.size() || !symbol.starts_with(name)) return false;
  const std::string_view rest = symbol.substr(name.size());
  return rest.starts_with(".constprop") || rest.starts_with(".isra") || rest.starts_with(".part") ||
         rest.starts_with(".localalias");
}

// A function's symbols at one address: GCC calls what calls itself fetch.localalias in there.
bool same_function(std::string_view symbol, std::string_view other) {
  return symbol.substr(0, symbol.find('.')) == other.substr(0, other.find('.'));
}

// One of the function's own symbols.
struct Own {
  std::string name;
  unsigned char binding;
  unsigned char visibility;
};

class Judge {
 public:
  explicit Judge(Address function) : objects_{loaded_objects()} { verdict_.address = function; }

  Verdict verdict() {
    follow_stub();
    const Object* home = home_of(verdict_.address);
    verdict_.name = "a function";
    if (home == nullptr) return refused("its address is in no loaded file");
    const Address before = verdict_.address - bytes_before;
    find_symbols(*home);
    const bool has_room = home->holds(before, bytes_before + bytes_after, PF_X) &&
                          has_room_for_jump(verdict_.address);
    return has_room ? judge_entry(*home) : judge_import(*home);
  }

 private:
  Verdict refused(std::string reason) {
    verdict_.reason = std::move(reason);
    return verdict_;
  }

  const Object* home_of(Address address) const {
    for (const Object& object : objects_)
      if (object.holds(address, 1)) return &object;
    return nullptr;
  }

  // The address of a library's function may be that of a stub in a program that was not compiled as
  // position independent.
  void follow_stub() {
    const Object* home = home_of(verdict_.address);
    if (home == nullptr || !home->program) return;
    std::string name;
    const Address offset = verdict_.address - home->base;
    each_import_stub(*home, [&](const std::string& symbol, Address stub) {
      if (stub == offset) name = symbol;
    });
    if (name.empty()) return;
    for (const Object& object : objects_) {
      Address found = 0;
      each_dynamic_symbol(object, [&](const Symbol& symbol) {
        if (symbol.address != 0 && symbol.name == name) found = symbol.address;
      });
      if (found != 0) {
        stub_name_ = name;
        verdict_.address = found;
        return;
      }
    }
  }

  // All symbols of functions that stand at the address.
  void find_symbols(const Object& home) {
    const auto add = [&](const Symbol& symbol) {
      if (symbol.address != verdict_.address) return;
      if (symbol.type != STT_FUNC && symbol.type != STT_GNU_IFUNC) return;
      const bool seen = std::ranges::any_of(
          symbols_, [&](const Own& other) { return other.name == symbol.name; });
      if (!seen) symbols_.push_back({std::string{symbol.name}, symbol.binding, symbol.visibility});
    };
    // What is exported first: some linkers list all else as local, whatever it is.
    each_dynamic_symbol(home, add);
    each_symbol(home, add);
    // Its own name first, then those that an optimiser made of it.
    std::ranges::stable_partition(
        symbols_, [](const Own& symbol) { return symbol.name.find('.') == std::string::npos; });
    if (!symbols_.empty()) verdict_.name = readable(symbols_.front().name);
    if (!stub_name_.empty()) verdict_.name = readable(stub_name_);
  }

  Verdict judge_entry(const Object& home) {
    if (symbols_.empty())
      return refused(
          "its symbol is gone, so nobody can tell whether calls of it were inlined; "
          "do not strip the program");
    const Own& symbol = symbols_.front();
    const auto other = std::ranges::find_if(
        symbols_, [&](const Own& each) { return !same_function(each.name, symbol.name); });
    if (other != symbols_.end())
      return refused("it shares its code with " + readable(other->name) +
                     "; link without folding identical code (--icf)");
    if (const std::string why = why_maybe_inlined(symbol); !why.empty()) return refused(why);
    std::string clone;
    each_symbol(home, [&](const Symbol& copy) {
      if (copy.address != verdict_.address && is_clone_of(copy.name, symbol.name))
        clone = copy.name;
    });
    if (!clone.empty())
      return refused("the compiler made a copy of it (" + clone + "); " + compile_it);
    for (const Object& object : objects_) {
      bool copy = false;
      each_dynamic_symbol(object, [&](const Symbol& each) {
        copy = copy ||
               (each.address != 0 && each.address != verdict_.address && each.name == symbol.name);
      });
      if (copy) return refused(object.path + " has a copy of its own; link it only once");
    }
    return verdict_;
  }

  // What the compiler may look into, whatever its flags.
  static std::string why_maybe_inlined(const Own& symbol) {
    if (symbol.binding == STB_LOCAL || symbol.visibility != STV_DEFAULT)
      return "it is static, in an unnamed namespace, hidden or protected, so calls of it may have "
             "been inlined; declare it in a header (or the program was linked without -rdynamic, "
             "which "
             "dyntest_patchable adds)";
    if (symbol.binding != STB_GLOBAL)
      return "it is inline or a template, so calls of it may have been inlined; define it in one "
             "source file";
    return {};
  }

  Verdict judge_import(const Object& home) {
    std::vector<std::string> names;
    const auto add = [&](std::string_view name) {
      if (std::ranges::find(names, name) == names.end()) names.emplace_back(name);
    };
    if (!stub_name_.empty()) add(stub_name_);
    for (const Object& object : objects_)
      each_slot(object, [&](const Slot& slot) {
        if (*slot.place == verdict_.address) add(slot.name);
      });
    each_dynamic_symbol(home, [&](const Symbol& symbol) {
      if (symbol.address == verdict_.address) add(symbol.name);
    });
    if (!names.empty() && !home.program)
      verdict_.name = readable(*std::ranges::min_element(names, {}, &std::string::size));
    for (const std::string& name : names) {
      if (is_one_of(known_to_compilers, name) || home.path.find("/libm.so") != std::string::npos)
        return refused("compilers know " + name +
                       " and leave out or change calls of it; wrap it in a function of your own");
      if (is_one_of(needed_by_doubles, name))
        return refused("doubles need it themselves; wrap it in a function of your own");
      if (imports_checked_form(name))
        return refused("with _FORTIFY_SOURCE calls of it go to __" + name +
                       "_chk; compile without it");
    }
    if (home.program) return refused(why_not_patchable());
    if (names.empty()) return refused("it is not exported by " + home.path + "; " + compile_it);
    if (!is_interceptor() && !is_stripped(home))
      return refused(
          "its library was built here, but not to be patched, so calls that the library itself "
          "makes of it may have been inlined; compile the library with dyntest_patchable(<target>) "
          "in CMake, or strip it if only calls from outside of it matter");
    verdict_.import_names = std::move(names);
    return verdict_;
  }

  std::string why_not_patchable() const {
    if (is_interceptor())
      return "a sanitizer that is linked into the program stands in for it; link the sanitizer "
             "as a library (clang: -shared-libsan)";
    if (!symbols_.empty() && symbols_.front().binding == STB_WEAK)
      return why_maybe_inlined(symbols_.front());
    return std::string{
               "it was not compiled to be patched, so calls of it may have been inlined; "} +
           compile_it;
  }

  // Does a sanitizer stand in for the function?
  bool is_interceptor() const {
    return std::ranges::any_of(symbols_, [](const Own& symbol) {
      return symbol.name.find("interceptor_") != std::string::npos;
    });
  }

  bool imports_checked_form(const std::string& name) const {
    const std::string checked = "__" + name + "_chk";
    bool found = false;
    each_slot(objects_.front(), [&](const Slot& slot) { found = found || slot.name == checked; });
    return found;
  }

  std::vector<Object> objects_;
  std::vector<Own> symbols_;
  std::string stub_name_;
  Verdict verdict_;
};

}  // namespace

Verdict judge(Address function) { return Judge{function}.verdict(); }

}  // namespace dyntest::doubles::detail
