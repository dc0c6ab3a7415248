// A model without weights: what Dynamo's frontend and mock engine read of one, and no more.
//
// Who uses it: Deployment. Its tokens are the 256 bytes and words ` w256` … ` w4092`, so a text has
// as many tokens as bytes, and what mock engines generate (ids 1000 to 1999) can be read. Chat
// messages are framed as in ChatML, with special tokens.
#pragma once

#include <filesystem>

#include "foundation/base/error.hpp"

namespace dyntest::dynamo {

// Writes config.json, tokenizer.json, tokenizer_config.json and generation_config.json to `folder`,
// which is made.
base::Status write_model(const std::filesystem::path& folder);

}  // namespace dyntest::dynamo
