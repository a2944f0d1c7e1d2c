"""What a web server of files must do; nginx is the oracle where nothing else is said."""

import email.utils
import os
import tempfile
import unittest

import nginx
import support
from support import Wire, ask, own_only

LARGE = os.urandom(3 * 1024 * 1024)


class WebTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        root = os.path.join(cls.folder.name, "site")
        os.makedirs(os.path.join(root, "css"))
        os.makedirs(os.path.join(root, "empty"))
        files = {"index.html": b"<h1>index</h1>\r\n", "css/style.css": b"body {}", "app.bin": bytes(range(256)) * 8,
                 "large.bin": LARGE, "a b.txt": b"blank", "none.txt": b"", "../secret.txt": b"secret"}
        for name, contents in files.items():
            with open(os.path.join(root, name), "wb") as file:
                file.write(contents)
        cls.files = files
        if support.ORACLE:
            cls.server = nginx.Nginx(f"root {root}; absolute_redirect off;")
            cls.port = cls.server.port
        else:
            cls.server = support.Process("web", "--root", root, "--listen", "127.0.0.1:0", "--quiet")
            cls.port = cls.server.port

    @classmethod
    def tearDownClass(cls):
        cls.server.close()
        cls.folder.cleanup()

    def test_every_file_is_served_byte_for_byte(self):
        for name, contents in self.files.items():
            if not name.startswith(".."):
                got = ask(self.port, "/" + name.replace(" ", "%20"))
                self.assertEqual((got.status, got.body == contents), (200, True), name)
                self.assertEqual(got.field("Content-Length"), str(len(contents)))

    def test_the_root_is_its_index(self):
        got = ask(self.port, "/")
        self.assertEqual(got.body, self.files["index.html"])
        self.assertEqual(got.field("Content-Type"), "text/html")

    def test_media_types(self):
        self.assertEqual(ask(self.port, "/css/style.css").field("Content-Type"), "text/css")

    def test_head(self):
        with Wire.to(self.port) as wire:
            got = wire.ask("/large.bin", method="HEAD")
            self.assertEqual((got.status, got.field("Content-Length")), (200, str(len(LARGE))))
            self.assertEqual(wire.ask("/").status, 200)

    def test_what_is_not_there(self):
        for path in ("/nothing", "/nothing/", "/css/nothing.css", "/index.html/x"):
            self.assertEqual(ask(self.port, path).status, 404, path)
        self.assertEqual(ask(self.port, "/empty/").status, 403)

    def test_a_directory_without_its_slash(self):
        got = ask(self.port, "/css?a=b")
        self.assertEqual((got.status, got.field("Location")), (301, "/css/?a=b"))

    def test_only_reading_is_allowed(self):
        got = ask(self.port, "/", method="POST", fields="Content-Length: 1\r\n", body=b"x")
        self.assertEqual(got.status, 405)
        self.assertEqual(ask(self.port, "/", method="DELETE").status, 405)

    def test_no_way_out(self):
        for path in ("/../secret.txt", "/css/../../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt"):
            got = ask(self.port, path)
            self.assertEqual(got.status, 400, path)
            self.assertNotIn(b"secret", got.body.replace(b"secret.txt", b""))

    def test_conditions(self):
        got = ask(self.port, "/")
        for field in (f"If-None-Match: {got.field('ETag')}", f"If-Modified-Since: {got.field('Last-Modified')}",
                      "If-None-Match: *"):
            again = ask(self.port, "/", fields=field + "\r\n")
            self.assertEqual((again.status, again.body), (304, b""), field)
        modified = email.utils.parsedate_to_datetime(got.field("Last-Modified"))
        for form in ("%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"):  # the two older forms of a date
            field = "If-Modified-Since: " + modified.strftime(form)
            self.assertEqual(ask(self.port, "/", fields=field + "\r\n").status, 304, field)
        for field in ('If-None-Match: "x"', "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT"):
            self.assertEqual(ask(self.port, "/", fields=field + "\r\n").status, 200, field)
        self.assertEqual(ask(self.port, "/", fields='If-Match: "x"\r\n').status, 412)

    def test_ranges(self):
        for name in ("app.bin", "large.bin"):
            contents = self.files[name]
            size = len(contents)
            for text, first, last in (("0-0", 0, 0), ("10-19", 10, 19), (f"{size - 5}-", size - 5, size - 1),
                                      ("-7", size - 7, size - 1), (f"5-{size + 99}", 5, size - 1)):
                got = ask(self.port, "/" + name, fields=f"Range: bytes={text}\r\n")
                self.assertEqual((got.status, got.body == contents[first:last + 1]), (206, True), text)
                self.assertEqual(got.field("Content-Range"), f"bytes {first}-{last}/{size}")
            got = ask(self.port, "/" + name, fields=f"Range: bytes={size}-\r\n")
            self.assertEqual((got.status, got.field("Content-Range")), (416, f"bytes */{size}"))

    def test_a_range_of_another_version_is_the_whole(self):
        got = ask(self.port, "/app.bin", fields='Range: bytes=0-1\r\nIf-Range: "x"\r\n')
        self.assertEqual((got.status, len(got.body)), (200, 2048))

    def test_a_connection_is_kept(self):
        with Wire.to(self.port) as wire:
            for path in ("/", "/large.bin", "/nothing", "/css/style.css", "/none.txt"):
                self.assertIn(wire.ask(path).status, (200, 404))
            wire.ask("/", fields="Connection: close\r\n")
            self.assertTrue(wire.is_closed())

    def test_pipelined_requests(self):
        with Wire.to(self.port) as wire:
            wire.send(b"GET /css/style.css HTTP/1.1\r\nHost: a\r\n\r\n" * 50)
            for _ in range(50):
                self.assertEqual(wire.read_answer().body, b"body {}")

    def test_http_1_0(self):
        with Wire.to(self.port) as wire:
            wire.send(b"GET / HTTP/1.0\r\n\r\n")
            self.assertEqual(wire.read_answer().body, self.files["index.html"])
            self.assertTrue(wire.is_closed())

    @own_only
    def test_a_body_that_nobody_wants_is_skipped(self):
        with Wire.to(self.port) as wire:
            wire.ask("/", fields="Content-Length: 5\r\n", body=b"hello")
            self.assertEqual(wire.ask("/").status, 200)
            chunks = b"5\r\nhello\r\n0\r\n\r\n"
            self.assertEqual(wire.ask("/", method="PUT", fields="Transfer-Encoding: chunked\r\n", body=chunks).status, 405)
            self.assertEqual(wire.ask("/").status, 200)

    @own_only
    def test_a_changed_file_is_seen(self):
        path = os.path.join(self.folder.name, "site", "fresh.txt")
        with open(path, "w", encoding="utf-8") as file:
            file.write("one")
        self.assertEqual(ask(self.port, "/fresh.txt").body, b"one")
        os.remove(path)


if __name__ == "__main__":
    support.main()
