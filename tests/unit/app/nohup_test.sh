#!/usr/bin/env bash
# A run that was told to outlive its terminal (nohup) does; any other ends when its terminal closes. Needs no engine.
set -u
# shellcheck source=tests/unit/app/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
pid=''
trap '[[ -z $pid ]] || kill -KILL "$pid" 2>/dev/null; rm -rf "$work"' EXIT

small_submission

# await_looks COUNT: until it has waited for a change that often; fails when it ends before.
await_looks() {
  until (($(grep -c '^Waiting for a change' "$work/err") >= $1)); do
    kill -0 "$pid" 2>/dev/null || return 1
    sleep 0.05
  done
}

# begin: starts watching, with SIGHUP as this shell has it.
begin() {
  : >"$work/err"
  "$program" watch task0 --repo "$work/repo" --check t0-dockerfile >/dev/null 2>"$work/err" </dev/null &
  pid=$!
  await_looks 1 || flunk 'watch ended by itself'
}

# A shell cannot give back what it was itself told to ignore.
under_nohup=$((16#$(sed -n 's/^SigIgn:[[:space:]]*//p' /proc/self/status) & 1))

trap '' HUP
begin
kill -HUP "$pid"
echo '# a change' >>"$work/repo/task0/Dockerfile"
await_looks 2 || flunk 'what was told to ignore the end of its terminal ended with it'
kill -TERM "$pid"
wait "$pid"
code=$?
((code == 143)) || flunk "exit code $code after SIGTERM, not 143"

if ((!under_nohup)); then
  trap - HUP
  begin
  kill -HUP "$pid"
  wait "$pid"
  code=$?
  ((code == 129)) || flunk "exit code $code after SIGHUP, not 129"
fi
pid=''

finish
