#!/usr/bin/env bash
# watch: a saved file gives a new verdict on its task alone, noise gives none, Ctrl-C ends it and leaves nothing.
set -u
# shellcheck source=tests/live/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
need_engine

mkdir "$work/student"
cp -r "$top"/tasks/solution/task0 "$work/student/task0"
cp -r "$top"/tasks/solution/task0 "$work/student/task1" # never right, and cheap

# await_looks COUNT: until watch has waited for a change that often.
await_looks() {
  local tries=0
  until (($(grep -c '^Waiting for a change' "$work/err") >= $1)); do
    kill -0 "$pid" 2>/dev/null || { echo 'FAILED: watch ended by itself'; cat "$work/err"; exit 1; }
    tries=$((tries + 1))
    ((tries < 2400)) || { echo 'FAILED: no new verdict came'; cat "$work/err"; kill "$pid"; exit 1; }
    sleep 0.05
  done
}

XDG_CACHE_HOME=$work/cache "$program" watch task0 task1 --repo "$work/student" --check t0-hello --check t1-dockerfile \
  --format console --format "json:$work/student/task0/result.json" >"$work/out" 2>"$work/err" </dev/null &
pid=$!
await_looks 1
expect_text "$work/out" 'Task 0 .* 10 of 10|Task 0 .* [0-9]+ of [0-9]+'
[[ -s $work/cache/pinko-check/durations.json ]] || { echo 'FAILED: no times are remembered'; failures=$((failures + 1)); }

: >"$work/out"
sed -i 's/Hello, World!/Hello World!/' "$work/student/task0/Dockerfile"
await_looks 2
expect_text "$work/err" 'task0/Dockerfile changed: checking task0 again'
expect_text "$work/err" 'passed before: t0-hello'
expect_text "$work/out" 't0-hello'
if grep -q 'Task 1' "$work/out"; then
  echo 'FAILED: task1 was looked at, though nothing of it changed'
  failures=$((failures + 1))
fi
expect_text "$work/student/task0/result.json" '"t1-dockerfile"'

# What is no change comes before one: if it were taken for one, there would be a verdict more.
touch "$work/student/task0/Dockerfile" "$work/student/task0/.Dockerfile.swp"
mkdir "$work/student/task0/__pycache__"
sed -i 's/Hello World!/Hello, World!/' "$work/student/task0/Dockerfile"
await_looks 3
expect_text "$work/err" 'passes now: t0-hello'
looks=$(grep -c 'again$' "$work/err")
((looks == 2)) || { echo "FAILED: $looks looks, not 2"; cat "$work/err"; failures=$((failures + 1)); }

kill -INT "$pid"
code=0
wait "$pid" || code=$?
((code == 130)) || { echo "FAILED: exit code $code after SIGINT, not 130"; failures=$((failures + 1)); }
expect_nothing_of "$pid"
finish
