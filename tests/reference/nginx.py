"""nginx as the oracle. It is the one that is installed, or the program in the image nginx:latest, which every machine that
checks submissions has: copied out of it and run here, so that nothing is installed and no container serves anything."""

import atexit
import functools
import io
import os
import shutil
import socket
import subprocess
import tarfile
import tempfile

IMAGE = "nginx:latest"
PATIENCE = 100  # seconds, for an engine that is busy
TIMEOUT = 10

# The program, the libraries and the loader that it names, and the media types; with -h links become what they name.
COPY_OUT = """program=$(command -v nginx) || exit
tar -chf - "$program" /etc/nginx/mime.types $(ldd "$program" | grep -o '/[^ )]*' | sort -u)"""


class Missing(Exception):
    """There is no nginx here, and why."""


@functools.cache
def find_program():
    """The words to run it with, and the path of its mime.types."""
    installed = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    if installed:
        return [installed], "/etc/nginx/mime.types"
    if not shutil.which("docker") or docker("image", "inspect", IMAGE).returncode != 0:
        raise Missing(f"nginx is not installed, and there is no image {IMAGE} to take it from")
    return take_out_of_image()


def docker(*words):
    return subprocess.run(["docker", *words], stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE, check=False)


def take_out_of_image():
    """It runs with the image's own loader and libraries: they may be newer than this system's."""
    done = docker("run", "--rm", "--network", "none", "--entrypoint", "/bin/sh", IMAGE, "-c", COPY_OUT)
    if done.returncode != 0:
        raise RuntimeError(f"cannot copy nginx out of {IMAGE}: {done.stderr.decode(errors='replace')}")
    folder = tempfile.mkdtemp(prefix="pinko-nginx-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as files:
        names = files.getnames()
        files.extractall(folder)

    def path(start):
        return os.path.join(folder, next(name for name in names if os.path.basename(name).startswith(start)))

    libraries = {os.path.dirname(os.path.join(folder, name)) for name in names if ".so" in name}
    return [path("ld-"), "--library-path", ":".join(sorted(libraries)), path("nginx")], path("mime.types")


class Nginx:
    """nginx with one worker in a folder of its own, with one server block beside what else `http` holds. It takes over a socket
    that listens already (as a new nginx does from the old one when it is upgraded): no port is lost to others in between, and
    clients need not wait. It has a master for that: without one nginx 1.22 crashes on an inherited socket."""

    def __init__(self, server, http=""):
        words, media_types = find_program()
        self.folder = tempfile.TemporaryDirectory()
        path = os.path.join(self.folder.name, "nginx.conf")
        temp = "".join(f"{kind}_temp_path {self.folder.name}/{kind};" for kind in
                       ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        with socket.create_server(("127.0.0.1", 0), backlog=512) as listener:
            self.port = listener.getsockname()[1]
            with open(path, "w", encoding="utf-8") as file:
                file.write(f"""{"user root;" if os.geteuid() == 0 else ""}
                    daemon off; worker_processes 1; pid {self.folder.name}/pid; error_log {self.folder.name}/errors;
                    events {{ worker_connections 4096; }}
                    http {{
                        access_log off; {temp} include {media_types}; {http}
                        server {{ listen 127.0.0.1:{self.port}; {server} }}
                    }}""")
            self.process = subprocess.Popen([*words, "-c", path, "-p", self.folder.name], pass_fds=[listener.fileno()],
                                            env={**os.environ, "NGINX": f"{listener.fileno()};"},
                                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def close(self):
        code = self.process.poll()
        self.process.terminate()
        self.process.wait(TIMEOUT)
        with open(os.path.join(self.folder.name, "errors"), encoding="utf-8") as file:
            errors = file.read()
        self.folder.cleanup()
        if code is not None:
            raise RuntimeError(f"nginx has ended with {code}: {errors}")


class Proxy:
    """nginx with a configuration of the same meaning as support.OwnProxy's."""

    def __init__(self, peers, lines="", peer_options="", extra_peers=()):
        servers = "".join(f"server 127.0.0.1:{port} {peer_options};" for port in peers)
        self.nginx = Nginx("""
            proxy_read_timeout 1s; client_max_body_size 1m;
            location / {
                proxy_pass http://back-end;
                proxy_http_version 1.1;
                proxy_request_buffering off;
                proxy_set_header Host $http_host;
                proxy_set_header Connection "";
                proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
            }""", f"upstream back-end {{ {servers} keepalive 64; }}")
        self.port = self.nginx.port

    def close(self):
        self.nginx.close()
