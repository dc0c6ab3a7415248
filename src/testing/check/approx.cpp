#include "testing/check/approx.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace dyntest::check {

bool Approx::near(double actual) const {
  if (actual == expected_) return true;
  if (std::isinf(actual) || std::isinf(expected_)) return false;
  return std::fabs(actual - expected_) <= tolerance();  // false for NaN
}

double Approx::tolerance() const {
  const double absolute = abs_ == unset ? 1e-12 : abs_;
  if (rel_ == unset && abs_ != unset) return absolute;
  return std::max(absolute, (rel_ == unset ? 1e-6 : rel_) * std::fabs(expected_));
}

void Approx::print(Sink& sink) const {
  sink.real(expected_);
  if (!std::isfinite(expected_)) return;
  char text[32];
  std::snprintf(text, sizeof text, " ± %.2g", tolerance());
  sink.text(text);
}

}  // namespace dyntest::check
