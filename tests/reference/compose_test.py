#!/usr/bin/env python3
"""The stack as containers: reference/docker-compose.yml is built and run, scaled while it runs, and ended.

Needs an engine and Compose, and two minutes for the first build; not part of ctest. `tasks/bases/provide ubuntu:latest` makes the
base image where no registry answers. Exit code 77: there is no engine.

usage: compose_test.py
"""

import os
import re
import shutil
import subprocess
import sys
import threading
import time
import unittest
import urllib.request

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "reference")
ADDRESS = "127.88.7.1"
PROJECT = f"pinko-reference-test-{os.getpid()}"
COMPOSE = ["docker-compose"] if shutil.which("docker-compose") else ["docker", "compose"]
SKIPPED = 77


def run(*words):
    done = subprocess.run(words, capture_output=True, text=True, cwd=FOLDER, check=False,
                          env={**os.environ, "LISTEN": f"{ADDRESS}:80"})
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(words)}: {done.stdout}{done.stderr}")
    return done.stdout


def compose(*words):
    return run(*COMPOSE, "-p", PROJECT, *words)


def ask(path="/api/hello"):
    with urllib.request.urlopen(f"http://{ADDRESS}{path}", timeout=10) as answer:
        return answer.read()


def until(condition, seconds=30):
    """Asks again and again until it holds."""
    pause, end = threading.Event(), time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise AssertionError("it did not come about in time")
        pause.wait(0.1)


def answers():
    try:
        return ask() == b"Hello, World!"
    except OSError:
        return False


class Containers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.addClassCleanup(compose, "down", "-t", "0")
        compose("up", "--build", "-d", "--scale", "back-end=2")
        cls.proxy = compose("ps", "-q", "proxy").strip()
        until(answers)

    def who_answered(self, requests):
        """The peers that the proxy's log names for so many requests from now on."""
        before = len(self.log())
        for _ in range(requests):
            self.assertEqual(ask(), b"Hello, World!")
        until(lambda: len(self.log()) >= before + requests)
        return self.log()[before:]

    def log(self):
        return re.findall(r"GET /api/hello 200 13 from back-end (\S+)", run("docker", "logs", self.proxy))

    def take_turns(self, peers):
        seen = self.who_answered(4 * peers)
        return len(set(seen)) == peers and all(a == b for a, b in zip(seen, seen[peers:]))

    def test_1_two_replicas_take_turns(self):
        until(lambda: self.take_turns(2))  # the second may have come up after the names were looked up
        self.assertTrue(self.take_turns(2))
        self.assertIn(b"<html", ask("/"))

    def test_2_replicas_that_start_later_get_their_turns(self):
        compose("up", "-d", "--no-recreate", "--scale", "back-end=5")
        until(lambda: self.take_turns(5))
        self.assertTrue(self.take_turns(5))

    def test_3_replicas_that_end_cost_no_request(self):
        compose("up", "-d", "--no-recreate", "--scale", "back-end=2")
        self.assertLessEqual(len(set(self.who_answered(20))), 5)
        until(lambda: self.take_turns(2))

    def test_4_it_ends_at_once_when_told(self):
        for service in ("proxy", "front-end"):
            container = compose("ps", "-q", service).strip()
            begin = time.monotonic()
            run("docker", "stop", "-t", "20", container)
            self.assertLess(time.monotonic() - begin, 1)
            state = run("docker", "inspect", "-f", "{{.State.ExitCode}}", container)
            self.assertEqual(state.strip(), "0")


if __name__ == "__main__":
    if not shutil.which("docker") or subprocess.run(["docker", "info"], capture_output=True, check=False).returncode != 0:
        print("there is no engine")
        sys.exit(SKIPPED)
    unittest.main(verbosity=2)
