#!/usr/bin/env python3
"""A million requests through the proxy while a peer is killed and restarted. It takes a minute; ctest does a short one.

usage: PINKO_REFERENCE=build/bin/pinko-reference soak.py [requests]

No request may be lost, for each can be sent to the other peer, and neither memory nor descriptors may grow."""

import os
import re
import shutil
import signal
import subprocess
import sys
import threading

import support
from support import Process, is_sanitized, resident_kib

CONNECTIONS = 64


def descriptors(pid):
    return len(os.listdir(f"/proc/{pid}/fd"))


class Restarter:
    """Kills a peer without warning and starts it again, over and over."""

    def __init__(self, port):
        self.port = port
        self.kills = 0
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def run(self):
        while not self.ended.is_set():
            peer = Process("api", "--listen", f"127.0.0.1:{self.port}", "--quiet")
            self.ended.wait(0.7)
            peer.process.send_signal(signal.SIGKILL)
            peer.process.communicate()
            self.kills += 1
            self.ended.wait(0.2)

    def end(self):
        self.ended.set()
        self.thread.join()


def load(port, seconds):
    out = subprocess.run(["wrk", "-t1", "--timeout", "20s", f"-c{CONNECTIONS}", f"-d{seconds}s",
                          f"http://127.0.0.1:{port}/api/hello"],
                         capture_output=True, text=True, check=True).stdout
    requests = int(re.search(r"(\d+) requests in", out).group(1))
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
    broken = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", out)
    return requests, int(refused.group(1)) if refused else 0, sum(map(int, broken.groups())) if broken else 0


def main():
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    if not shutil.which("wrk"):
        print("wrk is not installed")
        sys.exit(support.SKIPPED)
    seconds = 5 if wanted > 100_000 else 1  # a part
    steady = Process("api", "--listen", "127.0.0.1:0", "--quiet")
    restarted = support.free_port()
    proxy = support.OwnProxy([steady.port, restarted], lines="access_log off\n", peer_options="fail_timeout=1s")
    pid = proxy.process.process.pid
    load(proxy.port, 1)
    sanitized = is_sanitized(pid)
    before = resident_kib(pid)
    restarter = Restarter(restarted)
    requests = refused = broken = 0
    try:
        while requests < wanted or restarter.kills < 2:
            counts = load(proxy.port, seconds)
            requests, refused, broken = requests + counts[0], refused + counts[1], broken + counts[2]
            print(f"{requests} requests, {restarter.kills} kills, {resident_kib(pid)} KiB", flush=True)
    finally:
        restarter.end()
    after, left = resident_kib(pid), descriptors(pid)
    proxy.close()
    steady.close()
    print(f"{requests} requests, peer killed {restarter.kills} times: {refused} refused, {broken} broken; "
          f"memory {before} KiB before, {after} KiB after; {left} descriptors left")
    # Left are the loop's own, the listener and the connections that are kept to the steady peer.
    grown = after >= before + 2048 and not sanitized
    lost = refused + broken
    sys.exit(1 if lost or grown or left >= 2 * CONNECTIONS + 32 else 0)


if __name__ == "__main__":
    main()
