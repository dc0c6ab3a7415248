// All strategies of readiness. Who uses it: fixtures that launch programs of their own. Each
// strategy has a file of its own, ready_*.hpp; how they are asked again is detail/await.hpp.
#pragma once

#include "kit/services/ready_all.hpp"
#include "kit/services/ready_any.hpp"
#include "kit/services/ready_command.hpp"
#include "kit/services/ready_http.hpp"
#include "kit/services/ready_log_line.hpp"
#include "kit/services/ready_port.hpp"
