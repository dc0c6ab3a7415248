#include "kit/metrics/exposition.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <system_error>
#include <unordered_set>
#include <utility>
#include <vector>

namespace dyntest::metrics {
namespace {

constexpr std::size_t shown_bytes_max = 60;
constexpr std::string_view blanks = " \t";

constexpr std::array<std::pair<std::string_view, Kind>, 9> kinds{{
    {"counter", Kind::counter},
    {"gauge", Kind::gauge},
    {"histogram", Kind::histogram},
    {"summary", Kind::summary},
    {"untyped", Kind::untyped},
    {"unknown", Kind::untyped},
    {"info", Kind::info},
    {"stateset", Kind::stateset},
    {"gaugehistogram", Kind::gaugehistogram},
}};

// What may stand behind a family's name in those of its samples.
std::vector<std::string_view> suffixes(Kind kind, Format format) {
  switch (kind) {
    case Kind::histogram:
      return {"_bucket", "_count", "_sum", "_created"};
    case Kind::summary:
      return {"_count", "_sum", "_created"};
    case Kind::counter:
      if (format == Format::prometheus) return {};
      return {"_total", "_created"};
    case Kind::info:
      return {"_info"};
    case Kind::gaugehistogram:
      return {"_bucket", "_gcount", "_gsum"};
    case Kind::gauge:
    case Kind::untyped:
    case Kind::stateset:
      return {};
  }
  return {};
}

bool begins_name(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool goes_on(char c) { return begins_name(c) || (c >= '0' && c <= '9'); }

std::string shown(std::string_view text) {
  return text.size() <= shown_bytes_max ? std::string{text}
                                        : std::string{text.substr(0, shown_bytes_max)} + "…";
}

base::Error wrong(std::string_view what, std::string_view text) {
  return base::Error{fmt::format("{}: {}", what, shown(text))};
}

// Go's ParseFloat, which Prometheus uses, without hexadecimal numbers.
std::optional<double> number(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  if (text.empty() || text.front() == '+' || text.find('(') != text.npos) return std::nullopt;
  double value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// What is left of a line.
class Line {
 public:
  explicit Line(std::string_view text) : left_{text} { skip_blanks(); }

  bool at_end() const { return left_.empty(); }
  bool at(char c) const { return left_.starts_with(c); }
  std::string_view left() const { return left_; }
  void take(std::size_t count) { left_.remove_prefix(count); }
  void skip_blanks() { take(std::min(left_.find_first_not_of(blanks), left_.size())); }
  // Empty if what comes is none.
  std::string_view name(bool with_colons) {
    const auto in_name = [&](char c) { return goes_on(c) || (with_colons && c == ':'); };
    if (at_end() || !in_name(left_[0]) || (left_[0] >= '0' && left_[0] <= '9')) return {};
    const auto end = std::ranges::find_if_not(left_, in_name);
    return token(static_cast<std::size_t>(end - left_.begin()));
  }
  // Up to the next blank.
  std::string_view word() { return token(std::min(left_.find_first_of(blanks), left_.size())); }
  // What stands between two quotes, the first of which is next. Nothing if it does not end.
  std::optional<std::string> quoted() {
    std::string value;
    for (std::size_t i = 1; i < left_.size(); ++i) {
      if (left_[i] == '"') {
        take(i + 1);
        skip_blanks();
        return value;
      }
      if (left_[i] != '\\') {
        value += left_[i];
        continue;
      }
      if (++i == left_.size()) break;
      if (left_[i] != 'n' && left_[i] != '\\' && left_[i] != '"') value += '\\';
      value += left_[i] == 'n' ? '\n' : left_[i];
    }
    return std::nullopt;
  }

 private:
  std::string_view token(std::size_t size) {
    const auto text = left_.substr(0, size);
    take(size);
    skip_blanks();
    return text;
  }

  std::string_view left_;
};

base::Result<Labels> read_labels(Line& line) {
  Labels labels;
  const auto all = line.left();
  line.take(1);
  line.skip_blanks();
  while (!line.at('}')) {
    const auto before = line.left();
    const auto name = line.name(false);
    if (name.empty()) return wrong("expected a label's name or '}'", before);
    if (!line.at('=')) return wrong("expected '=' behind a label's name", before);
    line.take(1);
    line.skip_blanks();
    if (!line.at('"')) return wrong("a label's value does not begin with '\"'", before);
    auto value = line.quoted();
    if (!value) return wrong("a label's value does not end", before);
    if (std::ranges::find(labels, name, &Label::name) != labels.end())
      return wrong(fmt::format("label {} is there twice", name), all);
    labels.push_back({std::string{name}, *std::move(value)});
    if (line.at(',')) {
      line.take(1);
      line.skip_blanks();
    } else if (!line.at('}')) {
      return wrong("expected ',' or '}' behind a label", before);
    }
  }
  line.take(1);
  line.skip_blanks();
  return labels;
}

base::Status read_time(Line& line, Format format, Sample& sample) {
  const auto text = line.word();
  if (format == Format::openmetrics) {
    const auto seconds = number(text);
    if (!seconds || !std::isfinite(*seconds)) return wrong("no time in seconds", text);
    sample.time = std::chrono::milliseconds{std::llround(*seconds * 1000)};
    return {};
  }
  std::int64_t milliseconds = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), milliseconds);
  if (failure != std::errc{} || end != text.data() + text.size())
    return wrong("no time in milliseconds", text);
  sample.time = std::chrono::milliseconds{milliseconds};
  return {};
}

base::Result<Sample> read_sample(Line& line, Format format) {
  Sample sample;
  const auto whole = line.left();
  sample.name = line.name(true);
  if (sample.name.empty()) return wrong("expected a metric's name", whole);
  if (line.at('{')) {
    auto labels = read_labels(line);
    if (!labels) return labels.error();
    sample.labels = *std::move(labels);
  }
  const auto text = line.word();
  if (text.empty()) return wrong("there is no value", whole);
  const auto value = number(text);
  if (!value) return wrong("no number", text);
  sample.value = *value;
  const bool has_exemplars = format == Format::openmetrics;
  if (!line.at_end() && !(has_exemplars && line.at('#'))) {
    if (auto read = read_time(line, format, sample); !read) return read.error();
  }
  if (!line.at_end() && !(has_exemplars && line.at('#')))
    return wrong("expected the end of the line", line.left());
  return sample;
}

std::string unescaped_help(std::string_view text) {
  std::string help;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escapes =
        text[i] == '\\' && i + 1 < text.size() && (text[i + 1] == 'n' || text[i + 1] == '\\');
    if (escapes) ++i;
    help += escapes && text[i] == 'n' ? '\n' : text[i];
  }
  return help;
}

class Parser {
 public:
  explicit Parser(Format format) : format_{format} {}

