#include "checker/discovery/image_name.hpp"

#include "tests/support/catch.hpp"

#include <string>

using namespace pinko::discovery;

namespace {

const std::string kDigest =
    "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

bool latest_ubuntu(const std::string& text) {
  return is_latest(parse_image_name(text), "ubuntu");
}

}  // namespace

TEST_CASE("every spelling of the latest image counts") {
  for (const char* text : {"ubuntu",
                           "ubuntu:latest",
                           "library/ubuntu",
                           "docker.io/ubuntu",
                           "docker.io/library/ubuntu:latest",
                           "index.docker.io/library/ubuntu"}) {
    CAPTURE(text);
    CHECK(latest_ubuntu(text));
  }
  CHECK(latest_ubuntu("ubuntu@" + kDigest));
  CHECK(latest_ubuntu("ubuntu:latest@" + kDigest));
}

TEST_CASE("other tags, images, owners and registries do not count") {
  for (const char* text : {"ubuntu:22.04",
                           "ubunut:latest",
                           "python:3.9",
                           "someone/ubuntu",
                           "localhost:5000/library/ubuntu",
                           "ghcr.io/library/ubuntu",
                           "Ubuntu",
                           "ubuntu:",
                           "ubuntu:-x",
                           "ubuntu@sha256:12",
                           ""}) {
    CAPTURE(text);
    CHECK_FALSE(latest_ubuntu(text));
  }
  CHECK(is_official(parse_image_name("ubuntu:22.04"), "ubuntu"));
}

TEST_CASE("a name is taken apart as Docker does") {
  const ImageName name = parse_image_name("localhost:5000/team/app__x.y:1.2@" + kDigest);
  CHECK(name.registry == "localhost:5000");
  CHECK(name.repository == "team/app__x.y");
  CHECK(name.tag == "1.2");
  CHECK(name.digest == kDigest);
  CHECK(parse_image_name("nginx").repository == "library/nginx");
  CHECK(parse_image_name("a/b").registry == "docker.io");
  CHECK(parse_image_name("a//b").repository.empty());
  CHECK(parse_image_name("UPPER/case").registry == "UPPER");
  CHECK(parse_image_name("white space").repository.empty());
}
