// What end-to-end tests need in plain functions: requests as the public API takes them, answers as
// a person reads them. No fixtures (conftest.cpp), no checks (a test's own), no insight into a
// runtime.
#pragma once
