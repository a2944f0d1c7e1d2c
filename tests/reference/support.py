"""Servers under test, servers that play a part behind a proxy, and a client that speaks HTTP octet by octet."""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import unittest

import nginx

PROGRAM = os.environ.get("PINKO_REFERENCE", "")
SKIPPED = 77
TIMEOUT = 10


class Answer:
    """A response as it came over the wire; fields in lower case, each a list of values."""

    def __init__(self, status, reason, fields, body, version):
        self.status = status
        self.reason = reason
        self.fields = fields
        self.body = body
        self.version = version

    def field(self, name):
        return ", ".join(self.fields.get(name.lower(), [])) or None


class Wire:
    """One side of a connection, with a buffer of its own."""

    def __init__(self, sock):
        self.sock = sock
        self.sock.settimeout(TIMEOUT)
        self.buffer = b""

    @classmethod
    def to(cls, port):
        return cls(socket.create_connection(("127.0.0.1", port), TIMEOUT))

    def send(self, data):
        self.sock.sendall(data)
        return self

    def _more(self):
        data = self.sock.recv(262144)
        self.buffer += data
        return bool(data)

    def read_until(self, mark):
        while mark not in self.buffer:
            if not self._more():
                raise EOFError(f"the connection ended after {self.buffer[:200]!r}")
        found, self.buffer = self.buffer.split(mark, 1)
        return found

    def read_exactly(self, size):
        parts = [self.buffer]
        have = len(self.buffer)
        while have < size:
            data = self.sock.recv(262144)
            if not data:
                raise EOFError(f"the connection ended {size - have} octets early")
            parts.append(data)
            have += len(data)
        data = b"".join(parts)
        self.buffer = data[size:]
        return data[:size]

    def read_to_end(self):
        while self._more():
            pass
        data, self.buffer = self.buffer, b""
        return data

    def read_chunks(self):
        body = b""
        while True:
            size = int(self.read_until(b"\r\n").split(b";")[0], 16)
            if size == 0:
                while self.read_until(b"\r\n"):
                    pass
                return body
            body += self.read_exactly(size)
            assert self.read_exactly(2) == b"\r\n"

    def read_head(self):
        lines = self.read_until(b"\r\n\r\n").decode("latin-1").split("\r\n")
        fields = {}
        for line in lines[1:]:
            name, _, value = line.partition(":")
            fields.setdefault(name.lower(), []).append(value.strip())
        return lines[0], fields

    def read_request(self):
        line, fields = self.read_head()
        method, target, version = line.split(" ")
        body = b""
        if "transfer-encoding" in fields:
            body = self.read_chunks()
        elif "content-length" in fields:
            body = self.read_exactly(int(fields["content-length"][0]))
        return Request(method, target, version, fields, body)

    def read_answer(self, to="GET"):
        line, fields = self.read_head()
        version, status, reason = (line + " ").split(" ", 2)
        status = int(status)
        if status < 200 or status in (204, 304) or to == "HEAD":
            body = b""
        elif "transfer-encoding" in fields:
            body = self.read_chunks()
        elif "content-length" in fields:
            body = self.read_exactly(int(fields["content-length"][0]))
        else:
            body = self.read_to_end()
        return Answer(status, reason.strip(), fields, body, version)

    def ask(self, target="/", method="GET", fields="", body=b"", version="1.1"):
        head = f"{method} {target} HTTP/{version}\r\nHost: test\r\n{fields}\r\n"
        return self.send(head.encode("latin-1") + body).read_answer(method)

    def is_closed(self):
        """Waits for the end; False when something else comes."""
        try:
            return self.buffer == b"" and self.sock.recv(1) == b""
        except ConnectionResetError:
            return True

    def close(self):
        self.sock.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Request:
    def __init__(self, method, target, version, fields, body):
        self.method = method
        self.target = target
        self.version = version
        self.fields = fields
        self.body = body

    def field(self, name):
        return ", ".join(self.fields.get(name.lower(), [])) or None


def ask(port, target="/", method="GET", fields="", body=b"", version="1.1"):
    with Wire.to(port) as wire:
        return wire.ask(target, method, fields, body, version)


def answer(body=b"ok", status="200 OK", fields=""):
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{fields}\r\n".encode() + body


