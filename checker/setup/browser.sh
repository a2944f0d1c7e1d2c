# browser.sh (sourced): a browser for where the distribution has none in a package: Ubuntu's Chromium is a snap, whose
# confinement keeps it from a profile of ours. Chrome's headless shell comes from its maker, into build/ and nowhere else:
# https://googlechromelabs.github.io/chrome-for-testing
# shellcheck shell=bash

: "${kBuild:?}" "${kStamps:?}" # from the launcher

readonly kShellIndex=${PINKO_SHELL_INDEX:-https://googlechromelabs.github.io/chrome-for-testing}
readonly kShellArchives=${PINKO_SHELL_ARCHIVES:-https://storage.googleapis.com/chrome-for-testing-public}
readonly kShellName=chrome-headless-shell-linux64
readonly kShell=$kBuild/browser/$kShellName/chrome-headless-shell

# system_browser: one that the program finds by itself, or that the user names.
system_browser() {
  local name
  [[ -z ${PINKO_BROWSER:-} ]] || return 0
  for name in chromium-headless-shell chrome-headless-shell chromium chromium-browser google-chrome \
    google-chrome-stable chrome; do
    ! command -v "$name" >/dev/null || return 0
  done
  return 1
}

have_browser() { [[ -x $kShell ]] || system_browser; }

# offer_shell: the program is told of ours where it would find no other.
offer_shell() { [[ ! -x $kShell ]] || system_browser || export PINKO_BROWSER=$kShell; }

# What the headless shell is linked with, and a font.
shell_packages() {
  echo libasound2t64 libatk-bridge2.0-0t64 libatk1.0-0t64 libatspi2.0-0t64 libcairo2 libcups2t64 libdbus-1-3 libdrm2
  echo libexpat1 libgbm1 libglib2.0-0t64 libnspr4 libnss3 libpango-1.0-0 libudev1 libx11-6 libxcb1 libxcomposite1
  echo libxdamage1 libxext6 libxfixes3 libxkbcommon0 libxrandr2 fonts-liberation
}

# fetch_shell: fails where its maker cannot be reached, makes none for this processor, or what came does not start.
fetch_shell() {
  local version archive=$kBuild/browser/$kShellName.zip
  [[ $(uname -m) == x86_64 ]] || return 1
  version=$(curl -sf --max-time 20 "$kShellIndex/LATEST_RELEASE_STABLE") && [[ $version =~ ^[0-9]+(\.[0-9]+)+$ ]] ||
    return 1
  say "browser: fetching Chrome's headless shell $version (about 110 MB)"
  rm -rf "$kBuild/browser"
  mkdir -p "$kBuild/browser"
  if logged browser-fetch curl -sSf --retry 2 --max-time 900 -o "$archive" \
    "$kShellArchives/$version/linux64/$kShellName.zip" &&
    logged browser-unpack cmake -E chdir "$kBuild/browser" cmake -E tar xf "$archive" &&
    logged browser-start timeout 30 "$kShell" --version; then
    rm -f "$archive"
    return 0
  fi
  rm -rf "$kBuild/browser"
  return 1
}
