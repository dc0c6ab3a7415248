// `did you mean …?`
#include <string>
#include <vector>

#include "conftest.hpp"
#include "testing/select/nearest.hpp"

using dyntest::select::edit_distance;
using dyntest::select::nearest;

TEST(counts_edits, (std::string a, std::string b, std::size_t edits),
     cases(row("router", "router", 0u), row("ruter", "router", 1u), row("rotuer", "router", 1u),
           row("", "kv", 2u).id("insertions"), row("kv", "", 2u).id("deletions"),
           row("VLLM", "vllm", 0u), row("kitten", "sitting", 3u))) {
  CHECK(edit_distance(a, b) == edits);
}

TEST(finds_the_word_that_was_meant, (std::string word, std::string meant),
     cases(row("vlm", "vllm"), row("ruter", "router"), row("kv_routr", "kv_router"),
           row("VLLM", "vllm"), row("plan", "planner"))) {
  CHECK(nearest(word, {"vllm", "router", "kv_router", "planner"}).value_or("none") == meant);
}

TEST(does_not_guess_wildly, (std::string word), cases("zebra", "x", "lan", "")) {
  CHECK(!nearest(word, {"vllm", "router", "kv_router", "planner"}).has_value());
}
