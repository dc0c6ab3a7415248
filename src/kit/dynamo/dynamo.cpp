#include "kit/dynamo/dynamo.hpp"

#include <fmt/format.h>

#include <deque>
#include <fstream>
#include <utility>

#include "foundation/os/sockets.hpp"
#include "kit/dynamo/detail/command_lines.hpp"
#include "kit/dynamo/detail/health.hpp"
#include "kit/dynamo/detail/python_programs.hpp"
#include "kit/dynamo/model.hpp"
#include "kit/dynamo/routable.hpp"
#include "kit/services/start_together.hpp"

namespace dyntest::dynamo {
namespace {

namespace fs = std::filesystem;
using base::Deadline;
using base::Result;
using base::Status;
using detail::append;
using services::Launch;
using services::Service;

constexpr const char* loopback_variables[] = {"DYN_TCP_RPC_HOST", "DYN_EVENT_PLANE_HOST",
                                              "DYN_SYSTEM_HOST"};

Status write_file(const fs::path& path, const char* text) {
  std::ofstream file{path};
  file << text;
  if (!file.flush()) return base::Error{fmt::format("{}: cannot write", path.string())};
  return {};
}

// One port. Without a wish one below 32768: Dynamo reads the system port as a signed 16-bit number.
Result<std::vector<net::Port>> ports_for(std::uint16_t wanted) {
  if (wanted == 0) return net::Port::reserve_row(1, 20000, 32767);
  auto ports = net::Port::reserve_row(1, wanted, wanted);
  if (ports) return ports;
  const auto listener = os::listener_on(wanted);
  return base::Error{fmt::format("port {} is taken{}", wanted,
                                 listener ? ", by " + listener->text() : std::string{})};
}

}  // namespace

struct Dynamo::State {
  Deployment deployment;
  Installation installation;
  fs::path folder;
  Words environment;  // of every process
  std::optional<services::Etcd> etcd;
  std::optional<services::Nats> nats;
  std::deque<Process> workers;  // behind etcd and NATS: ends before them
  std::deque<Process> frontends;
  std::vector<client::Client> clients;
  std::string attached;  // the address of somebody else's deployment; empty = ours
  std::function<void(const std::string&)> on_not_ours;
  std::function<void(const std::string&, client::Where)> on_violation;

