#!/usr/bin/env python3
"""A million requests through the proxy while a peer is killed and restarted. It takes a minute; ctest does a short one.

usage: PINKO_REFERENCE=build/bin/pinko-reference PINKO_LOAD=build/bin/pinko-bench-load soak.py [requests]

No request may be lost, for each can be sent to the other peer, and neither memory nor descriptors may grow."""

import os
import signal
import sys
import tempfile
import threading

import support
from load import Load
from support import Process, is_sanitized, resident_kib

CONNECTIONS = 64
REQUEST = b"GET /api/hello HTTP/1.1\r\nHost: localhost\r\n\r\n"


def descriptors(pid):
    return len(os.listdir(f"/proc/{pid}/fd"))


class Restarter:
    """Kills a peer without warning and starts it again, over and over. Its address is its own, so that nobody takes the port
    while it is down."""

    def __init__(self):
        self.host = f"127.87.{os.getpid() // 250 % 250}.{os.getpid() % 250 + 1}"
        self.port = support.free_port(self.host)
        self.kills = 0
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.run)

    def start(self):
        self.thread.start()

    def run(self):
        while not self.ended.is_set():
            peer = Process("api", "--listen", f"{self.host}:{self.port}", "--quiet")
            self.ended.wait(0.7)
            peer.process.send_signal(signal.SIGKILL)
            peer.process.communicate()
            self.kills += 1
            self.ended.wait(0.2)

    def end(self):
        self.ended.set()
        self.thread.join()


def main():
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    milliseconds = 5000 if wanted > 100_000 else 500  # a part
    load = Load(os.environ["PINKO_LOAD"])
    steady = Process("api", "--listen", "127.0.0.1:0", "--quiet")
    restarter = Restarter()
    proxy = support.OwnProxy([steady.port], lines="threads 2\naccess_log off\n", peer_options="fail_timeout=1s",
                             extra_peers=[f"{restarter.host}:{restarter.port} fail_timeout=1s"])
    pid = proxy.process.process.pid
    requests = 0
    with tempfile.NamedTemporaryFile() as request:
        request.write(REQUEST)
        request.flush()
        load.run(proxy.port, CONNECTIONS, milliseconds, request.name)
        sanitized = is_sanitized(pid)
        before = resident_kib(pid)
        restarter.start()
        try:
            while requests < wanted or restarter.kills < 3:
                requests += load.run(proxy.port, CONNECTIONS, milliseconds, request.name)[0]
                if not restarter.thread.is_alive():
                    sys.exit("the peer could not be started again")
                print(f"{requests} requests, {restarter.kills} kills, {resident_kib(pid)} KiB", flush=True)
        finally:
            restarter.end()
            load.end()
    after, left = resident_kib(pid), descriptors(pid)
    proxy.close()
    steady.close()
    print(f"{requests} requests, peer killed {restarter.kills} times: none lost; "
          f"memory {before} KiB before, {after} KiB after; {left} descriptors left")
    # Left are the loop's own, the listener and the connections that are kept to the steady peer.
    grown = after >= before + 2048 and not sanitized
    sys.exit(1 if grown or left >= 2 * CONNECTIONS + 32 else 0)


if __name__ == "__main__":
    main()
