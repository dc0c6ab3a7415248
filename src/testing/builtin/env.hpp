// Environment variables for the length of a test (or of the fixture that asks): what was there
// before is restored, last change first. Children started meanwhile inherit the changes.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace dyntest::builtin {

class Env {
 public:
  Env() = default;
  Env(const Env&) = delete;
  Env& operator=(const Env&) = delete;
  ~Env();

  std::optional<std::string> get(const std::string& name) const;
  void set(const std::string& name, const std::string& value);
  void unset(const std::string& name);

 private:
  void remember(const std::string& name);

  struct Saved {
    std::string name;
    std::optional<std::string> value;
  };
  std::vector<Saved> saved_;
};

}  // namespace dyntest::builtin
