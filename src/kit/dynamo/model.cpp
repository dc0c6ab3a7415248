#include "kit/dynamo/model.hpp"

#include <fmt/format.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

namespace dyntest::dynamo {
namespace {

using Json = nlohmann::json;

constexpr int vocabulary = 4096;
constexpr int first_special = vocabulary - 3;
constexpr const char* specials[] = {"<|endoftext|>", "<|im_start|>", "<|im_end|>"};

std::string utf8(int code) {  // below U+0800
  if (code < 0x80) return {static_cast<char>(code)};
  return {static_cast<char>(0xc0 | (code >> 6)), static_cast<char>(0x80 | (code & 0x3f))};
}

// GPT-2's printable stand-ins for bytes, which byte-level tokenizers use: printable Latin-1 stands
// for itself, the others follow from U+0100 on (`bytes_to_unicode` in openai/gpt-2, encoder.py).
std::string stand_in(int byte, int& next) {
  const bool printable = (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
  return utf8(printable ? byte : 256 + next++);
}

Json tokenizer() {
  Json words = Json::object();
  int next = 0;
  for (int byte = 0; byte < 256; ++byte) words[stand_in(byte, next)] = byte;
  for (int id = 256; id < first_special; ++id) words[fmt::format("\u0120w{}", id)] = id;
  Json added = Json::array();
  for (int i = 0; i < 3; ++i)
    added.push_back({{"id", first_special + i},
                     {"content", specials[i]},
                     {"single_word", false},
                     {"lstrip", false},
                     {"rstrip", false},
                     {"normalized", false},
                     {"special", true}});
  const Json bytes{{"type", "ByteLevel"},
                   {"add_prefix_space", false},
                   {"trim_offsets", true},
                   {"use_regex", true}};
  return {{"version", "1.0"},
          {"truncation", nullptr},
          {"padding", nullptr},
          {"added_tokens", added},
          {"normalizer", nullptr},
          {"pre_tokenizer", bytes},
          {"post_processor", nullptr},
          {"decoder", bytes},
          {"model",
           {{"type", "BPE"},
            {"dropout", nullptr},
            {"unk_token", nullptr},
            {"continuing_subword_prefix", nullptr},
            {"end_of_word_suffix", nullptr},
            {"fuse_unk", false},
            {"byte_fallback", false},
            {"vocab", words},
            {"merges", Json::array()}}}};
}

Json config() {
  return {{"architectures", {"Qwen2ForCausalLM"}},
          {"model_type", "qwen2"},
          {"hidden_size", 64},
          {"intermediate_size", 128},
          {"num_attention_heads", 4},
          {"num_hidden_layers", 2},
          {"num_key_value_heads", 4},
          {"vocab_size", vocabulary},
          {"max_position_embeddings", 32768},
          {"bos_token_id", first_special},
          {"eos_token_id", first_special + 2},
          {"torch_dtype", "float32"}};
}

Json tokenizer_config() {
  return {{"tokenizer_class", "Qwen2Tokenizer"},
          {"model_max_length", 32768},
          {"bos_token", specials[0]},
          {"eos_token", specials[2]},
          {"chat_template",
           "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' + "
           "message['content'] + '<|im_end|>' + '\n' }}{% endfor %}"
           "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"}};
}

}  // namespace

base::Status write_model(const std::filesystem::path& folder) {
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  if (failed) return base::Error{fmt::format("{}: {}", folder.string(), failed.message())};
  const std::pair<const char*, Json> files[] = {
      {"config.json", config()},
      {"tokenizer.json", tokenizer()},
      {"tokenizer_config.json", tokenizer_config()},
      {"generation_config.json",
       {{"bos_token_id", first_special}, {"eos_token_id", {first_special + 2}}}}};
  for (const auto& [name, json] : files) {
    std::ofstream file{folder / name};
    file << json.dump();
    if (!file.flush())
      return base::Error{fmt::format("{}: cannot write", (folder / name).string())};
  }
  return {};
}

}  // namespace dyntest::dynamo
