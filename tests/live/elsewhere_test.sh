#!/usr/bin/env bash
# A run in another pid namespace, as in a container of its own beside this one, is no orphan: a sweep from here, where its
# number means nothing or somebody else, takes nothing from it. Where the engine's ports are not those of the checker's own
# network, that is told, and nothing of it is the student's.
set -u
# shellcheck source=tests/live/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
need_engine
unshare --pid --fork --mount-proc true 2>/dev/null || { echo 'skipped: no pid namespace can be made here'; exit 77; }

cp -r "$top/tasks/solution" "$work/repo"
mkdir "$work/tmp"
# The folder tells the run from everybody else's: in there its number is 1.
run_name() { compgen -G "$work/tmp/pinko-run-*" | sed -n '1s/.*pinko-run-//p'; }
containers() { docker ps -q --filter "label=pinko.run=$(run_name)" | wc -l; }

# start_until_up: waits until its containers run; once more where they were gone before they could be seen.
start_until_up() {
  local run
  for run in 1 2 3 4 5; do
    TMPDIR=$work/tmp unshare --pid --fork --mount-proc --kill-child \
      "$program" task4 --repo "$work/repo" >"$work/run" 2>&1 </dev/null &
    pid=$!
    while kill -0 "$pid" 2>/dev/null; do
      [[ -z $(run_name) ]] || (($(containers) == 0)) || return 0
      sleep 0.05
    done
  done
  echo "FAILED: $run runs ended before their containers were seen"
  cat "$work/run"
  exit 1
}

start_until_up
"$program" sweep >"$work/out" 2>"$work/err" # fails where the engine holds on to what others left
expect_text "$work/out" '^removed [0-9]+ container'
code=0
wait "$pid" || code=$?
if ((code != 0)); then
  echo "FAILED: exit code $code of the run elsewhere"
  tail -n 30 "$work/run"
  failures=$((failures + 1))
fi

if command -v ip >/dev/null && unshare --net true 2>/dev/null; then
  # shellcheck disable=SC2016  # the inner shell's words
  expect_code 3 unshare --net sh -c 'ip link set lo up && exec "$0" "$@"' "$program" task1 --repo "$work/repo"
  tr -s ' \n' ' ' <"$work/out" >"$work/joined"
  expect_text "$work/joined" 'where the engine publishes it, is not'
  if grep -qE '✗|failed' "$work/out"; then
    echo "FAILED: ports of another network cost points"
    failures=$((failures + 1))
  fi
fi
finish
