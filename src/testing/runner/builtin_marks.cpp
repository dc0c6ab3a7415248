#include "testing/runner/builtin_marks.hpp"

namespace dyntest::runner {

std::vector<model::MarkDeclaration> builtin_marks() {
  return {
      {"pre_merge", "runs before every merge", "frequency"},
      {"post_merge", "runs after every merge", "frequency"},
      {"nightly", "runs every night", "frequency"},
      {"weekly", "runs once a week", "frequency"},
      {"unit", "one component, no process; given by the file's name", "role"},
      {"integration", "real services and our own processes; given by the file's name", "role"},
      {"e2e", "a whole deployment through its public API; given by the file's name", "role"},
      {"stress", "loads the machine on purpose", "role"},
      {"benchmark", "measures", "role"},
      {"slow", "takes long", "execution"},
      {"skip(reason)", "is not run", "execution"},
      {"skip_if(condition, reason)", "is not run if the condition holds", "execution"},
      {"xfail(reason)", "is expected to fail; .strict() .raises<E>() .no_run()", "execution"},
      {"timeout(seconds)", "may take so long, set-up and teardown included", "execution"},
      {"slow_after(seconds)", "is said to be slow after so long; 0: never", "execution"},
      {"flaky(reruns)", "is run again so often if it fails; .delay(s) .backoff(factor)",
       "execution"},
      {"quarantine(ticket, until)", "may fail until the end of that day, and must not be forgotten",
       "execution"},
      {"depends_on(test)", "is skipped unless that test has passed, if that is run at all",
       "execution"},
      {"isolated", "runs in a process of its own, with fixtures of its own", "execution"},
      {"may_leak", "what it leaves behind is ended and told, and no failure", "execution"},
      {"network", "may go out, and is on this machine's network", "execution"},
      {"gpu(n)", "has n GPUs for itself", "resource"},
      {"vram(gib)", "has so much memory of a GPU, or of each of gpu(n)", "resource"},
      {"cpu(n)", "takes n of the places of -n", "resource"},
      {"lock(name)", "runs while no other test has the lock of this name", "resource"},
      {"exclusive", "runs alone", "resource"},
  };
}

}  // namespace dyntest::runner
