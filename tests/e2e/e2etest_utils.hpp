// What end-to-end tests need in plain functions: prompts of known length, what is common to many
// replies. No fixtures (conftest.cpp), no checks (a test's own), no insight into a runtime.
#pragma once

#include <string>
#include <vector>

#include "kit/client/client.hpp"

// So many ids of tokens; another `from`, another prompt. Block for block they differ.
std::vector<int> token_ids(int count, int from = 300);
// `parts` one after the other.
std::vector<int> joined(const std::vector<std::vector<int>>& parts);

// Whether this machine has a GPU of NVIDIA's.
bool has_gpu();

// How many replies have that status.
int with_status(const std::vector<dyntest::client::Reply>& replies, int status);
