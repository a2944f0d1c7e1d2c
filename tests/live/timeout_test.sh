#!/usr/bin/env bash
# What --timeout cuts short is not graded: a server that would have answered a few seconds later has not failed.
set -u
# shellcheck source=tests/live/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
need_engine

cp -r "$top/tasks/solution" "$work/repo"
# The model's API, that begins after the run's time is over and before its own.
sed -i '1i __import__("time").sleep(15)' "$work/repo/task1/api.py" "$work/repo/task4/back-end/api.py"
expect_code 3 "$program" task1 task4 --repo "$work/repo" --timeout 10 --format=tap
expect_text "$work/out" 'outcome: "errored"'
if grep -q 'outcome: "failed"' "$work/out"; then
  echo 'FAILED: what was cut short was called wrong'
  cat "$work/out"
  failures=$((failures + 1))
fi
finish
