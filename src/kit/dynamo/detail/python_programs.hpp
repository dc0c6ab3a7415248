// The kit's programs in Python, as text: they run on Dynamo's own bindings, beside the test.
//
// Who uses it: Deployment, which writes them into its folder. The sources are *.py of this room;
// CMakeLists.txt makes the definitions.
#pragma once

namespace dyntest::dynamo::detail {

extern const char* const scripted_worker;
extern const char* const planner_program;

}  // namespace dyntest::dynamo::detail
