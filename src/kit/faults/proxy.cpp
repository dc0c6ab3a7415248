#include "kit/faults/proxy.hpp"

#include <fmt/format.h>

#include <utility>

#include "kit/faults/detail/engine.hpp"
#include "kit/faults/detail/sockets.hpp"

namespace dyntest::faults {

void ToxicHandle::remove() {
  if (const auto engine = engine_.lock()) engine->remove(id_);
}

base::Status ToxicHandle::require_bites() const {
  return faults::require_bites(bites(), text_, proxy_ + "-proxy", base::Clock::now() - added_);
}

base::Result<Proxy> Proxy::start(ProxySettings settings) {
  const std::string doing = fmt::format("starting {}-proxy", settings.name);
  const auto server = detail::parse_address(settings.server);
  if (!server) return server.error().context(doing);
  auto port = net::Port::reserve();
  if (!port) return port.error().context(doing);
  auto engine = std::make_shared<detail::Engine>(*std::move(port), *server, settings.seed);
  if (auto enabled = engine->enable(); !enabled) return enabled.error().context(doing);
  return Proxy{std::move(settings), std::move(engine)};
}

Proxy::Proxy(ProxySettings settings, std::shared_ptr<detail::Engine> engine)
    : settings_{std::move(settings)}, engine_{std::move(engine)} {}

Proxy::Proxy(Proxy&&) noexcept = default;

Proxy& Proxy::operator=(Proxy&& other) noexcept {
  std::swap(settings_, other.settings_);
  std::swap(engine_, other.engine_);
  return *this;
}

Proxy::~Proxy() {
  if (engine_) engine_->stop();  // a handle may hold it for a moment longer
}

std::string Proxy::address() const { return engine_->port().address(); }

std::string Proxy::url(const std::string& scheme) const { return engine_->port().url(scheme); }

ToxicHandle Proxy::add(const Toxic& toxic, Direction direction, double toxicity) {
  ToxicHandle handle;
  handle.text_ = toxic.text();
  handle.proxy_ = settings_.name;
  handle.added_ = base::Clock::now();
  handle.bites_ = std::make_shared<BiteCounter>();
  handle.engine_ = engine_;
  handle.id_ = engine_->add(toxic, direction, toxicity, handle.bites_);
  return handle;
}

void Proxy::remove_all() { engine_->remove_all(); }

std::uint64_t Proxy::disable() { return engine_->disable(); }

base::Status Proxy::enable() {
  return engine_->enable().context(fmt::format("enabling {}-proxy", settings_.name));
}

bool Proxy::is_enabled() const { return engine_->is_enabled(); }

Traffic Proxy::traffic() const { return engine_->traffic(); }

}  // namespace dyntest::faults