  Status prepare();
  Status start_etcd_and_nats();
  Status start_processes();
  // What makes of an address a question; without one, whatever runs is ready.
  using Ready = std::function<services::Probe(const std::string& url)>;
  struct Begin {
    std::string name;
    Words words;  // behind the Python
    Words environment = {};
    int workers = 0;
    bool is_frontend = false;
    std::uint16_t port = 0;  // 0 = any that is free
    Ready ready = {};
  };
  Result<Process> begin(const Begin& what);
  Status begin_workers(const Deployment::Workers& engines);
  Result<Process> begin_frontend(const FrontendOptions& options, std::size_t number);
  Result<Process> begin_module(const ModuleOptions& options);
  void add_client(const std::string& url);
  int all_workers() const;
  detail::Served served() const { return {folder / "model", deployment.model}; }
  // For what only the owner of a deployment has.
  State& ours();
};

Status Dynamo::State::prepare() {
  std::error_code failed;
  fs::create_directories(folder / "home", failed);
  fs::create_directories(folder / "tmp", failed);
  if (failed) return base::Error{fmt::format("{}: {}", folder.string(), failed.message())};
  if (auto written = write_model(folder / "model"); !written) return written;
  for (const auto& [name, text] : detail::python_programs)
    if (auto written = write_file(folder / name, text); !written) return written;
  environment = {
      "HF_HUB_OFFLINE=1",
      "TRANSFORMERS_OFFLINE=1",
      "PYTHONUNBUFFERED=1",
      "DYN_SDK_DISABLE_ANSI_LOGGING=1",
      "HOME=" + (folder / "home").string(),
      "TMPDIR=" + (folder / "tmp").string(),  // what a killed process leaves goes with us
      "DYNTEST_SCRIPT_LOG=" + (folder / "script.log").string(),
      "DYN_FILE_KV=" + (folder / "discovery").string(),
      "DYN_DISCOVERY_BACKEND=" + deployment.discovery_backend,
      "DYN_REQUEST_PLANE=" + deployment.request_plane,
      "DYN_EVENT_PLANE=" + deployment.event_plane};
  for (const char* variable : loopback_variables)
    environment.push_back(fmt::format("{}=127.0.0.1", variable));
  // Up to release 1.5 this variable names an interface, not an address.
  if (installation.is_at_least("1.6"))
    environment.push_back("DYN_TCP_RESPONSE_STREAM_HOST=127.0.0.1");
  return {};
}

Status Dynamo::State::start_etcd_and_nats() {
  std::vector<Launch> launches;
  if (deployment.needs_etcd()) {
    auto launch = services::Etcd::launch(folder / "etcd");
    if (!launch) return launch.error();
    launches.push_back(*std::move(launch));
  }
  if (deployment.needs_nats()) {
    auto launch = services::Nats::launch(folder / "nats");
    if (!launch) return launch.error();
    launches.push_back(*std::move(launch));
  }
  auto started =
      services::start_together(std::move(launches), Deadline::in(deployment.services_budget));
  if (!started) return started.error();
  if (deployment.needs_etcd()) {
    etcd = services::Etcd::of(std::move(started->front()));
    environment.push_back("ETCD_ENDPOINTS=" + etcd->endpoint());
  } else if (!deployment.etcd_endpoints.empty()) {
    environment.push_back("ETCD_ENDPOINTS=" + deployment.etcd_endpoints);
  }
  if (deployment.needs_nats()) {
    auto running = services::Nats::of(std::move(started->back()));
    if (!running) return running.error();
    nats = *std::move(running);
    environment.push_back("NATS_SERVER=" + nats->url());
  }
  append(environment, deployment.environment);
  return {};
}

Result<Process> Dynamo::State::begin(const Begin& what) {
  auto ports = ports_for(what.port);
  if (!ports) return ports.error().context("the HTTP server of " + what.name + " cannot start");
  const std::string url = ports->front().url("http");
  const std::string number = std::to_string(ports->front().number());
  Launch launch;
  launch.name = what.name;
  launch.folder = folder;
  launch.command.argv = {installation.python.string()};
  append(launch.command.argv, what.words);
  launch.command.environment = environment;
  launch.command.folder = folder;
  if (what.is_frontend) {
    append(launch.command.argv, {"--http-host", "127.0.0.1", "--http-port", number});
  } else {
    launch.command.environment.push_back("DYN_SYSTEM_PORT=" + number);
  }
  append(launch.command.environment, what.environment);
  if (what.ready) launch.probe = what.ready(url);
  launch.address = url;
  launch.budget = deployment.budget;
  launch.ports = *std::move(ports);
  auto service = Service::begin(std::move(launch));
  if (!service) return service.error();
  return Process{*std::move(service), url, what.workers};
}

Status Dynamo::State::begin_workers(const Deployment::Workers& engines) {
  const std::string kind = engines.role == "aggregated" ? "mocker" : engines.role;
  for (int i = 0; i < engines.options.processes; ++i) {
    auto process = begin({.name = fmt::format("{}-{}", kind, workers.size()),
                          .words = detail::mocker_words(engines.options, engines.role, served()),
                          .environment = engines.options.environment,
                          .workers = engines.options.workers});
    if (!process) return process.error();
    workers.push_back(*std::move(process));
  }
  return {};
}

Result<Process> Dynamo::State::begin_frontend(const FrontendOptions& options, std::size_t number) {
  const bool completes =
      deployment.first_completion && deployment.scripts.empty() && options.router_mode != "direct";
  return begin({.name = fmt::format("frontend-{}", number),
                .words = detail::frontend_words(options),
                .environment = options.environment,
                .is_frontend = true,
                .port = options.http_port,
                .ready = [&, this](const std::string& url) {
                  return routable(url, deployment.model, all_workers(), completes);
                }});
}

Result<Process> Dynamo::State::begin_module(const ModuleOptions& options) {
  return begin({.name = options.name,
                .words = detail::module_words(options),
                .environment = options.environment,
                .workers = options.workers});
}

// The object may move, its state does not.
void Dynamo::State::add_client(const std::string& url) {
  clients.push_back(
      client::Client{{url, deployment.model, [this](const std::string& text, client::Where where) {
                        if (!on_violation) throw client::BrokenRule{text};
                        on_violation(text, where);
                      }}});
}

Dynamo::State& Dynamo::State::ours() {
  if (attached.empty()) return *this;
  const auto text = "needs processes of its own: Dynamo is the deployment at " + attached;
  if (on_not_ours) on_not_ours(text);
  throw NotOurs{text};
}

int Dynamo::State::all_workers() const {
  int sum = 0;
  for (const auto& [role, options] : deployment.engines) sum += options.processes * options.workers;
  sum += static_cast<int>(deployment.scripts.size());
  for (const auto& module : deployment.modules) sum += module.workers;
  return sum;
}

Status Dynamo::State::start_processes() {
  for (std::size_t i = 0; i < deployment.frontends.size(); ++i) {
    auto process = begin_frontend(deployment.frontends[i], i);
    if (!process) return process.error();
    frontends.push_back(*std::move(process));
  }
  for (const auto& engines : deployment.engines)
    if (auto begun = begin_workers(engines); !begun) return begun;
  for (const Script& script : deployment.scripts) {
    auto process =
        begin({.name = fmt::format("scripted-{}", workers.size()),
               .words = detail::scripted_words(script, folder / "scripted_worker.py", served()),
               .workers = 1});
    if (!process) return process.error();
    workers.push_back(*std::move(process));
  }
  for (const ModuleOptions& module : deployment.modules) {
    auto process = begin_module(module);
    if (!process) return process.error();
    workers.push_back(*std::move(process));
  }
  std::vector<Service*> all;
  for (Process& process : workers) all.push_back(&process.service());
  for (Process& process : frontends) all.push_back(&process.service());
  return services::await_ready(all, Deadline::in(deployment.budget));
}

Dynamo::Dynamo(std::unique_ptr<State> state) : state_{std::move(state)} {}
Dynamo::Dynamo(Dynamo&&) noexcept = default;
Dynamo& Dynamo::operator=(Dynamo&&) noexcept = default;
Dynamo::~Dynamo() = default;

Result<Dynamo> Dynamo::start(const Deployment& deployment, const Installation& installation,
                             const fs::path& folder) {
  auto state = std::make_unique<State>();
  state->deployment = deployment;
  state->installation = installation;
  state->folder = folder;
  constexpr const char* doing = "starting Dynamo";
  if (auto done = state->prepare(); !done) return done.error().context(doing);
  if (auto done = state->start_etcd_and_nats(); !done) return done.error().context(doing);
  if (auto done = state->start_processes(); !done) return done.error().context(doing);
  for (const Process& frontend : state->frontends) state->add_client(frontend.url());
  return Dynamo{std::move(state)};
}

Result<Dynamo> Dynamo::attach(const std::string& url) {
  constexpr auto patience = std::chrono::seconds{5};
  const std::string at = url.substr(0, url.find_last_not_of('/') + 1);
  const auto doing = fmt::format("attaching to the deployment at {}", at);
  const auto models = net::HttpClient{}.get(at + "/v1/models", net::Limits{Deadline::in(patience)});
  if (!models) return models.error().context(doing);
  auto state = std::make_unique<State>();
  state->attached = at;
  state->deployment.model = detail::first_model_in(models->body);
  if (state->deployment.model.empty())
    return base::Error{fmt::format("/v1/models lists no model (status {})", models->status)}
        .context(doing);
  state->add_client(at);
  return Dynamo{std::move(state)};
}

const client::Client& Dynamo::client(std::size_t frontend) const {
  return state_->clients.at(frontend);
}

void Dynamo::on_violation(std::function<void(const std::string&, client::Where)> tell) {
  state_->on_violation = std::move(tell);
}

void Dynamo::on_not_ours(std::function<void(const std::string&)> tell) {
  state_->on_not_ours = std::move(tell);
}

Process& Dynamo::frontend(std::size_t number) { return state_->ours().frontends.at(number); }
Process& Dynamo::worker(std::size_t number) { return state_->ours().workers.at(number); }
std::size_t Dynamo::workers() const { return state_->ours().workers.size(); }

int Dynamo::script_says(const std::string& word) const {
  std::ifstream log{state_->ours().folder / "script.log"};
  int count = 0;
  for (std::string line; std::getline(log, line);) count += line == word;
  return count;
}

services::Etcd& Dynamo::etcd() { return state_->ours().etcd.value(); }
services::Nats& Dynamo::nats() { return state_->ours().nats.value(); }
const std::string& Dynamo::model() const { return state_->deployment.model; }
const fs::path& Dynamo::folder() const { return state_->ours().folder; }
const Installation& Dynamo::installation() const { return state_->ours().installation; }

std::vector<std::uint64_t> Dynamo::instances(std::size_t frontend) const {
  return detail::instances_in(client(frontend).get("/health").body);
}

int Dynamo::ready_workers(std::size_t frontend) const {
  const auto reply = client(frontend).get("/v1/models/" + detail::in_path(model()) + "/ready");
  return detail::workers_in(reply.body);
}

Result<Process> Dynamo::spawn(const ModuleOptions& options) const {
  return state_->ours().begin_module(options).context("starting Dynamo");
}

os::Command Dynamo::python(std::vector<std::string> arguments) const {
  os::Command command;
  const State& ours = state_->ours();
  command.argv = {ours.installation.python.string()};
  append(command.argv, arguments);
  command.environment = ours.environment;
  command.folder = ours.folder;
  return command;
}

os::Command Dynamo::program(const std::string& name, const Words& arguments) const {
  Words words{folder() / name};
  append(words, arguments);
  return python(words);
}

}  // namespace dyntest::dynamo
