#include "kit/metrics/metrics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <map>
#include <system_error>

namespace dyntest::metrics {
namespace {

constexpr std::size_t listed_max = 10;  // of samples in an error
constexpr std::size_t prefix_min = 4;   // characters that a similar name must share

bool has(const Sample& sample, const Labels& labels) {
  return std::ranges::all_of(
      labels, [&](const Label& label) { return sample.label(label.name) == label.value; });
}

std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '\\' || c == '"') result += '\\';
    result += c == '\n' ? std::string_view{"\\n"} : std::string_view{&c, 1};
  }
  return result;
}

std::string series_text(std::string_view name, const Labels& labels) {
  std::string text{name};
  for (const auto& label : labels)
    text += fmt::format("{}{}=\"{}\"", text.size() == name.size() ? "{" : ",", label.name,
                        escaped(label.value));
  return labels.empty() ? text : text + "}";
}

std::size_t shared_prefix(std::string_view a, std::string_view b) {
  return static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
}

double bound(const Sample& bucket) {
  std::string_view text = bucket.label("le");
  if (text.starts_with('+')) text.remove_prefix(1);
  double upper = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), upper);
  if (failure != std::errc{} || end != text.data() + text.size())
    throw NoSample{bucket.series() + " has no bound `le` that is a number"};
  return upper;
}

}  // namespace

std::string_view Sample::label(std::string_view wanted) const {
  const auto found = std::ranges::find(labels, wanted, &Label::name);
  return found == labels.end() ? std::string_view{} : found->value;
}

std::string Sample::series() const { return series_text(name, labels); }

const Family* Metrics::family(std::string_view name) const {
  const auto found = std::ranges::find(families_, name, &Family::name);
  return found == families_.end() ? nullptr : &*found;
}

std::vector<Sample> Metrics::samples(std::string_view name, const Labels& labels) const {
  std::vector<Sample> found;
  for (const auto& family : families_) {
    if (!name.starts_with(family.name)) continue;
    for (const auto& sample : family.samples)
      if (sample.name == name && has(sample, labels)) found.push_back(sample);
  }
  return found;
}

std::optional<double> Metrics::find(std::string_view name, const Labels& labels) const {
  const auto found = samples(name, labels);
  if (found.empty()) return std::nullopt;
  if (found.size() > 1) refuse(name, labels, found.size());
  return found[0].value;
}

double Metrics::value(std::string_view name, const Labels& labels) const {
  const auto found = find(name, labels);
  if (!found) refuse(name, labels, 0);
  return *found;
}

double Metrics::sum(std::string_view name, const Labels& labels) const {
  const auto found = samples(name, labels);
  if (found.empty() && family(name) == nullptr && samples(name).empty()) refuse(name, labels, 0);
  double sum = 0;
  for (const auto& sample : found) sum += sample.value;
  return sum;
}

Histogram Metrics::histogram(std::string_view name, const Labels& labels) const {
  const std::string buckets = fmt::format("{}_bucket", name);
  std::map<double, double> counts;
  for (const auto& sample : samples(buckets, labels)) counts[bound(sample)] += sample.value;
  if (counts.empty()) refuse(buckets, labels, 0);
  Histogram histogram;
  for (const auto& [upper, count] : counts) histogram.buckets.push_back({upper, count});
  histogram.sum = sum(fmt::format("{}_sum", name), labels);
  histogram.count = sum(fmt::format("{}_count", name), labels);
  return histogram;
}

void Metrics::refuse(std::string_view name, const Labels& labels, std::size_t found) const {
  const std::string wanted = series_text(name, labels);
  std::string text =
      found == 0 ? fmt::format("there is no {}", wanted)
                 : fmt::format("{} samples are {}: say more labels, or sum()", found, wanted);
  const auto near = samples(name, found == 0 ? Labels{} : labels);
  for (std::size_t i = 0; i < std::min(near.size(), listed_max); ++i)
    text += (i == 0 ? "; there are " : ", ") + near[i].series();
  if (near.size() > listed_max) text += fmt::format(" and {} more", near.size() - listed_max);
  if (!near.empty()) throw NoSample{text};
  std::string_view nearest;
  for (const auto& family : families_)
    for (const auto& sample : family.samples)
      if (shared_prefix(sample.name, name) > shared_prefix(nearest, name)) nearest = sample.name;
  if (shared_prefix(nearest, name) >= prefix_min) text += fmt::format("; there is {}", nearest);
  throw NoSample{text};
}

}  // namespace dyntest::metrics
