// The rules that answers of the API keep: each is seen broken.
#include "conftest.hpp"
#include "kit/client/rules.hpp"

using dyntest::client::Reply;

namespace {

struct Read {
  Reply reply;
  std::vector<std::string> broken;
};

Read read(int status, std::string body, bool streamed) {
  Read result;
  result.reply.status = status;
  result.reply.body = std::move(body);
  result.broken = read_reply(result.reply, streamed, {});
  return result;
}

std::string event(const std::string& json) { return "data: " + json + "\n\n"; }
const std::string done = event("[DONE]");

std::string chunk(const std::string& text, const std::string& finish = "null",
                  const std::string& id = "a") {
  return event(R"({"id":")" + id +
               R"(","model":"m","object":"chat.completion.chunk","choices":[{"index":0,)" +
               R"("delta":{"content":")" + text + R"("},"finish_reason":)" + finish + "}]}");
}

std::string usage(int prompt, int completion, int total) {
  return event(R"({"usage":{"prompt_tokens":)" + std::to_string(prompt) +
               R"(,"completion_tokens":)" + std::to_string(completion) + R"(,"total_tokens":)" +
               std::to_string(total) + R"(},"choices":[]})");
}

const std::string first = chunk("one"), last = chunk("", R"("stop")");

bool says(const Read& read, const std::string& part) {
  for (const auto& rule : read.broken)
    if (rule.find(part) != std::string::npos) return true;
  return false;
}

}  // namespace

TEST(a_sound_stream_breaks_no_rule) {
  const auto [reply, broken] =
      read(200, first + ": still there\n\n" + chunk("two") + last + done, true);
  CHECK(broken.empty());
  CHECK(reply.text == "onetwo");
  CHECK(reply.deltas == 2);
  CHECK(reply.finish_reason == "stop");
  CHECK(reply.done);
  CHECK(reply.id == "a");
}

TEST(each_rule_of_streams_is_minded, (std::string body, std::string rule),
     cases(row(first + last, "does not end with [DONE]").id("no_done"),
           row(first + done, "0 finish reasons").id("no_finish"),
           row(first + last + last + done, "2 finish reasons").id("two_finishes"),
           row(first + last + chunk("late") + done, "text behind the end").id("late_text"),
           row(first + chunk("x", "null", "b") + last + done, "the id changes: a, then b")
               .id("two_ids"),
           row(first + last + done + chunk("late"), "behind [DONE]").id("behind_done"),
           row("dta: {}\n\n" + first + last + done, "no line of server-sent events").id("no_line"),
           row(event("{broken") + last + done, "no JSON object").id("no_json"),
           row(first + last + usage(1, 2, 4) + done, "does not add up: 1 + 2 is not 4").id("sum"),
           row(first + last + usage(1, 0, 1) + done, "0 completion tokens, but 1 events")
               .id("too_few"),
           row(first + last + done + "data: {}", "the last event is cut").id("cut"))) {
  const Read result = read(200, body, true);
  NOTE(result.broken);
  CHECK(says(result, rule));
}

TEST(an_error_in_a_stream_is_an_error) {
  const auto [reply, broken] = read(
      200,
      first + event(R"({"error":{"message":"late","type":"timeout_error","code":504}})") + done,
      true);
  CHECK(broken.empty());
  CHECK(!reply.ok());
  CHECK(reply.error == "late");
  CHECK(reply.error_type == "timeout_error");
  CHECK(reply.error_code == 504);
}

TEST(errors_have_a_message_and_the_status_as_code) {
  CHECK(read(404, R"({"message":"Model not found","type":"Not Found","code":404})", true)
            .broken.empty());
  CHECK(says(read(500, R"({"code":500})", false), "an error without a message"));
  CHECK(says(read(503, R"({"message":"x","code":500})", false),
             "status 503 with an error of code 500"));
  CHECK(says(read(502, "<html>", false), "no JSON object"));
}

TEST(an_answer_needs_a_finish_reason) {
  const std::string body =
      R"({"id":"a","model":"m","object":"text_completion","choices":[{"index":0,"text":"x")";
  CHECK(read(200, body + R"(,"finish_reason":"length"}]})", false).broken.empty());
  CHECK(says(read(200, body + "}]}", false), "0 finish reasons"));
  CHECK(
      says(read(200, R"({"object":"text_completion","choices":[]})", false), "there is no choice"));
}

TEST(the_last_event_that_has_a_pointer_counts) {
  const Reply reply =
      read(200,
           event(R"({"nvext":{"timing":{"ttft_ms":1.5}}})") + event(R"({"choices":[]})") + done,
           true)
          .reply;
  CHECK(reply.number("/nvext/timing/ttft_ms") == 1.5);
  CHECK(reply.json("/nothing") == std::nullopt);
}

TEST(workers_ids_keep_all_their_bits) {
  const Reply reply =
      read(200, R"({"nvext":{"worker_id":{"decode_worker_id":12912375761311535983}}})", false)
          .reply;
  CHECK(reply.worker() == 12912375761311535983u);
}
