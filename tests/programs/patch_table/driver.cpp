// Patches each kind of function in turn and prints a line for each:
//
//   free|10 of 10                  the double was called as often as the source says
//   virtual|refused|cannot patch … patch said why not
//
// With the word `missed`: only the kinds whose calls may get lost where nobody can see it.
#include <netdb.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "subject.hpp"
#include "testing/doubles/patch.hpp"

namespace {

// What patch says instead of ending a test.
class Reason final : public dyntest::check::Listener {
 public:
  void failed(const dyntest::check::Failure& failure) override {
    text.assign(failure.message.data, failure.message.size);
  }
  std::string text;
};

Reason reason;

// `make` patches, `use` calls the function `calls` times.
template <class Make, class Use>
void row(const char* kind, Make make, Use use, int calls = uses) {
  try {
    auto service = make();
    use(service);
    std::printf("%s|%zu of %d\n", kind, service.call_count(), calls);
  } catch (const dyntest::check::StopTest&) {
    std::printf("%s|refused|%s\n", kind, reason.text.c_str());
  }
}

struct Failure {};

void rows_with_missed_calls() {
  row(
      "declared `[[gnu::pure]]`", [] { return patch(&always_pure); },
      [](auto&) { use_always_pure(); }, uses + 1);
  row(
      "declared `[[gnu::const]]`", [] { return patch(&always_const); },
      [](auto&) { use_always_const(); }, uses + 1);
  row(
      "in a stripped library, called in there", [] { return patch(&in_stripped_library); },
      [](auto&) { use_in_stripped_library_inside(); });
}

void rows_of_libraries() {
  row(
      "in a shared library", [] { return patch(&in_library); },
      [](auto&) {
        use_in_library();
        use_in_library_inside();
      },
      uses * 2);
  row(
      "the same, linked with -Bsymbolic", [] { return patch(&in_symbolic_library); },
      [](auto&) {
        use_in_symbolic_library();
        use_in_symbolic_library_inside();
      },
      uses * 2);
  row("the same, protected", [] { return patch(address_of_protected()); }, [](auto&) {});
  row("the same, without the flag", [] { return patch(&in_own_library); }, [](auto&) {});
  row(
      "the same, stripped, called from outside", [] { return patch(&in_stripped_library); },
      [](auto&) { use_in_stripped_library(); });
}

}  // namespace

int main(int argc, char** argv) {
  dyntest::check::listen(&reason);
  if (argc > 1 && std::strcmp(argv[1], "missed") == 0) {
    rows_with_missed_calls();
    return 0;
  }
  row(
      "free", [] { return patch(&free_function); },
      [](auto&) {
        use_free_function();
        free_function(1);
      },
      uses + 1);
  row(
      "namespaced", [] { return patch(&module::detail::namespaced); },
      [](auto&) { use_namespaced(); });
  row(
      "static member", [] { return patch(&Object::static_member); },
      [](auto&) { use_static_member(); });
  row(
      "non-virtual member", [] { return patch(&Object::member); },
      [](auto&) {
        use_member();
        static_cast<void>(Object{}.member(1));
      },
      uses + 1);
  row(
      "noexcept", [] { return patch(&without_exceptions); },
      [](auto&) { use_without_exceptions(); });
  row(
      "throwing", [] { return patch(&throwing); },
      [](auto& service) {
        service.raises(Failure{}).then_returns(1);
        try {
          throwing(1);
        } catch (const Failure&) {
          use_throwing();
        }
      },
      uses + 1);
  row("pure with constant result", [] { return patch(&constant); }, [](auto&) { use_constant(); });
  row(
      "called in a loop", [] { return patch(&without_result); },
      [](auto&) {
        for (int i = 0; i < 100; ++i) use_without_result();
      },
      uses * 100);
  row("result unused", [] { return patch(&result_unused); }, [](auto&) { use_result_unused(); });
  rows_of_libraries();
  row("inline in a header", [] { return patch(&in_header); }, [](auto&) { in_header(1); });
  row("template", [] { return patch(&from_template<int>); }, [](auto&) { from_template(1); });
  row("file-static", [] { return patch(address_of_file_static()); }, [](auto&) {});
  row("in an unnamed namespace", [] { return patch(address_of_unnamed()); }, [](auto&) {});
  row("hidden", [] { return patch(&hidden); }, [](auto&) { hidden(1); });
  row("overloaded", [] { return patch<int(int)>(&overloaded); }, [](auto&) { use_overloaded(); });
  row("virtual", [] { return patch(&Object::virtual_member); }, [](auto&) {});
  row(
      "compiled without the flag", [] { return patch(&without_flags); },
      [](auto&) { use_without_flags(); });
  row(
      "same code as another", [] { return patch(&same_code); },
      [](auto&) {
        use_same_code();
        use_same_code_too();
      });
  row(
      "the same, folded by the linker", [] { return patch(&in_folding_library); },
      [](auto&) { use_in_folding_library(); });
  row(
      "pure unless DYNTEST_PATCHABLE", [] { return patch(&pure_elsewhere); },
      [](auto&) { use_pure_elsewhere(); }, uses + 1);
  row(
      "const unless DYNTEST_PATCHABLE", [] { return patch(&const_elsewhere); },
      [](auto&) { use_const_elsewhere(); }, uses + 1);
  row(
      "calls itself, as a spy", [] { return patch(&recursive); },
      [](auto& service) {
        service.wraps();
        recursive(uses - 1);
      });
  row(
      "calls itself twice, as a spy", [] { return patch(&recursive_twice); },
      [](auto& service) {
        service.wraps();
        recursive_twice(4);
      },
      9);
  row(
      "getaddrinfo", [] { return patch(&getaddrinfo); },
      [](auto& service) {
        addrinfo* found = nullptr;
        service.returns(EAI_FAIL);
        for (int i = 0; i < uses; ++i) getaddrinfo("127.0.0.1", "80", nullptr, &found);
      });
  row("strlen", [] { return patch(&strlen); }, [](auto&) {});
  row("atoi", [] { return patch(&atoi); }, [](auto&) {});
}
