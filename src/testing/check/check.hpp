// What a test file includes: TEST, FIXTURE, MARK, SETTING and their kin, and its checks: CHECK,
// REQUIRE, CHECK_RAISES, REQUIRE_RAISES, EVENTUALLY, CHECK_EVENTUALLY, CONSISTENTLY, SUBTEST, NOTE,
// SHOW, SKIP, XFAIL, FAIL and approx. Each also exists with the prefix DYNTEST_; define
// DYNTEST_NO_SHORT_MACROS where another library owns the short names.
#pragma once

#include "testing/check/approx.hpp"
#include "testing/check/eventually.hpp"
#include "testing/check/expression.hpp"
#include "testing/check/note.hpp"
#include "testing/check/outcome.hpp"
#include "testing/check/raises.hpp"
#include "testing/check/record.hpp"
#include "testing/check/setting.hpp"
#include "testing/check/subtest.hpp"
#include "testing/check/test.hpp"
