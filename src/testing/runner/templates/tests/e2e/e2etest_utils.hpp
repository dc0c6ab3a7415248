// What end-to-end tests need in plain functions: requests as the public API takes them, answers as
// a person reads them.
#pragma once
