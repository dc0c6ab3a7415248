// What the tests of this toy suite share: services that live for the whole run. What happens to
// them is written to $STATE/log; what goes wrong with them, $MISHAP says.
#pragma once

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "testing/builtin/tmp_dir.hpp"
#include "testing/check/check.hpp"

MARK(worker, "a worker's life", component)

using dyntest::builtin::TmpDir;

inline std::filesystem::path state() { return std::getenv("STATE"); }
inline void log(const std::string& line) {
  std::ofstream{state() / "log", std::ios::app} << line + "\n";
}
inline bool goes_wrong(std::string_view what) {
  const char* mishap = std::getenv("MISHAP");
  return mishap != nullptr && what == mishap;
}

// A service is well as long as its file is there; the file holds the number of its process.
class Store {
 public:
  using Handle = std::string;  // the path of the file

  static Store start(const std::filesystem::path& folder);
  static Store attach(const Handle& file) { return Store{file}; }
  const Handle& handle() const { return file_; }
  bool health() const { return std::filesystem::exists(file_); }
  void teardown();

  pid_t host() const;
  void die() const { std::filesystem::remove(file_); }

 private:
  explicit Store(std::string file) : file_{std::move(file)} {}
  std::string file_;
};

// Asks for the other one, and hands over numbers.
class Index {
 public:
  struct Handle {
    pid_t host;
    pid_t host_of_store;
  };

  explicit Index(Handle handle) : handle_{handle} {}
  static Index attach(const Handle& handle) { return Index{handle}; }
  const Handle& handle() const { return handle_; }
  void teardown() { log("index is torn down"); }

 private:
  Handle handle_;
};

// Wide, of this worker, and on top of a service.
struct Session {
  Store& store;
  ~Session() { log("session ends"); }
};
