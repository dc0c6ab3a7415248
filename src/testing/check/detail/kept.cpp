#include "testing/check/detail/kept.hpp"

#include <cstring>

namespace dyntest::check::detail {
namespace {

struct KeptOperand {
  Kept kept;
  alignas(scalar_bytes_max) unsigned char copy[scalar_bytes_max];

  void hold(const Kept& operand) {
    kept = operand;
    if (kept.copied_bytes > 0) std::memcpy(copy, kept.printable.value, kept.copied_bytes);
  }
  Printable printable() const {
    return kept.copied_bytes > 0 ? Printable{copy, kept.printable.print} : kept.printable;
  }
};

struct KeptComparison {
  KeptOperand lhs;
  Operator op;
  KeptOperand rhs;
  Explain explain;
};

thread_local constinit KeptComparison last{};

}  // namespace

void keep(Operator op, const Kept& lhs, const Kept& rhs, Explain explain) {
  last.lhs.hold(lhs);
  last.op = op;
  last.rhs.hold(rhs);
  last.explain = op == Operator::equal ? explain : nullptr;
}

PrintedComparison print_kept(std::size_t bytes_max) {
  const KeptComparison failed = last;  // an operand's operator<< may hold checks of its own
  Sink explanation{bytes_max};
  if (failed.explain != nullptr)
    failed.explain(explanation, failed.lhs.printable().value, failed.rhs.printable().value);
  return {printed(failed.lhs.printable(), bytes_max),
          failed.op,
          printed(failed.rhs.printable(), bytes_max),
          {explanation.written().data, explanation.written().size}};
}

std::string printed(Printable value, std::size_t bytes_max) {
  Sink sink{bytes_max};
  value.print(sink, value.value);
  return {sink.written().data, sink.written().size};
}

}  // namespace dyntest::check::detail