class Origin:
    """A server that plays a part: each connection is given to `part(wire, origin)` on a thread."""

    def __init__(self, part=None):
        self.part = part or Origin.answer_all
        self.requests = []
        self.connections = 0
        self.lock = threading.Lock()
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.port = self.listener.getsockname()[1]
        self.open = True
        self.wires = []
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                sock, _ = self.listener.accept()
            except OSError:
                return
            wire = Wire(sock)
            with self.lock:
                self.connections += 1
                self.wires.append(wire)
            threading.Thread(target=self._play, args=(wire,), daemon=True).start()

    def _play(self, wire):
        try:
            self.part(wire, self)
        except (OSError, EOFError):
            pass
        finally:
            wire.close()

    def record(self, request):
        with self.lock:
            self.requests.append(request)
        return request

    @staticmethod
    def answer_all(wire, origin):
        while True:
            request = origin.record(wire.read_request())
            wire.send(answer(b"" if request.method == "HEAD" else b"ok"))

    def close(self):
        # Shut down first: a close alone does not end an accept that waits.
        try:
            self.listener.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self.listener.close()
        for wire in self.wires:
            wire.close()


def says(text, fields=""):
    """A part that answers every request with this text."""

    def part(wire, origin):
        while True:
            origin.record(wire.read_request())
            wire.send(answer(text.encode(), fields=fields))

    return part


def free_port(address="127.0.0.1"):
    with socket.create_server((address, 0)) as sock:
        return sock.getsockname()[1]


def refusing_socket(case):
    """A port that takes no connection while the test lasts, until it listens: it is taken, and nobody listens."""
    sock = socket.socket()
    case.addCleanup(sock.close)
    sock.bind(("127.0.0.1", 0))
    return sock


def refusing_port(case):
    return refusing_socket(case).getsockname()[1]


class Process:
    """A server under test. Its addresses are read from what it prints."""

    def __init__(self, *words, ports=1):
        self.process = subprocess.Popen([PROGRAM, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.ports = []
        for _ in range(ports):
            line = self.process.stdout.readline()
            if "http://" not in line:
                raise RuntimeError(f"no address but {line!r} {self.process.stderr.read()}")
            self.ports.append(int(line.rstrip("/\n").rsplit(":", 1)[1]))
        self.port = self.ports[0]

    def end(self, number=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(number)
        out, err = self.process.communicate(timeout=TIMEOUT)
        self.log = out
        return self.process.returncode, out, err

    def close(self):
        code, _, err = self.end()
        if code != 0 or err:
            raise AssertionError(f"the server ended with {code}: {err}")


class OwnProxy:
    """The proxy of this project before some peers."""

    name = "own"

    def __init__(self, peers, lines="", peer_options="", extra_peers=()):
        self.folder = tempfile.TemporaryDirectory()
        text = f"listen 127.0.0.1:0\n{lines}\nupstream back-end\n"
        for port in peers:
            text += f"  peer 127.0.0.1:{port} {peer_options}\n"
        for peer in extra_peers:
            text += f"  peer {peer}\n"
        text += "route / back-end\n"
        path = os.path.join(self.folder.name, "proxy.conf")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        self.process = Process("proxy", "--config", path)
        self.port = self.process.port

    def close(self):
        self.process.close()
        self.folder.cleanup()


def await_port(port, process):
    """Returns when something listens there."""
    waiting = threading.Event()
    for _ in range(500):
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        try:
            socket.create_connection(("127.0.0.1", port), TIMEOUT).close()
            return
        except ConnectionRefusedError:
            waiting.wait(0.01)
    raise RuntimeError(f"nothing listens on {port}")


def await_closed(port):
    """Returns when nothing listens there any more."""
    waiting = threading.Event()
    for _ in range(500):
        try:
            socket.create_connection(("127.0.0.1", port), TIMEOUT).close()
        except (ConnectionRefusedError, ConnectionResetError):
            return
        waiting.wait(0.01)
    raise RuntimeError(f"something still listens on {port}")


def resident_kib(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as file:
        return int(re.search(r"VmRSS:\s+(\d+)", file.read()).group(1))


def is_sanitized(pid):
    """Whether the program was built with a sanitizer, which needs much memory of its own."""
    with open(f"/proc/{pid}/maps", encoding="utf-8") as file:
        return re.search(r"lib[at]san", file.read()) is not None


def main():
    """Runs the tests of the calling module. With --oracle only those that nginx should pass too, and against it."""
    if "--oracle" in sys.argv:
        sys.argv.remove("--oracle")
        try:
            nginx.find_program()
        except nginx.Missing as why:
            print(why)
            sys.exit(SKIPPED)
    elif not PROGRAM:
        print("PINKO_REFERENCE names no program")
        sys.exit(2)
    unittest.main(module="__main__", verbosity=1)


ORACLE = "--oracle" in sys.argv
own_only = unittest.skipIf(ORACLE, "nginx does this in its own way")
