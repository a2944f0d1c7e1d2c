#!/usr/bin/env bash
# What the user wishes of base images (PINKO_BASES) reaches the program that provides them, and what keeps that one from
# its work is told. The engine is one that answers and can do nothing.
set -u
command -v python3 >/dev/null || { echo 'skipped: no python3'; exit 77; }
# shellcheck source=tests/unit/app/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
engine=''
trap '[[ -z $engine ]] || kill "$engine"; rm -rf "$work"' EXIT

cat >"$work/engine.py" <<'P'
import http.server, sys
class Engine(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def do_GET(self):
        body = b'{"ApiVersion": "1.41", "Version": "0.0", "NCPU": 1}'
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *_):
        pass
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Engine)
print(server.server_address[1], flush=True)
server.serve_forever()
P
mkfifo "$work/port"
python3 "$work/engine.py" >"$work/port" &
engine=$!
read -r port <"$work/port"

# An installed program beside a provide that only notes how it was called.
mkdir -p "$work/bin" "$work/tools" "$work/share/pinko-check/tasks"/{bases,task0} "$work/repo/task0"
cp "$program" "$work/bin/pinko-check"
: >"$work/share/pinko-check/tasks/task0/README.md"
cat >"$work/share/pinko-check/tasks/bases/provide" <<'S'
#!/bin/sh
echo "$PINKO_BASES,$PINKO_PULL_TIMEOUT,$*" >"$PINKO_LOCK_FOLDER/called"
[ "$PINKO_BASES" != odd ] || { echo 'odd is no wish' >&2; exit 2; }
S
printf '#!/bin/sh\nexit 1\n' >"$work/tools/docker"
chmod +x "$work/share/pinko-check/tasks/bases/provide" "$work/tools/docker"
printf 'FROM ubuntu:latest\n' >"$work/repo/task0/Dockerfile"

# wish BASES: what provide was called with, in `called`; what the checker said in `err`.
wish() {
  PINKO_BASES=$1 PINKO_PULL_TIMEOUT=7 DOCKER_HOST=tcp://127.0.0.1:$port TMPDIR=$work PATH=$work/tools:/usr/bin:/bin \
    "$work/bin/pinko-check" task0 --repo "$work/repo" --check t0-builds >"$work/out" 2>"$work/err"
  called=$(<"$work/called")
  err=$(<"$work/err")
}

wish real
[[ $called == real,7,ubuntu:latest ]] || flunk "PINKO_BASES=real arrived as: $called"
[[ $err != *'could not all be looked at'* ]] || flunk "without trouble some was told: $err"
wish odd
[[ $err == *'could not all be looked at: odd is no wish'* ]] || flunk "what kept it from its work is not told: $err"

finish
