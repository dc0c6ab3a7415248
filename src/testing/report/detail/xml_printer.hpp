// XML as the reports of this room write it: tinyxml2's, but for text that XML cannot hold, and for
// lines within attributes. Writes into memory.
#pragma once

#include <tinyxml2.h>

#include <string>
#include <string_view>

namespace dyntest::report {

class XmlPrinter final : public tinyxml2::XMLPrinter {
 public:
  XmlPrinter() : XMLPrinter(nullptr, true) {}

  void attribute(const char* name, const std::string& value);
  void text(const std::string& value);
  // The same, as a CDATA section: markup stands there as it is.
  void data(const std::string& value);

 protected:
  // Newlines within an attribute become references: a reader turns bare ones into blanks.
  void Write(const char* data, size_t size) override;

 private:
  bool in_attribute_ = false;
};

}  // namespace dyntest::report
