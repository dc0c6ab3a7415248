// `did you mean …?`: the known word that a mistaken one was probably meant to be.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dyntest::select {

// Insertions, deletions, replacements and swaps of neighbours that lead from one word to the other
// (optimal string alignment; Damerau 1964). ASCII letters count without case.
std::size_t edit_distance(std::string_view a, std::string_view b);

// The first of the closest `known` words, if one is close: at most a third of the letters differ.
// Failing that, the first that contains `word`, if that has four letters or more.
std::optional<std::string> nearest(std::string_view word, const std::vector<std::string>& known);

// `; did you mean <nearest>?` or nothing.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& known);

}  // namespace dyntest::select
