"""Many clients at once, and back ends for them: tests/bench/reference/bench_load.cpp, which says what it understands."""

import socket
import subprocess


class Load:
    def __init__(self, *words):
        self.wire, theirs = socket.socketpair()
        self.process = subprocess.Popen(words, stdin=theirs, stdout=subprocess.DEVNULL)
        theirs.close()
        self.replies = self.wire.makefile("r", encoding="ascii")

    def obey(self, *words):
        self.wire.sendall(" ".join(map(str, words)).encode() + b"\n")
        return self.replies.readline().split()

    def origins(self, count, octets):
        return [int(port) for port in self.obey("origins", count, octets)]

    def run(self, port, connections, milliseconds, request):
        """How many requests, as the file `request` holds it, were answered with 200, and in how many seconds. An answer that is
        not, or does not come whole and in time, is an error."""
        reply = self.obey("run", port, connections, milliseconds, request)
        if not all(word.isdigit() for word in reply) or len(reply) != 2:
            raise RuntimeError(" ".join(reply) or "the load has ended")
        return int(reply[0]), int(reply[1]) / 1e9

    def end(self):
        self.replies.close()
        self.wire.close()  # at which it ends
        self.process.wait()
