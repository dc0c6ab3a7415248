# Stands for a build: compiles what a build would compile.
for file in tests/unit/test_*.cpp; do
  g++ -std=c++20 -fsyntax-only -fno-diagnostics-show-caret -I../../../../src -Itests "$file" || failed=1
done
exit ${failed:-0}
