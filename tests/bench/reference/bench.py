#!/usr/bin/env python3
"""Measures the servers side by side with nginx, haproxy and h2o, and prints a table of ratios.

One thread each; the server on core 0, the load and the back ends (one process: bench_load.cpp) on core 1; many short rounds in
alternation, medians. The figure is CPU time per request, from /proc/PID/task/*/schedstat: requests per second say little where
the load is the limit. Other work on the machine waits meanwhile, where the system allows that, and has its turn between rounds.

usage: bench.py --bin build/bin [--rounds 15] [--milliseconds 300] [--only WORD] [--report FILE]
"""

import argparse
import atexit
import datetime
import os
import platform
import re
import shutil
import socket
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "reference"))
from load import Load  # noqa: E402  (the folder is not known before)
from subjects import LOAD_CORE, Subjects  # noqa: E402

BROWSER = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
    "Accept-Language": "en-US,en;q=0.5", "Accept-Encoding": "gzip, deflate", "DNT": "1",
    "Referer": "http://localhost/index.html", "Cookie": "session=0123456789abcdef0123456789abcdef",
    "Upgrade-Insecure-Requests": "1", "Sec-Fetch-Dest": "empty", "Sec-Fetch-Mode": "cors",
    "Sec-Fetch-Site": "same-origin", "Cache-Control": "no-cache",
}


@dataclass
class Scenario:
    title: str
    subjects: dict
    connections: int
    target: float  # times the CPU time of nginx
    peers: int = 0
    octets: int = 13  # of a back end's answer
    path: str = "/api/hello"
    fields: list = field(default_factory=list)
    body: int = 0

    def large(self):
        return max(self.octets, self.body) > 16384 or self.path in ("/30k.bin", "/1m.bin")

    def request(self):
        lines = [f"{'POST' if self.body else 'GET'} {self.path} HTTP/1.1", "Host: localhost"]
        lines += [f"{name}: {value}" for name, value in self.fields]
        if self.body:
            lines.append(f"Content-Length: {self.body}")
        return "\r\n".join([*lines, "", "x" * self.body])


def scenarios(servers):
    proxies = {"own": servers.own_proxy, "nginx": servers.nginx_proxy, "haproxy": servers.haproxy, "h2o": servers.h2o_proxy}
    with_limit = {**proxies, "limit": servers.relay}
    yield Scenario("proxy: API, 32 connections, 2 peers", with_limit, 32, 1.3, peers=2)
    yield Scenario("proxy: API, 256 connections, 2 peers", with_limit, 256, 1.3, peers=2)
    yield Scenario("proxy: API, 32 connections, 5 peers", with_limit, 32, 1.3, peers=5)
    yield Scenario("proxy: 12 browser fields, 32 connections", with_limit, 32, 1.3, peers=2, fields=list(BROWSER.items()))
    yield Scenario("proxy: 30 KB, 32 connections", with_limit, 32, 1.3, peers=2, octets=30 * 1024)
    yield Scenario("proxy: 1 MiB down, 16 connections", proxies, 16, 1.0, peers=2, octets=1024 * 1024)
    yield Scenario("proxy: 1 MiB up, 16 connections", proxies, 16, 1.0, peers=2, body=1024 * 1024)
    once = {**proxies, "limit": servers.relay_once}
    yield Scenario("proxy: a connection per request, 32", once, 32, 1.5, peers=2, fields=[("Connection", "close")])
    web = {"own": servers.own_web, "nginx": servers.nginx_web, "h2o": servers.h2o_web}
    yield Scenario("web: 1 KiB, 32 connections", {**web, "limit": servers.fixed(1024)}, 32, 1.6, path="/1k.bin")
    yield Scenario("web: 30 KB, 32 connections", {**web, "limit": servers.fixed(30720)}, 32, 1.45, path="/30k.bin")
    yield Scenario("web: 1 MiB, 8 connections", {**web, "limit": servers.fixed(1024 * 1024)}, 8, 1.0, path="/1m.bin")
    api = {"own": servers.own_api, "nginx": servers.nginx_api, "limit": servers.fixed(13)}
    yield Scenario("API: 32 connections", api, 32, 1.2)
    yield Scenario("API: 256 connections", api, 256, 1.2)


