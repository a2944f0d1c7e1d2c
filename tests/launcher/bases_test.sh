#!/usr/bin/env bash
# What tasks/bases/provide says and does, with a made-up engine: no image is pulled, built or removed.
# shellcheck disable=SC2016  # what the made-up tools do is written as they read it
# shellcheck source=tests/launcher/support.sh
source "$(dirname "${BASH_SOURCE[0]}")/support.sh"

readonly silent='echo "Error response from daemon: dial tcp: lookup registry: no such host"; exit 1'

# new_engine NAME PULL: an engine whose images are files in "$box/images"; PULL is what its pull does.
# A name holds no slash here. A file holds "STAND-IN|RECIPE", as the labels of an image would.
new_engine() {
  new_box "$1"
  mkdir -p "$box/images"
  cp -r "$source_root/tasks/bases" "$project/tasks/"
  local tool
  for tool in cksum tr cat mktemp timeout date; do real_tool "$tool"; done
  fake_tool mmdebstrap 'echo tar'
  fake_tool apt-get 'echo "http://archive.invalid/ bookworm main"'
  fake_tool docker 'verb=$1; shift
    case $verb in
      image) shift 4; for name in "$@"; do cat "$box/images/$name" || failed=1; done; exit "${failed:-0}" ;;
      pull) '"$2"' ;;
      import) cat >/dev/null; echo sha256:1 ;;
      build) while (($#)); do
          case $1 in --label) label+="${2#*=}|"; shift ;; --tag) tag=$2; shift ;; --target) echo "$2" >"$box/stage"; shift ;; esac
          shift
        done
        [[ -z ${FAKE_BUILD_ERROR:-} ]] || { echo "$FAKE_BUILD_ERROR"; exit 1; }
        echo "${label%|}" >"$box/images/$tag" ;;
    esac'
  printf '#!/bin/bash\n[[ ${1:-} == --suite ]] && echo debian-trixie || echo tar\n' >"$project/tasks/bases/make_root"
}

provide() {
  : >"$box/calls"
  launch_as '' "$project/tasks/bases/provide" "$@"
}

new_engine 'a stand-in is built where no registry answers, and found the next time' "$silent"
provide ubuntu nginx:latest
equal "$status" 0
equal "$out" $'ubuntu stand-in built\nnginx:latest stand-in built'
equal "$(calls 'docker pull')" 1
provide ubuntu nginx:latest
equal "$out" $'ubuntu stand-in present\nnginx:latest stand-in present'
equal "$(calls 'docker')" 1

new_engine 'a real image is never replaced' "$silent"
echo '|' >"$box/images/ubuntu:latest"
for mode in auto real stand-in; do
  settings=(PINKO_BASES="$mode")
  provide docker.io/library/ubuntu:latest
  settings=()
  equal "$out" 'docker.io/library/ubuntu:latest real present'
  equal "$(calls 'docker build')$(calls 'docker pull')" 00
done

new_engine 'with a registry the real image comes' 'echo "latest: Pulling from library/ubuntu"; echo "|" >"$box/images/$1"'
provide ubuntu:latest
equal "$status" 0
equal "$out" 'ubuntu:latest real pulled'
equal "$(calls 'docker build')" 0

new_engine 'a name that the registry does not know has no stand-in' 'echo "manifest for $1 not found"; exit 1'
provide ubuntu:latest
equal "$status" 3
contains "$out" 'ubuntu:latest unavailable no-such-image:'

new_engine 'nothing stands in for other images or misspelt tags' "$silent"
for name in ubuntu:lastest nginx:alpine node:20 example.org/ubuntu:latest ubuntu@sha256:00; do
  provide "$name"
  equal "$status" 3
  contains "$out" "$name unavailable no-stand-in:"
done

new_engine 'old tags get the Python of their time' "$silent"
for pair in ubuntu:22.04=linux-old ubuntu:20.04=linux-old ubuntu:23.04=ubuntu ubuntu:24.04=ubuntu debian:11-slim=linux-old \
  debian:12=linux ubuntu:focal=linux-old python:3.9-slim=python nginx:1.25.3=nginx; do
  provide "${pair%=*}"
  equal "$out" "${pair%=*} stand-in built"
  equal "$(<"$box/stage")" "${pair#*=}"
done

new_engine 'a stand-in of an older recipe is renewed, and kept when it cannot be' "$silent"
echo 'ubuntu:latest|old' >"$box/images/ubuntu:latest"
settings=(FAKE_BUILD_ERROR='E: Failed to fetch the index')
provide ubuntu:latest
settings=()
equal "$status" 0
contains "$out" 'ubuntu:latest stand-in present: it could not be renewed (archive-unreachable'
provide ubuntu:latest
equal "$out" 'ubuntu:latest stand-in built'

new_engine 'each cause has its name' "$silent"
for pair in 'No space left on device=disk-full' 'Temporary failure resolving the archive=archive-unreachable' 'odd=failed'; do
  settings=(FAKE_BUILD_ERROR="${pair%=*}")
  provide nginx:latest
  settings=()
  equal "$status" 3
  contains "$out" "nginx:latest unavailable ${pair#*=}:"
done

new_engine 'real images only, where that is asked for' "$silent"
echo 'ubuntu:latest|old' >"$box/images/ubuntu:latest"
settings=(PINKO_BASES=real)
provide ubuntu:latest
settings=()
equal "$status" 3
contains "$out" 'ubuntu:latest unavailable registry-unreachable:'

new_engine 'wrong use' "$silent"
provide
equal "$status" 2
provide --frobnicate
equal "$status" 2
settings=(PINKO_BASES=sometimes)
provide ubuntu
settings=()
equal "$status" 2

finish
