// Which descriptors a test has left open.
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <string>
#include <vector>

#include "conftest.hpp"
#include "foundation/os/fd.hpp"
#include "testing/runner/left_descriptors.hpp"

using dyntest::os::Fd;
using dyntest::runner::LeftDescriptors;
using Lines = std::vector<std::string>;

namespace {

Fd event() { return Fd{::eventfd(0, EFD_CLOEXEC)}; }

Fd listener() {
  Fd socket{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  REQUIRE(::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  REQUIRE(::listen(socket.get(), 1) == 0);
  return socket;
}

std::string line_of(const Fd& fd, const std::string& what) {
  return "descriptor " + std::to_string(fd.get()) + ": " + what;
}

}  // namespace

TEST(nothing_is_told_where_nothing_was_opened) {
  LeftDescriptors descriptors;
  CHECK(descriptors.left_behind(false) == Lines{});
}

TEST(one_that_was_opened_is_told_once) {
  LeftDescriptors descriptors;
  const Fd null{::open("/dev/null", O_RDONLY | O_CLOEXEC)};
  CHECK(descriptors.left_behind(false) == Lines{line_of(null, "/dev/null")});
  CHECK(descriptors.left_behind(false) == Lines{});
}

TEST(one_that_was_closed_again_was_not_left) {
  LeftDescriptors descriptors;
  event();
  CHECK(descriptors.left_behind(false) == Lines{});
}

TEST(a_server_is_told_with_its_address) {
  LeftDescriptors descriptors;
  const Fd server = listener();
  const auto lines = descriptors.left_behind(false);
  REQUIRE(lines.size() == 1u);
  CHECK(lines[0].starts_with(line_of(server, "socket that listens at 127.0.0.1:")));
}

TEST(one_that_was_adopted_is_not_told) {
  LeftDescriptors descriptors;
  const Fd of_a_fixture = event();
  descriptors.adopt();
  const Fd of_the_test = event();
  CHECK(descriptors.left_behind(false) == Lines{line_of(of_the_test, "anon_inode:[eventfd]")});
}

TEST(what_a_fixture_has_closed_makes_no_room_for_the_next) {
  LeftDescriptors descriptors;
  Fd of_a_fixture = event();
  descriptors.adopt();
  of_a_fixture.reset();
  descriptors.forget_ended();
  const Fd of_the_test = event();
  CHECK(descriptors.left_behind(false).size() == 1u);
}

TEST(beside_fixtures_that_live_on_only_servers_are_told) {
  LeftDescriptors descriptors;
  const Fd maybe_of_a_fixture = event();
  const Fd server = listener();
  const auto lines = descriptors.left_behind(true);
  REQUIRE(lines.size() == 1u);
  CHECK(lines[0].find("socket that listens") != std::string::npos);
}
