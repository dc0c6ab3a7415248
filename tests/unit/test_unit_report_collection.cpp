// --collect-only, --markers and --fixtures.
#include <string>

#include "conftest.hpp"
#include "report_test_utils.hpp"
#include "testing/report/markers.hpp"

using namespace report_test;
using dyntest::report::Paths;
using dyntest::report::Writer;

namespace {

Run suite() {
  Run run{"/home/dynamo"};
  run.never_reached(item("tests/e2e/test_e2e_chat_stream.cpp", "streams"));
  run.never_reached(item("tests/unit/test_unit_kv_a.cpp", "put", "TestStore"));
  run.never_reached(with_parameters(item("tests/unit/test_unit_kv_a.cpp", "get", "TestStore"), ""));
  run.never_reached(item("tests/unit/test_unit_kv_a.cpp", "plain"));
  return run;
}

Fixture fixture(std::string name, Place place, Scope scope, std::string doc) {
  Fixture result;
  result.name = std::move(name);
  result.place = std::move(place);
  result.scope = scope;
  result.doc = std::move(doc);
  return result;
}

std::string fixtures_text(int verbosity) {
  Writer writer{60, false};
  dyntest::report::write_fixtures(
      writer, Paths{"/suite", ""}, options(verbosity),
      {fixture("Worker", {"tests/integration/conftest.cpp", 9}, Scope::function, ""),
       fixture("Etcd", {"tests/conftest.cpp", 3}, Scope::session, "A real etcd.\n\nOn tmpfs."),
       fixture("TmpDir", {"src/testing/builtin/tmp_dir.cpp", 30}, Scope::function, "A folder.")});
  return writer.take();
}

}  // namespace

TEST(draws_what_would_run_as_a_tree) {
  CHECK(suite().collect_only(options()).ends_with(
      "collected 4 items\n"
      "\n"
      "<Dir dynamo>\n"
      "  <Dir tests>\n"
      "    <Dir e2e>\n"
      "      <File test_e2e_chat_stream.cpp>\n"
      "        <Test streams>\n"
      "    <Dir unit>\n"
      "      <File test_unit_kv_a.cpp>\n"
      "        <Class TestStore>\n"
      "          <Test put>\n"
      "          <Test get[]>\n"
      "        <Test plain>\n"
      "\n"
      "================ 4 tests collected in 0.00s ================\n"));
}

TEST(lists_ids_with_q) {
  CHECK(suite().collect_only(options(-1)) ==
        "tests/e2e/test_e2e_chat_stream.cpp::streams\n"
        "tests/unit/test_unit_kv_a.cpp::TestStore::put\n"
        "tests/unit/test_unit_kv_a.cpp::TestStore::get[]\n"
        "tests/unit/test_unit_kv_a.cpp::plain\n"
        "\n"
        "4 tests collected in 0.00s\n");
}

TEST(counts_files_with_qq) {
  CHECK(suite().collect_only(options(-2)) ==
        "tests/e2e/test_e2e_chat_stream.cpp: 1\n"
        "tests/unit/test_unit_kv_a.cpp: 3\n"
        "\n");
}

TEST(says_how_many_were_deselected) {
  Run some = suite();
  some.collection().deselected = 3;
  CHECK(
      some.collect_only(options(-1)).ends_with("\n4/7 tests collected (3 deselected) in 0.00s\n"));
  Run none;
  none.collection().deselected = 3;
  CHECK(none.collect_only(options(-1)).ends_with("\nno tests collected (3 deselected) in 0.00s\n"));
}

TEST(shows_what_could_not_be_collected) {
  Run run = suite();
  run.collection().errors = {{"tests/unit/test_unt_x.cpp", "unknown type 'unt'"}};
  run.finished().exit_code = 2;
  CHECK(run.collect_only(options(-1))
            .ends_with("========================== ERRORS ==========================\n"
                       "________ ERROR collecting tests/unit/test_unt_x.cpp ________\n"
                       "unknown type 'unt'\n"
                       "================= short test summary info ==================\n"
                       "ERROR tests/unit/test_unt_x.cpp - unknown type 'unt'\n"
                       "!!!!!!!!!! Interrupted: 1 error during collection !!!!!!!!!!\n"
                       "4 tests collected, 1 error in 0.00s\n"));
}

TEST(lists_marks_by_family) {
  Writer writer{60, false};
  dyntest::report::write_markers(writer, {{"gpu(n)", "GPUs it needs", "resource"},
                                          {"vllm", "vLLM backend", "component"},
                                          {"kv", "KV blocks", "component"}});
  CHECK(writer.take() ==
        "------------------------ component -------------------------\n"
        "MARK kv: KV blocks\n"
        "MARK vllm: vLLM backend\n"
        "\n"
        "------------------------- resource -------------------------\n"
        "MARK gpu(n): GPUs it needs\n");
}

TEST(lists_fixtures_by_file) {
  CHECK(fixtures_text(0) ==
        "\n"
        "------------------ fixtures of libraries -------------------\n"
        "TmpDir\n"
        "    A folder.\n"
        "\n"
        "\n"
        "--------- fixtures defined from tests/conftest.cpp ---------\n"
        "Etcd [session scope] -- tests/conftest.cpp:3\n"
        "    A real etcd.\n"
        "\n"
        "\n"
        "--- fixtures defined from tests/integration/conftest.cpp ---\n"
        "Worker -- tests/integration/conftest.cpp:9\n"
        "    no comment above it\n"
        "\n");
}

TEST(tells_all_about_fixtures_with_v) {
  const std::string text = fixtures_text(1);
  CHECK(text.find("TmpDir -- src/testing/builtin/tmp_dir.cpp:30\n") != std::string::npos);
  CHECK(text.find("    A real etcd.\n    \n    On tmpfs.\n") != std::string::npos);
}
