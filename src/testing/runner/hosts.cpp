#include "testing/runner/hosts.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <variant>

namespace dyntest::runner {
namespace {

constexpr auto overdue_grace = std::chrono::seconds{2};  // as a test's

// 0 is any time, and less than that is not said yet.
double more_patient(double one, double other) {
  if (one < 0 || other < 0) return std::max(one, other);
  return one == 0 || other == 0 ? 0 : std::max(one, other);
}

}  // namespace

Hosts::Hosts(const std::vector<std::vector<Hosted>>& hosted, const std::vector<Selected>& tests,
             model::Items items, Start start, Say say, Show show)
    : items_{std::move(items)},
      start_{std::move(start)},
      say_{std::move(say)},
      show_{std::move(show)} {
  if (std::ranges::all_of(hosted, [](const auto& all) { return all.empty(); })) return;
  by_item_.resize(tests.size());
  Places places;
  for (std::size_t i = 0; i < tests.size(); ++i)
    places[{tests[i].executable, tests[i].index}].push_back(i);
  for (std::size_t executable = 0; executable < hosted.size(); ++executable)
    for (const auto& each : hosted[executable]) add(executable, each, tests, places);
  count_hosts_as_users();
}

void Hosts::add(std::size_t executable, const Hosted& hosted, const std::vector<Selected>& tests,
                const Places& places) {
  Host* host = find(hosted.key);
  if (host == nullptr) {
    host = &hosts_.emplace_back();
    host->key = hosted.key;
    host->name = hosted.name;
    host->place = hosted.place;
    host->executable = executable;
    host->index = hosted.index;
    for (const auto& key : hosted.uses) host->uses.push_back(number(*find(key)));
  }
  for (const auto user : hosted.users) {
    const auto found = places.find({executable, user});
    if (found == places.end()) continue;
    for (const auto item : found->second) {
      by_item_[item].push_back(number(*host));
      ++host->users;
      host->timeout = more_patient(host->timeout, tests[item].policy->timeout);
    }
  }
}

void Hosts::count_hosts_as_users() {
  for (auto host = hosts_.rbegin(); host != hosts_.rend(); ++host) {
    if (host->users == 0) continue;
    for (const auto used : host->uses) {
      ++hosts_[used].users;
      hosts_[used].timeout = more_patient(hosts_[used].timeout, host->timeout);
    }
  }
}

Hosts::Host* Hosts::find(const std::string& key) {
  const auto found = std::ranges::find(hosts_, key, &Host::key);
  return found == hosts_.end() ? nullptr : &*found;
}

std::set<std::size_t> Hosts::needs(std::size_t item) const {
  if (by_item_.empty()) return {};
  return {by_item_[item].begin(), by_item_[item].end()};
}

bool Hosts::may_go_out(const std::vector<Selected>& tests) const {
  for (std::size_t i = 0; i < by_item_.size(); ++i)
    if (!by_item_[i].empty() && tests[i].policy->network) return true;
  return false;
}

void Hosts::begin() {
  for (auto& host : hosts_)
    if (host.users > 0) start(host);
}

void Hosts::start(Host& host) {
  host.state = State::building;
  host.again = false;
  host.handed = {host.handed.generation + 1, model::Outcome::passed, {}, {}, {}, {}, {}, {}};
  host.used_since_well.clear();
  if (host.handed.generation > 1) ++rebuilt_;
  if (auto process = start_(host.executable))
    host.process.push_back(std::move(*process));
  else
    fail(host, "no process could be started for it", {});
}

bool Hosts::are_down() const {
  return std::ranges::all_of(hosts_, [](const Host& host) { return host.process.empty(); });
}

bool Hosts::are_down_for(std::size_t item) const {
  return std::ranges::all_of(needs(item), [&](std::size_t number) { return is_settled(number); });
}

// In use by others, or down with all that it asks for.
bool Hosts::is_settled(std::size_t number) const {
  const Host& host = hosts_[number];
  return host.users > 0 ||
         (host.process.empty() &&
          std::ranges::all_of(host.uses, [&](std::size_t used) { return is_settled(used); }));
}

bool Hosts::is_last_use(std::size_t item) const {
  return std::ranges::any_of(needs(item),
                             [&](std::size_t number) { return hosts_[number].users == 1; });
}

void Hosts::close(bool hurry) {
  if (hurry && !kill_at_) kill_at_ = base::Deadline::in(2 * overdue_grace);
  for (auto& host : hosts_) host.users = 0;
  for (const auto& host : hosts_) {
    if (host.process.empty() || host.state == State::failed) continue;
    for (const auto used : host.uses) ++hosts_[used].users;
  }
  for (auto& host : hosts_)
    if (host.users == 0) tear_down(host);
}

void Hosts::kill() {
  for (auto* process : processes()) process->tree().kill();
}

std::vector<WorkerProcess*> Hosts::processes() {
  std::vector<WorkerProcess*> all;
  for (auto& host : hosts_)
    for (auto& process : host.process) all.push_back(&process);
  return all;
}

std::vector<WorkerProcess*> Hosts::processes_of(std::size_t item) {
  std::vector<WorkerProcess*> all;
  for (const auto number : needs(item)) add_processes(number, all);
  return all;
}

void Hosts::add_processes(std::size_t number, std::vector<WorkerProcess*>& to) {
  for (const auto used : hosts_[number].uses) add_processes(used, to);
  for (auto& process : hosts_[number].process)
    if (std::ranges::find(to, &process) == to.end()) to.push_back(&process);
}

void Hosts::on_want(WorkerProcess& worker, std::optional<std::size_t> item, const Want& want) {
  Host& host = *find(want.key);
  host.asking.push_back(&worker);
  if (host.state == State::up && want.dead == host.handed.generation) {
    const std::string finder = item ? items_[*item].id() : "another fixture";
    say_(item, fmt::format("{} (run) was dead when {} asked for it: {}; it is built anew{}",
                           host.name, finder, want.why, suspects(host)));
    renew(host);
  }
  if (host.state == State::up || host.state == State::failed) answer(host);
}

// It is dead, and so is what was built upon it.
void Hosts::renew(Host& host) {
  host.again = host.users > 0;
  tear_down(host);
  for (auto& other : hosts_) {
    const bool is_upon_it = std::ranges::find(other.uses, number(host)) != other.uses.end();
    if (is_upon_it && (other.state == State::up || other.state == State::building)) renew(other);
  }
}

std::string Hosts::suspects(const Host& host) const {
  std::vector<std::string> ids;
  for (const auto& [item, runs] : host.used_since_well) ids.push_back(items_[item].id());
  if (ids.empty()) return "";
  return fmt::format("\n  used since it was last known to be well: {}", fmt::join(ids, ", "));
}

void Hosts::forget(const WorkerProcess& worker) {
  for (auto& host : hosts_) std::erase(host.asking, &worker);
}

void Hosts::on_well(std::size_t item) {
  for (const auto number : needs(item)) {
    auto& used = hosts_[number].used_since_well;
    std::erase_if(used, [](const auto& each) { return !each.second; });
    used[item] = true;
  }
}

bool Hosts::on_finished(std::size_t item) {
  bool any = false;
  for (const auto number : needs(item)) {
    Host& host = hosts_[number];
    if (const auto used = host.used_since_well.find(item); used != host.used_since_well.end())
      used->second = false;
    any |= release(host, item);
  }
  return any;
}

bool Hosts::release(Host& host, std::optional<std::size_t> user) {
  if (host.users == 0 || --host.users > 0) return false;
  host.last_user = user;
  tear_down(host);
  return !host.process.empty();
}

void Hosts::tear_down(Host& host) {
  if (host.users == 0) host.again = false;
  if (host.process.empty()) return;
  if (host.state == State::up) host.process.front().send(GoOn{});
  if (host.state == State::building) host.process.front().interrupt();
  if (host.state != State::failed) host.state = State::closing;
}

void Hosts::settle(Host& host, State state) {
  host.state = state;
  ready_.push_back(number(host));
  answer(host);
  if (host.users == 0) tear_down(host);
}

void Hosts::fail(Host& host, std::string message, model::Captured captured) {
  host.handed.outcome = model::Outcome::failed;
  host.handed.failures.push_back({host.place, 0, "FIXTURE", std::move(message)});
  host.handed.captured = std::move(captured);
  settle(host, State::failed);
}

void Hosts::answer(Host& host) {
  for (auto* worker : std::exchange(host.asking, {})) worker->send(host.handed);
}

void Hosts::on_round(WorkerProcess& process, bool has_said, bool has_ended) {
  for (auto& host : hosts_) {
    if (host.process.empty() || &host.process.front() != &process) continue;
    drain(host, process);
    if (has_said && process.control_fd() >= 0) on_control(host, process);
    show(host, process, has_ended);
    check_time(process);
    if (has_ended) on_end(host);
    return;
  }
}

void Hosts::drain(Host& host, WorkerProcess& process) {
  for (std::string bytes; process.channel().read(bytes);) {
    auto message = decode_ring_message(bytes);
    if (auto* seen = std::get_if<FailureSeen>(&message))
      process.failures.push_back(std::move(seen->failure));
    else if (auto* ended = std::get_if<PhaseEnded>(&message))
      on_phase(host, process, std::move(*ended));
    else if (auto* noticed = std::get_if<Noticed>(&message))
      say_({}, std::move(noticed->text));
  }
  process.bound_streams();
}

void Hosts::show(const Host& host, WorkerProcess& process, bool all) const {
  if (!show_) return;
  auto lines = process.take_lines(process.written(), all);
  if (!lines.empty()) show_(host.name, std::move(lines));
}

void Hosts::on_phase(Host& host, WorkerProcess& process, PhaseEnded&& ended) {
  auto failures = std::exchange(process.failures, {});
  auto captured = process.take_captured(ended.output_end, ended.error_end);
  if (ended.phase == model::Phase::setup && ended.outcome != model::Outcome::passed &&
      !ended.interrupted) {
    host.handed.outcome = ended.outcome;
    host.handed.reason = std::move(ended.reason);
    host.handed.reason_place = std::move(ended.reason_place);
    host.handed.failures = std::move(failures);
    host.handed.captured = std::move(captured);
    settle(host, State::failed);
  } else if (ended.phase == model::Phase::teardown && model::is_failure(ended.outcome)) {
    host.mishap = {{}, std::move(failures), std::move(captured)};
  }
}

void Hosts::on_control(Host& host, WorkerProcess& process) {
  const auto received = process.receive();
  if (!received) return;
  drain(host, process);
  const auto& message = received->message;
  if (std::holds_alternative<Hello>(message)) {
    process.shared().claims.add(1);
    Run run;
    RunTest& test = run.tests.emplace_back();
    test.index = host.index;
    test.item = static_cast<std::uint32_t>(number(host));
    test.timeout = host.timeout;
    process.send(run);
  } else if (const auto* hosting = std::get_if<Hosting>(&message)) {
    host.handed.handle = hosting->handle;
    std::vector<WorkerProcess*> below;
    add_processes(number(host), below);
    for (auto* each : below) host.handed.inits.push_back(each->init());
    if (host.state == State::building) settle(host, State::up);
  } else if (const auto* want = std::get_if<Want>(&message)) {
    on_want(process, std::nullopt, *want);
  } else if (std::holds_alternative<Synced>(message)) {
    process.send(GoOn{});
  } else {
    process.send(Finish{});
  }
}

void Hosts::check_time(WorkerProcess& process) {
  if (kill_at_ && kill_at_->passed()) process.tree().kill();
  const auto late = process.late();
  if (!late || *late < overdue_grace) return;
  process.killed_for_timeout = true;
  process.tree().kill();
}

void Hosts::on_end(Host& host) {
  WorkerProcess& process = host.process.front();
  const auto status = process.tree().status();
  const std::string how = process.killed_for_timeout ? "its time was over" : status.text();
  auto captured = process.take_captured();
  auto mishap = std::exchange(host.mishap, {});
  for (auto& other : hosts_) std::erase(other.asking, &process);
  host.process.clear();
  if (host.state == State::up) {
    say_({}, fmt::format("{} (run): its host ended: {}; it is built anew{}", host.name, how,
                         suspects(host)));
    renew(host);
  }
  if (host.state == State::building) {
    fail(host, fmt::format("{} (run): its host ended while it was set up: {}", host.name, how),
         std::move(captured));
  } else if (host.again) {
    return start(host);
  } else if (host.state == State::closing) {
    host.state = State::down;
    if (!status.success())
      mishap.failures.push_back(
          {host.place, 0, "FIXTURE",
           fmt::format("{} (run): its host ended while it was torn down: {}", host.name, how)});
  }
  if (!mishap.failures.empty()) {
    mishap.item = host.last_user;
    mishaps_.push_back(std::move(mishap));
  }
  for (const auto used : host.uses) release(hosts_[used], host.last_user);
}

}  // namespace dyntest::runner
