#include "testing/runner/bundles.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <system_error>
#include <utility>
#include <vector>

#include "foundation/base/hash.hpp"
#include "foundation/os/proc.hpp"
#include "foundation/os/sockets.hpp"
#include "foundation/os/spawn.hpp"
#include "foundation/os/whole_file.hpp"
#include "testing/report/event_json.hpp"
#include "testing/report/failure_text.hpp"
#include "testing/report/text.hpp"
#include "testing/runner/core_files.hpp"

namespace dyntest::runner {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t name_bytes_max = 200;
constexpr std::size_t text_width = 100;
constexpr std::uint64_t log_bytes_max = 1 << 20;

std::vector<std::string> environment_of(pid_t pid) {
  const auto all = os::read_whole_file(fmt::format("/proc/{}/environ", pid)).value_or("");
  std::vector<std::string> environment;
  for (std::size_t at = 0, end = 0; at < all.size(); at = end + 1) {
    end = std::min(all.find('\0', at), all.size());
    environment.push_back(all.substr(at, end - at));
  }
  return environment.empty() ? os::environment() : environment;  // it has ended
}

constexpr const char* of_test = "the test's process";

// `4180-etcd`
std::string short_name(const cell::ServiceRecord& service) {
  if (service.command == of_test) return fmt::format("{}-test", service.pid);
  const auto program = service.command.substr(0, service.command.find(' '));
  return fmt::format("{}-{}", service.pid, fs::path{program}.filename().string());
}

bool move_file(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::rename(from, to, error);
  if (!error) return true;
  if (!fs::copy_file(from, to, error)) return false;
  return fs::remove(from, error);
}

// What a service has started, or nobody has told init about.
std::vector<cell::ServiceRecord> others(pid_t init, pid_t itself,
                                        const std::vector<cell::ServiceRecord>& known) {
  std::vector<cell::ServiceRecord> found;
  for (const pid_t pid : os::descendants_of(init)) {
    const pid_t number = os::number_within(pid, init);
    if (number == itself ||
        std::ranges::find(known, number, &cell::ServiceRecord::pid) != known.end())
      continue;
    found.push_back({number, os::command_of(pid), {}, {}, std::nullopt});
  }
  return found;
}

}  // namespace

std::string bundle_name(const model::Item& item) {
  std::string name = item.id();
  std::replace(name.begin(), name.begin() + static_cast<std::ptrdiff_t>(item.file.size()), '/',
               '.');
  for (const auto& [what, with] : {std::pair{"::", "--"}, std::pair{" #", "#"}})
    for (auto at = name.find(what); at != std::string::npos; at = name.find(what, at))
      name.replace(at, 2, with);
  const auto is_odd = [](char byte) {
    return static_cast<unsigned char>(byte) <= ' ' || byte == 0x7f ||
           std::string_view{"/\\:*?\"<>|'$`"}.find(byte) != std::string_view::npos;
  };
  const bool odd = std::ranges::any_of(name, is_odd);
  std::ranges::replace_if(name, is_odd, '_');
  if (!odd && name.size() <= name_bytes_max) return name;
  // Two tests never share one.
  return fmt::format("{}-{:016x}", name.substr(0, name_bytes_max - 17), base::fnv1a(item.id()));
}

Bundles::Bundles(fs::path folder, std::string root, std::string again)
    : folder_{fs::absolute(folder)},
      paths_{root, root},
      again_{std::move(again)},
      secrets_{os::environment()} {}

base::Result<Bundles> Bundles::open(fs::path folder, std::string root, std::string again) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return base::Error{fmt::format("--bundles: {}: {}", folder.string(), error.message())};
  allow_cores();
  return Bundles{std::move(folder), std::move(root), std::move(again)};
}

Bundles::Bundle& Bundles::bundle_of(const model::Item& item) {
  auto name = bundle_name(item);
  const auto [found, is_new] = bundles_.try_emplace(name);
  Bundle& bundle = found->second;
  if (!is_new) return bundle;
  bundle.folder = folder_ / name;
  std::error_code error;
  fs::remove_all(bundle.folder, error);
  fs::create_directories(bundle.folder, error);
  if (error) bundle.error = error.message();
  return bundle;
}

void Bundles::write(Bundle& bundle, const std::string& name, const std::string& text) const {
  const auto written = os::write_whole_file(bundle.folder / name, secrets_.masked(text));
  if (!written && bundle.error.empty()) bundle.error = written.error().text();
}

void Bundles::append(Bundle& bundle, const std::string& name, const std::string& text) const {
  if (text.empty()) return;
  std::ofstream file{bundle.folder / name, std::ios::app | std::ios::binary};
  file << secrets_.masked(text);
  if (!file.flush() && bundle.error.empty()) bundle.error = "writing " + name;
}

