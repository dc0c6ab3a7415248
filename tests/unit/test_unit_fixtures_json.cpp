// JSON as the fixture Http gives it: read by pointer, compared, printed.
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "conftest.hpp"
#include "fixtures/json.hpp"

using dyntest::fixtures::Json;
using dyntest::fixtures::JsonError;

namespace {

const std::string document = R"({"a/b": {"~": [10, -2, 2.5, "text", true, null]}, "": "empty"})";

std::string printed(const Json& json) {
  dyntest::check::Sink sink;
  dyntest::check::print(sink, json);
  return {sink.written().data, sink.written().size};
}

// What a failed lhs == rhs tells beside the two.
std::string explained(const char* lhs, const char* rhs) {
  const Json left = Json::parse(lhs);
  const Json right = Json::parse(rhs);
  dyntest::check::Sink sink;
  dyntest::check::detail::explain_of<Json, Json>()(sink, &left, &right);
  return {sink.written().data, sink.written().size};
}

std::string refusal(const std::string& text) {
  const auto error = CHECK_RAISES(JsonError, Json::parse(text));
  return {error.message().data, error.message().size};
}

}  // namespace

TEST(a_part_is_found_by_its_pointer) {
  const Json json = Json::parse(document);
  CHECK(json.at("/a~1b/~0/0") == 10);
  CHECK(json.at("/a~1b").at("~0/3") == "text");
  CHECK(json.at("/") == "empty");
  CHECK(json.at("").size() == 2u);
}

TEST(a_part_outlives_its_document) {
  const Json part = Json::parse(document).at("/a~1b/~0");
  CHECK(part.size() == 6u);
}

TEST(what_is_not_there_equals_nothing, (const char* pointer),
     cases("/b", "/a~1b/~0/6", "/a~1b/~0/-", "/a~1b/~0/01", "/a~1b/~0/99999999999999999999",
           "/a~1b/~0/3/x", "/b/c/d")) {
  const Json missing = Json::parse(document).at(pointer);
  CHECK(!missing.exists());
  CHECK(missing != "");
  CHECK(missing != nullptr);
  CHECK(missing != 0);
  CHECK((missing != missing));
  CHECK(!missing.at("/x").exists());
}

TEST(a_pointer_that_is_none_is_refused) {
  const auto error = CHECK_RAISES(JsonError, Json::parse("{}").at("/a~2"));
  CHECK(error.message() == "'/a~2' is no JSON pointer: '~' stands only in ~0 and ~1");
}

TEST(a_value_equals_its_own_kind_alone) {
  CHECK(Json::parse(R"("true")") == "true");
  CHECK(Json::parse(R"("true")") == std::string{"true"});
  CHECK(Json::parse(R"("true")") != true);
  CHECK(Json::parse("true") == true);
  CHECK(Json::parse("true") != "true");
  CHECK(Json::parse("true") != 1);
  CHECK(Json::parse("1") != true);
  CHECK(Json::parse("null") == nullptr);
  CHECK(Json::parse("0") != nullptr);
  CHECK(Json::parse("false") != nullptr);
}

TEST(numbers_are_compared_as_numbers) {
  constexpr auto most = std::numeric_limits<std::uint64_t>::max();
  CHECK(Json::parse("1") == 1u);
  CHECK(Json::parse("1") == 1.0);
  CHECK(Json::parse("1.0") == 1);
  CHECK(Json::parse("1.5") != 1);
  CHECK(Json::parse("1.5") == 1.5);
  CHECK(Json::parse("-1") == -1);
  CHECK(Json::parse("-1") != most);
  CHECK(Json::parse("18446744073709551615") == most);
  CHECK(Json::parse("18446744073709551615") != -1);
}

TEST(documents_are_compared_whole) {
  CHECK(Json::parse(R"({"a": [1], "b": 2})") == Json::parse(R"({"b": 2.0, "a":[1]})"));
  CHECK(Json::parse("[1, 2]") != Json::parse("[2, 1]"));
}

TEST(values_are_read_as_what_they_are) {
  const Json json = Json::parse(document).at("a~1b/~0");
  CHECK(json.at("0").integer() == 10);
  CHECK(json.at("1").integer() == -2);
  CHECK(json.at("1").number() == -2.0);
  CHECK(json.at("2").number() == 2.5);
  CHECK(json.at("3").text() == "text");
  CHECK(json.at("4").boolean());
}

TEST(a_value_is_not_read_as_something_else) {
  const auto list = Json::parse(R"({"n": [2.5, "text", 18446744073709551615]})");
  const auto message = [](const auto& error) { return error.message(); };
  CHECK(message(CHECK_RAISES(JsonError, list.at("/n/0").integer())) ==
        "/n/0 is not an integer of 64 bits: 2.5");
  CHECK(message(CHECK_RAISES(JsonError, list.at("/n/2").integer())) ==
        "/n/2 is not an integer of 64 bits: 18446744073709551615");
  CHECK(message(CHECK_RAISES(JsonError, list.at("/n/1").number())) ==
        "/n/1 is not a number: \"text\"");
  CHECK(message(CHECK_RAISES(JsonError, list.at("/n/0").text())) == "/n/0 is not a text: 2.5");
  CHECK(message(CHECK_RAISES(JsonError, list.at("/n/0").boolean())) ==
        "/n/0 is not true or false: 2.5");
  CHECK(message(CHECK_RAISES(JsonError, list.at("/n/1").size())) ==
        "/n/1 is not an array or an object: \"text\"");
  CHECK(message(CHECK_RAISES(JsonError, list.at("/m").size())) == "nothing at /m");
  CHECK(message(CHECK_RAISES(JsonError, list.text())).contains("the document is not a text: {"));
}

TEST(a_long_value_is_cut_in_an_error) {
  const Json json = Json::parse("\"" + std::string(10'000, 'x') + "\"");
  CHECK(CHECK_RAISES(JsonError, json.number()).message().size < 300u);
}

TEST(what_is_not_json_is_told_with_its_place) {
  CHECK(refusal("INFO {}\r\n") ==
        "not JSON at line 1, column 1: syntax error while parsing value - invalid literal; "
        "last read: 'I'; it begins \"INFO {}\\r\\n\"");
  CHECK(refusal("{\n \"a\": }").find("not JSON at line 2, column 7: ") == 0u);
  CHECK(refusal("{} {}").find("not JSON at line 1, column 4: ") == 0u);
  CHECK(refusal("").ends_with("; it is empty"));
  CHECK(refusal("\"\xff\"").find("ill-formed UTF-8") != std::string::npos);
}

TEST(a_long_text_that_is_not_json_is_cut) {
  CHECK(refusal(std::string(10'000, 'x')).size() < 300u);
}

TEST(a_failed_check_shows_json) {
  const Json json = Json::parse(document);
  CHECK(printed(json.at("/a~1b/~0")) == R"([10,-2,2.5,"text",true,null])");
  CHECK(printed(json.at("/a~1b/~0/3")) == R"("text")");
  CHECK(printed(json.at("/a~1b").at("none")) == "nothing at /a~1b/none");
}

TEST(a_failed_check_tells_where_documents_differ) {
  CHECK(explained(R"({"a": [1, 2], "b": 1, "c": 0})", R"({"a": [1, 3], "c": 0, "d": null})") ==
        "\n  at /a/1: 2 != 3\n  only left: at /b: 1\n  only right: at /d: null");
}
