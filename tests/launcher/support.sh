# support.sh (sourced): a project of its own for each case, and a PATH on which nothing real can be installed or started.
# shellcheck shell=bash disable=SC2016,SC2034  # what goes into the made-up tools; what a case reads
set -u

source_root=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
readonly source_root
case_name=none
failures=0
box=''

# new_box NAME: a fresh project folder "$box/the project" with a made-up program, and "$box/bin" as the whole PATH.
new_box() {
  case_name=$1
  end_box
  box=$(mktemp -d)
  project="$box/the project"
  mkdir -p "$project"/{checker,reference,tasks/bases,build} "$box/bin" "$box/run"
  cp "$source_root/pinko-check" "$project/"
  cp -r "$source_root/checker/setup" "$project/checker/"
  printf '#!/bin/bash\necho bases >>"$box/calls"\n' >"$project/tasks/bases/provide"
  chmod +x "$project/tasks/bases/provide"
  touch "$project/CMakeLists.txt" "$project/checker/a.cpp"
  : >"$box/calls"
  printf 'ID=plan9\nPRETTY_NAME="Plan 9"\n' >"$box/os-release"

  local tool
  for tool in bash sh find readlink mkdir rm mv cat tee grep sed tail flock setsid sleep id uname getconf env touch ln; do
    real_tool "$tool"
  done
  fake_tools
}

# end_box: ends what the case's made-up daemon left running, by the ids that it wrote down, and removes the folder.
end_box() {
  local pid
  [[ -n $box ]] || return 0
  if [[ -e $box/pids ]]; then
    while read -r pid; do kill "$pid" 2>/dev/null; done <"$box/pids"
  fi
  rm -rf "$box"
}
trap end_box EXIT

# real_tool NAME: the true one, with its call written down.
real_tool() {
  printf '#!/bin/bash\necho %s >>"$box/calls"\nexec %s "$@"\n' "$1" "$(command -v "$1")" >"$box/bin/$1"
  chmod +x "$box/bin/$1"
}

# fake_tool NAME BODY: a made-up one, with its call and arguments written down.
fake_tool() {
  printf '#!/bin/bash\necho "%s $*" >>"$box/calls"\n%s\n' "$1" "$2" >"$box/bin/$1"
  chmod +x "$box/bin/$1"
}

# An engine answers where "$box/run/up" is and the caller may use the socket.
# shellcheck disable=SC2016  # these are the tools' own words
fake_tools() {
  fake_tool c++ ''
  fake_tool git ''
  fake_tool docker ''
  fake_tool docker-compose ''
  fake_tool chromium ''
  fake_tool ctest 'echo "100% tests passed"; exit "${FAKE_CTEST:-0}"'
  fake_tool curl 'while [[ $1 != --unix-socket ]]; do shift; done; [[ -w $2 && -e ${2%/*}/up ]]'
  fake_tool cmake 'if [[ $1 == -S ]]; then mkdir -p "$4"; echo "${*: -1}" >"$4/CMakeCache.txt"; exit; fi
    if [[ -n ${FAKE_BUILD_ERROR:-} ]]; then echo "a.cpp:1:1: error: $FAKE_BUILD_ERROR"; exit 1; fi
    mkdir -p "$2/bin" && /bin/cp "$box/program" "$2/bin/pinko-check"'
  cat >"$box/program" <<'TEXT'
#!/bin/bash
printf '[%s]' "$@"
echo " host=${DOCKER_HOST:-}"
exit "${FAKE_EXIT:-0}"
TEXT
  chmod +x "$box/program"
}

engine_socket() { # FILE: a socket that exists; whether an engine answers there says "up" beside it
  python3 -c 'import socket, sys; socket.socket(socket.AF_UNIX).bind(sys.argv[1])' "$1"
}

engine_is_up() {
  engine_socket "$box/run/docker.sock"
  touch "$box/run/up"
}

# launch ARGUMENTS...: runs the launcher; sets out, err and status. The variables of the case go in as they are.
launch() { launch_as '' "${launcher:-$project/pinko-check}" "$@"; }

# launch_as PREFIX COMMAND...: PREFIX is a command that changes the account.
launch_as() {
  local prefix=$1
  shift
  # shellcheck disable=SC2086  # the prefix is words
  timeout 60 $prefix env -i PATH="$box/bin" box="$box" HOME="$box" TMPDIR="$box" PINKO_OS_RELEASE="$box/os-release" \
    PINKO_ENGINE_SOCKET="$box/run/docker.sock" PINKO_ENGINE_PID_FILE="$box/run/docker.pid" \
    PINKO_ENGINE_LOG="$box/run/dockerd.log" PINKO_SYSTEMD_DIR="$box/no-systemd" "${settings[@]+"${settings[@]}"}" \
    /bin/bash "$@" >"$box/out" 2>"$box/err" </dev/null
  status=$?
  out=$(<"$box/out")
  err=$(<"$box/err")
}
settings=()

calls() { grep -c "^$1" "$box/calls"; }

flunk() {
  printf 'FAILED  %s: %s\n' "$case_name" "$1"
  [[ ! -e $box/err ]] || sed 's/^/        err: /' "$box/err"
  ((++failures))
}

equal() { [[ $1 == "$2" ]] || flunk "expected '$2', got '$1'"; }
contains() { [[ $1 == *"$2"* ]] || flunk "expected '$2' in '$1'"; }
lacks() { [[ $1 != *"$2"* ]] || flunk "did not expect '$2' in '$1'"; }

finish() {
  ((failures == 0)) && echo 'all cases passed'
  exit $((failures > 0))
}
