#!/usr/bin/env bash
# How the launcher finds an engine, starts one, and what it says when it can do neither.
# shellcheck source=tests/launcher/support.sh
source "$(dirname "${BASH_SOURCE[0]}")/support.sh"

# A daemon that answers at once; its session tells whether it was cut loose from the launcher's.
# shellcheck disable=SC2016  # the daemon's own words
made_up_daemon() {
  engine_socket "$box/run/waiting.sock"
  fake_tool dockerd 'echo $$ >>"$box/pids"; read -r _ _ _ _ _ session _ <"/proc/$$/stat"; echo "$$ $session" >"$box/session"
    /bin/mv "$box/run/waiting.sock" "$box/run/docker.sock"; echo >"$box/run/up"
    /bin/sleep 60 & echo $! >>"$box/pids"; wait'
}

new_box 'a missing daemon is started once, in a session of its own'
made_up_daemon
launch task1
equal "$status" 0
contains "$err" 'engine: starting dockerd'
read -r pid session <"$box/session"
equal "$session" "$pid"
launch task1
equal "$(calls 'dockerd')" 1
[[ -d /proc/$pid ]] || flunk 'the daemon ended with the launcher'

new_box 'the tests start it too, by the set-up that already holds the folder'
made_up_daemon
launch self-test
equal "$status" 0
contains "$err" 'engine: starting dockerd'
lacks "$err" 'waiting for another set-up'
equal "$(calls 'ctest')" 1

new_box 'a stale pid file does not keep the daemon from starting'
made_up_daemon
echo $$ >"$box/run/docker.pid"
mkdir -p "$box/run/docker/containerd"
printf '%s' $$ >"$box/run/docker/containerd/containerd.pid"
launch task1
equal "$status" 0
equal "$(calls 'dockerd')" 1
[[ ! -e $box/run/docker.pid ]] || flunk 'the stale pid file is still there'
[[ ! -e $box/run/docker/containerd/containerd.pid ]] || flunk "containerd's stale pid file is still there"

new_box 'a daemon that ends at once is quoted, and not one before it'
fake_tool dockerd 'echo "failed to mount overlay"; exit 1'
echo 'an old grief' >"$box/run/dockerd.log"
launch task1
equal "$status" 3
equal "$out" ''
contains "$err" 'failed to mount overlay'
lacks "$err" 'an old grief'
contains "$err" 'what to do:'

new_box 'nothing is started where DOCKER_HOST names an engine'
made_up_daemon
settings=(DOCKER_HOST=unix:///nowhere/the.sock)
launch task1
equal "$status" 3
contains "$err" 'DOCKER_HOST=unix:///nowhere/the.sock'
equal "$(calls 'dockerd')" 0
settings=(DOCKER_HOST=tcp://192.0.2.1:2375)
launch task1
equal "$out" '[task1] host=tcp://192.0.2.1:2375'
settings=()

new_box "podman's socket serves where Docker's is absent"
mkdir -p "$box/user/podman"
engine_socket "$box/user/podman/podman.sock"
touch "$box/user/podman/up"
settings=(XDG_RUNTIME_DIR="$box/user")
launch task1
settings=()
equal "$out" "[task1] host=unix://$box/user/podman/podman.sock"

new_box 'no daemon at all'
launch task1
equal "$status" 3
contains "$err" 'no dockerd to start'

if ((EUID == 0)) && command -v setpriv >/dev/null; then
  new_box 'a socket that one may not use: the group is named'
  made_up_daemon
  engine_is_up
  chmod 700 "$box/run/docker.sock"
  chmod -R a+rwX "$box/bin" "$project" "$box/calls"
  chmod a+rwx "$box"
  launch_as 'setpriv --reuid=65534 --regid=65534 --clear-groups' "$project/pinko-check" task1
  equal "$status" 3
  contains "$err" 'may not use'
  contains "$err" 'usermod -aG docker'
  equal "$(calls 'dockerd')" 0
else
  echo 'not tried: a socket that one may not use (needs root, to become somebody else)'
fi

finish
