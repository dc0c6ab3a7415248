#include "testing/property/generators.hpp"

#include <ostream>

namespace dyntest::property {
namespace {

namespace gen = rc::gen;

rc::Gen<std::string> ascii_word() {
  return gen::mapcat(gen::inRange<std::size_t>(1, 13), [](std::size_t letters) {
    return gen::container<std::string>(letters, gen::inRange<char>('a', 'z' + 1));
  });
}

rc::Gen<std::string> foreign_word() {
  return gen::element<std::string>("é", "naïve", "你好", "こんにちは", "🚀", "שלום", "e\u0301");
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

rc::Gen<TokenIds> some_tokens(std::uint32_t vocabulary) {
  return gen::nonEmpty(token_ids(vocabulary));
}

rc::Gen<Request> request(const MixOptions& options, const std::vector<TokenIds>& prefixes) {
  const auto parts =
      gen::tuple(gen::inRange<std::size_t>(0, options.groups), gen::inRange(0u, 100u),
                 some_tokens(options.vocabulary), gen::inRange(1u, options.output_tokens_max + 1));
  return gen::map(parts, [options, prefixes](const auto& drawn) {
    const auto& [group, percent, own, output] = drawn;
    // Shrinking makes `percent` small: towards not sharing.
    const bool shares = percent >= 100 - options.shared_percent;
    Request request{shares ? prefixes[group] : TokenIds{}, output, group, shares};
    request.tokens.insert(request.tokens.end(), own.begin(), own.end());
    return request;
  });
}

}  // namespace

rc::Gen<std::string> prompt() {
  const auto word = gen::weightedOneOf<std::string>({{7, ascii_word()}, {1, foreign_word()}});
  return gen::map(gen::nonEmpty(gen::container<std::vector<std::string>>(word)), joined);
}

rc::Gen<TokenIds> token_ids(std::uint32_t vocabulary) {
  return gen::container<TokenIds>(gen::inRange(0u, vocabulary));
}

rc::Gen<std::vector<Request>> request_mix(const MixOptions& options) {
  const auto prefixes =
      gen::container<std::vector<TokenIds>>(options.groups, some_tokens(options.vocabulary));
  return gen::mapcat(prefixes, [options](const std::vector<TokenIds>& drawn) {
    return gen::container<std::vector<Request>>(request(options, drawn));
  });
}

std::ostream& operator<<(std::ostream& stream, const Request& request) {
  stream << "{tokens=[";
  for (std::size_t i = 0; i < request.tokens.size(); ++i)
    stream << (i == 0 ? "" : ", ") << request.tokens[i];
  return stream << "], output_tokens_max=" << request.output_tokens_max
                << ", group=" << request.group << ", shares=" << (request.shares ? "true" : "false")
                << '}';
}

}  // namespace dyntest::property
