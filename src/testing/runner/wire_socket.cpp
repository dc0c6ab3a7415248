// The dialogue of worker and controller, through the socket: a kind, a body, and what a hello says.
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "foundation/base/overloaded.hpp"
#include "foundation/base/panic.hpp"
#include "foundation/os/message.hpp"
#include "testing/runner/codec.hpp"
#include "testing/runner/wire.hpp"

namespace dyntest::runner {
namespace {

using base::Reader;
using base::Writer;
using runner::put;

void put(Writer& to, const RunTest& test) {
  to.put(test.index).put(test.item).put(test.timeout).put(test.attempt).put(test.reruns);
  to.put(test.delay).put(test.backoff).put(test.may_leak).put(test.refused);
  put_all(to, test.after,
          [&](const Prerequisite& other) { to.put(other.item).put(other.name).put(other.unmet); });
}
RunTest get_run_test(Reader& from) {
  RunTest test;
  test.index = from.get<std::uint32_t>();
  test.item = from.get<std::uint32_t>();
  test.timeout = from.get<double>();
  test.attempt = from.get<std::uint32_t>();
  test.reruns = from.get<std::uint32_t>();
  test.delay = from.get<double>();
  test.backoff = from.get<double>();
  test.may_leak = from.get<bool>();
  test.refused = from.text();
  test.after = get_all<Prerequisite>(from, [&] {
    Prerequisite other;
    other.item = from.get<std::uint32_t>();
    other.name = from.text();
    other.unmet = from.text();
    return other;
  });
  return test;
}

void put(Writer& to, const Want& want) { to.put(want.key).put(want.dead).put(want.why); }
Want get_want(Reader& from) {
  Want want;
  want.key = from.text();
  want.dead = from.get<std::uint32_t>();
  want.why = from.text();
  return want;
}

void put(Writer& to, const Handed& handed) {
  to.put(handed.generation).put(handed.outcome).put(handed.handle).put(handed.reason);
  put(to, handed.reason_place);
  put_all(to, handed.failures, [&](const model::Failure& failure) { put(to, failure); });
  to.put(handed.captured.standard_output).put(handed.captured.standard_error);
  put_all(to, handed.inits, [&](std::int32_t init) { to.put(init); });
}
Handed get_handed(Reader& from) {
  Handed handed;
  handed.generation = from.get<std::uint32_t>();
  handed.outcome = from.get<model::Outcome>();
  handed.handle = from.text();
  handed.reason = from.text();
  handed.reason_place = get_place(from);
  handed.failures = get_all<model::Failure>(from, [&] { return get_failure(from); });
  handed.captured.standard_output = from.text();
  handed.captured.standard_error = from.text();
  handed.inits = get_all<std::int32_t>(from, [&] { return from.get<std::int32_t>(); });
  return handed;
}

// What the message carries beside its kind; a hello's body is its sender's.
std::string body_of(const SocketMessage& message) {
  Writer to;
  std::visit(base::Overloaded{[&](const Run& run) {
                                for (const auto& test : run.tests) put(to, test);
                              },
                              [&](const Want& want) { put(to, want); },
                              [&](const Hosting& hosting) { to.put(hosting.handle); },
                              [&](const Handed& handed) { put(to, handed); }, [](const auto&) {}},
             message);
  return std::move(to.bytes());
}

Run get_run(Reader& from) {
  Run run;
  while (!from.at_end()) run.tests.push_back(get_run_test(from));
  return run;
}

SocketMessage get_message(std::uint8_t kind, Reader& head, Reader& body) {
  switch (kind) {
    case 0: {
      Hello hello;
      hello.protocol = head.get<std::uint32_t>();
      hello.version = head.text();
      return hello;
    }
    case 1:
      return Next{};
    case 2:
      return Synced{};
    case 3:
      return get_run(body);
    case 4:
      return Finish{};
    case 5:
      return GoOn{};
    case 6:
      return Kept{};
    case 7:
      return get_want(body);
    case 8:
      return Hosting{body.text()};
    default:
      return get_handed(body);
  }
}

constexpr std::size_t inline_body_max = 32u << 10u;

os::Fd memory_file(std::string_view body) {
  os::Fd file{::memfd_create("dyntest-message", MFD_CLOEXEC)};
  while (!body.empty()) {
    const auto size = ::write(file.get(), body.data(), body.size());
    base::require(size > 0, "no memory for a message");
    body.remove_prefix(static_cast<std::size_t>(size));
  }
  return file;
}

std::string read_memory_file(const os::Fd& file) {
  struct stat status{};
  ::fstat(file.get(), &status);
  std::string body(static_cast<std::size_t>(status.st_size), '\0');
  for (std::size_t at = 0; at < body.size();) {
    const auto size =
        ::pread(file.get(), body.data() + at, body.size() - at, static_cast<off_t>(at));
    if (size <= 0) break;
    at += static_cast<std::size_t>(size);
  }
  return body;
}

}  // namespace

bool send(int socket, const SocketMessage& message, std::string_view body) {
  const std::string own = body_of(message);
  if (!own.empty()) body = own;
  const bool attached = body.size() > inline_body_max;
  Writer to;
  to.put(static_cast<std::uint8_t>(message.index())).put(attached ? std::string_view{} : body);
  if (const auto* hello = std::get_if<Hello>(&message)) to.put(hello->protocol).put(hello->version);
  if (attached) return os::send_message(socket, to.bytes(), {memory_file(body).get()});
  return os::send_message(socket, to.bytes());
}

std::optional<Received> receive(int socket) {
  const auto raw = os::receive_message(socket);
  if (!raw) return std::nullopt;
  Reader head{raw->bytes};
  const auto kind = head.get<std::uint8_t>();
  Received received;
  received.body = head.text();
  if (!raw->fds.empty()) received.body = read_memory_file(raw->fds[0]);
  Reader body{received.body};
  received.message = get_message(kind, head, body);
  return received;
}

}  // namespace dyntest::runner
