// How tests that have failed did in their last runs: what tells one that fails now and then from
// one that is broken. Of each a letter a run, the newest last:
//
//   .  passed      R  passed, but not at its first attempt      F  failed
//
// A test is remembered from its first failure on, until its last 32 runs have passed.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace dyntest::runner {

class PastOutcomes {
 public:
  using Letters = std::map<std::string, std::string>;  // by node id

  PastOutcomes() = default;
  // Entries that are no letters of ours are left out.
  explicit PastOutcomes(const Letters& letters);

  const Letters& letters() const { return letters_; }
  bool empty() const { return letters_.empty(); }

  void add(const std::string& id, char letter);
  // `history: 2 failed, 7 passed of its last 9 runs: .F....F..` of a test that fails now, and has
  // passed since it failed first; else empty.
  std::string note_of_failure(const std::string& id) const;

 private:
  Letters letters_;
};

}  // namespace dyntest::runner
