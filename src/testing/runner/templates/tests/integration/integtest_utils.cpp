#include "integtest_utils.hpp"

#include <fstream>
#include <iterator>
#include <stdexcept>

void write_file(const std::filesystem::path& path, const std::string& text) {
  std::ofstream file{path};
  if (!(file << text << std::flush)) throw std::runtime_error{"cannot write " + path.string()};
}

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file{path};
  if (!file) throw std::runtime_error{"cannot read " + path.string()};
  return {std::istreambuf_iterator<char>{file}, {}};
}
