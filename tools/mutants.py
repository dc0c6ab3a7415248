"""C++ sources in which literals can be changed when the program runs; for mutate_reporters.

The program then changes the literals whose numbers stand in DYNTEST_MUTANTS, as in `3,17`, and adds
the numbers of those that it reaches to the file DYNTEST_MUTANTS_REACHED. `mutated` puts each string
literal with a letter, and every character literal that is one, into a call of `pick`, declared in
HEADER, with the literal as it is and with one letter changed:

    f("{} error{}", n)   ->   f(dyntest_mutants::pick(17, "{} error{}", "{} erqor{}"), n)

Constants become variables for that: `constexpr` goes, so fmt must not want its formats constant
(FMT_CONSTEVAL). Letters within escapes and {formats} stay. Left alone: includes, assertions about
our own bugs, labels of a `case`, modes of fopen, names for the linker, attributes.
"""

import re
from dataclasses import dataclass

HEADER = r"""
#pragma once
#include <fcntl.h>
#include <unistd.h>
#include <cstddef>
#include <cstdio>
#include <cstdlib>

namespace dyntest_mutants {
inline constexpr int most = 10000;
inline bool is_changed(int number) {
  static const bool* const changed = [] {
    static bool numbers[most] = {};
    const char* text = std::getenv("DYNTEST_MUTANTS");
    for (char* end = nullptr; text != nullptr && *text != '\0'; text = *end == '\0' ? end : end + 1)
      numbers[std::strtol(text, &end, 10)] = true;
    return numbers;
  }();
  return changed[number];
}
inline void reached(int number) {
  static bool seen[most] = {};
  static const char* file = std::getenv("DYNTEST_MUTANTS_REACHED");
  if (file == nullptr || seen[number]) return;
  seen[number] = true;
  char line[16];
  const int size = std::snprintf(line, sizeof line, "%d\n", number);
  const int fd = ::open(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (::write(fd, line, static_cast<std::size_t>(size)) < 0) std::abort();
  ::close(fd);
}
// The literal, or, of literals that stand side by side, the one that is changed in a chosen part.
template <class T, class... Changed>
const T& pick(int first, const T& original, const Changed&... changed) {
  const T* all[] = {&changed...};
  for (int i = 0; i < static_cast<int>(sizeof...(Changed)); ++i) {
    reached(first + i);
    if (is_changed(first + i)) return *all[i];
  }
  return original;
}
inline char pick(int number, char original, char changed) {
  reached(number);
  return is_changed(number) ? changed : original;
}
}  // namespace dyntest_mutants
"""

# What begins first wins, so that a quote in a comment is no literal. A literal is one or several
# strings side by side.
PLAIN = r'(?:\bR"\((?:[^)]|\)(?!"))*\)"|(?<!R)"(?:[^"\\\n]|\\.)*")'
TOKEN = re.compile(
    rf'(?P<comment>//[^\n]*|/\*.*?\*/)'
    rf'|(?P<skipped>^[ \t]*\#[^\n]*|\bstatic_assert\b[^;]*;|\bbase::require\b[^;]*;|extern "C"'
    rf'|\bno_sanitize\("\w+"\)'
    rf'|\bfopen\([^;]*;'
    rf"|\bcase '(?:[^'\\]|\\.)+')"
    rf'|(?P<strings>{PLAIN}(?:\s*{PLAIN})*)'
    rf"|(?P<letter>(?<!\w)'[A-Za-z]')"
    rf"|(?P<character>(?<!\w)'(?:[^'\\]|\\.)+')"
    rf'|(?P<constant>(?<!if )\bconstexpr\b(?: const\b)?)', re.M | re.S)
HIDDEN = re.compile(r"\\x[0-9a-fA-F]+|\\.|\{\{|\{[^}]*\}")


@dataclass(frozen=True)
class Literal:
    number: int
    path: str
    line: int
    text: str
    shown: tuple[str, int]  # what of the changed text is printed as it is, and where it is changed

    def __str__(self) -> str:
        shown = self.text.replace("|", "\\|")
        return f"{self.path.removeprefix('src/testing/')}:{self.line} `{shown}`"


def changed(text: str) -> tuple[str, tuple[str, int]]:
    """A literal with its middle letter changed, and Literal.shown; empty if it has no letter."""
    begin, end = (3, len(text) - 2) if text.startswith("R") else (1, len(text) - 1)
    hidden = [range(*found.span()) for found in HIDDEN.finditer(text)]
    places = [i for i in range(begin, end)
              if text[i].isalpha() and not any(i in range_ for range_ in hidden)]
    if not places:
        return "", ("", 0)
    at = places[len(places) // 2]
    text = text[:at] + ("z" if text[at] in "qQ" else "q") + text[at + 1:]
    begin = max([begin] + [range_.stop for range_ in hidden if range_.stop <= at])
    end = min([end] + [range_.start for range_ in hidden if range_.start > at])
    return text, (text[begin:end], at - begin)


def mutated(source: str, path: str, first: int) -> tuple[str, list[Literal]]:
    """The changed source and its literals, numbered from `first`."""
    literals: list[Literal] = []

    def pick(found: re.Match) -> str:
        parts = [found] if found["letter"] else list(re.finditer(PLAIN, found[0]))
        offset = 0 if found["letter"] else found.start()
        number, variants = first + len(literals), []
        for part in parts:
            variant, shown = changed(part[0])
            if not variant:
                continue
            begin, end = (place + offset - found.start() for place in part.span())
            line = source.count("\n", 0, found.start() + begin) + 1
            literals.append(Literal(number + len(variants), path, line, part[0].strip('"'), shown))
            variants.append(found[0][:begin] + variant + found[0][end:])
        if not variants:
            return found[0]
        return f"dyntest_mutants::pick({', '.join([str(number), found[0], *variants])})"

    def replace(found: re.Match) -> str:
        if found["strings"] or found["letter"]:
            return pick(found)
        return "const" if found["constant"] else found[0]

    return TOKEN.sub(replace, source), literals
