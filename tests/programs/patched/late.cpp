// A library that a test loads while it runs: what it calls can be patched from then on.
#include <unistd.h>

extern "C" int parent_seen_by_late_library() { return ::getppid(); }
