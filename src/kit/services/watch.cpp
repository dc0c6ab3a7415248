#include "kit/services/watch.hpp"

#include "kit/services/detail/service.hpp"

namespace dyntest::services {

Watch::Watch(std::shared_ptr<detail::Service> service) : service_{std::move(service)} {}

Watch::~Watch() = default;

int Watch::fd() {
  heard_ = service_->running();
  return heard_->was_asked_to_end() ? -1 : heard_->exit_fd();
}

void Watch::ring() {
  if (heard_->was_asked_to_end()) return;
  throw Died{service_->obituary(*heard_).text()};
}

}  // namespace dyntest::services
