// What a test or the host of a fixture writes, told while it runs to those who asked for it (-s
// with several workers, --follow). It says nothing about the run: the same text comes again where
// it is captured.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace dyntest::model {

struct WrittenLines {
  std::optional<std::size_t> item;  // none: written while no test ran in the worker
  std::size_t worker = 1;           // counted in the order in which a run started them, from 1 on
  std::vector<std::string> lines;   // without their newlines
  std::string fixture = {};         // not empty: of scope run, and its host has written them
};

}  // namespace dyntest::model
