#include "testing/report/detail/xml_printer.hpp"

#include "testing/report/text.hpp"
#include "testing/report/xml_text.hpp"

namespace dyntest::report {

void XmlPrinter::attribute(const char* name, const std::string& value) {
  in_attribute_ = true;
  PushAttribute(name, legal_xml(value).c_str());
  in_attribute_ = false;
}

void XmlPrinter::text(const std::string& value) { PushText(legal_xml(value).c_str()); }

void XmlPrinter::data(const std::string& value) {
  std::string text = legal_xml(value);
  // What would end the section is cut in two.
  constexpr std::string_view end = "]]>";
  constexpr std::string_view cut = "]]]]><![CDATA[>";
  for (auto at = text.find(end); at != std::string::npos; at = text.find(end, at + cut.size()))
    text.replace(at, end.size(), cut);
  PushText(text.c_str(), true);
}

void XmlPrinter::Write(const char* data, size_t size) {
  std::string_view rest{data, size};
  while (in_attribute_ && rest.find('\n') != std::string_view::npos) {
    const std::string_view line = first_line(rest);
    XMLPrinter::Write(line.data(), line.size());
    XMLPrinter::Write("&#10;", 5);
    rest.remove_prefix(line.size() + 1);
  }
  XMLPrinter::Write(rest.data(), rest.size());
}

}  // namespace dyntest::report
