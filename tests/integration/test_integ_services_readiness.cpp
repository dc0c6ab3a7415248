// The strategies of readiness, against servers and logs that are slow, wrong or dead.
#include <fstream>
#include <string>
#include <utility>

#include "foundation/net/port.hpp"
#include "kit/services/ready.hpp"
#include "services_test_utils.hpp"
#include "testing/builtin/request.hpp"

using dyntest::base::Status;
using dyntest::builtin::Request;
using dyntest::net::Port;
using dyntest::services::Launch;
using dyntest::services::Probe;
using dyntest::services::regex;
using dyntest::services::Service;
namespace ready = dyntest::services::ready;

namespace {

// An HTTP server on `port` that answers with `status` and `body`.
std::string serves(const Port& port, int status, const std::string& body) {
  return R"(
import http.server
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response()" +
         std::to_string(status) + R"()
        self.end_headers()
        self.wfile.write(b')" +
         body + R"(')
    def log_message(self, *words): pass
http.server.HTTPServer(('127.0.0.1', )" +
         std::to_string(port.number()) + "), Handler).serve_forever()\n";
}

// What comes of a server with that answer, if `probe` is given the time of a few questions after it
// has said what is wrong; "" = ready.
std::string outcome_of_http(const TmpDir& folder, int status, const std::string& body,
                            Probe (*probe)(const std::string&)) {
  auto port = Port::reserve().value();
  const auto url = port.url("http");
  Launch launch = python_toy(folder, serves(port, status, body));
  launch.probe = ready::port(port.address());
  launch.ports.push_back(std::move(port));
  const auto service = Service::start(std::move(launch)).value();
  return text_of(service.wait_until(probe(url), Deadline::in(1s)));
}

// What comes of a start whose process runs `script`; "" = ready.
std::string outcome(const TmpDir& folder, const std::string& script, Probe probe,
                    dyntest::base::Duration budget = patience) {
  Launch launch = toy(folder, script);
  launch.probe = std::move(probe);
  launch.budget = budget;
  return outcome_of_start(std::move(launch));
}

}  // namespace

TEST(port_is_ready_when_somebody_listens, (TmpDir& folder)) {
  auto port = Port::reserve().value();
  Launch launch = python_toy(folder, serves(port, 200, ""));
  launch.probe = ready::port(port.address());
  launch.ports.push_back(std::move(port));
  CHECK(outcome_of_start(std::move(launch)) == "");
}

TEST(port_where_nobody_listens_is_named, (TmpDir& folder)) {
  const auto port = Port::reserve().value();
  const auto text = outcome(folder, "exec sleep 1000", ready::port(port.address()), 20ms);
  CHECK(has(text, "last answer: " + port.address() + ": Connection refused"));
}

// Both may use the port: nobody listened when it was reserved.
TEST(who_holds_the_port_is_named, (TmpDir& folder, Request& test)) {
  auto port = Port::reserve().value();
  const auto script = serves(port, 200, "");
  Launch first = python_toy(folder, script);
  first.name = "holder";
  first.probe = ready::port(port.address());
  const auto holder = Service::start(std::move(first)).value();
  const auto number = std::to_string(port.number());
  Launch second = python_toy(folder, script);
  second.probe = ready::command({"false"});
  second.ports.push_back(std::move(port));
  const auto text = outcome_of_start(std::move(second));
  NOTE(text);
  CHECK(has(text, "Address already in use"));
  CHECK(has(text, "; port " + number + " is held by pid " + std::to_string(holder.pid()) + " ("));
  CHECK(has(text, ", started by " + test.id()));
}

TEST(text_that_is_no_address_ends_the_wait, (TmpDir& folder)) {
  CHECK(has(outcome(folder, "exec sleep 1000", ready::port("nowhere")),
            "never ready: 'nowhere' is no address: host:port"));
}

TEST(http_is_ready_with_any_2xx, (TmpDir& folder)) {
  CHECK(outcome_of_http(folder, 202, "",
                        [](const std::string& url) -> Probe { return ready::http(url); }) == "");
}

TEST(http_with_another_status_shows_it, (TmpDir& folder)) {
  const auto text = outcome_of_http(
      folder, 503, "warming up", [](const std::string& url) -> Probe { return ready::http(url); });
  CHECK(has(text, ": status 503, not 2xx: warming up"));
}

TEST(http_is_ready_with_the_status_that_is_wanted, (TmpDir& folder)) {
  CHECK(outcome_of_http(folder, 404, "", [](const std::string& url) -> Probe {
          return ready::http(url).status(404);
        }) == "");
}

TEST(http_with_another_body_shows_it, (TmpDir& folder)) {
  const auto text = outcome_of_http(folder, 200, "starting", [](const std::string& url) -> Probe {
    return ready::http(url).status(200).body("start").body("ready");
  });
  CHECK(has(text, ": no \"ready\" in its body: starting"));
}

TEST(http_is_ready_with_the_json_that_is_wanted, (TmpDir& folder)) {
  CHECK(outcome_of_http(folder, 200, R"({"a": {"b": "on"}, "n": [1, 2], "yes": true})",
                        [](const std::string& url) -> Probe {
                          return ready::http(url)
                              .json("/a/b", "on")
                              .json("/n/1", 2)
                              .json("/yes", true)
                              .json("/a");
                        }) == "");
}

TEST(http_with_other_json_shows_it, (TmpDir& folder, std::string body, std::string said),
     cases(row(R"({"a": "off"})", R"(/a is "off", not "on")").id("other_value"),
           row(R"({"b": "on"})", R"(nothing at /a: {"b": "on"})").id("nothing_there"),
           row("<html>", "its body is not JSON: <html>").id("no_json"))) {
  const auto text = outcome_of_http(folder, 200, body, [](const std::string& url) -> Probe {
    return ready::http(url).json("/a", "on");
  });
  CHECK(has(text, said));
}

TEST(log_line_is_ready_at_the_line, (TmpDir& folder)) {
  CHECK(outcome(folder, "echo one; echo Server is ready; exec sleep 1000",
                ready::log_line("is ready")) == "");
}

TEST(log_line_is_ready_at_the_nth_line, (TmpDir& folder)) {
  const std::string script = "echo worker 1 joined; echo worker 2 joined; exec sleep 1000";
  CHECK(outcome(folder, script, ready::log_line(regex("worker \\d+ joined$"), 2)) == "");
  CHECK(has(outcome(folder, script, ready::log_line(regex("worker \\d+ joined$"), 3), 300ms),
            "2 of 2 lines have /worker \\d+ joined$/, not yet 3"));
}

TEST(half_a_line_is_no_line, (TmpDir& folder)) {
  CHECK(has(outcome(folder, "printf ready; exec sleep 1000", ready::log_line("ready"), 100ms),
            "none of 0 lines has \"ready\""));
}

TEST(line_of_an_earlier_start_does_not_count, (TmpDir& folder)) {
  std::ofstream{folder / "toy.log"} << "ready\n";
  CHECK(has(outcome(folder, "echo not yet; exec sleep 1000", ready::log_line("ready"), 300ms),
            "none of 1 lines has \"ready\"; last lines of"));
}

TEST(fatal_line_ends_the_wait, (TmpDir& folder)) {
  const auto text = outcome(
      folder, "echo thread main panicked at x.rs; exec sleep 1000",
      ready::all(ready::log_line("ready").fatal("panicked at"), [](Deadline) { return Status{}; }));
  CHECK(has(text, "never ready: a line has \"panicked at\": thread main panicked at x.rs; last"));
}

TEST(expression_with_a_mistake_ends_the_wait, (TmpDir& folder)) {
  CHECK(has(outcome(folder, "exec sleep 1000", ready::log_line(regex("(ready"))),
            "never ready: /(ready/ is no expression: "));
}

TEST(command_is_ready_when_it_exits_with_0, (TmpDir& folder)) {
  const auto file = (folder / "file").string();
  CHECK(outcome(folder, "sleep 0.05; touch " + file + "; exec sleep 1000",
                ready::command({"test", "-e", file})) == "");
}

TEST(command_that_fails_shows_status_and_output) {
  const Probe probe = ready::command({"sh", "-c", "echo no; echo luck >&2; exit 7"});
  CHECK(probe.begin({})->ask({Deadline::in(patience)}).why ==
        "sh -c echo no; echo luck >&2; exit 7: status 7: no luck");
}

TEST(command_that_hangs_is_bounded) {
  const Probe probe = ready::command({"sleep", "1000"});
  CHECK(probe.begin({})->ask({Deadline::in(20ms)}).why == "sleep 1000: it took too long");
}

TEST(command_that_cannot_run_ends_the_wait, (TmpDir& folder)) {
  CHECK(has(outcome(folder, "exec sleep 1000", ready::command({"no-such-program"})),
            "never ready: no-such-program: No such file or directory"));
}

TEST(all_shows_each_part_that_is_not_ready, (TmpDir& folder)) {
  const auto port = Port::reserve().value();
  const auto text = outcome(folder, "echo one; exec sleep 1000",
                            ready::all(ready::log_line("one"), ready::log_line("two"),
                                       ready::port(port.address()), ready::http(port.url("http"))),
                            300ms);
  CHECK(has(text, "last answer: none of 1 lines has \"two\"; " + port.address() +
                      ": Connection refused; GET " + port.url("http") + ": connection refused"));
}

TEST(any_is_ready_beside_a_part_that_hangs, (TmpDir& folder)) {
  CHECK(outcome(folder, "echo one; exec sleep 1000",
                ready::any(ready::command({"sleep", "1000"}), ready::log_line("one"))) == "");
}

TEST(process_that_ends_while_it_becomes_ready_is_not, (TmpDir& folder)) {
  CHECK(has(outcome(folder, "echo ready; exit 5",
                    ready::all(ready::log_line("ready"), ready::command({"sleep", "1000"}))),
            "process exited with status 5; last lines of"));
}

TEST(launch_without_a_probe_is_ready_as_it_runs, (TmpDir& folder)) {
  CHECK(outcome(folder, "exec sleep 1000", {}) == "");
}