class Bench:
    def __init__(self, options):
        self.options = options
        self.servers = Subjects(options.bin)
        self.load = Load("taskset", "-c", LOAD_CORE, os.path.join(options.bin, "pinko-bench-load"))

    def measure(self, scenario):
        """Per subject: CPU µs a request, requests a second, share of its core (medians over rounds in alternation), system calls
        a request or None."""
        peers = self.load.origins(scenario.peers, scenario.octets)
        request = self.servers.write("request.txt", scenario.request())
        started = {name: start(peers, scenario.large()) for name, start in scenario.subjects.items()}
        samples = {name: [] for name in started}
        for turn in range(self.options.rounds + 1):
            for name, (server, port) in started.items():
                before = server.cpu_seconds()
                count, seconds = self.run(port, scenario, request)
                spent = server.cpu_seconds() - before
                if turn > 0:  # the first warms up
                    samples[name].append((spent * 1e6 / count, count / seconds, spent / seconds))
        calls = {name: self.system_calls(server, port, scenario, request) for name, (server, port) in started.items()}
        for _, port in started.values():
            self.load.obey("forget", port)
        self.servers.end_all()
        return {name: (*(statistics.median(column) for column in zip(*rows)), calls[name]) for name, rows in samples.items()}

    def run(self, port, scenario, request):
        """How many requests were answered, and in how many seconds; after a pause as long, for the machine's other work."""
        time.sleep(self.options.milliseconds / 1000)
        with self.servers.awake:
            return self.load.run(port, scenario.connections, self.options.milliseconds, request)

    def system_calls(self, server, port, scenario, request):
        (count, _), calls = server.count_system_calls(lambda: self.run(port, scenario, request))
        return calls / count if calls else None

    def idle_memory(self, start):
        """Resident KiB before and after 1,000 connections that have asked once and wait."""
        server, port = start(self.load.origins(2, 13), False)
        before = server.memory_kib()
        sockets = []
        for _ in range(1000):
            sock = socket.create_connection(("127.0.0.1", port), 5)
            sock.sendall(b"GET /api/hello HTTP/1.1\r\nHost: a\r\n\r\n")
            sock.recv(4096)
            sockets.append(sock)
        after = server.memory_kib()
        for sock in sockets:
            sock.close()
        self.servers.end_all()
        return before, after

    def close(self):
        self.servers.end_all()
        self.load.end()
        self.servers.remove()


HEADER = """| load | own | nginx | haproxy | h2o | limit | target | thousand requests a second (share of its core in use) | \
system calls a request |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |"""


def verdict(scenario, result):
    own, nginx = result["own"][0], result["nginx"][0]
    if nginx / own >= scenario.target:
        return f"×{scenario.target} reached"
    limit = f" (the limit: ×{nginx / result['limit'][0]:.2f})" if "limit" in result else ""
    return f"×{scenario.target} missed{limit}"


def row(scenario, result):
    own = result["own"][0]
    cells = [f"{own:.1f}"]
    for name in ("nginx", "haproxy", "h2o", "limit"):
        cells.append(f"{result[name][0]:.1f} ×{result[name][0] / own:.2f}" if name in result else "–")
    cells.append(verdict(scenario, result))
    cells.append(", ".join(f"{name} {rate / 1000:.1f} ({share:.0%})" for name, (_, rate, share, _) in result.items()))
    cells.append(", ".join(f"{name} {calls:.1f}" for name, (*_, calls) in result.items() if calls is not None) or "–")
    return f"| {scenario.title} | {' | '.join(cells)} |"


REPORT = """# The reference servers side by side with others

CPU time per request in µs, and in the other columns that time divided by ours (×1.2: the other needs 1.2 times as much).
`limit` is a relay that passes octets on unread, or a server that answers each read with the same octets: what the kernel alone
costs. The target is that ratio to nginx; where it is missed, the limit's own ratio tells how much there was to be had. h2o
{h2o} takes one peer only: its figures for 2 and 5 peers are those of one.

{table}

{memory}

## How it was measured

By `tests/bench/reference/bench.py --rounds {rounds} --milliseconds {milliseconds}` on {date}, in a network namespace of its own, with {control}
as congestion control. One thread each; the server on core 0; on core 1 one process that is both the load and the back ends. A
process of the least priority keeps core 0 awake: where the load cannot keep up (the share of its core tells; to begin a
connection costs the client more than the server), a server waits between requests, the fastest the most, and a core that rests
or does other work then would cost it its caches. Rounds in alternation after one to warm up, medians;
{precedence}. nginx {nginx}, haproxy {haproxy}, h2o {h2o}, each with kept
connections to its peers, no log, deferred accept, all waiting connections accepted at once, large buffers where bodies are
large; `tests/bench/reference/subjects.py` holds their configurations. {system}.
Load average of the machine before and after: {before} and {after}.
"""