  base::Result<Metrics> parse(std::string_view text) {
    const bool may_be_cut = format_ == Format::openmetrics;  // there "# EOF" says that it is not
    for (int number = 1; !text.empty(); ++number) {
      const auto end = text.find('\n');
      if (end == text.npos && !may_be_cut)
        return wrong("the last line has no line break, so it may be cut", text)
            .context(fmt::format("line {}", number));
      if (auto read = read_line(text.substr(0, end)); !read)
        return read.error().context(fmt::format("line {}", number));
      text.remove_prefix(end == text.npos ? text.size() : end + 1);
    }
    if (format_ == Format::openmetrics && !at_eof_) return base::Error{"there is no line # EOF"};
    return Metrics{std::move(families_)};
  }

 private:
  base::Status read_line(std::string_view text) {
    Line line{text};
    if (at_eof_) return wrong("there is something behind # EOF", text);
    if (line.at_end()) return {};
    if (line.at('#')) return read_comment(line);
    auto sample = read_sample(line, format_);
    if (!sample) return sample.error();
    return add(*std::move(sample));
  }

  base::Status read_comment(Line& line) {
    const auto whole = line.left();
    line.take(1);
    line.skip_blanks();
    const auto word = line.word();
    if (word == "EOF" && format_ == Format::openmetrics) at_eof_ = true;
    if (word != "HELP" && word != "TYPE") return {};
    const auto name = line.name(true);
    if (name.empty()) return wrong("expected a metric's name", whole);
    return word == "HELP" ? add_help(name, line.left()) : add_type(name, line.word(), line);
  }

  base::Status add_help(std::string_view name, std::string_view text) {
    if (!helped_.insert(std::string{name}).second)
      return base::Error{fmt::format("a second HELP of {}", name)};
    family_of(name).help = unescaped_help(text);
    return {};
  }

  base::Status add_type(std::string_view name, std::string_view word, const Line& rest) {
    const auto* kind = std::ranges::find(kinds, word, &std::pair<std::string_view, Kind>::first);
    if (kind == kinds.end() || !rest.at_end())
      return base::Error{fmt::format("{} has no type that is known: {}", name, shown(word))};
    if (!typed_.insert(std::string{name}).second)
      return base::Error{fmt::format("a second TYPE of {}", name)};
    auto& family = family_of(name);
    if (!family.samples.empty())
      return base::Error{fmt::format("the TYPE of {} comes behind its samples", name)};
    family.kind = kind->second;
    for (const auto suffix : suffixes(family.kind, format_))
      owners_.insert_or_assign(fmt::format("{}{}", name, suffix), index_.at(std::string{name}));
    return {};
  }

  base::Status add(Sample sample) {
    Sample sorted = sample;
    std::ranges::sort(sorted.labels, {}, &Label::name);
    if (!seen_.insert(sorted.series()).second)
      return base::Error{fmt::format("{} is there twice", shown(sample.series()))};
    const auto owner = owners_.find(sample.name);
    auto& family = owner == owners_.end() ? family_of(sample.name) : families_[owner->second];
    family.samples.push_back(std::move(sample));
    return {};
  }

  Family& family_of(std::string_view name) {
    const auto [found, is_new] = index_.try_emplace(std::string{name}, families_.size());
    if (is_new) families_.push_back({found->first, Kind::untyped, {}, {}});
    return families_[found->second];
  }

  Format format_;
  std::vector<Family> families_;
  std::map<std::string, std::size_t> index_;   // families by name
  std::map<std::string, std::size_t> owners_;  // families by the names of samples with a suffix
  std::set<std::string> helped_;
  std::set<std::string> typed_;
  std::unordered_set<std::string> seen_;  // series
  bool at_eof_ = false;
};

}  // namespace

base::Result<Metrics> parse(std::string_view text, Format format) {
  return Parser{format}.parse(text);
}

}  // namespace dyntest::metrics
