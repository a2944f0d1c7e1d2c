#!/usr/bin/env bash
# What is installed where, and what is said where nothing can be.
# shellcheck disable=SC2016  # what goes into the made-up tools
# shellcheck source=tests/launcher/support.sh
source "$(dirname "${BASH_SOURCE[0]}")/support.sh"

# on ID VERSION: the system that the case runs on.
on() { printf 'ID=%s\nVERSION_ID="%s"\nPRETTY_NAME="%s %s"\n' "$1" "$2" "$1" "$2" >"$box/os-release"; }

# installed: what apt-get was asked to install, both groups.
installed() { grep '^apt-get .*install -y' "$box/calls" | sed 's/.*recommends//' | tr '\n' ' '; }

new_box 'an unknown system: what is missing, and how it is called there'
rm "$box/bin/cmake"
fake_tool apt-get ''
launch list
equal "$status" 3
contains "$err" 'not found: cmake'
contains "$err" 'install these on Plan 9'
contains "$err" 'brew install cmake'
equal "$(calls 'apt-get')" 0

new_box 'an unknown system with all tools just goes on'
engine_is_up
launch task1
equal "$status" 0

new_box 'Debian 12: what is missing is installed, and the next start does not ask again'
on debian 12
engine_is_up
fake_tool apt-get ''
fake_tool dpkg-query 'printf "installed:g++ installed:cmake config-files:git "'
fake_tool apt-cache ''
rm "$box/bin/chromium" "$box/bin/docker-compose"
fake_tool docker 'exit 1'
launch task1
equal "$status" 0
contains "$(installed)" ' libboost1.81-dev'
contains "$(installed)" ' git '
contains "$(installed)" ' docker-compose '
contains "$(installed)" ' chromium-headless-shell '
lacks "$(installed)" 'g++'
lacks "$(installed)" 'docker.io'
: >"$box/calls"
launch task1
equal "$(calls 'dpkg-query')$(calls 'apt-get')" 00

new_box 'a mirror that is too old for the headless shell has Chromium'
on debian 12
engine_is_up
fake_tool apt-get ''
fake_tool apt-cache 'exit 100'
fake_tool dpkg-query ''
rm "$box/bin/chromium"
launch task1
contains "$(installed)" ' chromium '
lacks "$(installed)" 'headless-shell'

new_box 'Debian 13 without Docker: engine and client are packages of their own'
on debian 13
fake_tool apt-get ''
fake_tool dpkg-query ''
rm "$box/bin/docker" "$box/bin/docker-compose"
launch task1
contains "$(installed)" ' docker.io '
contains "$(installed)" ' docker-cli '
contains "$(installed)" ' docker-buildx '
contains "$(installed)" ' libboost-dev'

# The maker's server, in curl's place: the newest version, and an archive of it; $1 is what its program does.
shell_server() {
  fake_tool uname 'echo "${FAKE_MACHINE:-x86_64}"'
  fake_tool timeout 'shift; "$@"'
  mkdir -p "$box/archive/chrome-headless-shell-linux64"
  printf '#!/bin/bash\n%s\n' "$1" >"$box/archive/chrome-headless-shell-linux64/chrome-headless-shell"
  chmod +x "$box/archive/chrome-headless-shell-linux64/chrome-headless-shell"
  local engine
  engine=$(tail -n +3 "$box/bin/curl")
  fake_tool curl "case \"\$*\" in
    *shells.test/LATEST_RELEASE_STABLE) echo 147.0.7390.54 ;;
    *-o\\ *shells.test/147.0.7390.54/linux64/chrome-headless-shell-linux64.zip)
      while [[ \$1 != -o ]]; do shift; done; echo zip >\"\$2\" ;;
    *shells.test*) exit 22 ;;
    *) $engine ;;
  esac"
  local build
  build=$(tail -n +3 "$box/bin/cmake")
  fake_tool cmake "if [[ \$2 == chdir ]]; then /bin/cp -r \"\$box\"/archive/* \"\$3/\"; exit; fi; $build"
  settings=(PINKO_SHELL_INDEX=https://shells.test PINKO_SHELL_ARCHIVES=https://shells.test)
}

