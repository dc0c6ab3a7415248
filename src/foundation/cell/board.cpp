#include "foundation/cell/board.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <utility>

#include "foundation/base/panic.hpp"

namespace dyntest::cell {
namespace {

constexpr std::uint32_t lines_max = 16;
constexpr std::size_t line_bytes = 240;

}  // namespace

struct Board::Page {
  std::atomic<std::uint32_t> written;
  std::atomic<std::uint32_t> taken;
  std::array<std::array<char, line_bytes>, lines_max> lines;
};

Board::Board() : memory_{::memfd_create("board", MFD_CLOEXEC)} {
  base::require(memory_.get() >= 0 && ::ftruncate(memory_.get(), sizeof(Page)) == 0,
                "no memory for a cell's board");
  map();
}

Board::Board(os::Fd memory) : memory_{std::move(memory)} { map(); }

Board::Board(Board&& other) noexcept
    : memory_{std::move(other.memory_)}, page_{std::exchange(other.page_, nullptr)} {}

Board::~Board() {
  if (page_ != nullptr) ::munmap(page_, sizeof(Page));
}

void Board::map() {
  void* address =
      ::mmap(nullptr, sizeof(Page), PROT_READ | PROT_WRITE, MAP_SHARED, memory_.get(), 0);
  base::require(address != MAP_FAILED, "a cell's board cannot be mapped");
  page_ = static_cast<Page*>(address);
}

void Board::write(std::string_view line) {
  const auto number = page_->written.load(std::memory_order_relaxed);
  auto& place = page_->lines[number % lines_max];
  const auto size = std::min(line.size(), line_bytes - 1);
  std::copy_n(line.data(), size, place.data());
  place[size] = '\0';
  page_->written.store(number + 1, std::memory_order_release);
}

bool Board::is_empty() const {
  return page_->taken.load(std::memory_order_relaxed) ==
         page_->written.load(std::memory_order_acquire);
}

std::vector<std::string> Board::take() {
  const auto end = page_->written.load(std::memory_order_acquire);
  const auto kept_from = end < lines_max ? 0 : end - lines_max;
  std::vector<std::string> lines;
  for (auto number = std::max(page_->taken.exchange(end), kept_from); number != end; ++number)
    lines.emplace_back(page_->lines[number % lines_max].data());
  return lines;
}

}  // namespace dyntest::cell
