#include "testing/builtin/env.hpp"

#include <stdlib.h>

#include <memory>

#include "testing/check/test.hpp"

namespace dyntest::builtin {

Env::~Env() {
  for (auto saved = saved_.rbegin(); saved != saved_.rend(); ++saved) {
    if (saved->value)
      ::setenv(saved->name.c_str(), saved->value->c_str(), 1);
    else
      ::unsetenv(saved->name.c_str());
  }
}

std::optional<std::string> Env::get(const std::string& name) const {
  const char* value = std::getenv(name.c_str());
  if (value == nullptr) return std::nullopt;
  return value;
}

void Env::set(const std::string& name, const std::string& value) {
  remember(name);
  ::setenv(name.c_str(), value.c_str(), 1);
}

void Env::unset(const std::string& name) {
  remember(name);
  ::unsetenv(name.c_str());
}

void Env::remember(const std::string& name) { saved_.push_back({name, get(name)}); }

}  // namespace dyntest::builtin

using dyntest::builtin::Env;

DYNTEST_FIXTURE(Env, scope::asker,
                doc("Environment variables that are restored at the end of the test, or of the "
                    "fixture that asked.")) {
  return std::make_unique<Env>();
}
