#include "checker/repair/edits.hpp"

#include "tests/support/catch.hpp"

using namespace pinko::repair;
using namespace std::string_literals;

namespace {

Draft draft_of(std::string text, std::string path = "task1/Dockerfile") {
  return {.path = std::move(path), .text = std::move(text)};
}

std::string mended(std::string text) {
  Draft draft = draft_of(std::move(text));
  return mend_text(draft) ? draft.text : "not mended";
}

std::string unpinned(std::string text, std::string_view official) {
  Draft draft = draft_of(std::move(text));
  unpin_base(draft, official);
  return draft.text;
}

std::string allowed(std::string text) {
  Draft draft = draft_of(std::move(text));
  allow_pip(draft);
  return draft.text;
}

struct Hidden {
  std::string text;
  std::size_t left = 0;
};

Hidden hidden(std::string text) {
  Draft draft = draft_of(std::move(text), "task5/docker-compose.yml");
  hide_ports(draft, "task5");
  return {.text = draft.text, .left = draft.left.size()};
}

const std::string kPython = "FROM ubuntu\nRUN apt-get update && apt-get install -y python3-pip\n";

}  // namespace

TEST_CASE("a text gets LF, a last newline and no byte order mark") {
  CHECK(mended("a\r\nb\r\n") == "a\nb\n");
  CHECK(mended("a\nb") == "a\nb\n");
  CHECK(mended("\xEF\xBB\xBF"
               "b\n") == "b\n");
  CHECK(mended("") == "");
  CHECK(mended("a\rb\n") == "a\rb\n");
}

TEST_CASE("bytes of other encodings than UTF-8 stay as they are") {
  CHECK(mended("caf\xE9"
               "\r\n") ==
        "caf\xE9"
        "\n");
}

TEST_CASE("UTF-16 of both byte orders becomes UTF-8") {
  CHECK(mended("\xFF\xFE"s + "a\0\r\0\n\0"s) == "a\n");
  CHECK(mended("\xFE\xFF"s + "\0a\0\n"s) == "a\n");
}

TEST_CASE("what is no text is left alone, and said so") {
  for (const std::string& bytes : {"\xFF\xFE"s + "a\0b"s,
                                   "\xFF\xFE"s + "\x00\xD8"s + "a\0"s,
                                   "\x7F"
                                   "ELF\0\0\x01"s}) {
    Draft draft = draft_of(bytes);
    CHECK_FALSE(mend_text(draft));
    CHECK(draft.text == bytes);
    CHECK(draft.left.size() == 1);
  }
}

TEST_CASE("a pinned base becomes the latest, with all that stands around it") {
  CHECK(unpinned("FROM ubuntu:22.04\n", "ubuntu") == "FROM ubuntu:latest\n");
  CHECK(
      unpinned("from  --platform=linux/amd64 docker.io/library/nginx:1.25 AS web # x\n", "nginx") ==
      "from  --platform=linux/amd64 docker.io/library/nginx:latest AS web # x\n");
  CHECK(unpinned("FROM ubuntu:22.04@sha256:" + std::string(64, 'a') + "\n", "ubuntu") ==
        "FROM ubuntu:latest\n");
  CHECK(unpinned("FROM ubuntu:22.04 AS a\nFROM ubuntu:20.04\n", "ubuntu") ==
        "FROM ubuntu:22.04 AS a\nFROM ubuntu:latest\n");
}

TEST_CASE("another image, the latest one and a base by way of an ARG stay") {
  for (const char* text : {"FROM python:3.9\n",
                           "FROM ubuntu\n",
                           "FROM ubuntu:latest\n",
                           "ARG TAG=22.04\nFROM ubuntu:$TAG\n",
                           "FROM example.org/ubuntu:22.04\n"}) {
    CHECK(unpinned(text, "ubuntu") == text);
  }
  CHECK(unpinned("FROM nginx:alpine\nRUN apk add curl\n", "nginx") ==
        "FROM nginx:alpine\nRUN apk add curl\n");
}

