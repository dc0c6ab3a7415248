#include "testing/runner/guard.hpp"

#include <cxxabi.h>
#include <fmt/format.h>

#include <exception>

#include "foundation/os/wait.hpp"
#include "testing/runner/names.hpp"

namespace dyntest::runner {
namespace {

Verdict failed(Recorder& recorder, std::string kind, std::string message, bool expected) {
  recorder.add({{}, 0, std::move(kind), std::move(message)});
  return {Verdict::Kind::failed, "", {}, expected};
}

}  // namespace

Verdict guarded(Recorder& recorder, const std::function<void()>& code, bool (*is_expected)()) {
  const auto expected = [&] { return is_expected != nullptr && is_expected(); };
  try {
    code();
    return {recorder.count() > 0 ? Verdict::Kind::failed : Verdict::Kind::passed, "", {}, false};
  } catch (const check::StopTest&) {
    return {Verdict::Kind::failed, "", {}, false};
  } catch (const check::SkipTest& skip) {
    if (recorder.count() > 0) return {Verdict::Kind::failed, "", {}, false};
    return {Verdict::Kind::skipped, skip.reason, {skip.site.file, skip.site.line}, false};
  } catch (const check::XfailTest& xfail) {
    return {Verdict::Kind::xfailed, xfail.reason, {xfail.site.file, xfail.site.line}, false};
  } catch (const os::Interrupted& interrupted) {
    using Cause = os::Interrupted::Cause;
    if (interrupted.cause == Cause::failed) return {Verdict::Kind::failed, "", {}, false};
    if (interrupted.cause == Cause::stop)
      return {Verdict::Kind::interrupted, interrupted.reason, {}, false};
    recorder.add_timeout(interrupted.reason);
    return {Verdict::Kind::timed_out, "", {}, false};
  } catch (const std::exception& error) {
    const std::string type = type_name(typeid(error));
    return failed(recorder, type, fmt::format("{}: {}", type, error.what()), expected());
  } catch (const abi::__forced_unwind&) {
    throw;  // a cancelled thread must go on unwinding
  } catch (...) {
    const std::type_info* type = abi::__cxa_current_exception_type();
    const std::string name = type == nullptr ? "an unknown exception" : type_name(*type);
    return failed(recorder, name, fmt::format("{} was thrown", name), expected());
  }
}

}  // namespace dyntest::runner
