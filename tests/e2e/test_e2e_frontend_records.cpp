// The records that a frontend keeps of a request, one JSON object a line (row F8). They are what is
// tested here, not how the test knows.
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

}  // namespace

TEST(each_step_of_a_request_is_recorded_once, (Launcher& launch), mocker) {
  const Dynamo dynamo = launch.start(
      Deployment{}.with("DYN_LOGGING_JSONL=1").with("DYN_LOG=debug").frontend().mockers());
  const std::string id = "6a2f41a3-c54c-4a26-8b8d-4d3f0a3ce0f1";
  CHECK(dynamo.client().chat("hello", {.max_tokens = 2, .headers = {{"x-request-id", id}}}).ok());
  EVENTUALLY(10, lines_with(dynamo, "frontend-0.log", "http response sent", id) == 1);
  CHECK(lines_with(dynamo, "frontend-0.log", "request received", id) == 1);
  CHECK(lines_with(dynamo, "frontend-0.log", "request completed", id) == 1);
  CHECK(lines_with(dynamo, "mocker-0.log", "request received", id) >= 1);
}
