// Which way bytes go through a proxy. `downstream` is what a client hears, as in toxiproxy.
#pragma once

namespace dyntest::faults {

enum class Direction {
  upstream,    // from the client to the server
  downstream,  // from the server to the client
};

}  // namespace dyntest::faults
