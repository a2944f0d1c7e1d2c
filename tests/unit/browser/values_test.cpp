#include "checker/browser/hosts.hpp"
#include "checker/browser/observer.hpp"
#include "checker/browser/running_chromium.hpp"
#include "checker/browser/socks.hpp"
#include "checker/util/base64.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>
#include <string>
#include <variant>

using namespace pinko::browser;

TEST_CASE("own hosts are the names of this machine, and nothing that only looks so") {
  for (const char* host : {"localhost",
                           "LOCALHOST",
                           "localhost.",
                           "a.localhost",
                           "127.0.0.1",
                           "127.77.0.7",
                           "0.0.0.0",
                           "::1",
                           "[::1]"}) {
    INFO(host);
    CHECK(is_own_host(host));
  }
  for (const char* host :
       {"", "localhost.example", "notlocalhost", "128.0.0.1", "127.0.0", "[::2]"}) {
    INFO(host);
    CHECK_FALSE(is_own_host(host));
  }
}

TEST_CASE("an address has a host or none") {
  CHECK(host_of("http://localhost:9000/x?y#z") == "localhost");
  CHECK(host_of("http://localhost?q@evil.example") == "localhost");
  CHECK(host_of("http://user:word@localhost/") == "localhost");
  CHECK(host_of("http://[::1]:80/") == "[::1]");
  CHECK(host_of("http://[").size() <= 1);
  CHECK(host_of("data:text/plain,x").empty());
  CHECK(host_of("").empty());
}

TEST_CASE("base64 of every length is read, and nothing else") {
  CHECK(pinko::from_base64("") == "");
  CHECK(pinko::from_base64("Zg==") == "f");
  CHECK(pinko::from_base64("Zm8=") == "fo");
  CHECK(pinko::from_base64("Zm9v") == "foo");
  CHECK(pinko::from_base64("/+8A") == std::string("\xff\xef\x00", 3));
  CHECK_FALSE(pinko::from_base64("Zg="));
  CHECK_FALSE(pinko::from_base64("Z=g="));
  CHECK_FALSE(pinko::from_base64("Zm9v\n123"));
}

TEST_CASE("a greeting of SOCKS is read in pieces") {
  const std::string whole("\x05\x02\x01\x00", 4);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    CHECK(std::holds_alternative<SocksUnfinished>(read_socks_greeting(whole.substr(0, size))));
  }
  const auto read = read_socks_greeting(whole + "more");
  REQUIRE(std::holds_alternative<SocksGreeting>(read));
  CHECK(std::get<SocksGreeting>(read).size == 4);
  CHECK(std::holds_alternative<SocksInvalid>(read_socks_greeting("GET /")));
  CHECK(std::holds_alternative<SocksInvalid>(read_socks_greeting("\x05\x01\x02")));
}

TEST_CASE("a wish to connect is read with names and addresses") {
  const std::string named = std::string("\x05\x01\x00\x03\x09localhost", 14) + "\x23\x28";
  for (std::size_t size = 0; size < named.size(); ++size) {
    CHECK(std::holds_alternative<SocksUnfinished>(read_socks_connect(named.substr(0, size))));
  }
  const auto read = read_socks_connect(named + "x");
  REQUIRE(std::holds_alternative<SocksConnect>(read));
  CHECK(std::get<SocksConnect>(read).host == "localhost");
  CHECK(std::get<SocksConnect>(read).port == 9000);
  CHECK(std::get<SocksConnect>(read).size == named.size());
  const auto v4 = read_socks_connect(std::string("\x05\x01\x00\x01\x7f\x00\x00\x01\x00\x50", 10));
  CHECK(std::get<SocksConnect>(v4).host == "127.0.0.1");
  CHECK(std::get<SocksConnect>(v4).port == 80);
  const auto v6 = read_socks_connect(std::string("\x05\x01\x00\x04", 4) + std::string(15, '\0') +
                                     std::string("\x01\x00\x50", 3));
  CHECK(std::get<SocksConnect>(v6).host == "::1");
  const std::string bind("\x05\x02\x00\x01\x7f\x00\x00\x01\x00\x50", 10);
  CHECK(std::holds_alternative<SocksInvalid>(read_socks_connect(bind)));
  const std::string odd("\x05\x01\x00\x02\x7f\x00", 6);
  CHECK(std::holds_alternative<SocksInvalid>(read_socks_connect(odd)));
}

TEST_CASE("the observer's script takes a selector as text, whatever it holds") {
  const std::string script = observer_script("a[b=\"'`</script>\\\"]", 100);
  CHECK(script.find(R"("a[b=\"'`</script>\\\"]")") != std::string::npos);
  CHECK(script.find("SELECTOR") == std::string::npos);
  CHECK(script.find("slice(0, 100)") != std::string::npos);
  CHECK(describe_in("a\"\n\xff\u2028") == "pinkoIn(\"a\\\"\\n\\ufffd\\u2028\")");
}

TEST_CASE("an element's description is read, or nothing") {
  const auto seen = read_description(R"({"matches":2,"tag":"h1","text":"x"})");
  REQUIRE(seen);
  CHECK(seen->matches == 2);
  CHECK(seen->tag == "h1");
  CHECK(seen->text == "x");
  CHECK_FALSE(read_description("not JSON"));
  CHECK_FALSE(read_description(R"({"matches":"2","tag":"h1","text":"x"})"));
  CHECK_FALSE(read_description(R"({"tag":"h1","text":"x"})"));
  CHECK(read_evaluated(R"({"result":{"value":"{\"matches\":0,\"tag\":\"\",\"text\":\"\"}"}})"));
  CHECK_FALSE(read_evaluated(R"({"result":{"type":"undefined"}})"));
  CHECK_FALSE(read_evaluated("[]"));
}

TEST_CASE("a browser keeps its sandbox and shared memory unless it cannot") {
  const auto has = [](const std::vector<std::string>& arguments, std::string_view argument) {
    return std::find(arguments.begin(), arguments.end(), argument) != arguments.end();
  };
  const auto usual = chromium_arguments({.profile = "/p", .sandbox = true, .shared_memory = true});
  CHECK(has(usual, "--user-data-dir=/p"));
  CHECK(has(usual, "--remote-debugging-pipe"));
  CHECK_FALSE(has(usual, "--no-sandbox"));
  CHECK_FALSE(has(usual, "--disable-dev-shm-usage"));
  const auto poor = chromium_arguments({.profile = "/p", .sandbox = false, .shared_memory = false});
  CHECK(has(poor, "--no-sandbox"));
  CHECK(has(poor, "--disable-dev-shm-usage"));
  CHECK(lacks_sandbox("[1:1:FATAL] No usable sandbox! Update your kernel"));
  CHECK_FALSE(lacks_sandbox("some other trouble"));
}