def memory_table(measured):
    """Resident memory; what a connection adds."""
    lines = ["| memory of a proxy | at rest, KiB | with 1,000 idle connections, KiB | a connection, octets |",
             "| --- | --- | --- | --- |"]
    lines += [f"| {name} | {before} | {after} | {(after - before) * 1024 / 1000:.0f} |"
              for name, (before, after) in measured.items()]
    return "\n".join(lines)


def version(*words):
    out = subprocess.run(words, capture_output=True, text=True, check=False)
    found = re.search(r"\d+\.\d+\.\d+", out.stdout + out.stderr)
    return found.group(0) if found else "?"


def read_line(path, otherwise="?"):
    try:
        with open(path, encoding="ascii") as file:
            return file.readline().strip()
    except OSError:
        return otherwise


def describe(options, before):
    """What the report says about the measurement; nothing that names the machine."""
    kind = "virtual machine" if "hypervisor" in open("/proc/cpuinfo", encoding="ascii").read() else "machine"
    return {
        "rounds": options.rounds, "milliseconds": options.milliseconds, "date": datetime.date.today(),
        "precedence": options.precedence, "control": read_line("/proc/sys/net/ipv4/tcp_congestion_control"),
        "nginx": version(shutil.which("nginx") or "/usr/sbin/nginx", "-v"), "haproxy": version("haproxy", "-v"),
        "h2o": version("h2o", "-v"), "before": f"{before:.1f}", "after": f"{os.getloadavg()[0]:.1f}",
        "system": f"A {kind} with {os.cpu_count()} cores, Linux {'.'.join(platform.release().split('.')[:2])}",
    }


def isolate():
    """Goes on in a network namespace of its own, where the system allows it: no other traffic, no filter rules. Its congestion
    control is one without pacing, as systems have it by default: pacing costs the kernel a timer for each request."""
    if os.environ.get("PINKO_BENCH_ISOLATED") or os.geteuid() != 0 or not shutil.which("unshare"):
        return
    os.environ["PINKO_BENCH_ISOLATED"] = "1"
    words = [sys.executable, os.path.abspath(__file__), *sys.argv[1:]]
    control = "net.ipv4.tcp_congestion_control"
    script = f'ip link set lo up && {{ sysctl -qw {control}=cubic || sysctl -qw {control}=reno; }} 2>/dev/null; exec "$@"'
    os.execvp("unshare", ["unshare", "--net", "sh", "-c", script, "sh", *words])


def take_precedence():
    """Goes before the machine's other work, where the system allows it, and says whether. What is started later inherits it."""
    try:
        os.setpriority(os.PRIO_PROCESS, 0, -20)
    except PermissionError:
        return "other work had its share of both cores"
    # Where the scheduler groups processes by terminal session, the group's priority is what counts; it gets its own back.
    group = "/proc/self/autogroup"
    before = re.search(r"nice (-?\d+)", read_line(group, ""))
    if before:
        write_line(group, "-20")
        atexit.register(write_line, group, before.group(1))
    return "other work waited meanwhile, and had its turn between them"


def write_line(path, text):
    with open(path, "w", encoding="ascii") as file:
        file.write(text)


def main():
    isolate()
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", required=True)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--milliseconds", type=int, default=300)
    parser.add_argument("--only", default="")
    parser.add_argument("--report")
    options = parser.parse_args()
    missing = [name for name in ("taskset", "nginx", "haproxy", "h2o") if not shutil.which(name)]
    if missing:
        sys.exit(f"not installed: {', '.join(missing)}")
    for name in ("pinko-reference", "pinko-bench-load", "pinko-bench-peer"):
        if not os.access(os.path.join(options.bin, name), os.X_OK):
            sys.exit(f"{options.bin} holds no {name}: ninja -C {os.path.dirname(options.bin.rstrip('/')) or '.'} {name}")
    options.precedence = take_precedence()
    bench = Bench(options)
    table, memory, before = [HEADER], "", os.getloadavg()[0]
    print(HEADER, flush=True)
    try:
        for scenario in scenarios(bench.servers):
            if options.only not in scenario.title:
                continue
            table.append(row(scenario, bench.measure(scenario)))
            print(table[-1], flush=True)
        if options.only in "memory":
            proxies = {"own": bench.servers.own_proxy, "nginx": bench.servers.nginx_proxy, "haproxy": bench.servers.haproxy}
            memory = memory_table({name: bench.idle_memory(start) for name, start in proxies.items()})
            print("\n" + memory, flush=True)
    finally:
        bench.close()
    if options.report:
        with open(options.report, "w", encoding="utf-8") as file:
            file.write(REPORT.format(table="\n".join(table), memory=memory, **describe(options, before)))


if __name__ == "__main__":
    main()
