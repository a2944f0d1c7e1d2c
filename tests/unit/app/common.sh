# common.sh (sourced): what the tests of the program's surroundings begin with: its path in `program`, an empty folder in
# `work`, which whoever sources this removes, and `failures`.
# shellcheck shell=bash
# shellcheck disable=SC2034  # for who sources this
program=${PINKO_CHECK:?set it to the program to test}
work=$(mktemp -d) || exit 1
failures=0

flunk() {
  echo "FAILED $1"
  failures=$((failures + 1))
}

# finish: the script's last words and its exit code.
finish() {
  ((failures == 0)) && echo 'all is well'
  exit $((failures > 0))
}

# small_submission: a repository whose task 0 can be looked at by its files alone, in $work/repo; no engine is reached.
small_submission() {
  export DOCKER_HOST=unix:///nowhere TMPDIR=$work
  mkdir -p "$work/repo/task0"
  printf 'FROM ubuntu:latest\n' >"$work/repo/task0/Dockerfile"
}
