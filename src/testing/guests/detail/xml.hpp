// XML as test frameworks write it, read with tinyxml2.
#pragma once

#include <tinyxml2.h>

#include <string>
#include <string_view>
#include <vector>

#include "testing/model/item.hpp"

namespace dyntest::guests {

using Element = tinyxml2::XMLElement;

// All elements of this name at any depth below, in the order of the document.
std::vector<const Element*> all_below(const tinyxml2::XMLNode& node, std::string_view name);

// Empty if there is none.
std::string attribute(const Element& element, const char* name);
bool is_true(const Element& element, const char* name);
// From the attributes `file_key` and `line`.
model::Place place_of(const Element& element, const char* file_key);

// The text of a child, or of the element itself; without blank lines around it, and without the
// indentation that all of its lines have.
std::string text_of(const Element& element);
std::string text_of(const Element& element, const char* child);

}  // namespace dyntest::guests
