#include "kit/dynamo/dynamo.hpp"

#include <fmt/format.h>

#include <deque>
#include <fstream>
#include <nlohmann/json.hpp>
#include <utility>

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

void append(Words& words, const Words& more) {
  words.insert(words.end(), more.begin(), more.end());
}

// Up to release 1.5 this variable names an interface, not an address.
bool takes_response_host(const std::string& release) {
  int major = 0;
  int minor = 0;
  std::sscanf(release.c_str(), "%d.%d", &major, &minor);
  return major > 1 || (major == 1 && minor >= 6);
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
  std::function<void(const std::string&, client::Where)> on_violation;

  Status prepare();
  Status start_etcd_and_nats();
  Status start_processes();
  // `ready`: what makes of an address a question; without one, whatever runs is ready.
  using Ready = std::function<services::Probe(const std::string& url)>;
  Result<Process> begin(const std::string& name, const Words& argv, const Words& more,
                        int has_workers, bool is_frontend, const Ready& ready = {});
  Status begin_workers(const Deployment::Workers& engines);
  Result<Process> begin_frontend(const FrontendOptions& options, std::size_t number);
  int all_workers() const;
};

Status Dynamo::State::prepare() {
  std::error_code failed;
  fs::create_directories(folder / "home", failed);
  fs::create_directories(folder / "tmp", failed);
  if (failed) return base::Error{fmt::format("{}: {}", folder.string(), failed.message())};
  if (auto written = write_model(folder / "model"); !written) return written;
  if (auto written = write_file(folder / "scripted_worker.py", detail::scripted_worker); !written)
    return written;
  if (auto written = write_file(folder / "planner_program.py", detail::planner_program); !written)
    return written;
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
  if (takes_response_host(installation.release))
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
  auto started = services::start_together(std::move(launches));
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

Result<Process> Dynamo::State::begin(const std::string& name, const Words& argv, const Words& more,
                                     int has_workers, bool is_frontend, const Ready& ready) {
  // Dynamo reads the system port as a signed 16-bit number.
  auto ports = net::Port::reserve_row(1, 20000, 32767);
  if (!ports) return ports.error();
  const std::string url = ports->front().url("http");
  const std::string number = std::to_string(ports->front().number());
  Launch launch;
  launch.name = name;
  launch.folder = folder;
  launch.command.argv = {installation.python.string()};
  append(launch.command.argv, argv);
  launch.command.environment = environment;
  launch.command.folder = folder;
  if (is_frontend) {
    append(launch.command.argv, {"--http-host", "127.0.0.1", "--http-port", number});
  } else {
    launch.command.environment.push_back("DYN_SYSTEM_PORT=" + number);
  }
  append(launch.command.environment, more);
  if (ready) launch.probe = ready(url);
  launch.address = url;
  launch.budget = deployment.budget;
  launch.ports = *std::move(ports);
  auto service = Service::begin(std::move(launch));
  if (!service) return service.error();
  return Process{*std::move(service), url, has_workers};
}

Status Dynamo::State::begin_workers(const Deployment::Workers& engines) {
  const MockerOptions& options = engines.options;
  for (int i = 0; i < options.processes; ++i) {
    Words argv{"-m",
               "dynamo.mocker",
               "--model-path",
               (folder / "model").string(),
               "--model-name",
               deployment.model,
               "--block-size",
               std::to_string(options.block_size),
               "--num-workers",
               std::to_string(options.workers),
               "--speedup-ratio",
               fmt::format("{}", options.speedup_ratio)};
    if (options.num_gpu_blocks_override > 0)
      append(argv, {"--num-gpu-blocks-override", std::to_string(options.num_gpu_blocks_override)});
    if (engines.role != "aggregated") append(argv, {"--disaggregation-mode", engines.role});
    if (!options.endpoint.empty()) append(argv, {"--endpoint", options.endpoint});
    append(argv, options.arguments);
    const std::string kind = engines.role == "aggregated" ? "mocker" : engines.role;
    auto process = begin(fmt::format("{}-{}", kind, workers.size()), argv, options.environment,
                         options.workers, false);
    if (!process) return process.error();
    workers.push_back(*std::move(process));
  }
  return {};
}

Result<Process> Dynamo::State::begin_frontend(const FrontendOptions& options, std::size_t number) {
  Words argv{"-m", "dynamo.frontend", "--router-mode", options.router_mode};
  if (options.router_mode == "kv")
    append(argv, {"--kv-cache-block-size", std::to_string(options.kv_cache_block_size)});
  append(argv, {"--migration-limit", std::to_string(options.migration_limit)});
  append(argv, options.arguments);
  const bool completes =
      deployment.first_completion && deployment.scripts.empty() && options.router_mode != "direct";
  return begin(fmt::format("frontend-{}", number), argv, options.environment, 0, true,
               [&, this](const std::string& url) {
                 return routable(url, deployment.model, all_workers(), completes);
               });
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
    auto steps = nlohmann::json::array();
    for (const Step& step : script) steps.push_back(nlohmann::json::parse(step.json));
    auto process = begin(fmt::format("scripted-{}", workers.size()),
                         {(folder / "scripted_worker.py").string(), (folder / "model").string(),
                          deployment.model, "dynamo.backend.generate", steps.dump()},
                         {}, 1, false);
    if (!process) return process.error();
    workers.push_back(*std::move(process));
  }
  for (const ModuleOptions& module : deployment.modules) {
    Words argv{"-m", module.module};
    append(argv, module.arguments);
    auto process = begin(module.name, argv, module.environment, module.workers, false);
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
  State* const fixed = state.get();  // the object may move, its state does not
  for (const Process& frontend : state->frontends)
    state->clients.push_back(client::Client{
        {frontend.url(), deployment.model, [fixed](const std::string& text, client::Where where) {
           if (!fixed->on_violation) throw client::BrokenRule{text};
           fixed->on_violation(text, where);
         }}});
  return Dynamo{std::move(state)};
}

const client::Client& Dynamo::client(std::size_t frontend) const {
  return state_->clients.at(frontend);
}

void Dynamo::on_violation(std::function<void(const std::string&, client::Where)> tell) {
  state_->on_violation = std::move(tell);
}

Process& Dynamo::frontend(std::size_t number) { return state_->frontends.at(number); }
Process& Dynamo::worker(std::size_t number) { return state_->workers.at(number); }
std::size_t Dynamo::workers() const { return state_->workers.size(); }

int Dynamo::script_says(const std::string& word) const {
  std::ifstream log{state_->folder / "script.log"};
  int count = 0;
  for (std::string line; std::getline(log, line);) count += line == word;
  return count;
}

services::Etcd& Dynamo::etcd() { return state_->etcd.value(); }
services::Nats& Dynamo::nats() { return state_->nats.value(); }
const std::string& Dynamo::model() const { return state_->deployment.model; }
const fs::path& Dynamo::folder() const { return state_->folder; }
const Installation& Dynamo::installation() const { return state_->installation; }

std::vector<std::uint64_t> Dynamo::instances(std::size_t frontend) const {
  return detail::instances_in(client(frontend).get("/health").body);
}

int Dynamo::ready_workers(std::size_t frontend) const {
  const auto reply = client(frontend).get("/v1/models/" + detail::in_path(model()) + "/ready");
  return detail::workers_in(reply.body);
}

Result<Process> Dynamo::spawn(const ModuleOptions& options) const {
  Words argv{"-m", options.module};
  append(argv, options.arguments);
  return state_->begin(options.name, argv, options.environment, options.workers, false)
      .context("starting Dynamo");
}

os::Command Dynamo::python(std::vector<std::string> arguments) const {
  os::Command command;
  command.argv = {state_->installation.python.string()};
  append(command.argv, arguments);
  command.environment = state_->environment;
  command.folder = state_->folder;
  return command;
}

fs::path Dynamo::planner_program() const { return state_->folder / "planner_program.py"; }

}  // namespace dyntest::dynamo
