# packages.sh (sourced): what each distribution calls the packages that we need, and their installation.
# A change of this file makes the next start look at the packages again.
# shellcheck shell=bash

: "${kStamps:?}" # from the launcher

os_release() { # KEY
  # shellcheck source=/dev/null
  (source "${PINKO_OS_RELEASE:-/etc/os-release}" 2>/dev/null && printf '%s' "${!1:-}")
}

# distribution: debian-12, debian-13 or ubuntu-24.04, the later releases of each under the last name; else other.
distribution() {
  local id version
  id=$(os_release ID)
  version=$(os_release VERSION_ID)
  case $id in
    debian) case $version in 12*) echo debian-12 ;; [0-9] | 10* | 11*) echo other ;; *) echo debian-13 ;; esac ;;
    ubuntu) if [[ ${version%%.*} -ge 24 ]]; then echo ubuntu-24.04; else echo other; fi ;;
    *) if [[ $(os_release UBUNTU_CODENAME) == noble ]]; then echo ubuntu-24.04; else echo other; fi ;;
  esac
}

have() { command -v "$1" >/dev/null; }

have_buildx() { docker buildx version >/dev/null 2>&1; }

have_compose() { have docker-compose || { have docker && docker compose version >/dev/null 2>&1; }; }

build_packages() { # DISTRIBUTION
  echo g++ cmake ninja-build pkg-config git curl
  echo libcurl4-openssl-dev nlohmann-json3-dev libpugixml-dev libyaml-cpp-dev libcli11-dev libgit2-dev
  echo libexpected-dev libgumbo-dev catch2
  if [[ $1 == debian-12 ]]; then echo libboost1.81-dev; else echo libboost-dev; fi
}

# What is there already, from wherever it came, is kept: Docker's own packages do not go with the distribution's.
run_packages() { # DISTRIBUTION
  echo curl mmdebstrap util-linux libjs-jquery
  if ! have docker || { [[ -z ${DOCKER_HOST:-} ]] && ! have dockerd && ! find_engine; }; then
    echo docker.io iptables
    [[ $1 != debian-13 ]] || echo docker-cli
  fi
  # Since release 23 the docker command has BuildKit by this plugin alone.
  [[ $1 == debian-12 ]] || have_buildx || echo docker-buildx
  if ! have_compose; then
    if [[ $1 == ubuntu-24.04 ]]; then echo docker-compose-v2; else echo docker-compose; fi
  fi
  if ! have_browser; then
    if [[ $1 == ubuntu-24.04 ]]; then shell_packages; else echo chromium-headless-shell; fi
  fi
}

# not_installed PACKAGE...: those that dpkg does not know as installed.
not_installed() {
  local installed package
  installed=" $(dpkg-query -W -f '${db:Status-Status}:${Package} ' "$@" 2>/dev/null)"
  for package in "$@"; do
    [[ $installed == *" installed:$package "* ]] || printf '%s ' "$package"
  done
}

# install_packages GROUP...: of build and run.
install_packages() {
  local group on wanted='' missing
  on=$(distribution)
  for group in "$@"; do
    if [[ $on == other ]]; then check_tools "$group"; else wanted+=" $("${group}_packages" "$on")"; fi
  done
  if [[ -n $wanted ]]; then
    # shellcheck disable=SC2086  # the list is words
    missing=$(not_installed $wanted)
    [[ -z $missing ]] || apt_install "$missing"
  fi
  for group in "$@"; do
    [[ $group != run ]] || have_browser || { [[ $on == ubuntu-24.04 ]] && fetch_shell; } || missing_browser "$on"
    : >"$kStamps/packages-$group"
  done
}

missing_browser() { # DISTRIBUTION
  say 'no browser: what the page does in a browser will not be graded ("errored")'
  if [[ $1 == ubuntu-24.04 ]]; then
    say '  what to do: install Google Chrome from its maker, or: sudo snap install chromium'
    say "  or, where Chrome's headless shell can be fetched: rm $kStamps/packages-run, then start ./pinko-check again"
  else
    say '  what to do: install Chromium or Google Chrome'
  fi
}

apt_install() { # PACKAGES, as one string
  local advice='look at the log, mend what apt-get says, then start ./pinko-check again' began=$SECONDS wanted=$1
  local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300)
  say "packages: installing ${wanted% }"
  may_be_root || fail 'installing packages needs root, and sudo does not allow it' \
    "as root: apt-get install --no-install-recommends ${wanted% }" 'then start ./pinko-check again'
  logged apt-update as_root "${apt[@]}" update || say 'packages: trying with the package lists that are here'
  # The shell is a third of Chromium to start and to run; a mirror from before autumn 2024 lacks it.
  apt-cache show chromium-headless-shell >/dev/null 2>&1 || wanted=${wanted/chromium-headless-shell/chromium}
  # shellcheck disable=SC2086  # the list is words
  logged apt-install as_root "${apt[@]}" install -y --no-install-recommends $wanted ||
    fail 'packages could not be installed' "$advice" "by hand: sudo apt-get install --no-install-recommends ${wanted% }"
  say "packages: done in $((SECONDS - began)) s"
}

# check_tools GROUP: on a system whose packages we do not know. Libraries are looked for by CMake.
check_tools() {
  local tool missing=()
  if [[ $1 == build ]]; then
    for tool in c++ cmake git curl; do have "$tool" || missing+=("$tool"); done
  else
    have docker || missing+=(docker)
    have_compose || missing+=('docker compose')
  fi
  ((${#missing[@]} == 0)) || fail "not found: ${missing[*]}" "$(other_systems)"
}

other_systems() {
  local name
  name=$(os_release PRETTY_NAME)
  cat <<TEXT
install these on ${name:-$(uname -s)}, then start ./pinko-check again
  a C++20 compiler (GCC 12, Clang 16 or later), CMake 3.25, Ninja, Git, curl
  libraries with their headers: Boost 1.80 or later, libcurl, nlohmann/json, pugixml, yaml-cpp, CLI11, libgit2,
    tl-expected, gumbo-parser, Catch2
  Docker with Compose (or Podman with its Docker socket and the docker command), Chromium or Google Chrome
  macOS:  brew install cmake ninja boost nlohmann-json pugixml yaml-cpp cli11 libgit2 tl-expected gumbo-parser catch2
          and Docker Desktop or Colima, and Google Chrome
  Fedora: sudo dnf install gcc-c++ cmake ninja-build boost-devel libcurl-devel json-devel pugixml-devel yaml-cpp-devel \\
          cli11-devel libgit2-devel expected-devel gumbo-parser-devel catch-devel moby-engine docker-compose chromium
  Arch:   sudo pacman -S base-devel cmake ninja boost curl nlohmann-json pugixml yaml-cpp cli11 libgit2 tl-expected \\
          gumbo-parser catch2 docker docker-compose chromium
TEXT
}