TEST_CASE("the mark that keeps pip from installing goes before the first pip") {
  CHECK(allowed(kPython + "\nRUN pip3 install flask\nRUN pip3 install flask-cors\n") ==
        kPython +
            "\nRUN rm -f /usr/lib/python3*/EXTERNALLY-MANAGED\nRUN pip3 install flask\n"
            "RUN pip3 install flask-cors\n");
}

TEST_CASE("where Python comes in the same RUN, pip gets its option") {
  CHECK(allowed("FROM ubuntu\nRUN apt-get update && apt-get install -y python3 python3-pip \\\n"
                "    && pip3 install flask && pip3 install -U flask-cors\n") ==
        "FROM ubuntu\nRUN apt-get update && apt-get install -y python3 python3-pip \\\n"
        "    && pip3 install --break-system-packages flask && pip3 install "
        "--break-system-packages -U flask-cors\n");
}

TEST_CASE("a pip call that cannot be found again is left to the student") {
  const std::string text =
      "FROM ubuntu\nRUN apt-get install -y python3-pip && pip3 install\\\n flask && apt-get "
      "install "
      "-y curl\n";
  Draft draft = draft_of(text);
  allow_pip(draft);
  CHECK(draft.text == text);
  CHECK(draft.left.size() == 1);
}

TEST_CASE("a Dockerfile that has its own way, or no pip, stays") {
  for (const std::string& rest :
       {"RUN rm /usr/lib/python3.12/EXTERNALLY-MANAGED\nRUN pip3 install flask\n"s,
        "RUN pip3 install --break-system-packages flask\n"s,
        "ENV PIP_BREAK_SYSTEM_PACKAGES=1\nRUN pip3 install flask\n"s,
        "RUN python3 -m venv /venv && /venv/bin/pip install flask\n"s,
        "RUN /venv/bin/pip install flask\n"s,
        "RUN apt-get install -y python3-flask\n"s}) {
    INFO(rest);
    CHECK(allowed(kPython + rest) == kPython + rest);
  }
  CHECK(allowed("FROM python:3\nRUN pip install flask\n") ==
        "FROM python:3\nRUN pip install flask\n");
}

TEST_CASE("ports of front end and back end become expose, those of the proxy stay") {
  const Hidden one = hidden(
      "services:\n  back-end:\n    build: ./back-end\n    ports:\n      # for later\n"
      "      - \"5252:5252\" # API\n\n  front-end:\n    build: ./front-end\n"
      "    ports: ['127.0.0.1:9000:9000', 9001]\n  proxy:\n    build: ./proxy\n    ports:\n"
      "    - 80:80\n");
  CHECK(one.text ==
        "services:\n  back-end:\n    build: ./back-end\n    expose:\n      # for later\n"
        "      - \"5252\" # API\n\n  front-end:\n    build: ./front-end\n"
        "    expose: [\"9000\", \"9001\"]\n  proxy:\n    build: ./proxy\n    ports:\n"
        "    - 80:80\n");
  CHECK(one.left == 0);
}

TEST_CASE("where expose is there already, ports just go") {
  CHECK(hidden("services:\n  back-end:\n    build: ./back-end\n    expose: [\"5252\"]\n"
               "    ports:\n    - 5252:5252\n    - 5253:5253\n    restart: always\n")
            .text ==
        "services:\n  back-end:\n    build: ./back-end\n    expose: [\"5252\"]\n"
        "    restart: always\n");
}

TEST_CASE("a lone port is no port of the computer's, and stays") {
  const std::string text = "services:\n  back-end:\n    build: ./back-end\n    ports: [\"5252\"]\n";
  CHECK(hidden(text).text == text);
  CHECK(hidden(text).left == 0);
}

TEST_CASE("forms that cannot be read line by line are left to the student") {
  for (const std::string& ports : {"    ports:\n      - target: 5252\n        published: 5252\n"s,
                                   "    ports: [\"5252:5252\",\n            \"5253:5253\"]\n"s,
                                   "    ports:\n      - \"5000-5002:5250-5252\"\n"s}) {
    const std::string text = "services:\n  back-end:\n    build: ./back-end\n" + ports;
    INFO(text);
    CHECK(hidden(text).text == text);
    CHECK(hidden(text).left == 1);
  }
}
