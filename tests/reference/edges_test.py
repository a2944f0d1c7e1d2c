"""What HTTP asks of the servers and the proxy at the edges: where a head is too long, a request refused, a connection ended."""

import os
import re
import tempfile
import threading
import unittest

import support
from proxy_test import ProxyTest
from support import Process, Wire, answer, ask

LINE = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+: [^\r\n]+")


def is_sound(head):
    """Whether a head, without its empty line, is a status line and fields that have names."""
    status, *lines = head.decode("latin-1").split("\r\n")
    return status.startswith("HTTP/1.1 ") and all(LINE.fullmatch(line) for line in lines)


def request(method="GET", target="/", fields=""):
    return f"{method} {target} HTTP/1.1\r\nHost: test\r\n{fields}\r\n".encode()


class ServerTest(unittest.TestCase):
    def api(self):
        server = Process("api", "--listen", "127.0.0.1:0", "--quiet")
        self.addCleanup(server.close)
        return server.port

    def web(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        os.mkdir(os.path.join(folder.name, "sub"))
        server = Process("web", "--listen", "127.0.0.1:0", "--root", folder.name, "--quiet")
        self.addCleanup(server.close)
        return server.port

    def wire(self, port):
        wire = Wire.to(port)
        self.addCleanup(wire.close)
        return wire


class LongHeads(ServerTest):
    def answers(self, port, requests):
        """The status of each answer, all of which have a head that can be read and the body that it speaks of."""
        for octets in requests:
            with Wire.to(port) as wire:
                head = wire.send(octets).read_until(b"\r\n\r\n")
                self.assertTrue(is_sound(head), (len(octets), head[-200:]))
                self.assertIn(b"\r\nContent-Type: ", head)
                length = int(re.search(rb"\r\nContent-Length: (\d+)", head)[1])
                wire.read_exactly(length)
                if b"\r\nConnection: close" not in head:
                    self.assertEqual(wire.ask("/none").status, 404)
                yield int(head.split()[1])

    def test_an_origin_that_leaves_no_room_is_refused(self):
        requests = [request(target="/api/hello", fields=f"Origin: {'o' * size}\r\n") for size in range(16_100, 16_330)]
        statuses = list(self.answers(self.api(), requests))
        self.assertEqual([status for status in statuses if status not in (200, 431)], [])
        self.assertEqual(statuses, sorted(statuses))
        self.assertEqual((statuses[0], statuses[-1]), (200, 431))

    def test_an_address_that_leaves_no_room_is_refused(self):
        requests = [request(target=f"/sub?{'q' * size}") for size in range(16_100, 16_340)]
        statuses = list(self.answers(self.web(), requests))
        self.assertEqual(statuses, sorted(statuses))
        self.assertEqual((statuses[0], statuses[-1]), (301, 431))


class LongHeadsOfPeers(ProxyTest):
    LONG = "X-Long: " + "x" * 20_000 + "\r\n"

    def test_a_peer_that_gave_too_long_a_head_is_not_asked_again_there(self):
        go_on = threading.Event()

        def part(wire, origin):
            first = not origin.requests
            origin.record(wire.read_request())
            if first:
                wire.send(f"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n{self.LONG}\r\n".encode())
                go_on.wait(support.TIMEOUT)
                wire.read_request()
            wire.send(answer(b"mine"))
        origin = self.origin(part)
        wire = self.wire(self.proxy(origin, peer_options="max_fails=0"))
        got = wire.ask(method="POST", fields="Content-Length: 0\r\n")
        self.assertEqual(got.status, 502)
        go_on.set()
        self.assertEqual(wire.ask().body, b"mine")
        self.assertEqual(origin.connections, 2)

    def test_an_interim_head_that_is_too_long_is_a_bad_gateway(self):
        def part(wire, origin):
            origin.record(wire.read_request())
            wire.send(f"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n{self.LONG}\r\n".encode() + answer())
        self.assertEqual(ask(self.proxy(self.origin(part))).status, 502)


REFUSED_HEADS = {
    "no host": b"HEAD / HTTP/1.1\r\n\r\n",
    "an empty line before": b"\r\nHEAD / HTTP/1.1\r\n\r\n",
    "half a line end": b"HEAD / HTTP/1.1\nHost: a\n\n",
    "a control character": b"HEAD / HTTP/1.1\r\nHost: a\r\nA: \x01\r\n\r\n",
    "another version": b"HEAD / HTTP/3.0\r\nHost: a\r\n\r\n",
    "a long address": request("HEAD", "/" + "a" * 20_000),
    "a long line": request("HEAD", fields="A: " + "a" * 20_000 + "\r\n"),
    "many lines": request("HEAD", fields="A: b\r\n" * 101),
}


def bodiless(wire, octets):
    """The status of an answer that ends with its head, and with it the connection."""
    line, fields = wire.send(octets).read_head()
    left = wire.read_to_end()
    return int(line.split()[1]), fields.get("connection"), left


class Head(ProxyTest):
    def check(self, port, forms):
        for name, octets in forms.items():
            with self.subTest(name), Wire.to(port) as wire:
                status, connection, left = bodiless(wire, octets)
                self.assertIn(status, (400, 404, 408, 413, 414, 431, 501, 505))
                self.assertEqual((connection, left), (["close"], b""))

    def test_a_server_that_refuses_it_sends_no_body(self):
        server = Process("api", "--listen", "127.0.0.1:0", "--quiet")
        self.addCleanup(server.close)
        self.check(server.port, REFUSED_HEADS)

    def test_the_proxy_that_refuses_it_sends_no_body(self):
        forms = {"a malformed path": request("HEAD", "/%zz"), "a path above the root": request("HEAD", "/../x"),
                 "a body too long": request("HEAD", fields="Content-Length: 2000000\r\n"),
                 "no end": b"HEAD / HTTP/1.1\r\nHost: a\r\n"}
        self.check(self.proxy(self.origin()), {**REFUSED_HEADS, **forms})

    def test_who_asks_otherwise_gets_the_reason(self):
        port = self.proxy(self.origin())
        for octets in (b"GET / HTTP/1.1\r\n\r\n", b"HEADS / HTTP/1.1\r\n\r\n", b"head / HTTP/1.1\r\n\r\n"):
            with Wire.to(port) as wire:
                self.assertIn(b"Host", wire.send(octets).read_answer().body)

    def peer(self, fields):
        """Closes no connection, whatever it says."""

        def part(wire, origin):
            while True:
                origin.record(wire.read_request())
                wire.send(f"HTTP/1.1 200 OK\r\n{fields}\r\n".encode())
        return self.origin(part)

    def test_a_peer_that_says_it_closes_is_believed(self):
        origin = self.peer("Content-Length: 0\r\nConnection: close\r\n")
        wire = self.wire(self.proxy(origin))
        for method in ("HEAD", "HEAD", "POST"):
            self.assertEqual(wire.ask(method=method, fields="Content-Length: 0\r\n").status, 200)
        self.assertEqual(origin.connections, 3)

    def test_a_peer_that_tells_no_length_is_kept(self):
        origin = self.peer("")
        wire = self.wire(self.proxy(origin))
        for _ in range(3):
            self.assertEqual(wire.ask(method="HEAD").status, 200)
        self.assertEqual(origin.connections, 1)


class UnwantedBodies(ServerTest):
    CHUNKED = "Transfer-Encoding: chunked\r\n"

    def post(self, fields, body=b""):
        wire = self.wire(self.api())
        return wire, wire.send(request("POST", "/api/hello", fields) + body).read_answer()

    def assert_closed(self, wire, got):
        self.assertEqual((got.status, got.field("Connection")), (405, "close"))
        self.assertTrue(wire.is_closed())

    def assert_kept(self, wire, got):
        self.assertEqual((got.status, got.field("Connection")), (405, None))
        self.assertEqual(wire.ask("/api/hello").body, b"Hello, World!")

    def test_who_waits_to_send_is_told_that_the_connection_ends(self):
        self.assert_closed(*self.post("Expect: 100-continue\r\nContent-Length: 5\r\n"))

    def test_who_did_not_wait_keeps_the_connection(self):
        self.assert_kept(*self.post("Expect: 100-continue\r\nContent-Length: 5\r\n", b"hello"))

    def test_a_body_too_long_to_be_skipped_ends_the_connection(self):
        self.assert_closed(*self.post("Content-Length: 2000000\r\n", b"x" * 1000))

    def test_chunks_that_may_go_on_for_ever_end_the_connection(self):
        self.assert_closed(*self.post(self.CHUNKED, b"5\r\nhel"))

    def test_chunks_that_are_broken_end_the_connection(self):
        self.assert_closed(*self.post(self.CHUNKED, b"x\r\n"))

    def test_chunks_that_have_come_are_skipped(self):
        self.assert_kept(*self.post(self.CHUNKED, b"5\r\nhello\r\n0\r\n\r\n"))

    def test_a_body_that_comes_later_is_skipped(self):
        wire, got = self.post("Content-Length: 5\r\n", b"he")
        self.assert_kept(wire.send(b"llo"), got)

    def test_a_body_that_comes_later_does_not_keep_who_wants_to_go(self):
        wire, got = self.post("Connection: close\r\nContent-Length: 5\r\n", b"he")
        self.assert_closed(wire.send(b"llo"), got)


class Hanging(ProxyTest):
    def test_a_peer_that_hangs_on_a_kept_connection_is_left_out(self):
        def part(wire, origin):
            wire.send(answer(origin.record(wire.read_request()).method.encode()))
            wire.read_until(b"\r\n\r\n")
            origin.record(None)
            wire.read_to_end()
        hangs, works = self.origin(part), self.origin()
        port = self.proxy(hangs, works, peer_options="max_fails=1 fail_timeout=30s")
        self.assertEqual([ask(port).status for _ in range(4)], [200] * 4)
        self.assertEqual(len(hangs.requests), 2)
        self.assertEqual([ask(port).status for _ in range(4)], [200] * 4)
        self.assertEqual((hangs.connections, len(hangs.requests)), (1, 2))


class MaxForwards(ProxyTest):
    def passed(self, value, method="OPTIONS"):
        origin = self.origin()
        got = ask(self.proxy(origin), method=method, fields=f"Max-Forwards: {value}\r\n")
        return got, origin.requests

    def test_options_goes_one_server_less_far(self):
        for value, left in (("5", "4"), ("1", "0"), ("10", "9"), ("007", "6"), ("9" * 30, str(2**64 - 2))):
            got, requests = self.passed(value)
            self.assertEqual((got.status, requests[0].field("Max-Forwards")), (200, left))

    def test_options_that_goes_no_further_is_answered_here(self):
        for value in ("0", "00"):
            got, requests = self.passed(value)
            self.assertEqual((got.status, got.field("Server"), requests), (200, "pinko-proxy", []))

    def test_a_number_that_is_none_is_refused(self):
        for value in ("", "-1", "x", "1x", "1, 2", "1\r\nMax-Forwards: 1"):
            got, requests = self.passed(value)
            self.assertEqual((got.status, requests), (400, []), value)

    def test_other_requests_keep_it(self):
        for value in ("0", "x"):
            got, requests = self.passed(value, "GET")
            self.assertEqual((got.status, requests[0].field("Max-Forwards")), (200, value))


class Chunks(ProxyTest):
    def test_blanks_before_an_extension_are_left_out(self):
        origin = self.origin()
        chunks = b"5 \t;a=b\r\nhello\r\n0 ; c\r\n\r\n"
        got = ask(self.proxy(origin), method="POST", fields="Transfer-Encoding: chunked\r\n", body=chunks)
        self.assertEqual((got.status, origin.requests[0].body), (200, b"hello"))

    def test_blanks_with_nothing_behind_them_are_refused(self):
        port = self.proxy(self.origin())
        for chunks in (b"5 \r\nhello\r\n0\r\n\r\n", b"5\r\nhello\r\n0 \r\n\r\n", b"5 5;a\r\n", b"5 ;a\nhello"):
            got = ask(port, method="POST", fields="Transfer-Encoding: chunked\r\n", body=chunks)
            self.assertEqual(got.status, 400, chunks)


if __name__ == "__main__":
    support.main()
