// What a toxic does to one direction of one connection: for every chunk that comes in it says what
// goes on, and when.
//
// Who uses it: one implementation beside each toxic (latency.hpp, …), called by Pipe. An effect
// knows neither sockets nor threads; time and chance are handed in.
#pragma once

#include <cstddef>
#include <string>

#include "foundation/base/clock.hpp"
#include "foundation/base/rng.hpp"

namespace dyntest::faults {

using Moment = base::Clock::time_point;

// Until the toxic is removed.
inline constexpr Moment never = Moment::max();

// How a direction ends.
enum class Ending {
  end,    // the sender will send no more: a FIN, and the other direction goes on
  cut,    // both sides of the connection are closed
  reset,  // both sides get a RST
};

// Where an effect puts what goes on. Order is kept: nothing overtakes what was put here before,
// however early it is due.
class Passage {
 public:
  virtual ~Passage() = default;
  virtual Moment now() const = 0;
  virtual base::Rng& rng() = 0;

  virtual void pass(std::string bytes, Moment due) = 0;
  // An ending that came in goes on.
  virtual void pass(Ending ending, Moment due) = 0;
  // The toxic's own doing: counted as a bite when it happens, forgotten if the toxic is removed
  // before.
  virtual void inflict(Ending ending, Moment due) = 0;
  // These bytes are gone. A stream with a hole is of no use: when the toxic is removed, the
  // connection is cut.
  virtual void lose(std::size_t bytes) = 0;

  // The toxic has touched a chunk, so many bytes of it.
  virtual void bite(std::size_t bytes) = 0;
  // The toxic has touched the connection.
  virtual void bite() = 0;
};

class Effect {
 public:
  virtual ~Effect() = default;
  // The connection begins, or the toxic was added to one that stands.
  virtual void on_begin(Passage&) {}
  virtual void on_chunk(std::string bytes, Passage& out) = 0;
  virtual void on_ending(Ending ending, Passage& out) { out.pass(ending, out.now()); }
};

}  // namespace dyntest::faults
