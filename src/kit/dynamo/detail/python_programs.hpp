// The kit's programs in Python, as text: they run on Dynamo's own bindings, beside the test.
//
// Who uses it: Dynamo, which writes them into its folder. The sources are *.py of this room;
// CMakeLists.txt makes the definition.
#pragma once

#include <vector>

namespace dyntest::dynamo::detail {

struct PythonProgram {
  const char* name;  // `planner_program.py`
  const char* text;
};
extern const std::vector<PythonProgram> python_programs;

}  // namespace dyntest::dynamo::detail
