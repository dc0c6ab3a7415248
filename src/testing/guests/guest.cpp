#include "testing/guests/guest.hpp"

#include "testing/guests/catch2.hpp"
#include "testing/guests/doctest.hpp"
#include "testing/guests/googletest.hpp"
#include "testing/guests/pytest.hpp"

namespace dyntest::guests {

std::unique_ptr<Guest> make_guest(const Spec& spec) {
  using select::GuestKind;
  switch (spec.kind) {
    case GuestKind::googletest:
      return std::make_unique<Executable>(spec, googletest);
    case GuestKind::catch2:
      return std::make_unique<Executable>(spec, catch2);
    case GuestKind::doctest:
      return std::make_unique<Executable>(spec, doctest);
    case GuestKind::pytest:
      return std::make_unique<Pytest>(spec);
  }
  return nullptr;
}

}  // namespace dyntest::guests
