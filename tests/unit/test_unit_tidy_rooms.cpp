// Who may include whom: the project keeps these rules, and each rule notices when it is broken.
#include <algorithm>

#include "conftest.hpp"

using namespace tidy;

namespace {

// cellar <- hall <- attic
const Rooms house = parse_rooms(R"([
  {"room": "cellar", "folder": "src/house/cellar", "needs": []},
  {"room": "hall", "folder": "src/house/hall", "needs": ["cellar"]},
  {"room": "attic", "folder": "src/house/attic", "needs": ["hall"]}
])");

const std::vector<Library> wine = {{"wine/", {"cellar"}}};

Findings of_include(std::string path, const std::string& include) {
  const Sources sources{{{std::move(path), "#include " + include + "\n"}}};
  Findings findings = includes_beyond_needs(sources, house);
  for (auto& each : libraries_beyond_rooms(sources, house, wine)) findings.push_back(each);
  return findings;
}

bool is_fine(const Findings& findings) { return findings.empty(); }

}  // namespace

TEST(rooms_include_only_what_they_need, (Sources& sources, Rooms& rooms)) {
  expect_none(includes_beyond_needs(sources, rooms));
}

TEST(libraries_stay_in_their_rooms, (Sources& sources, Rooms& rooms)) {
  expect_none(libraries_beyond_rooms(sources, rooms, libraries()));
}

TEST(e2e_tests_see_a_deployment_from_outside, (Sources& sources)) {
  expect_none(insights_of_e2e(sources));
}

TEST(the_declared_rooms_are_the_folders_of_src, (Sources& sources, Rooms& rooms)) {
  for (const auto& room : rooms.all) {
    const auto is_inside = [&](const Source& s) { return s.path.starts_with(room.folder + "/"); };
    CHECK(std::ranges::any_of(sources.files, is_inside));
  }
  for (const auto& source : sources.files) {
    if (!source.path.starts_with("src/")) continue;
    CHECK(std::ranges::any_of(
        rooms.all, [&](const Room& room) { return source.path.starts_with(room.folder + "/"); }));
  }
}

TEST(a_room_may_include_itself_and_its_needs_and_theirs) {
  CHECK(is_fine(of_include("src/house/attic/roof.cpp", "\"house/attic/roof.hpp\"")));
  CHECK(is_fine(of_include("src/house/attic/roof.cpp", "\"house/hall/stairs.hpp\"")));
  CHECK(is_fine(of_include("src/house/attic/roof.cpp", "\"house/cellar/wall.hpp\"")));
  CHECK(is_fine(of_include("src/house/attic/roof.cpp", "<vector>")));
  CHECK(is_fine(of_include("tests/unit/test_unit_roof_x.cpp", "\"house/attic/roof.hpp\"")));
}

TEST(an_include_beyond_the_needs_is_found) {
  const auto findings = of_include("src/house/cellar/wall.hpp", "\"house/hall/stairs.hpp\"");
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].path == "src/house/cellar/wall.hpp");
  CHECK(findings[0].line == 1);
  CHECK(findings[0].message.starts_with("room 'cellar' does not need 'hall'"));
}

TEST(another_rooms_detail_is_private) {
  const auto findings = of_include("src/house/attic/roof.cpp", "\"house/hall/detail/bolt.hpp\"");
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].message.starts_with("detail/ is private to room 'hall'"));
  CHECK(is_fine(of_include("src/house/hall/stairs.cpp", "\"house/hall/detail/bolt.hpp\"")));
}

TEST(a_library_outside_its_room_is_found) {
  const auto findings = of_include("src/house/hall/stairs.cpp", "<wine/red.h>");
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].message.starts_with("<wine/red.h> stays in room 'cellar'"));
  CHECK(is_fine(of_include("src/house/cellar/rack.cpp", "<wine/red.h>")));
}

TEST(a_library_in_a_public_header_is_found) {
  const auto findings = of_include("src/house/cellar/rack.hpp", "<wine/red.h>");
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].message.starts_with("<wine/red.h> shows in a public header"));
  CHECK(is_fine(of_include("src/house/cellar/detail/rack.hpp", "<wine/red.h>")));
}

TEST(an_e2e_test_that_looks_inside_is_found) {
  const std::string text = "#include \"runtime/kv_router/router.hpp\"\n";
  CHECK(insights_of_e2e({{{"tests/e2e/test_e2e_chat_x.cpp", text}}}).size() == 1);
  CHECK(is_fine(insights_of_e2e({{{"tests/integration/test_integ_kv_router_x.cpp", text}}})));
}
