#include "services_test_utils.hpp"

#include <utility>

#include "foundation/os/whole_file.hpp"

using dyntest::services::Launch;
using dyntest::services::Service;

Launch toy(const TmpDir& folder, const std::string& script) {
  Launch launch;
  launch.name = "toy";
  launch.folder = folder;
  launch.command.argv = {"sh", "-c", script};
  launch.command.limits.core_bytes = 0;
  launch.address = "toy:1";
  launch.budget = patience;
  return launch;
}

Launch python_toy(const TmpDir& folder, const std::string& script) {
  Launch launch = toy(folder, "");
  launch.command.argv = {"python3", "-S", "-u", "-c", script};
  return launch;
}

std::string outcome_of_start(Launch launch) {
  const auto service = Service::start(std::move(launch));
  return service ? "" : service.error().text();
}

std::string written_by(const Service& service) {
  return dyntest::os::read_whole_file(service.log().string()).value_or("");
}

bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

std::string text_of(const dyntest::base::Status& status) {
  return status ? "" : status.error().text();
}
