# say.sh (sourced): how the launcher speaks. All of it goes to stderr: stdout is the program's.
# shellcheck shell=bash

: "${kStamps:?}" # from the launcher

say() { printf 'pinko-check: %s\n' "$*" >&2; }

# fail WHAT ADVICE...: ends the launcher; every failure comes with what to do about it.
fail() {
  say "cannot go on: $1"
  shift
  printf '  what to do: %s\n' "$@" >&2
  exit 3
}

# logged NAME COMMAND...: runs a step with its output in build/.pinko/NAME.log, and shows the log's end when it fails.
logged() {
  local log=$kStamps/$1.log
  shift
  "$@" >"$log" 2>&1 </dev/null 9>&- && return 0
  say "this failed: $*"
  tail -n 20 "$log" | sed 's/^/  | /' >&2
  say "the whole log: $log"
  return 1
}

# may_be_root: now or by sudo, which may ask for a password where there is a terminal.
may_be_root() {
  ((EUID == 0)) && return 0
  command -v sudo >/dev/null || return 1
  if [[ -t 2 ]]; then
    say 'this needs root: sudo may ask for your password'
    sudo -v
  else
    sudo -n true 2>/dev/null
  fi
}

# as_root COMMAND...: for those who may.
as_root() { if ((EUID == 0)); then "$@"; else sudo -n "$@"; fi; }
