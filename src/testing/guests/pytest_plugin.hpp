// pytest_plugin.py, as text.
#pragma once

namespace dyntest::guests {

extern const char* const pytest_plugin;

}  // namespace dyntest::guests
