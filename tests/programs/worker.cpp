// A process that lives as a Dynamo worker does, for tests that kill it: it registers an instance in
// etcd under a lease, answers requests on its NATS subject, and prints nothing.
//
//   worker <etcd endpoint> <nats url> <namespace> <ttl in seconds>
//
// The request `peers` is answered with the keys of the namespace's instances, one a line; any other
// with `echo <request>`. On SIGTERM it revokes its lease and ends, with status 0 if no thread is
// left.
#include <fmt/format.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <iterator>
#include <string>
#include <thread>

#include "foundation/etcd/client.hpp"
#include "foundation/nats/client.hpp"

using namespace dyntest;
using namespace std::chrono_literals;

namespace {

enum Status {
  fine = 0,
  usage = 2,
  no_lease = 3,
  no_nats = 4,
  taken = 5,
  lost = 6,
  threads_left = 7
};

volatile std::sig_atomic_t stop = 0;

std::ptrdiff_t threads() {
  return std::distance(std::filesystem::directory_iterator{"/proc/self/task"}, {});
}

std::string prefix_of(const std::string& scope) {
  return fmt::format("v1/instances/{}/backend/generate/", scope);
}

std::string instance(const std::string& scope, etcd::LeaseId id, const std::string& subject) {
  return fmt::format(R"({{"type":"Endpoint","namespace":"{}","component":"backend",)"
                     R"("endpoint":"generate","instance_id":{},"transport":{{"nats_tcp":"{}"}}}})",
                     scope, id, subject);
}

std::string answer(etcd::Client& etcd, const std::string& scope, const std::string& request) {
  if (request != "peers") return "echo " + request;
  const auto peers = etcd.get_prefix(prefix_of(scope));
  if (!peers) return peers.error().text();
  std::string keys;
  for (const auto& entry : peers->entries) keys += entry.key + "\n";
  return keys;
}

Status serve(const std::string& endpoint, const std::string& url, const std::string& scope,
             std::chrono::seconds ttl) {
  etcd::Client etcd{endpoint, 20s};
  auto lease = etcd.grant(ttl);
  if (!lease) return no_lease;
  auto nats = nats::Client::connect(url, base::Deadline::in(20s));
  if (!nats) return no_nats;
  const std::string subject = fmt::format("{}_backend.generate-{:x}", scope, lease->id());
  auto requests = nats->subscribe(subject, {}, base::Deadline::in(20s));
  if (!requests) return no_nats;
  const std::string key = fmt::format("{}{:x}", prefix_of(scope), lease->id());
  const auto created =
      etcd.create_if_absent(key, instance(scope, lease->id(), subject), lease->id());
  if (!created) return lost;  // it may stand in etcd all the same, and a test may have seen it
  if (!*created) return taken;
  while (stop == 0) {
    const auto request = requests->next(base::Deadline::in(20ms));
    if (!request || !lease->check()) return lost;
    if (*request && !nats->reply(**request, answer(etcd, scope, (*request)->data))) return lost;
  }
  return fine;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 5) return usage;
  std::signal(SIGTERM, [](int) { stop = 1; });
  std::thread{[] {}}.join();  // ThreadSanitizer starts one of its own with a program's first
  const auto before = threads();
  const Status status = serve(arguments[1], arguments[2], arguments[3],
                              std::chrono::seconds{std::stoi(arguments[4])});
  return status == fine && threads() > before ? threads_left : status;
}
