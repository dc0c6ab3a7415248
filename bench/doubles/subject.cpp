// Called by calls.cpp; compiled plainly, and with dyntest_patchable's flags.
#ifdef PATCHABLE
#define NAME patchable
#else
#define NAME plain
#endif

int NAME(int n) { return n + 1; }
