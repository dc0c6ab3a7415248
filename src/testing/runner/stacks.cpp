// Stack traces of another process through elfutils' libdwfl (ptrace and DWARF).
#include <cxxabi.h>
#include <dirent.h>
#include <elfutils/libdwfl.h>
#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>

#include "testing/runner/verdict_text.hpp"

namespace dyntest::runner {
namespace {

std::string demangled(const char* name) {
  if (name == nullptr) return "??";
  const std::unique_ptr<char, decltype(&std::free)> text{
      abi::__cxa_demangle(name, nullptr, nullptr, nullptr), &std::free};
  return text == nullptr ? name : text.get();
}

// Below a test's own frames stands the machinery that called it; nobody needs to read that.
bool is_ours(const std::string& function) {
  return function.find("dyntest::runner::") != std::string::npos ||
         function.find("dyntest::check::run_") != std::string::npos ||
         function.find("dyntest::check::build_") != std::string::npos ||
         function.find("dyntest::check::TestEntry::") != std::string::npos ||
         function.find("dyntest::check::Signature<") != std::string::npos;
}

// A sanitizer's stand-in for the function of the C library that the frame above shows.
bool is_interceptor(const std::string& function) { return function.starts_with("__interceptor_"); }

// The thread that ThreadSanitizer keeps for itself ends there.
bool is_sanitizers_own(const std::string& function) {
  return function.starts_with("__tsan::BackgroundThread");
}

struct Stack {
  Dwfl* dwfl;
  std::string text = {};
  bool wanted = true;
};

int add_frame(Dwfl_Frame* frame, void* argument) {
  auto& stack = *static_cast<Stack*>(argument);
  Dwfl* dwfl = stack.dwfl;
  Dwarf_Addr address = 0;
  bool activation = false;
  if (!dwfl_frame_pc(frame, &address, &activation)) return DWARF_CB_ABORT;
  if (!activation) --address;  // the call, not the instruction after it
  Dwfl_Module* module = dwfl_addrmodule(dwfl, address);
  const std::string function =
      demangled(module == nullptr ? nullptr : dwfl_module_addrname(module, address));
  if (is_ours(function)) return DWARF_CB_ABORT;
  if (is_interceptor(function)) return DWARF_CB_OK;
  if (is_sanitizers_own(function)) stack.wanted = false;
  std::string place;
  if (Dwfl_Line* line = module == nullptr ? nullptr : dwfl_module_getsrc(module, address)) {
    int number = 0;
    const char* file = dwfl_lineinfo(line, nullptr, &number, nullptr, nullptr, nullptr);
    if (file != nullptr && file[0] == '/')  // a relative one is of somebody else's build
      place = fmt::format(" at {}:{}", file, number);
  }
  stack.text += fmt::format("  {}{}\n", function, place);
  return DWARF_CB_OK;
}

int print_thread(Dwfl_Thread* thread, void* argument) {
  Stack stack{static_cast<Dwfl*>(argument)};
  dwfl_thread_getframes(thread, add_frame, &stack);
  if (stack.wanted && !stack.text.empty())
    fmt::print("thread {}:\n{}", dwfl_thread_tid(thread), stack.text);
  return DWARF_CB_OK;
}

}  // namespace

void print_stacks(pid_t pid) {
  char* debug_path = nullptr;
  const Dwfl_Callbacks callbacks{dwfl_linux_proc_find_elf, dwfl_standard_find_debuginfo, nullptr,
                                 &debug_path};
  const std::unique_ptr<Dwfl, decltype(&dwfl_end)> dwfl{dwfl_begin(&callbacks), &dwfl_end};
  const bool attached = dwfl_linux_proc_report(dwfl.get(), pid) == 0 &&
                        dwfl_report_end(dwfl.get(), nullptr, nullptr) == 0 &&
                        dwfl_linux_proc_attach(dwfl.get(), pid, false) == 0;
  if (!attached) {
    const char* why = dwfl_errmsg(-1);
    fmt::print("stacks not available: {}\n", why == nullptr ? "ptrace is not allowed here" : why);
    return;
  }
  dwfl_getthreads(dwfl.get(), print_thread, dwfl.get());
}

}  // namespace dyntest::runner