void Bundles::copy_log(Bundle& bundle, const std::string& name, const std::string& from) const {
  std::ifstream file{from, std::ios::binary | std::ios::ate};
  if (!file) return;
  const auto size = static_cast<std::uint64_t>(std::max<std::streamoff>(0, file.tellg()));
  const auto begin = size - std::min(size, log_bytes_max);
  file.seekg(static_cast<std::streamoff>(begin));
  std::string text(size - begin, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  if (begin > 0) text.insert(0, fmt::format("… {} bytes before\n", begin));
  write(bundle, name, text);
}

std::string Bundles::text_of(Bundle& bundle, const cell::ServiceRecord& service, pid_t init,
                             const std::string& state, fs::file_time_type since) const {
  const auto how = service.ended ? "ended with " + service.ended->text() : state;
  std::string text = fmt::format("pid {}  {}\n  command: {}\n", service.pid, how, service.command);
  if (!service.folder.empty()) text += fmt::format("  folder: {}\n", service.folder);
  const auto ports = service.ended ? std::vector<std::string>{}
                                   : os::listens_on(os::find_below(init, service.pid));
  if (!ports.empty()) text += fmt::format("  listens on: {}\n", fmt::join(ports, ", "));
  if (!service.output.empty()) {
    const auto log = fmt::format("logs/{}.log", short_name(service));
    copy_log(bundle, log, service.output);
    text += fmt::format("  log: {}\n", log);
  }
  if (!service.ended || !service.ended->signal()) return text;
  const auto core = find_core(service.pid, service.folder, since);
  if (core.empty()) return text;
  const auto kept = "cores/" + short_name(service);
  std::error_code ignored;
  fs::create_directories(bundle.folder / "cores", ignored);
  return move_file(core, bundle.folder / kept) ? text + fmt::format("  core: {}\n", kept) : text;
}

std::string Bundles::text_of_all(Bundle& bundle, WorkerProcess& worker,
                                 const cell::ServiceRecord& itself, const std::string& state,
                                 base::Duration lasted) const {
  const auto file_time = fs::file_time_type::clock::now() - lasted;
  const auto began = std::chrono::steady_clock::now() - lasted;
  const pid_t init = worker.init();
  std::string text = text_of(bundle, itself, init, state, file_time);
  const auto services = cell::services_of(init);
  for (const auto& service : services)
    if (!service.ended || service.at >= began)
      text += text_of(bundle, service, init, state, file_time);
  for (const auto& other : others(init, itself.pid, services))
    text += text_of(bundle, other, init, state, file_time);
  return text;
}

void Bundles::add_processes(const model::Item& item, WorkerProcess& worker,
                            const std::vector<WorkerProcess*>& hosts,
                            std::optional<os::ExitStatus> status) {
  Bundle& bundle = bundle_of(item);
  const auto folder = fs::current_path().string();
  const auto lasted = worker.lasted();
  // Its init has ended them then, and does not write that down.
  const std::string state = status ? "was ended behind its test" : "runs";
  const cell::ServiceRecord test{worker.shared().pid, of_test, folder, {}, status};
  std::string text = text_of_all(bundle, worker, test, state, lasted);
  for (auto* host : hosts) {
    const cell::ServiceRecord itself{
        host->shared().pid, "host of a fixture of scope run", folder, {}, {}};
    text += text_of_all(bundle, *host, itself, "runs", lasted);
  }
  if (!worker.fixtures_up.empty())
    text += fmt::format("fixtures: {}\n", fmt::join(worker.fixtures_up, ", "));
  write(bundle, "processes.txt", text);
  write(bundle, "environment.txt", secrets_.environment_text(environment_of(worker.pid())));
}

std::string Bundles::add_failure(const model::Item& item, const model::PhaseFinished& phase) {
  Bundle& bundle = bundle_of(item);
  report::Writer writer{text_width, false};
  report::FailureText{paths_, report::Traceback::long_}.write(writer, phase);
  writer.line();
  writer.line(report::again_line(again_, item.node_id()));
  append(bundle, "failure.txt", writer.take());
  const std::vector<std::string> ids(phase.item + 1, report::json_id(item));
  append(bundle, "failure.jsonl", report::event_to_json(phase, ids) + "\n");
  append(bundle, "stdout", phase.captured.standard_output);
  append(bundle, "stderr", phase.captured.standard_error);
  append(bundle, "timeline", phase.captured.log);
  auto shown = bundle.folder.lexically_proximate(fs::current_path()).string();
  if (shown.starts_with("..")) shown = bundle.folder;
  if (bundle.error.empty()) return "bundle: " + shown;
  return fmt::format("bundle: {}, which is not whole: {}", shown, bundle.error);
}

}  // namespace dyntest::runner
