"""What a reverse proxy must do. The tests without @own_only hold for nginx as well: it is the oracle."""

import socket
import threading
import unittest

import nginx
import support
from support import Origin, Wire, answer, ask, own_only, says

Proxy = nginx.Proxy if support.ORACLE else support.OwnProxy
QUICK = "answer_timeout 1s\nhead_timeout 300ms\nbody_timeout 300ms\nmax_body 1m\n"


class ProxyTest(unittest.TestCase):
    def origin(self, part=None):
        origin = Origin(part)
        self.addCleanup(origin.close)
        return origin

    def proxy(self, *origins, **options):
        options.setdefault("lines", QUICK)
        proxy = Proxy([o.port if isinstance(o, Origin) else o for o in origins], **options)
        self.addCleanup(proxy.close)
        return proxy.port

    def wire(self, port):
        wire = Wire.to(port)
        self.addCleanup(wire.close)
        return wire


class Passing(ProxyTest):
    def test_a_request_and_its_answer_pass(self):
        origin = self.origin(says("hello", "X-Mine: 1\r\n"))
        got = ask(self.proxy(origin), "/a%20b?x=%2F", fields="X-Yours: 2\r\n")
        self.assertEqual((got.status, got.body, got.field("X-Mine")), (200, b"hello", "1"))
        request = origin.requests[0]
        self.assertEqual((request.method, request.target), ("GET", "/a%20b?x=%2F"))
        self.assertEqual((request.field("X-Yours"), request.field("Host")), ("2", "test"))
        self.assertEqual(request.field("X-Forwarded-For"), "127.0.0.1")

    def test_addresses_on_the_way_are_added_up(self):
        origin = self.origin()
        ask(self.proxy(origin), fields="X-Forwarded-For: 192.0.2.1\r\n")
        self.assertEqual(origin.requests[0].field("X-Forwarded-For"), "192.0.2.1, 127.0.0.1")

    @own_only
    def test_the_way_is_told(self):
        origin = self.origin()
        got = ask(self.proxy(origin))
        self.assertEqual(got.field("Via"), "1.1 pinko-proxy")
        request = origin.requests[0]
        self.assertEqual(request.field("Via"), "1.1 pinko-proxy")
        self.assertEqual((request.field("X-Forwarded-Proto"), request.field("X-Forwarded-Host")), ("http", "test"))

    def test_fields_of_one_connection_stay_behind(self):
        origin = self.origin(says("ok", "Keep-Alive: timeout=5\r\n"))
        got = ask(self.proxy(origin), fields="TE: trailers\r\nKeep-Alive: 5\r\nUpgrade: websocket\r\nConnection: upgrade\r\n")
        self.assertEqual(got.status, 200)
        for name in ("TE", "Keep-Alive", "Upgrade"):
            self.assertIsNone(origin.requests[0].field(name), name)

    @own_only
    def test_fields_that_connection_names_stay_behind(self):
        origin = self.origin(says("ok", "Connection: X-Mine\r\nX-Mine: 1\r\n"))
        got = ask(self.proxy(origin), fields="Connection: X-Yours\r\nX-Yours: 1\r\n")
        self.assertIsNone(origin.requests[0].field("X-Yours"))
        self.assertIsNone(got.field("X-Mine"))

    def test_head_has_the_length_and_no_body(self):
        def part(wire, origin):
            while True:
                head = origin.record(wire.read_request()).method == "HEAD"
                wire.send(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n" + (b"" if head else b"hello"))
        wire = self.wire(self.proxy(self.origin(part)))
        got = wire.ask(method="HEAD")
        self.assertEqual((got.status, got.field("Content-Length")), (200, "5"))
        self.assertEqual(wire.ask().body, b"hello")

    def test_answers_without_a_body_leave_the_connection_usable(self):
        def part(wire, origin):
            while True:
                status = origin.record(wire.read_request()).target[1:]
                wire.send(f"HTTP/1.1 {status} X\r\nETag: \"a\"\r\n\r\n".encode())
        wire = self.wire(self.proxy(self.origin(part)))
        for status in (304, 204, 304):
            self.assertEqual(wire.ask(f"/{status}").status, status)

    @own_only
    def test_a_faulty_answer_is_a_bad_gateway(self):
        for line in (b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
                     b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"):
            def part(wire, origin, line=line):
                origin.record(wire.read_request())
                wire.send(line)
            self.assertEqual(ask(self.proxy(self.origin(part))).status, 502, line)

    def test_a_head_that_comes_octet_by_octet_is_read(self):
        wire = self.wire(self.proxy(self.origin(), lines=""))
        for octet in b"GET /slow HTTP/1.1\r\nHost: a\r\n\r\n":
            wire.send(bytes([octet]))
        self.assertEqual(wire.read_answer().body, b"ok")

    @own_only
    def test_paths_that_leave_the_root_are_refused(self):
        origin = self.origin()
        port = self.proxy(origin)
        for path in ("/../x", "/%2e%2e/x", "/%zz", "/%00"):
            self.assertEqual(ask(port, path).status, 400, path)
        self.assertEqual(origin.requests, [])


class Bodies(ProxyTest):
    LARGE = bytes(range(256)) * 4096  # 1 MiB

    def echo(self, wire, origin):
        while True:
            wire.send(answer(origin.record(wire.read_request()).body))

    def test_a_body_with_a_length_passes(self):
        got = ask(self.proxy(self.origin(self.echo)), method="POST", fields="Content-Length: 5\r\n", body=b"hello")
        self.assertEqual(got.body, b"hello")

    def test_a_body_in_chunks_passes(self):
        chunks = b"5;ext=1\r\nhello\r\n6\r\n world\r\n0\r\nTrailer: x\r\n\r\n"
        got = ask(self.proxy(self.origin(self.echo)), method="POST", fields="Transfer-Encoding: chunked\r\n", body=chunks)
        self.assertEqual(got.body, b"hello world")

    def test_large_bodies_pass_both_ways(self):
        wire = self.wire(self.proxy(self.origin(self.echo)))
        for _ in range(3):
            got = wire.ask(method="PUT", fields=f"Content-Length: {len(self.LARGE)}\r\n", body=self.LARGE)
            self.assertEqual(got.body, self.LARGE)

    def test_a_large_body_in_chunks_passes(self):
        part = self.LARGE[:50_000]
        chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for _ in range(20)) + b"0\r\n\r\n"
        got = ask(self.proxy(self.origin(self.echo)), method="PUT", fields="Transfer-Encoding: chunked\r\n", body=chunks)
        self.assertEqual(got.body, part * 20)

    def chunked_origin(self):
        def part(wire, origin):
            while True:
                origin.record(wire.read_request())
                wire.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")
                wire.send(b"6\r\n world\r\n0\r\n\r\n")
        return self.origin(part)

    def test_an_answer_in_chunks_passes(self):
        wire = self.wire(self.proxy(self.chunked_origin()))
        for _ in range(2):
            got = wire.ask()
            self.assertEqual((got.body, got.field("Transfer-Encoding")), (b"hello world", "chunked"))

    def test_chunks_are_undone_for_a_client_of_http_1_0(self):
        with self.wire(self.proxy(self.chunked_origin())) as wire:
            wire.send(b"GET / HTTP/1.0\r\n\r\n")
            _, fields = wire.read_head()
            self.assertNotIn("transfer-encoding", fields)
            self.assertEqual(wire.read_to_end(), b"hello world")

    def test_an_answer_that_lasts_until_the_connection_ends_passes(self):
        def part(wire, origin):
            origin.record(wire.read_request())
            wire.send(b"HTTP/1.1 200 OK\r\n\r\n" + self.LARGE)
        wire = self.wire(self.proxy(self.origin(part)))
        for _ in range(2):
            self.assertEqual(wire.ask().body, self.LARGE)

    def test_an_answer_cut_short_is_seen_to_be_so(self):
        def part(wire, origin):
            origin.record(wire.read_request())
            wire.send(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhello")
        with self.assertRaises(EOFError):
            ask(self.proxy(self.origin(part)))

    def test_a_body_too_long_is_refused(self):
        origin = self.origin(self.echo)
        port = self.proxy(origin)
        got = ask(port, method="POST", fields="Content-Length: 2000000\r\n")
        self.assertEqual((got.status, got.field("Connection")), (413, "close"))
        chunks = b"%x\r\n%s\r\n" % (len(self.LARGE), self.LARGE)
        wire = self.wire(port)
        head = b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        wire.send(head + chunks * 2)
        self.assertEqual(wire.read_answer().status, 413)

    def test_100_continue(self):
        def part(wire, origin):
            _, fields = wire.read_head()
            if "expect" in fields:
                wire.send(b"HTTP/1.1 100 Continue\r\n\r\n")
            wire.send(answer(wire.read_exactly(5)))
        wire = self.wire(self.proxy(self.origin(part)))
        wire.send(b"POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n")
        self.assertEqual(wire.read_answer().status, 100)
        self.assertEqual(wire.send(b"hello").read_answer().body, b"hello")

    @own_only
    def test_a_refused_expectation_reaches_the_client_before_the_body(self):
        def part(wire, origin):
            wire.read_head()
            wire.send(answer(b"no", "417 Expectation Failed"))
        wire = self.wire(self.proxy(self.origin(part)))
        wire.send(b"POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n")
        got = wire.read_answer()
        self.assertEqual((got.status, got.field("Connection")), (417, "close"))
        self.assertTrue(wire.is_closed())

    @own_only
    def test_interim_answers_pass(self):
        def part(wire, origin):
            origin.record(wire.read_request())
            wire.send(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + answer())
        wire = self.wire(self.proxy(self.origin(part)))
        got = wire.ask()
        self.assertEqual((got.status, got.field("Link")), (103, "</a>"))
        self.assertEqual(wire.read_answer().body, b"ok")

    def test_an_answer_before_the_end_of_the_body_passes(self):
        def part(wire, origin):
            wire.read_head()
            wire.send(answer(b"enough", "403 Forbidden"))
            wire.read_to_end()
        wire = self.wire(self.proxy(self.origin(part)))
        wire.send(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 500000\r\n\r\n" + b"x" * 1000)
        got = wire.read_answer()
        self.assertEqual((got.status, got.body), (403, b"enough"))

    @own_only
    def test_no_more_is_read_than_the_client_takes(self):
        sent = []
        def part(wire, origin):
            wire.read_request()
            wire.sock.settimeout(0.5)
            wire.send(b"HTTP/1.1 200 OK\r\n\r\n")
            try:
                while True:
                    sent.append(wire.sock.send(self.LARGE))
            except TimeoutError:
                finished.set()
        finished = threading.Event()
        sock = socket.socket()
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        wire = Wire(sock)
        self.addCleanup(wire.close)
        sock.connect(("127.0.0.1", self.proxy(self.origin(part))))
        wire.send(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        self.assertTrue(finished.wait(5))
        wire.close()
        self.assertLess(sum(sent), 32 * 1024 * 1024)


class Connections(ProxyTest):
    def test_many_requests_share_one_connection_on_both_sides(self):
        origin = self.origin()
        wire = self.wire(self.proxy(origin))
        for _ in range(20):
            self.assertEqual(wire.ask().body, b"ok")
        self.assertEqual(origin.connections, 1)

    def test_pipelined_requests_are_answered_in_order(self):
        def part(wire, origin):
            while True:
                wire.send(answer(origin.record(wire.read_request()).target.encode()))
        wire = self.wire(self.proxy(self.origin(part)))
        body = b"POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello"
        wire.send(b"GET /0 HTTP/1.1\r\nHost: a\r\n\r\n" + body + b"GET /2 HTTP/1.1\r\nHost: a\r\n\r\n")
        self.assertEqual([wire.read_answer().body for _ in range(3)], [b"/0", b"/1", b"/2"])

    def test_what_follows_chunks_is_the_next_request(self):
        wire = self.wire(self.proxy(self.origin()))
        chunks = b"POST /1 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n"
        wire.send(chunks + b"GET /2 HTTP/1.1\r\nHost: a\r\n\r\n")
        self.assertEqual([wire.read_answer().status for _ in range(2)], [200, 200])

    def test_close_is_heeded(self):
        wire = self.wire(self.proxy(self.origin()))
        self.assertEqual(wire.ask(fields="Connection: close\r\n").field("Connection"), "close")
        self.assertTrue(wire.is_closed())

    def test_http_1_0(self):
        port = self.proxy(self.origin())
        with Wire.to(port) as wire:
            self.assertEqual(wire.ask(version="1.0").body, b"ok")
            self.assertTrue(wire.is_closed())
        with Wire.to(port) as wire:
            got = wire.ask(version="1.0", fields="Connection: keep-alive\r\n")
            self.assertEqual(got.field("Connection"), "keep-alive")
            self.assertEqual(wire.ask(version="1.0").body, b"ok")

    @own_only
    def test_a_head_that_does_not_end_is_timed_out(self):
        wire = self.wire(self.proxy(self.origin()))
        wire.send(b"GET / HTTP/1.1\r\n")
        got = wire.read_answer()
        self.assertEqual((got.status, got.field("Connection")), (408, "close"))
        self.assertTrue(wire.is_closed())

    @own_only
    def test_a_body_that_does_not_come_is_timed_out(self):
        wire = self.wire(self.proxy(self.origin()))
        self.assertEqual(wire.ask(method="POST", fields="Content-Length: 5\r\n", body=b"he").status, 408)
        self.assertTrue(wire.is_closed())

    @own_only
    def test_an_idle_client_is_let_go_without_a_word(self):
        wire = self.wire(self.proxy(self.origin(), lines="idle_timeout 300ms\n"))
        self.assertEqual(wire.ask().status, 200)
        self.assertTrue(wire.is_closed())

    @own_only
    def test_heads_too_long_are_refused(self):
        port = self.proxy(self.origin())
        self.assertEqual(ask(port, "/" + "a" * 20_000).status, 414)
        self.assertEqual(ask(port, fields="A: " + "a" * 20_000 + "\r\n").status, 431)
        self.assertEqual(ask(port, fields="A: b\r\n" * 101).status, 431)

    @own_only
    def test_an_upgrade_is_declined_by_an_ordinary_answer(self):
        wire = self.wire(self.proxy(self.origin()))
        self.assertEqual(wire.ask(fields="Connection: Upgrade\r\nUpgrade: h2c\r\n").status, 200)
        self.assertEqual(wire.ask().status, 200)
        self.assertEqual(ask(wire.sock.getpeername()[1], "a:443", method="CONNECT").status, 501)


class Smuggling(ProxyTest):
    BOTH_REFUSE = {
        "both lengths": b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "two lengths": b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "a length with a sign": b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\na",
        "a list of lengths": b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1, 1\r\n\r\na",
        "another coding": b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n",
        "two codings": b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "chunks in HTTP/1.0": b"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "a bad chunk size": b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "a huge chunk size": b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n",
        "a space before the colon": b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length : 3\r\n\r\n",
        "a NUL": b"GET / HTTP/1.1\r\nHost: a\r\nA: b\0c\r\n\r\n",
        "two hosts": b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "no host": b"GET / HTTP/1.1\r\n\r\n",
        "no version": b"GET / HTTX/1.1\r\nHost: a\r\n\r\n",
    }
    OWN_REFUSES = {
        "a chunk longer than it says": b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n",
        "obs-fold": b"GET / HTTP/1.1\r\nHost: a\r\nA: b\r\n c\r\n\r\n",
        "a bare CR": b"GET / HTTP/1.1\r\nHost: a\r\nA: b\rContent-Length: 3\r\n\r\n",
        "a bare LF": b"GET / HTTP/1.1\r\nHost: a\nContent-Length: 3\r\n\r\n",
        "an empty name": b"GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n",
        "a vertical tab about the coding":
            b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n",
    }

    def check(self, forms):
        origin = self.origin(lambda wire, origin: origin.record(wire.read_request()))
        port = self.proxy(origin)
        for name, octets in forms.items():
            with self.subTest(name), Wire.to(port) as wire:
                wire.send(octets + b"GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n")
                self.assertIn(wire.read_answer().status, (400, 501))
                self.assertTrue(wire.is_closed())
        self.assertEqual([request.target for request in origin.requests], [])

    def test_forms_that_both_refuse(self):
        self.check(self.BOTH_REFUSE)

    @own_only
    def test_forms_that_others_let_through(self):
        self.check(self.OWN_REFUSES)


class Peers(ProxyTest):
    def dead_port(self):
        return support.refusing_port(self)

    def test_a_dead_peer_is_passed_over(self):
        port = self.proxy(self.dead_port(), self.origin())
        self.assertEqual([ask(port).status for _ in range(6)], [200] * 6)

    def test_a_request_that_was_never_sent_goes_to_the_next_whatever_its_method(self):
        port = self.proxy(self.dead_port(), self.origin())
        got = [ask(port, method="POST", fields="Content-Length: 1\r\n", body=b"x").status for _ in range(4)]
        self.assertEqual(got, [200] * 4)

    def hanging_up(self):
        return self.origin(lambda wire, origin: origin.record(wire.read_request()))

    def test_a_request_that_may_be_repeated_is(self):
        port = self.proxy(self.hanging_up(), self.origin(), peer_options="max_fails=0")
        self.assertEqual([ask(port).status for _ in range(6)], [200] * 6)

    def test_a_post_is_not_sent_twice(self):
        origins = [self.hanging_up(), self.hanging_up()]
        got = ask(self.proxy(*origins), method="POST", fields="Content-Length: 1\r\n", body=b"x")
        self.assertEqual(got.status, 502)
        self.assertEqual(sum(len(o.requests) for o in origins), 1)

    def test_no_peer_at_all_is_a_bad_gateway(self):
        got = ask(self.proxy(self.dead_port()))
        self.assertEqual(got.status, 502)

    @own_only
    def test_the_refusal_says_which_peer_and_why(self):
        dead = self.dead_port()
        got = ask(self.proxy(dead))
        self.assertIn(f"127.0.0.1:{dead}", got.body.decode())
        self.assertIn("refused", got.body.decode())

    def test_a_peer_that_does_not_answer_is_a_timeout(self):
        origin = self.origin(lambda wire, origin: wire.read_to_end())
        self.assertEqual(ask(self.proxy(origin), method="POST", fields="Content-Length: 0\r\n").status, 504)

    def test_a_kept_connection_that_the_peer_closed_costs_no_request(self):
        def part(wire, origin):
            wire.send(answer(origin.record(wire.read_request()).target.encode()))
        origin = self.origin(part)
        wire = self.wire(self.proxy(origin, peer_options="max_fails=0"))
        for turn in range(10):
            self.assertEqual(wire.ask(f"/{turn}").body, f"/{turn}".encode())
        self.assertEqual(len(origin.requests), 10)

    def test_a_peer_that_comes_back_is_used_again(self):
        listener = support.refusing_socket(self)
        proxy = self.proxy(listener.getsockname()[1], peer_options="max_fails=1 fail_timeout=1s")
        self.assertEqual(ask(proxy).status, 502)
        listener.listen()
        def serve():
            sock, _ = listener.accept()
            with Wire(sock) as wire:
                wire.read_request()
                wire.send(answer(b"back"))
        threading.Thread(target=serve, daemon=True).start()
        self.assertEqual(ask(proxy).body, b"back")

    def test_turns_on_one_connection(self):
        origins = [self.origin(says(str(i))) for i in range(3)]
        wire = self.wire(self.proxy(*origins))
        order = [wire.ask().body.decode() for _ in range(9)]
        self.assertEqual(order[:3] * 3, order)
        self.assertEqual(sorted(order[:3]), ["0", "1", "2"])

    @own_only
    def test_turns_over_connections_and_threads(self):
        origins = [self.origin(says(str(i))) for i in range(2)]
        port = self.proxy(*origins, lines="threads 2\n")
        order = "".join(ask(port).body.decode() for _ in range(40))
        self.assertEqual(order, "01" * 20)

    @own_only
    def test_turns_of_many_at_once_add_up(self):
        origins = [self.origin(says(str(i))) for i in range(5)]
        port = self.proxy(*origins, lines="threads 2\n")
        def client():
            with Wire.to(port) as wire:
                for _ in range(25):
                    wire.ask()
        clients = [threading.Thread(target=client) for _ in range(8)]
        for thread in clients:
            thread.start()
        for thread in clients:
            thread.join()
        self.assertEqual([len(o.requests) for o in origins], [40] * 5)

    def test_weights(self):
        light, heavy = self.origin(says("b")), self.origin(says("a"))
        if support.ORACLE:
            self.skipTest("weights are given for each peer in another form")
        port = self.proxy(heavy, peer_options="weight=2", extra_peers=[f"127.0.0.1:{light.port}"])
        self.assertEqual("".join(ask(port).body.decode() for _ in range(9)), "abaabaaba")


if __name__ == "__main__":
    support.main()
