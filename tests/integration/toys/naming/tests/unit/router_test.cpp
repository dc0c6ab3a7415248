// Looks like a test, but no pattern finds it.
