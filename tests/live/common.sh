# shellcheck shell=bash
# What the live shell tests share: the program, a folder of their own, and words for what went wrong.
# PINKO_CHECK names the program; a test exits with 77, which ctest counts as skipped, where there is no engine.

# shellcheck disable=SC2034  # used by the tests that source this
program=${PINKO_CHECK:?set it to the program to test}
# shellcheck disable=SC2034
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0

need_engine() {
  docker version >/dev/null 2>&1 || { echo 'skipped: no container engine'; exit 77; }
}

# expect_code WANTED COMMAND...: runs it, keeps what it prints in $work/out and $work/err.
expect_code() {
  local wanted=$1 code=0
  shift
  "$@" >"$work/out" 2>"$work/err" </dev/null || code=$?
  if ((code != wanted)); then
    echo "FAILED: exit code $code, not $wanted: $*"
    tail -n 30 "$work/out" "$work/err"
    failures=$((failures + 1))
  fi
}

# expect_text FILE PATTERN: the file holds the extended regular expression.
expect_text() {
  if ! grep -qE -- "$2" "$1"; then
    echo "FAILED: $1 lacks: $2"
    tail -n 30 "$1"
    failures=$((failures + 1))
  fi
}

# objects_of OWNER-PID: how many objects of the engine a checker with that process id has made and not removed.
objects_of() {
  {
    docker ps -a --filter label=pinko.owned-by --format '{{.Label "pinko.owned-by"}}'
    docker network ls --filter label=pinko.owned-by --format '{{.Label "pinko.owned-by"}}'
    docker volume ls --filter label=pinko.owned-by --format '{{.Label "pinko.owned-by"}}'
    # Builders keep layers with the labels of the image that they were made for; only names count.
    docker images --filter label=pinko.owned-by --filter dangling=false --format '{{.ID}}' | sort -u |
      xargs -r docker inspect --format '{{index .Config.Labels "pinko.owned-by"}}' 2>/dev/null
  } | grep -c "^$1:"
}

expect_nothing_of() {
  local left
  left=$(objects_of "$1")
  if ((left != 0)); then
    echo "FAILED: $left objects of process $1 are left behind"
    docker ps -a --filter label=pinko.owned-by; docker network ls --filter label=pinko.owned-by
    failures=$((failures + 1))
  fi
}

finish() {
  ((failures == 0)) && echo 'all is well'
  exit $((failures > 0))
}
