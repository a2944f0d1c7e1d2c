#!/usr/bin/env bash
# Ctrl-C in the middle of a run removes what was started; after kill -9 the next run does.
set -u
# shellcheck source=tests/live/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
need_engine

# start_until_up: grades task 4 in the background and waits until its containers run.
start_until_up() {
  "$program" task4 --repo "$top/tasks/solution" >"$work/out" 2>"$work/err" &
  pid=$!
  local tries=0
  until (($(docker ps --filter label=pinko.owner --format '{{.Label "pinko.owner"}}' | grep -c "^$pid:") >= 1)); do
    kill -0 "$pid" 2>/dev/null || { echo 'FAILED: it ended before its containers ran'; cat "$work/err"; exit 1; }
    tries=$((tries + 1))
    ((tries < 6000)) || { echo 'FAILED: no container of it came up'; kill "$pid"; exit 1; }
    sleep 0.05
  done
}

start_until_up
kill -INT "$pid"
code=0
wait "$pid" || code=$?
((code == 130)) || { echo "FAILED: exit code $code after SIGINT, not 130"; failures=$((failures + 1)); }
expect_nothing_of "$pid"

start_until_up
kill -TERM "$pid"
code=0
wait "$pid" || code=$?
((code == 143)) || { echo "FAILED: exit code $code after SIGTERM, not 143"; failures=$((failures + 1)); }
expect_nothing_of "$pid"

start_until_up
kill -KILL "$pid"
wait "$pid" 2>/dev/null
expect_code 0 "$program" sweep
expect_nothing_of "$pid"
finish
