// What is in a cell's network: a loopback, and an interface to everywhere that leads nowhere.
//
//   program --- packet to 203.0.113.5 ---> `out` ====== `trap` ---> Trap: who was that?
//           <-- ICMP: prohibited -------------------------------------'
//
// A name server is there only to be asked: the question says which host a program wanted.
#pragma once

#include "foundation/base/error.hpp"

namespace dyntest::cell {

// Addresses for documentation, which nobody has (RFC 5737, RFC 3849).
inline constexpr const char* own_address = "192.0.2.1";
inline constexpr const char* own_address_6 = "2001:db8::1";
inline constexpr const char* name_server = "192.0.2.53";

inline constexpr const char* out_interface = "out";
inline constexpr const char* trap_interface = "trap";  // where that leads to

// In a new network namespace that this process owns.
base::Status bring_network_up();

}  // namespace dyntest::cell
