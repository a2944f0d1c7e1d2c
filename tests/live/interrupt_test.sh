#!/usr/bin/env bash
# Ctrl-C in the middle of a run removes what was started; after kill -9 the next run does.
set -u
# shellcheck source=tests/live/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
need_engine

# start_until_up: grades task 4 in the background and waits until its containers run; once more where they were gone before
# they could be seen.
start_until_up() {
  local run
  for run in 1 2 3 4 5; do
    "$program" task4 --repo "$top/tasks/solution" >"$work/out" 2>"$work/err" &
    pid=$!
    while kill -0 "$pid" 2>/dev/null; do
      (($(docker ps --filter label=pinko.owned-by --format '{{.Label "pinko.owned-by"}}' | grep -c "^$pid:") == 0)) || return 0
      sleep 0.05
    done
  done
  echo "FAILED: $run runs ended before their containers were seen"
  cat "$work/err"
  exit 1
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
"$program" sweep >"$work/out" 2>"$work/err" # fails where the engine holds on to what others left
expect_text "$work/out" '^removed [0-9]+ container'
expect_nothing_of "$pid"

# Containers that somebody else removes meanwhile say nothing about the student.
mkdir -p "$work/robbed"
cp -r "$top/tasks/solution/task4" "$work/robbed"
sed -i '1i import time\ntime.sleep(8)' "$work/robbed/task4/back-end/api.py"
"$program" task4 --repo "$work/robbed" >"$work/out" 2>"$work/err" &
pid=$!
# ours: the containers of the run.
ours() { docker ps -a --filter label=pinko.owned-by --format '{{.Label "pinko.owned-by"}} {{.ID}}' | sed -n "s/^$pid:[^ ]* //p"; }
until (($(ours | wc -l) >= 2)); do
  kill -0 "$pid" 2>/dev/null || { echo 'FAILED: it ended before its containers ran'; cat "$work/err"; exit 1; }
  sleep 0.05
done
ours | xargs docker rm --force >/dev/null
code=0
wait "$pid" || code=$?
((code == 3)) || { echo "FAILED: exit code $code, not 3, where the containers were removed"; failures=$((failures + 1)); }
expect_text "$work/out" 'This says nothing about your work'

# Who reads a file when the time is over finds the tasks that had ended: here task 0, while task 1 is being built.
mkdir -p "$work/slow"
cp -r "$top/tasks/solution/task0" "$top/tasks/solution/task1" "$work/slow"
printf 'RUN sleep %s\n' "8$RANDOM" >>"$work/slow/task1/Dockerfile"
"$program" task0 task1 --repo "$work/slow" --format "gradescope:$work/results.json" >"$work/out" 2>"$work/err" &
pid=$!
until [[ -e $work/results.json ]]; do
  kill -0 "$pid" 2>/dev/null || { echo 'FAILED: it ended without a word on task 0'; cat "$work/err"; exit 1; }
  sleep 0.05
done
kill -TERM "$pid"
wait "$pid" 2>/dev/null
expect_text "$work/results.json" '"score": 10,'
expect_text "$work/results.json" 'The time was over before these were graded: task1'
expect_text "$work/results.json" '^}$'
expect_nothing_of "$pid"
finish
