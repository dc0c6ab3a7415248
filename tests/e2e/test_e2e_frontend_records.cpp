// The records that a frontend keeps of a request, one JSON object a line (rows F8, F9 and F10).
// They are what is tested here, not how the test knows.
#include <fstream>

#include "conftest.hpp"

FILE_MARKS(dynamo);

namespace {

int lines_with(const Dynamo& dynamo, const std::filesystem::path& log, const std::string& event,
               const std::string& id) {
  std::ifstream file{dynamo.folder() / log};
  int count = 0;
  for (std::string line; std::getline(file, line);)
    count += line.starts_with('{') && line.find('"' + event + '"') != std::string::npos &&
             line.find(id) != std::string::npos;
  return count;
}

const std::string id = "6a2f41a3-c54c-4a26-8b8d-4d3f0a3ce0f1";
const Ask asked_as_id{.max_tokens = 400, .stream = true, .headers = {{"x-request-id", id}}};

// With records of all that happens.
Deployment recorded() {
  return Deployment{}.with("DYN_LOGGING_JSONL=1").with("DYN_LOG=debug").frontend();
}

// The completion of the request is recorded once, as this kind of error.
void completed_once_as(const Dynamo& dynamo, const std::string& error_type) {
  const auto completions = [&](const std::string& with) {
    return lines_with(dynamo, "frontend-0.log", "message\":\"request completed", with);
  };
  EVENTUALLY(10, completions(id) == 1);
  CHECK(completions("\"error_type\":\"" + error_type + '"') == 1);
  CONSISTENTLY(0.2, completions(id) == 1);
}

}  // namespace

TEST(each_step_of_a_request_is_recorded_once, (Launcher& launch), mocker) {
  const Dynamo dynamo = launch.start(recorded().mockers());
  CHECK(dynamo.client().chat("hello", {.max_tokens = 2, .headers = {{"x-request-id", id}}}).ok());
  EVENTUALLY(10, lines_with(dynamo, "frontend-0.log", "http response sent", id) == 1);
  CHECK(lines_with(dynamo, "frontend-0.log", "request received", id) == 1);
  CHECK(lines_with(dynamo, "frontend-0.log", "request completed", id) == 1);
  CHECK(lines_with(dynamo, "mocker-0.log", "request received", id) >= 1);
}

TEST(an_unknown_model_is_recorded, (Launcher& launch), mocker) {
  const Dynamo dynamo = launch.start(recorded().mockers());
  Ask ask = asked_as_id;
  ask.model = "nobody/nothing";
  CHECK(dynamo.client().chat("hello", ask).status == 404);
  completed_once_as(dynamo, "not_found");
}

TEST(a_dropped_stream_is_recorded_as_cancelled, (Launcher& launch), mocker) {
  const Dynamo dynamo = launch.start(recorded().mockers({.speedup_ratio = 0.1}));
  auto crowd = dynamo.client().crowd();
  const auto stream = crowd.chat("hello", asked_as_id);
  crowd.wait_for_events(stream, 2);
  crowd.drop(stream);
  completed_once_as(dynamo, "cancelled");
}

TEST(a_crashed_worker_is_recorded_as_an_error, (Launcher& launch)) {
  const Dynamo dynamo = launch.start(recorded().scripted({tokens(3), crash()}));
  CHECK(!dynamo.client().chat("hello", asked_as_id).ok());
  completed_once_as(dynamo, "unavailable");
}

TEST(a_stream_is_recorded_with_its_times, (Launcher& launch), mocker) {
  const Dynamo dynamo = launch.start(recorded().mockers());
  Ask ask = asked_as_id;
  ask.max_tokens = 50;
  CHECK(dynamo.client().chat("hello", ask).ok());
  const auto completed_with = [&](const std::string& field) {
    return lines_with(dynamo, "frontend-0.log", "message\":\"request completed", field);
  };
  EVENTUALLY(10, completed_with(id) == 1);
  CHECK(completed_with("\"output_tokens\":\"50\"") == 1);
  CHECK(completed_with("\"ttft_ms\":") == 1);
  CHECK(completed_with("\"avg_itl_ms\":") == 1);
}
