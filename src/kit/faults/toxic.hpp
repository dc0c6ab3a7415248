// Any of the toxics, as a value: what Proxy::add takes. Names and effects are those of toxiproxy,
// where it has them.
//
//   Latency    each chunk is late                  Reset     a RST
//   Bandwidth  so many bytes a second, not more    Limit     closes after so many bytes
//   Slicer     chunks are cut into small ones      Corrupt   bits are flipped
//   SlowClose  a FIN is late                       HalfOpen  nothing arrives, nothing is said
//   Timeout    bytes vanish, then it closes
#pragma once

#include <concepts>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "kit/faults/effect.hpp"

namespace dyntest::faults {

template <class T>
concept ToxicLike = requires(const T& toxic) {
  { toxic.text() } -> std::convertible_to<std::string>;                // `latency(200 ms)`
  { toxic.effect() } -> std::convertible_to<std::unique_ptr<Effect>>;  // on one connection
};

class Toxic {
 public:
  template <ToxicLike T>
    requires(!std::same_as<T, Toxic>)
  Toxic(T what) : text_{what.text()}, effect_{[what = std::move(what)] { return what.effect(); }} {}

  const std::string& text() const { return text_; }
  std::unique_ptr<Effect> effect() const { return effect_(); }

 private:
  std::string text_;
  std::function<std::unique_ptr<Effect>()> effect_;
};

}  // namespace dyntest::faults
