#include "checker/engine/engine_watch.hpp"

#include "checker/util/temp_dir.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

using namespace pinko;
using namespace pinko::engine;

TEST_CASE("an engine that ends is noticed, one that lives is not lost") {
  const TempDir folder("watch");
  const std::string path = (folder.path() / "s").string();
  sockaddr_un name{};
  name.sun_family = AF_UNIX;
  std::copy(path.begin(), path.end(), std::begin(name.sun_path));
  const int listener = socket(AF_UNIX, SOCK_STREAM, 0);
  REQUIRE(bind(listener, reinterpret_cast<const sockaddr*>(&name), sizeof name) == 0);
  REQUIRE(listen(listener, 1) == 0);

  EngineWatch watch("unix://" + path);
  const int engine = accept(listener, nullptr, nullptr);
  REQUIRE(engine >= 0);
  CHECK_FALSE(watch.lost());
  REQUIRE(write(engine, "HTTP/1.1 200 OK\r\n\r\n{}", 21) == 21);
  CHECK_FALSE(watch.lost());
  close(engine);
  CHECK(watch.lost());
  CHECK(watch.lost());
  close(listener);
}

TEST_CASE("what cannot be watched is not lost") {
  CHECK_FALSE(EngineWatch("tcp://127.0.0.1:1").lost());
  CHECK_FALSE(EngineWatch("unix:///nowhere").lost());
}
