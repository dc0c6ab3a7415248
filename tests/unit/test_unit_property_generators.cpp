// The generators keep to what their comments promise.
#include <algorithm>
#include <sstream>

#include "conftest.hpp"
#include "testing/property/property.hpp"

using namespace dyntest::property;

PROPERTY(prompts_are_words_between_single_blanks, ()) {
  const std::string text = *prompt();
  REQUIRE(!text.empty());
  CHECK(text.front() != ' ');
  CHECK(text.back() != ' ');
  CHECK(text.find("  ") == std::string::npos);
}

PROPERTY(tokens_come_from_the_vocabulary, ()) {
  const auto vocabulary = *rc::gen::inRange(1u, 1000u);
  const TokenIds tokens = *token_ids(vocabulary);
  CHECK(std::ranges::all_of(tokens, [&](auto id) { return id < vocabulary; }));
}

PROPERTY(mixes_keep_to_their_options, ()) {
  const MixOptions options{.vocabulary = 50, .groups = 2, .output_tokens_max = 8};
  const auto mix = *request_mix(options);
  for (const Request& request : mix) {
    CHECK(!request.tokens.empty());
    CHECK(request.group < 2u);
    CHECK(request.output_tokens_max >= 1u);
    CHECK(request.output_tokens_max <= 8u);
    CHECK(std::ranges::all_of(request.tokens, [](auto id) { return id < 50; }));
  }
}

PROPERTY(those_of_a_group_share_their_beginning, ()) {
  const auto mix = *request_mix({.groups = 1, .shared_percent = 100});
  for (const Request& request : mix) {
    CHECK(request.shares);
    CHECK(request.tokens[0] == mix[0].tokens[0]);
  }
}

TEST(requests_are_shown) {
  std::ostringstream text;
  text << Request{{1, 2}, 3, 0, true};
  CHECK(text.str() == "{tokens=[1, 2], output_tokens_max=3, group=0, shares=true}");
}
