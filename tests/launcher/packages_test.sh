#!/usr/bin/env bash
# What is installed where, and what is said where nothing can be.
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
rm "$box/bin/chromium" "$box/bin/docker-compose"
fake_tool docker 'exit 1'
launch task1
equal "$status" 0
contains "$(installed)" ' libboost1.81-dev'
contains "$(installed)" ' git '
contains "$(installed)" ' docker-compose '
contains "$(installed)" ' chromium '
lacks "$(installed)" 'g++'
lacks "$(installed)" 'docker.io'
: >"$box/calls"
launch task1
equal "$(calls 'dpkg-query')$(calls 'apt-get')" 00

new_box 'Debian 13 without Docker: engine and client are packages of their own'
on debian 13
fake_tool apt-get ''
fake_tool dpkg-query ''
rm "$box/bin/docker" "$box/bin/docker-compose"
launch task1
contains "$(installed)" ' docker.io '
contains "$(installed)" ' docker-cli '
contains "$(installed)" ' libboost-dev'

new_box 'Ubuntu 24.04: Compose has another name, and the browser is not a package'
on ubuntu 24.04
engine_is_up
fake_tool apt-get ''
fake_tool dpkg-query ''
rm "$box/bin/chromium" "$box/bin/docker-compose"
fake_tool docker 'exit 1'
launch task1
contains "$(installed)" ' docker-compose-v2'
lacks "$(installed)" 'chromium'
contains "$err" 'no browser'

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
