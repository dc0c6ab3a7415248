#include "kit/services/ready_http.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <optional>

#include "foundation/net/http.hpp"

namespace dyntest::services::ready {
namespace {

using nlohmann::json;

constexpr std::size_t shown_bytes_max = 200;

std::string begin_of(const std::string& text) {
  if (text.size() <= shown_bytes_max) return text;
  return text.substr(0, shown_bytes_max) + "…";
}

std::string as_json(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace

class HttpProber : public Prober {
 public:
  explicit HttpProber(Http wanted) : wanted_{std::move(wanted)} {}

  Answer ask(const Bounds& bounds) override {
    net::Limits limits{bounds.deadline};
    limits.cancel_fd = bounds.cancel_fd;
    const auto response = client_.get(wanted_.url_, limits);
    if (!response) return Answer::not_yet(response.error().text());
    const std::string fault = fault_of(*response);
    if (fault.empty()) return Answer::ready();
    return Answer::not_yet(fmt::format("GET {}: {}", wanted_.url_, fault));
  }

 private:
  // Empty if it is the wanted answer.
  std::string fault_of(const net::Response& response) const {
    if (wanted_.status_ == 0 ? !response.ok() : response.status != wanted_.status_) {
      const auto wanted = wanted_.status_ == 0 ? "2xx" : std::to_string(wanted_.status_);
      return fmt::format("status {}, not {}: {}", response.status, wanted, begin_of(response.body));
    }
    for (const auto& part : wanted_.bodies_)
      if (response.body.find(part) == std::string::npos)
        return fmt::format("no \"{}\" in its body: {}", part, begin_of(response.body));
    return wanted_.parts_.empty() ? "" : fault_of_json(response.body);
  }

  std::string fault_of_json(const std::string& body) const {
    const json document = json::parse(body, nullptr, false);
    if (document.is_discarded()) return fmt::format("its body is not JSON: {}", begin_of(body));
    for (const auto& [pointer, wanted] : wanted_.parts_) {
      const json* part = nullptr;
      try {
        const json::json_pointer at{pointer};
        if (document.contains(at)) part = &document.at(at);
      } catch (const json::exception& error) {
        return fmt::format("'{}' is no JSON pointer: {}", pointer, error.what());
      }
      if (part == nullptr) return fmt::format("nothing at {}: {}", pointer, begin_of(body));
      if (!wanted.empty() && *part != json::parse(wanted))
        return fmt::format("{} is {}, not {}", pointer, begin_of(as_json(*part)), wanted);
    }
    return {};
  }

  Http wanted_;
  net::HttpClient client_;
};

Http& Http::status(int wanted) {
  status_ = wanted;
  return *this;
}

Http& Http::body(std::string part) {
  bodies_.push_back(std::move(part));
  return *this;
}

Http& Http::json(std::string pointer, std::string_view value) {
  parts_.push_back({std::move(pointer), as_json(value)});
  return *this;
}

Http& Http::json(std::string pointer, bool value) {
  parts_.push_back({std::move(pointer), as_json(value)});
  return *this;
}

Http& Http::json(std::string pointer) {
  parts_.push_back({std::move(pointer), ""});
  return *this;
}

Http& Http::json_number(std::string pointer, std::int64_t value) {
  parts_.push_back({std::move(pointer), as_json(value)});
  return *this;
}

Http::operator Probe() const {
  return Probe::of(
      [wanted = *this](const Subject&) { return std::make_unique<HttpProber>(wanted); });
}

}  // namespace dyntest::services::ready
