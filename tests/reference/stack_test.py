"""The programs as a person uses them: the whole stack, its log, its end, its complaints."""

import os
import re
import resource
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import unittest

import support
from load import Load
from support import Origin, Process, Wire, answer, ask


def run(*words):
    """A command that is expected to end by itself."""
    done = subprocess.run([support.PROGRAM, *words], capture_output=True, text=True, timeout=support.TIMEOUT, check=False)
    return done.returncode, done.stdout, done.stderr


class Stack(unittest.TestCase):
    REPLICAS = 2

    def setUp(self):
        self.stack = Process("up", "--replicas", str(self.REPLICAS), "--port", "0", "--web-port", "0", "--api-port", "0",
                             ports=2 + self.REPLICAS)
        self.proxy, self.web, *self.replicas = self.stack.ports
        self.addCleanup(self.stack.end)

    def test_the_page_and_the_api_come_through_the_proxy(self):
        page = ask(self.proxy, "/")
        self.assertIn(b"dynamic-content", page.body)
        self.assertEqual(page.body, ask(self.web, "/").body)
        hello = ask(self.proxy, "/api/hello")
        self.assertEqual((hello.status, hello.body), (200, b"Hello, World!"))
        self.assertEqual(ask(self.proxy, "/nothing").status, 404)

    def test_replicas_take_turns_over_fresh_connections(self):
        order = [ask(self.proxy, "/api/hello").field("X-Served-By") for _ in range(8)]
        self.assertEqual(order, ["api 1", "api 2"] * 4)

    def test_each_request_has_a_line_that_says_who_answered(self):
        for _ in range(2):
            ask(self.proxy, "/api/hello")
        ask(self.web, "/")
        code, log, errors = self.stack.end(signal.SIGINT)
        self.assertEqual((code, errors), (0, ""))
        lines = re.findall(r"^\d\d:\d\d:\d\d (.*)$", log, re.MULTILINE)
        self.assertEqual(len(lines), 3, log)
        for line, replica in zip(lines, self.replicas):
            self.assertRegex(line, rf"^GET /api/hello 200 13 from back-end 127\.0\.0\.1:{replica} in [\d.]+ ms$")
        self.assertRegex(lines[2], r"^web GET / 200 \d+$")

    def test_everything_listens_on_loopback_alone(self):
        inodes = {os.readlink(f"/proc/{self.stack.process.pid}/fd/{fd}") for fd in
                  os.listdir(f"/proc/{self.stack.process.pid}/fd")}
        with open("/proc/net/tcp", encoding="ascii") as table:
            rows = [line.split() for line in table.readlines()[1:]]
        addresses = {row[1].split(":")[0] for row in rows if row[3] == "0A" and f"socket:[{row[9]}]" in inodes}
        self.assertEqual(addresses, {"0100007F"})

    def test_ctrl_c_ends_it_while_clients_are_connected(self):
        with Wire.to(self.proxy) as wire:
            wire.ask("/api/hello")
            self.assertEqual(self.stack.end(signal.SIGINT)[0], 0)
            self.assertTrue(wire.is_closed())


class FiveReplicas(Stack):
    REPLICAS = 5

    def test_replicas_take_turns_over_fresh_connections(self):
        order = [ask(self.proxy, "/api/hello").field("X-Served-By") for _ in range(10)]
        self.assertEqual(order, [f"api {n}" for n in range(1, 6)] * 2)

    def test_each_request_has_a_line_that_says_who_answered(self):
        ask(self.proxy, "/api/hello")
        self.assertIn(str(self.replicas[0]), self.stack.end()[1])


