# What of a table of benchmarks is the same in every run, on every machine and in every build.
s/[0-9][0-9,]*\.[0-9]{4}([num]?s)?( \((>?[0-9.]+|inf)\))?/N/g
s/\([0-9.]+ times/(N times/
s/[0-9]+;[0-9]+/N/
s/ +/ /g
s/---+/--/g
s/time in [num]?s/time in UNIT/
s/OPS( \([KM]ops.s\))? Rounds/OPS Rounds/
s/\((debug|sanitized) build/(BUILD build/
s/^(routes.* N) [0-9]+ [0-9]+/\1 R I/
s/^(.*NOW.*) [0-9.]+$/\1 N/
