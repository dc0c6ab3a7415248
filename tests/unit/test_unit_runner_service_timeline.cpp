// What services wrote while a test ran, across their files and in the order of its arrival.
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <string>

#include "conftest.hpp"
#include "foundation/cell/service_book.hpp"
#include "foundation/os/run_folder.hpp"
#include "testing/builtin/tmp_dir.hpp"
#include "testing/runner/service_timeline.hpp"

namespace fs = std::filesystem;
using dyntest::builtin::TmpDir;
using dyntest::cell::ServiceBook;
using dyntest::runner::ServiceTimeline;
using Time = ServiceTimeline::Time;

namespace {

constexpr pid_t init = 4711;

// Services of an init, whose book is in a folder of the test's own.
class Services {
 public:
  explicit Services(const TmpDir& folder) : folder_{folder.path()} {
    ::setenv(dyntest::os::run_folder_variable, folder_.c_str(), 1);
  }
  Services(const Services&) = delete;
  Services& operator=(const Services&) = delete;
  ~Services() { ::setenv(dyntest::os::run_folder_variable, usual_.c_str(), 1); }

  void start(pid_t pid, const std::string& name) {
    dyntest::os::Spawn what;
    what.argv = {name};
    book_.started(pid, what, path(name));
  }
  // As long as nobody has noticed, it is on the disk only.
  void write(const std::string& name, const std::string& text) const {
    std::ofstream{path(name), std::ios::app} << text;
  }
  void note(pid_t pid, const std::string& name) { book_.wrote(pid, fs::file_size(path(name))); }
  void say(pid_t pid, const std::string& name, const std::string& text) {
    write(name, text);
    note(pid, name);
  }

  std::string path(const std::string& name) const { return folder_ / (name + ".log"); }

 private:
  const std::string usual_ = std::getenv(dyntest::os::run_folder_variable);
  fs::path folder_;
  ServiceBook book_{init};
};

Time now() { return std::chrono::steady_clock::now(); }

std::string whole_timeline(Time begin) {
  ServiceTimeline timeline{begin};
  timeline.look({init});
  return timeline.take();
}

std::string without_times(const std::string& text) {
  return std::regex_replace(text, std::regex{R"(\+[0-9]+\.[0-9]{3}s)"}, "+T");
}

std::string timeline(Time begin) { return without_times(whole_timeline(begin)); }

}  // namespace

TEST(lines_of_all_services_stand_in_the_order_of_their_arrival, (TmpDir& folder)) {
  Services services{folder};
  const auto begin = now();
  services.start(1, "etcd");
  services.start(2, "frontend");
  services.say(2, "frontend", "listening\n");
  services.say(1, "etcd", "put a\nput b\n");
  services.say(2, "frontend", "GET /health\n");
  CHECK(timeline(begin) ==
        "+T frontend  listening\n"
        "+T etcd      put a\n"
        "+T etcd      put b\n"
        "+T frontend  GET /health\n");
}

TEST(what_came_before_the_test_is_left_out, (TmpDir& folder)) {
  Services services{folder};
  services.start(1, "etcd");
  services.say(1, "etcd", "of another test\n");
  const auto begin = now();
  CHECK(timeline(begin) == "");
  services.say(1, "etcd", "of this test\n");
  CHECK(timeline(begin) == "+T etcd  of this test\n");
}

TEST(what_nobody_has_noticed_yet_came_last, (TmpDir& folder)) {
  Services services{folder};
  const auto begin = now();
  services.start(1, "etcd");
  services.start(2, "nats");
  services.write("etcd", "just now");
  services.say(2, "nats", "before\n");
  CHECK(timeline(begin) == "+T nats  before\n+T etcd  just now\n");
}

TEST(times_count_from_the_begin, (TmpDir& folder)) {
  Services services{folder};
  services.start(1, "etcd");
  services.write("etcd", "line\n");
  CHECK(whole_timeline(now() - std::chrono::seconds{90}).starts_with("+90.0"));
}

TEST(a_service_that_is_started_again_goes_on_in_its_file, (TmpDir& folder)) {
  Services services{folder};
  services.start(1, "etcd");
  services.say(1, "etcd", "first life\n");
  const auto begin = now();
  services.start(2, "etcd");
  services.say(2, "etcd", "second life\n");
  CHECK(timeline(begin) == "+T etcd  second life\n");
}

TEST(a_file_that_was_begun_anew_is_shown_from_its_begin, (TmpDir& folder)) {
  Services services{folder};
  services.start(1, "etcd");
  services.say(1, "etcd", "a line that is long enough\n");
  const auto begin = now();
  fs::resize_file(services.path("etcd"), 0);
  services.say(1, "etcd", "rotated\n");
  CHECK(timeline(begin) == "+T etcd  rotated\n");
}

TEST(a_flood_is_cut_to_its_last_lines, (TmpDir& folder)) {
  Services services{folder};
  const auto begin = now();
  services.start(1, "etcd");
  for (int i = 1; i <= 250; ++i) services.write("etcd", "line " + std::to_string(i) + "\n");
  const auto text = timeline(begin);
  CHECK(text.starts_with("… 50 lines before\n+T etcd  line 51\n"));
  CHECK(text.ends_with("+T etcd  line 250\n"));
}

TEST(a_giant_line_is_cut, (TmpDir& folder)) {
  Services services{folder};
  const auto begin = now();
  services.start(1, "etcd");
  services.write("etcd", std::string(5000, 'x') + "\n");
  CHECK(timeline(begin) == "+T etcd  " + std::string(1000, 'x') + "…\n");
}

TEST(it_is_never_longer_than_what_a_report_takes, (TmpDir& folder)) {
  Services services{folder};
  const auto begin = now();
  services.start(1, "etcd");
  for (int i = 0; i < 100; ++i) services.write("etcd", std::string(900, 'x') + "\n");
  const auto text = whole_timeline(begin);
  CHECK(text.size() < 33u << 10u);
  CHECK(text.size() > 30u << 10u);
  CHECK(text.starts_with("… "));
}

TEST(nothing_is_said_of_services_without_a_file_or_whose_file_is_gone, (TmpDir& folder)) {
  Services services{folder};
  const auto begin = now();
  services.start(1, "etcd");
  CHECK(timeline(begin) == "");
  services.say(1, "etcd", "line\n");
  fs::remove(services.path("etcd"));
  CHECK(timeline(begin) == "");
}

TEST(what_was_seen_stays_when_its_file_is_gone, (TmpDir& folder)) {
  Services services{folder};
  ServiceTimeline timeline{now()};
  services.start(1, "etcd");
  services.start(2, "nats");
  services.write("etcd", "last words\n");
  timeline.look({init});
  fs::remove(services.path("etcd"));
  services.say(2, "nats", "still here\n");
  timeline.look({init});
  CHECK(without_times(timeline.take()) == "+T etcd  last words\n+T nats  still here\n");
}

TEST(nothing_is_told_twice, (TmpDir& folder)) {
  Services services{folder};
  ServiceTimeline timeline{now()};
  services.start(1, "etcd");
  services.write("etcd", "one\n");
  timeline.look({init});
  services.note(1, "etcd");
  timeline.look({init});
  CHECK(without_times(timeline.take()) == "+T etcd  one\n");
  services.say(1, "etcd", "two\n");
  timeline.look({init});
  CHECK(without_times(timeline.take()) == "+T etcd  two\n");
  CHECK(timeline.take() == "");
}
