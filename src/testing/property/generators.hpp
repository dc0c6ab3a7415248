// Generators of what LLM requests are made of, for PROPERTY. Everything shrinks: fewer words, fewer
// tokens, smaller numbers. `size` is RapidCheck's, which grows from 0 to 100 over the tries.
#pragma once

#include <rapidcheck.h>

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <vector>

namespace dyntest::property {

using TokenIds = std::vector<std::uint32_t>;

// A prompt: 1 to `size` words between single blanks. Of eight words seven have 1 to 12 letters a-z,
// each number and letter equally likely; one is not ASCII: accents, wide characters, an emoji, a
// right-to-left word, a combining accent.
rc::Gen<std::string> prompt();

// 0 to `size` tokens, each equally likely in [0, vocabulary). `vocabulary` must not be 0.
rc::Gen<TokenIds> token_ids(std::uint32_t vocabulary);

struct Request {
  TokenIds tokens;                    // of its prompt; never empty
  std::uint32_t output_tokens_max{};  // what it asks for
  std::size_t group{};                // requests of one group may share a prefix
  bool shares{};                      // it begins with its group's prefix
  bool operator==(const Request&) const = default;
};
std::ostream& operator<<(std::ostream& stream, const Request& request);

struct MixOptions {
  std::uint32_t vocabulary = 32'000;
  std::size_t groups = 4;                 // not 0
  unsigned shared_percent = 50;           // of the requests begin with their group's prefix
  std::uint32_t output_tokens_max = 256;  // not 0
};

// 0 to `size` requests. Each group has a prefix of 1 to `size` tokens; a request belongs to a
// group, all equally likely, begins with its prefix in `shared_percent` of the cases, and goes on
// with 1 to `size` tokens of its own. It asks for 1 to `output_tokens_max` tokens, equally likely.
rc::Gen<std::vector<Request>> request_mix(const MixOptions& options = {});

}  // namespace dyntest::property
