#include "checker/engine/compose_program.hpp"

#include "tests/support/catch.hpp"

using pinko::engine::has_own_distutils;
using pinko::engine::version_in_script;

TEST_CASE("the script of a Python package names its version, other programs do not") {
  CHECK(version_in_script("#!/usr/bin/python3\n# EASY-INSTALL: 'docker-compose==1.29.2','x'\n") ==
        "1.29.2");
  CHECK(version_in_script("#!/usr/bin/python3\nfrom compose.cli.main import main\n").empty());
  CHECK(version_in_script("#!/bin/sh\n# docker-compose==1.29.2\n").empty());
  CHECK(version_in_script("\x7f"
                          "ELF docker-compose==1.29.2")
            .empty());
  CHECK(version_in_script("").empty());
}

TEST_CASE("Python has a distutils of its own before 3.12") {
  CHECK(has_own_distutils("python3.11"));
  CHECK(has_own_distutils("python3.9"));
  CHECK_FALSE(has_own_distutils("python3.12"));
  CHECK_FALSE(has_own_distutils("python3"));
  CHECK_FALSE(has_own_distutils("python3.x"));
  CHECK_FALSE(has_own_distutils("env"));
  CHECK_FALSE(has_own_distutils(""));
}