# on_ubuntu: without a browser and without Compose.
on_ubuntu() {
  on ubuntu 24.04
  engine_is_up
  fake_tool apt-get ''
  fake_tool dpkg-query ''
  rm "$box/bin/chromium" "$box/bin/docker-compose"
  fake_tool docker 'exit 1'
  printf '#!/bin/bash\necho "browser=${PINKO_BROWSER:-}"\n' >"$box/program"
}

new_box 'Ubuntu 24.04: Compose has another name, and the browser comes from its maker'
on_ubuntu
shell_server 'echo Chrome'
launch task1
contains "$(installed)" ' docker-compose-v2'
contains "$(installed)" ' libnss3 '
lacks "$(installed)" 'chromium'
contains "$err" "fetching Chrome's headless shell 147.0.7390.54"
lacks "$err" 'no browser'
equal "$out" "browser=$project/build/browser/chrome-headless-shell-linux64/chrome-headless-shell"
: >"$box/calls"
launch task1
equal "$(calls 'curl -sf --max-time 20')" 0
equal "$out" "browser=$project/build/browser/chrome-headless-shell-linux64/chrome-headless-shell"
fake_tool google-chrome ''
launch task1
equal "$out" 'browser='
settings+=(PINKO_BROWSER=/opt/mine)
launch task1
equal "$out" 'browser=/opt/mine'

new_box 'Ubuntu 24.04 with a browser: none is fetched'
on_ubuntu
shell_server ''
fake_tool google-chrome ''
launch task1
lacks "$(installed)" 'libnss3'
equal "$(calls 'curl -sf --max-time 20')" 0
equal "$out" 'browser='

new_box 'a headless shell that does not start is not kept'
on_ubuntu
shell_server 'echo "error while loading shared libraries: libnss3.so"; exit 127'
launch task1
contains "$err" 'libnss3.so'
contains "$err" 'no browser'
equal "$out" 'browser='
equal "$status" 0

new_box 'no headless shell for this processor, or no network: what to do is said'
on_ubuntu
shell_server ''
settings+=(FAKE_MACHINE=aarch64)
launch task1
contains "$err" 'no browser'
contains "$err" 'snap install chromium'
equal "$(calls 'curl -sf --max-time 20')" 0
new_box 'no network'
on_ubuntu
shell_server ''
settings=(PINKO_SHELL_INDEX=https://shells.test/none PINKO_SHELL_ARCHIVES=https://shells.test)
launch task1
contains "$err" 'no browser'
settings=()

new_box 'a release that is too old is told so, and not experimented with'
on ubuntu 22.04
rm "$box/bin/c++"
fake_tool apt-get ''
launch list
equal "$status" 3
contains "$err" 'not found: c++'
equal "$(calls 'apt-get')" 0

new_box 'packages that cannot be installed: the last words of apt-get, and the command'
on debian 12
fake_tool apt-get '[[ $* != *install* ]] || { echo "E: no space left"; exit 100; }'
fake_tool dpkg-query ''
launch list
equal "$status" 3
contains "$err" 'E: no space left'
contains "$err" 'apt-get install --no-install-recommends g++'

if ((EUID == 0)) && command -v setpriv >/dev/null; then
  new_box 'neither root nor sudo: the command to run as root'
  on debian 12
  fake_tool apt-get ''
  fake_tool dpkg-query ''
  chmod -R a+rwX "$box"
  launch_as 'setpriv --reuid=65534 --regid=65534 --clear-groups' "$project/pinko-check" list
  equal "$status" 3
  contains "$err" 'as root: apt-get install'
  equal "$(calls 'apt-get')" 0
fi

finish
