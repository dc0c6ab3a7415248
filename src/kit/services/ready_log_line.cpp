#include "kit/services/ready_log_line.hpp"

#include <fmt/format.h>

#include "kit/services/detail/log_reader.hpp"

namespace dyntest::services::ready {

class LogLineProber : public Prober {
 public:
  LogLineProber(LogLine wanted, const Subject& subject)
      : wanted_{std::move(wanted)}, log_{subject.log, subject.log_begin} {}

  Answer ask(const Bounds& bounds) override {
    if (const auto mistake = first_mistake(); !mistake.empty()) return Answer::never(mistake);
    for (bool more = true; more;) {
      const auto read = log_.read();
      if (!read) return Answer::not_yet(read.error().text());
      if (auto answer = search(); answer.kind != Answer::Kind::not_yet) return answer;
      more = *read && !bounds.deadline.passed();
    }
    return Answer::not_yet(text());
  }

  void add_wakes(std::vector<int>& wakes) const override {
    if (log_.wake_fd() >= 0) wakes.push_back(log_.wake_fd());
  }

 private:
  // In the lines that have been read and not searched.
  Answer search() {
    while (const auto line = log_.next_line()) {
      ++lines_;
      for (const auto& pattern : wanted_.fatal_)
        if (pattern.is_in(*line))
          return Answer::never(fmt::format("a line has {}: {}", pattern.text(), *line));
      if (wanted_.wanted_.is_in(*line) && ++found_ == wanted_.nth_) return Answer::ready();
    }
    return Answer::not_yet({});
  }

  std::string first_mistake() const {
    std::vector<Pattern> all = wanted_.fatal_;
    all.push_back(wanted_.wanted_);
    for (const auto& pattern : all)
      if (const auto mistake = pattern.mistake())
        return fmt::format("{} is no expression: {}", pattern.text(), *mistake);
    return {};
  }

  std::string text() const {
    const auto pattern = wanted_.wanted_.text();
    if (wanted_.nth_ == 1) return fmt::format("none of {} lines has {}", lines_, pattern);
    return fmt::format("{} of {} lines have {}, not yet {}", found_, lines_, pattern, wanted_.nth_);
  }

  LogLine wanted_;
  detail::LogReader log_;
  long lines_ = 0;
  int found_ = 0;
};

LogLine& LogLine::fatal(Pattern pattern) {
  fatal_.push_back(std::move(pattern));
  return *this;
}

LogLine::operator Probe() const {
  return Probe::of([wanted = *this](const Subject& subject) {
    return std::make_unique<LogLineProber>(wanted, subject);
  });
}

}  // namespace dyntest::services::ready
