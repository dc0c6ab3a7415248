// Settings of a suite: which are declared, which values the command line and dyntest.toml give, and
// what is in force where.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "foundation/base/error.hpp"
#include "testing/check/entry.hpp"
#include "testing/model/item.hpp"

namespace dyntest::runner {

// A value from outside and where it was given.
struct Given {
  std::string text;
  std::string origin;  // `-o`, `dyntest.toml`
};
using GivenSettings = std::map<std::string, Given>;

// What dyntest.toml says, and the words behind -o, which win. An error names the word that is not
// name=value.
base::Result<GivenSettings> read_given(const std::map<std::string, std::string>& of_config,
                                       const std::string& config_file,
                                       const std::vector<std::string>& words);

// The text as a value of this kind; nothing if it is none. The value borrows `text`.
std::optional<check::SettingValue> parse_setting(const std::string& text,
                                                 check::SettingValue::Kind kind);
std::string kind_word(check::SettingValue::Kind kind);

// Settings as a worker sees them.
class Settings {
 public:
  // From the entries of this program; `given` has been checked.
  explicit Settings(GivenSettings given);

  // The declarations of this program, by file and line.
  std::vector<model::Setting> declared() const;
  // Whose settings `find_setting` finds from now on: those in sight of a test in `file`.
  void use_for(const std::string& file) { file_ = file; }
  const check::SettingValue* find(const std::string& name);

 private:
  GivenSettings given_;
  std::string file_;
  std::map<const check::SettingEntry*, check::SettingValue> overridden_;
};

// One line that names the remedy for the first that is unknown or no value of its setting's kind.
base::Status check_given(const GivenSettings& given, const std::vector<model::Setting>& declared);

// --show-config: a line for each setting with its value and where that comes from.
std::string settings_text(const GivenSettings& given, std::vector<model::Setting> declared);

}  // namespace dyntest::runner