class Ending(unittest.TestCase):
    def slow_proxy(self):
        """A proxy whose peer waits until it is told to answer."""
        go_on, asked = threading.Event(), threading.Event()

        def part(wire, origin):
            origin.record(wire.read_request())
            asked.set()
            go_on.wait(support.TIMEOUT)
            wire.send(answer(b"late"))
        origin = Origin(part)
        self.addCleanup(origin.close)
        proxy = support.OwnProxy([origin.port], lines="drain 1s\n")
        self.addCleanup(proxy.folder.cleanup)
        return proxy, asked, go_on

    def test_sigterm_lets_requests_under_way_finish(self):
        proxy, asked, go_on = self.slow_proxy()
        with Wire.to(proxy.port) as busy:
            busy.send(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            asked.wait(support.TIMEOUT)
            proxy.process.process.send_signal(signal.SIGTERM)
            support.await_closed(proxy.port)
            go_on.set()
            got = busy.read_answer()
            self.assertEqual((got.body, got.field("Connection")), (b"late", "close"))
        self.assertEqual(proxy.process.end()[0], 0)

    def test_what_outlasts_the_grace_is_cut(self):
        proxy, asked, _ = self.slow_proxy()
        with Wire.to(proxy.port) as wire:
            wire.send(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            asked.wait(support.TIMEOUT)
            self.assertEqual(proxy.process.end()[0], 0)

    def test_a_second_signal_ends_it_at_once(self):
        api = Process("api", "--listen", "127.0.0.1:0")
        with Wire.to(api.port) as wire:
            wire.send(b"GET /api/hel")
            api.process.send_signal(signal.SIGINT)
            support.await_closed(api.port)
            self.assertEqual(api.end(signal.SIGINT)[0], 0)


    def test_a_proxy_that_looks_names_up_ends_as_well(self):
        proxy = Process("proxy", "--listen", "127.0.0.1:0", "--route", f"/=localhost:{support.refusing_port(self)}")
        self.assertEqual(ask(proxy.port).status, 502)
        self.assertEqual(proxy.end()[0], 0)


class Complaints(unittest.TestCase):
    def test_a_port_in_use_is_named_with_its_owner(self):
        with socket.create_server(("127.0.0.1", 0)) as sock:
            port = sock.getsockname()[1]
            code, _, errors = run("up", "--port", str(port), "--web-port", "0", "--api-port", "0")
        self.assertEqual(code, 3)
        self.assertIn(f"port {port} is in use by", errors)
        self.assertIn(f"process {os.getpid()}", errors)

    def test_wrong_words_are_explained(self):
        for words, reason in ((["up", "--replicas", "0"], "--replicas: a number from 1 to 64"),
                              (["up", "--replicas"], "--replicas lacks its value"),
                              (["up", "--colour", "red"], "there is no option --colour"),
                              (["down"], "there is no command down"),
                              (["web"], "web needs --root DIR"),
                              (["api", "--listen", "5252"], "an address is HOST:PORT"),
                              (["proxy", "--listen", "127.0.0.1:0"], "there is no route")):
            code, _, errors = run(*words)
            self.assertEqual((code, reason in errors), (2, True), errors)

    def test_help_is_not_a_mistake(self):
        code, out, errors = run("--help")
        self.assertEqual((code, errors), (0, ""))
        self.assertIn("--replicas", out)

    def test_a_mistake_in_a_file_is_named_with_its_line(self):
        with tempfile.NamedTemporaryFile("w", suffix=".conf") as file:
            file.write("listen 127.0.0.1:0\nrout / back-end\n")
            file.flush()
            code, _, errors = run("proxy", "--config", file.name)
        self.assertEqual(code, 2)
        self.assertIn(f"{file.name}:2: there is no word \"rout\"", errors)

    def test_a_site_that_is_not_there_is_named(self):
        code, _, errors = run("up", "--site", "/no/such/site", "--port", "0", "--web-port", "0", "--api-port", "0")
        self.assertEqual(code, 3)
        self.assertIn("/no/such/site", errors)


class Memory(unittest.TestCase):
    def test_a_thousand_idle_clients_take_little(self):
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        self.addCleanup(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        api = Process("api", "--listen", "127.0.0.1:0", "--quiet")
        self.addCleanup(api.close)
        proxy = Process("proxy", "--listen", "127.0.0.1:0", "--route", f"/=127.0.0.1:{api.port}", "--quiet")
        self.addCleanup(proxy.close)
        wires = [Wire.to(proxy.port) for _ in range(1000)]
        for _ in range(2):
            for wire in wires:
                self.assertEqual(wire.ask("/api/hello").status, 200)
            if not support.is_sanitized(proxy.process.pid):
                self.assertLess(support.resident_kib(proxy.process.pid), 20 * 1024)
        for wire in wires:
            wire.close()


class Clients(unittest.TestCase):
    """Programs that people use."""

    def setUp(self):
        self.stack = Process("up", "--port", "0", "--web-port", "0", "--api-port", "0", ports=4)
        self.url = f"http://127.0.0.1:{self.stack.port}"
        # The pipe must not fill up.
        threading.Thread(target=self.stack.process.stdout.read, daemon=True).start()
        self.addCleanup(self.stack.process.wait, support.TIMEOUT)
        self.addCleanup(self.stack.process.terminate)

    @unittest.skipUnless(shutil.which("curl"), "curl is not installed")
    def test_curl(self):
        def curl(*words):
            return subprocess.run(["curl", "-sS", *words], capture_output=True, text=True, check=True,
                                  timeout=support.TIMEOUT).stdout
        self.assertEqual(curl(self.url + "/api/hello", self.url + "/api/hello"), "Hello, World!" * 2)
        self.assertEqual(curl("-0", self.url + "/api/hello"), "Hello, World!")
        self.assertEqual(curl("--http2", self.url + "/api/hello"), "Hello, World!")
        self.assertIn("200 OK", curl("-I", self.url + "/"))
        self.assertEqual(curl("-r", "0-8", self.url + "/"), "<!doctype")
        code = ["-o", "/dev/null", "-w", "%{http_code}"]
        self.assertEqual(curl(*code, "-X", "POST", "-d", "x" * 2000, self.url + "/api/hello"), "405")
        self.assertEqual(curl(*code, "-T", support.__file__, "-H", "Expect: 100-continue", self.url + "/x"), "405")

    def test_many_clients_at_once(self):
        load = Load(os.environ["PINKO_LOAD"])
        self.addCleanup(load.end)
        with tempfile.NamedTemporaryFile() as request:
            for path in ("/api/hello", "/"):
                request.seek(0)
                request.truncate()
                request.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
                request.flush()
                answered, _ = load.run(self.stack.port, 64, 500, request.name)
                self.assertGreaterEqual(answered, 64)


def flask_python():
    for python in ("/usr/bin/python3", shutil.which("python3")):
        if python and subprocess.run([python, "-c", "import flask, flask_cors"], capture_output=True, check=False).returncode == 0:
            return python
    return None


PROGRAM_OF_STATEMENT_KIND = """
import sys
from flask import Flask
from flask_cors import CORS
app = Flask(__name__)
CORS(app)
app.add_url_rule('/api/hello', 'hello', lambda: 'Hello, World!')
app.run(host='127.0.0.1', port=int(sys.argv[1]))
"""


class LikeFlask(unittest.TestCase):
    FIELDS = ("Content-Type", "Access-Control-Allow-Origin", "Access-Control-Allow-Methods",
              "Access-Control-Allow-Headers", "Vary")

    def test_the_api_answers_as_flask_does(self):
        python = flask_python()
        if python is None:
            self.skipTest("flask and flask-cors are not installed")
        port = support.free_port()
        flask = subprocess.Popen([python, "-c", PROGRAM_OF_STATEMENT_KIND, str(port)],
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(flask.wait, support.TIMEOUT)
        self.addCleanup(flask.kill)
        support.await_port(port, flask)
        own = Process("api", "--listen", "127.0.0.1:0", "--quiet")
        self.addCleanup(own.close)
        preflight = "Origin: http://x\r\nAccess-Control-Request-Method: GET\r\nAccess-Control-Request-Headers: X-A\r\n"
        for question in (dict(), dict(method="HEAD"), dict(method="OPTIONS"), dict(method="OPTIONS", fields=preflight),
                         dict(fields="Origin: http://localhost:9000\r\n"), dict(target="/api/hello?x=y"),
                         dict(target="//api/hello"), dict(target="/%61pi/hello"), dict(target="/api/hello/"),
                         dict(target="/api/unknown", fields="Origin: http://x\r\n"), dict(target="/"),
                         dict(method="DELETE"), dict(version="1.0")):
            question.setdefault("target", "/api/hello")
            with self.subTest(**question):
                theirs, ours = ask(port, **question), ask(own.port, **question)
                self.assertEqual(ours.status, theirs.status)
                if theirs.status == 200:
                    self.assertEqual(ours.body, theirs.body)
                    self.assertEqual(ours.field("Content-Length"), theirs.field("Content-Length"))
                for name in self.FIELDS[1 if theirs.status != 200 else 0:]:
                    self.assertEqual(ours.field(name), theirs.field(name), name)
                allowed = [sorted((got.field("Allow") or "").split(", ")) for got in (ours, theirs)]
                self.assertEqual(*allowed)


if __name__ == "__main__":
    support.main()
