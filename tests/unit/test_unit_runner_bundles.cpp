// What leaves the machine with a failure: names of folders, no secrets, and where cores are.
#include <string>
#include <vector>

#include "conftest.hpp"
#include "testing/runner/bundles.hpp"
#include "testing/runner/core_files.hpp"
#include "testing/runner/secrets.hpp"

using namespace dyntest;
using runner::bundle_name;
using runner::core_globs;
using runner::Secrets;

namespace {

model::Item test_called(const std::string& name, const std::string& parameters = {}) {
  model::Item item;
  item.file = "tests/unit/test_unit_router_chat.cpp";
  item.name = name;
  item.parameters = parameters;
  item.has_parameters = !parameters.empty();
  return item;
}

}  // namespace

TEST(folder_is_named_after_its_test) {
  CHECK(bundle_name(test_called("streams")) == "tests.unit.test_unit_router_chat.cpp--streams");
  CHECK(bundle_name(test_called("streams", "2-true")) ==
        "tests.unit.test_unit_router_chat.cpp--streams[2-true]");
}

TEST(odd_names_stay_apart) {
  const auto slash = bundle_name(test_called("streams", "a/b"));
  CHECK(slash.starts_with("tests.unit.test_unit_router_chat.cpp--streams[a_b]-"));
  CHECK(slash != bundle_name(test_called("streams", "a b")));
  const std::string endless(500, 'x');
  CHECK(bundle_name(test_called("streams", endless)).size() == 200u);
  CHECK(bundle_name(test_called("streams", endless)) !=
        bundle_name(test_called("streams", endless + "y")));
}

TEST(secrets_are_masked, (std::string entry, std::string text),
     cases(row("HF_TOKEN=hf_abcdef", "--token=*** ***").id("token"),
           row("openai_api_key=hf_abcdef", "--token=*** ***").id("key"),
           row("DB_PASSWORD=hf_abcdef", "--token=*** ***").id("password"),
           row("SECRET=abc", "--token=hf_abcdef hf_abcdef").id("short"),
           row("HF_HOME=hf_abcdef", "--token=hf_abcdef hf_abcdef").id("no_secret"),
           row("KEYBOARD=hf_abcdef", "--token=hf_abcdef hf_abcdef").id("no_key"))) {
  CHECK(Secrets{{entry}}.masked("--token=hf_abcdef hf_abcdef") == text);
}

TEST(a_secret_within_another_one_leaves_no_rest) {
  CHECK(Secrets{{"A_TOKEN=abcdef", "B_TOKEN=abcdefgh"}}.masked("abcdefgh") == "***");
}

TEST(users_of_addresses_are_masked, (std::string text, std::string shown),
     cases(row("nats://me:word@host:1 http://host/a@b", "nats://***@host:1 http://host/a@b"),
           row("a://b:c@d,e://f:g@h", "a://***@d,e://***@h"), row("git://me@host", "git://me@host"),
           row("http://host:80/", "http://host:80/"), row("://:word@", "://:word@"),
           row("://me:@", "://me:@"), row("nats://me:word", "nats://me:word"))) {
  CHECK(Secrets{{}}.masked(text) == shown);
}

TEST(environment_is_sorted_and_masked) {
  CHECK(Secrets{{"HF_TOKEN=abcdef"}}.environment_text({"Z=1", "HF_TOKEN=abcdef", "A_SECRET=x"}) ==
        "A_SECRET=***\nHF_TOKEN=***\nZ=1\n");
}

TEST(cores_are_where_the_kernel_puts_them, (std::string pattern, std::vector<std::string> globs),
     cases(row("core\n", std::vector<std::string>{"/work/core.12", "/work/core"}).id("plain"),
           row("core.%p", std::vector<std::string>{"/work/core.12"}).id("pid"),
           row("/var/cores/%e-%p-%t", std::vector<std::string>{"/var/cores/*-12-*"}).id("folder"),
           row("100%%", std::vector<std::string>{"/work/100%.12", "/work/100%"}).id("percent"),
           row("|/usr/lib/systemd/systemd-coredump %P", std::vector<std::string>{}).id("program"),
           row("", std::vector<std::string>{}).id("none"))) {
  CHECK(core_globs(pattern, 12, "/work") == globs);
}
