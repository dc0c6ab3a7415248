#include "kit/services/detail/nats_launch.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <utility>

#include "kit/services/programs.hpp"

namespace dyntest::services::detail {
namespace {

std::vector<std::string> command_line(const std::filesystem::path& program,
                                      const NatsServer& server, const net::Port& port) {
  std::vector<std::string> line{program.string(), "--addr", "127.0.0.1", "--port",
                                std::to_string(port.number())};
  if (!server.store.empty())
    line.insert(line.end(), {"--jetstream", "--store_dir", server.store.string()});
  if (!server.route.empty()) {
    line.insert(line.end(),
                {"--name", server.name, "--cluster_name", "dyntest", "--cluster", server.route,
                 "--routes", fmt::format("{}", fmt::join(server.routes, ","))});
  }
  return line;
}

}  // namespace

base::Result<Launch> nats_launch(const NatsServer& server, net::Port port) {
  const auto program = find_program("nats-server");
  if (!program) return program.error();
  const std::string url = port.url("nats");
  Launch launch;
  launch.name = server.name;
  launch.folder = server.folder;
  launch.command.argv = command_line(*program, server, port);
  launch.ports.push_back(std::move(port));
  launch.address = url;
  launch.expected_exits = {1};  // 2.9 ends so on SIGTERM
  launch.probe = [url](base::Deadline deadline) {
    const auto client = answering_client(url, deadline);
    return client ? base::Status{} : base::Status{client.error()};
  };
  return launch;
}

base::Result<nats::Client> answering_client(const std::string& url, base::Deadline deadline) {
  auto client = nats::Client::connect(url, deadline);
  if (!client) return client;
  if (auto flushed = client->flush(deadline); !flushed) return flushed.error();
  return client;
}

}  // namespace dyntest::services::detail
