# engine.sh (sourced): finds a container engine that answers, or starts Docker's.
# shellcheck shell=bash

: "${kStamps:?}" # from the launcher

readonly kEngineSocket=${PINKO_ENGINE_SOCKET:-/var/run/docker.sock}
readonly kEnginePidFile=${PINKO_ENGINE_PID_FILE:-/var/run/docker.pid}
readonly kEngineLog=${PINKO_ENGINE_LOG:-/var/log/pinko-dockerd.log}
readonly kEnginePatience=900 # seconds from start to the first answer; with 18,000 cached steps one has taken 190

# answers SOCKET: an engine is at the other end, Docker's or one that speaks like it.
answers() { [[ -S $1 ]] && curl -sf -o /dev/null --max-time 5 --unix-socket "$1" http://engine/_ping; }

# find_engine: an engine that answers; exports DOCKER_HOST when it is not at Docker's own place.
find_engine() {
  local socket
  case ${DOCKER_HOST:-} in
    '') ;;
    unix://*) answers "${DOCKER_HOST#unix://}"; return ;;
    *) return 0 ;; # another machine's; the program will say whether it answers
  esac
  answers "$kEngineSocket" && return 0
  for socket in "${XDG_RUNTIME_DIR:-/nowhere}"/docker.sock "${HOME:-/nowhere}"/.docker/run/docker.sock \
    "${HOME:-/nowhere}"/.colima/default/docker.sock "${XDG_RUNTIME_DIR:-/nowhere}"/podman/podman.sock \
    /run/podman/podman.sock; do
    if answers "$socket"; then
      export DOCKER_HOST=unix://$socket
      return 0
    fi
  done
  return 1
}

# living_pid FILE NAME: the process that a pid file names, when it is called so and lives; a zombie does not.
living_pid() {
  local pid='' name=''
  { read -r pid <"$1" || [[ -n $pid ]]; } 2>/dev/null && { read -r name <"/proc/$pid/comm"; } 2>/dev/null &&
    [[ $name == "$2" ]] && ! grep -qs '^State:[[:space:]]*Z' "/proc/$pid/status" && echo "$pid"
}

# daemon_pid: of the dockerd that the pid file names; fails when that one is gone.
daemon_pid() { living_pid "$kEnginePidFile" dockerd; }

# drop_stale_pids: what a killed dockerd and its containerd left; a new one would wait for processes that are gone.
drop_stale_pids() {
  local containerd=${kEnginePidFile%.pid}/containerd/containerd.pid
  as_root rm -f "$kEnginePidFile"
  living_pid "$containerd" containerd >/dev/null || as_root rm -f "$containerd"
}

# await_engine PID: until it answers; fails when the process ends or patience does.
await_engine() {
  local began=$SECONDS told=0
  while ! answers "$kEngineSocket"; do
    [[ -d /proc/$1 ]] && ((SECONDS < began + kEnginePatience)) || return 1
    if ((told == 0 && SECONDS > began + 10)); then
      say 'engine: no answer yet; a daemon that keeps many images takes a minute or two to start'
      told=1
    elif ((told == 1 && SECONDS > began + 60)); then
      say 'engine: still no answer; a large build cache takes minutes (docker builder prune empties it, for the next start)'
      told=2
    fi
    sleep 0.1
  done
}

# launch_daemon: dockerd in a session of its own, so that neither Ctrl-C nor the end of this terminal ends it.
launch_daemon() {
  # shellcheck disable=SC2016  # for the inner shell
  as_root sh -c 'cd / && setsid dockerd >>"$0" 2>&1 </dev/null 9>&- & echo $!' "$kEngineLog"
}

# start_engine: by systemd where it runs, else by hand. Waits for a daemon that is just starting.
start_engine() {
  local pid logged
  if pid=$(daemon_pid); then
    say "engine: dockerd (process $pid) runs, waiting for its answer"
    await_engine "$pid" ||
      fail "dockerd (process $pid) runs and does not answer on $kEngineSocket" \
        "look at its log, then end it (sudo kill $pid) and start ./pinko-check again"
    return
  fi
  may_be_root || fail 'starting the engine needs root, and sudo does not allow it' \
    'as root: systemctl start docker (or, without systemd: dockerd &), then start ./pinko-check again'
  if [[ -d ${PINKO_SYSTEMD_DIR:-/run/systemd/system} ]]; then
    say 'engine: starting it (systemctl start docker)'
    if ! as_root systemctl start docker 9>&- || ! answers "$kEngineSocket"; then
      fail 'systemd could not start docker' 'see why: sudo journalctl -u docker -n 50'
    fi
    return
  fi
  drop_stale_pids
  logged=$(as_root grep -c '' "$kEngineLog" 2>/dev/null) || logged=0
  say "engine: starting dockerd (log: $kEngineLog)"
  pid=$(launch_daemon) || fail 'dockerd could not be started' 'start it as root: dockerd, then ./pinko-check again'
  if ! await_engine "$pid"; then
    # What an earlier one wrote into the same log says nothing of this one.
    as_root tail -n "+$((logged + 1))" "$kEngineLog" | grep -vE 'level=(debug|info|warning)' | tail -n 8 |
      sed 's/^/  | /' >&2
    fail "dockerd did not come up; the whole log is $kEngineLog" \
      'mend what its last lines say (in a container it needs --privileged), then start ./pinko-check again' \
      'or name an engine elsewhere: DOCKER_HOST=unix:///path/of/the.sock ./pinko-check ...'
  fi
  say 'engine: runs, and goes on running; sudo kill '"$pid"' ends it'
}

# ensure_engine: one answers when this returns.
ensure_engine() {
  find_engine && return 0
  if [[ -n ${DOCKER_HOST:-} ]]; then
    fail "no engine answers at DOCKER_HOST=$DOCKER_HOST" 'start that engine, or unset DOCKER_HOST to use this machine'"'"'s'
  fi
  if [[ -S $kEngineSocket && ! -w $kEngineSocket ]]; then
    fail "$(id -un) may not use the engine's socket $kEngineSocket" \
      "join its group: sudo usermod -aG docker $(id -un)" 'then log in again (or type: newgrp docker)'
  fi
  if ! command -v dockerd >/dev/null; then
    rm -f "$kStamps/packages-run"
    fail 'no container engine answers, and there is no dockerd to start' \
      'start Docker Desktop, Colima or Podman'"'"'s socket; on Debian and Ubuntu start ./pinko-check again to install docker.io'
  fi
  one_at_a_time
  find_engine || start_engine
}
