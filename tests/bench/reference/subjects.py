"""What bench.py measures: the servers, each pinned to the same core and tuned to its best."""

import contextlib
import glob
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time

SERVER_CORE, LOAD_CORE = "0", "1"


class Pinned:
    """A process on one core."""

    def __init__(self, core, *words, stdin=subprocess.DEVNULL):
        self.process = subprocess.Popen(["taskset", "-c", core, *words], stdin=stdin,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def pids(self):
        found = [self.process.pid]
        for pid in found:
            for children in glob.glob(f"/proc/{pid}/task/*/children"):
                with open(children, encoding="ascii") as file:
                    found += [int(child) for child in file.read().split()]
        return found

    def cpu_seconds(self):
        total = 0
        for pid in self.pids():
            for stat in glob.glob(f"/proc/{pid}/task/*/schedstat"):
                with open(stat, encoding="ascii") as file:
                    total += int(file.read().split()[0])
        return total / 1e9

    def memory_kib(self):
        total = 0
        for pid in self.pids():
            with open(f"/proc/{pid}/status", encoding="ascii") as file:
                found = re.search(r"VmRSS:\s+(\d+)", file.read())
                total += int(found.group(1)) if found else 0
        return total

    def count_system_calls(self, work):
        """What `work` returns, and how many system calls the server made meanwhile, by `perf stat`; None without perf."""
        if not shutil.which("perf"):
            return work(), None
        (order_out, order_in), (reply_out, reply_in) = os.pipe(), os.pipe()
        perf = subprocess.Popen(["perf", "stat", "-x", ",", "-e", "raw_syscalls:sys_enter", "-p", str(self.pids()[-1]),
                                 "--delay", "-1", "--control", f"fd:{order_out},{reply_in}"],
                                pass_fds=(order_out, reply_in), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        os.close(order_out)
        os.close(reply_in)  # so that a perf which ends at once ends the wait for its reply
        with os.fdopen(order_in, "wb", buffering=0) as orders, os.fdopen(reply_out, "rb") as replies:
            with contextlib.suppress(BrokenPipeError):
                orders.write(b"enable\n")
            replies.readline()
            result = work()
            perf.send_signal(signal.SIGINT)
            count = re.search(r"^(\d+),", perf.communicate()[1], re.MULTILINE)
        return result, int(count.group(1)) if count else None

    def end(self):
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class AwakeCore:
    """Keeps a core busy with a process of the least priority while a server on it is measured. A core that rests, or does other
    work, while the server waits for requests costs it its caches, and the fastest server waits the most."""

    def __init__(self, core, program):
        self.spinner = Pinned(core, "nice", "-n", "39", program, "spin")
        self.spinner.process.send_signal(signal.SIGSTOP)

    def __enter__(self):
        self.spinner.process.send_signal(signal.SIGCONT)

    def __exit__(self, *_):
        self.spinner.process.send_signal(signal.SIGSTOP)

    def end(self):
        self.spinner.process.kill()
        self.spinner.process.wait()


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as sock:
        return sock.getsockname()[1]


def await_port(port):
    for _ in range(500):
        try:
            socket.create_connection(("127.0.0.1", port), 5).close()
            return
        except ConnectionRefusedError:
            time.sleep(0.01)
    raise RuntimeError(f"nothing listens on {port}")


class Subjects:
    """Starts servers. Each method takes the ports of the back ends and whether bodies are large, and returns a process and its
    port."""

    def __init__(self, programs):
        self.own = os.path.join(programs, "pinko-reference")
        self.peer = os.path.join(programs, "pinko-bench-peer")
        self.folder = tempfile.mkdtemp(prefix="pinko-bench-")
        self.site = os.path.join(self.folder, "site")
        os.mkdir(self.site)
        for name, size in (("1k.bin", 1024), ("30k.bin", 30 * 1024), ("1m.bin", 1024 * 1024)):
            with open(os.path.join(self.site, name), "wb") as file:
                file.write(b"x" * size)
        os.chmod(self.folder, 0o755)
        self.awake = AwakeCore(SERVER_CORE, self.peer)
        self.running = []

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def start(self, port, *words):
        server = Pinned(SERVER_CORE, *words)
        self.running.append(server)
        await_port(port)
        return server, port

    def end_all(self):
        for server in self.running:
            server.end()
        self.running = []

    def remove(self):
        self.awake.end()
        shutil.rmtree(self.folder, ignore_errors=True)

    # Ours.

    def own_proxy(self, peers, _large):
        port = free_port()
        text = f"listen 127.0.0.1:{port}\naccess_log off\nupstream back-end\n"
        text += "".join(f"  peer 127.0.0.1:{peer}\n" for peer in peers) + "route / back-end\n"
        return self.start(port, self.own, "proxy", "--config", self.write(f"own-{port}.conf", text))

    def own_web(self, *_):
        port = free_port()
        return self.start(port, self.own, "web", "--root", self.site, "--listen", f"127.0.0.1:{port}", "--quiet")

    def own_api(self, *_):
        port = free_port()
        return self.start(port, self.own, "api", "--listen", f"127.0.0.1:{port}", "--quiet")

    # The limits: no parsing at all.

    def relay(self, peers, _large, word="relay"):
        port = free_port()
        return self.start(port, self.peer, word, *[f"127.0.0.1:{number}" for number in (port, *peers)])

    def relay_once(self, peers, large):
        return self.relay(peers, large, "relay-once")

    def fixed(self, size):
        def start(*_):
            port = free_port()
            return self.start(port, self.peer, "fixed", f"127.0.0.1:{port}", str(size))
        return start

    # nginx

    def nginx(self, name, port, http):
        temp = "".join(f"{kind}_temp_path {self.folder}/{kind};" for kind in
                       ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        path = self.write(f"{name}-{port}.conf", f"""
            user root; daemon off; worker_processes 1; error_log /dev/null; pid {self.folder}/nginx-{port}.pid;
            events {{ worker_connections 8192; multi_accept on; }}
            http {{
                access_log off; {temp} keepalive_requests 1000000000; keepalive_timeout 600;
                open_file_cache max=100 inactive=600s; open_file_cache_valid 600s;
                {http}
            }}""")
        program = shutil.which("nginx") or "/usr/sbin/nginx"
        return self.start(port, program, "-c", path, "-p", self.folder)

    def nginx_proxy(self, peers, large):
        port = free_port()
        servers = "".join(f"server 127.0.0.1:{peer} max_fails=0;" for peer in peers)
        bodies = "proxy_buffering off; proxy_buffer_size 256k; proxy_buffers 8 256k; proxy_busy_buffers_size 512k;" if large else ""
        return self.nginx("nginx-proxy", port, f"""
            upstream back-end {{ {servers} keepalive 512; keepalive_requests 1000000000; }}
            server {{
                listen 127.0.0.1:{port} deferred backlog=4096;
                client_max_body_size 0; client_body_buffer_size 256k;
                location / {{
                    proxy_pass http://back-end; proxy_http_version 1.1; proxy_set_header Connection "";
                    proxy_set_header Host $http_host; proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                    proxy_request_buffering off; proxy_next_upstream off; {bodies}
                }}
            }}""")

    def nginx_web(self, _peers, large):
        port = free_port()
        # For 1 KiB nginx is faster without the cork, for 30 KB with it; it is slower without sendfile in both.
        return self.nginx("nginx-web", port, f"""sendfile on; tcp_nopush {"on" if large else "off"};
            server {{ listen 127.0.0.1:{port} deferred backlog=4096; root {self.site}; }}""")

    def nginx_api(self, *_):
        port = free_port()
        return self.nginx("nginx-api", port, f"""server {{ listen 127.0.0.1:{port} deferred backlog=4096;
            location = /api/hello {{
                default_type "text/html; charset=utf-8"; add_header Access-Control-Allow-Origin *;
                return 200 "Hello, World!";
            }} }}""")

    # haproxy

    def haproxy(self, peers, large):
        port = free_port()
        servers = "".join(f"  server s{peer} 127.0.0.1:{peer} pool-max-conn 512\n" for peer in peers)
        path = self.write(f"haproxy-{port}.cfg", f"""global
  nbthread 1
  maxconn 8192
  tune.bufsize {131072 if large else 32768}
defaults
  mode http
  timeout client 600s
  timeout server 600s
  timeout connect 5s
  option forwardfor
  http-reuse always
frontend f
  bind 127.0.0.1:{port} defer-accept
  default_backend b
backend b
  balance roundrobin
{servers}""")
        return self.start(port, "haproxy", "-db", "-q", "-f", path)

    # h2o

    def h2o(self, port, paths):
        path = self.write(f"h2o-{port}.yaml", f"""num-threads: 1
max-connections: 8192
http1-request-timeout: 600
proxy.timeout.keepalive: 600000
proxy.preserve-host: ON
listen: {{host: 127.0.0.1, port: {port}}}
hosts:
  default:
    paths:
      /: {{{paths}}}
""")
        return self.start(port, "h2o", "-c", path)

    def h2o_proxy(self, peers, _large):
        # 2.2.5 takes one peer; the cost of a request is the same.
        return self.h2o(free_port(), f'proxy.reverse.url: "http://127.0.0.1:{peers[0]}/"')

    def h2o_web(self, *_):
        return self.h2o(free_port(), f"file.dir: {self.site}")
