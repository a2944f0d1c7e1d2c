# program.sh (sourced): builds the program into build/, Release, and shows how far it is.
# shellcheck shell=bash

: "${kBuild:?}" "${kProgram:?}" "${kRoot:?}" "${kStamps:?}" # from the launcher

# configure: once, and again when PINKO_DEVELOPER is not what the folder was configured for. The rest CMake notices itself.
configure() {
  local developer=${PINKO_DEVELOPER:-OFF} first=()
  ! grep -qsx "PINKO_DEVELOPER:BOOL=$developer" "$kBuild/CMakeCache.txt" || return 0
  if [[ ! -e $kBuild/CMakeCache.txt ]]; then
    first=(-DPINKO_QUICK_BUILD=ON)
    ! have ninja || first+=(-G Ninja)
  fi
  say 'program: configuring'
  logged configure cmake -S "$kRoot" -B "$kBuild" ${first[@]+"${first[@]}"} \
    -DCMAKE_BUILD_TYPE=Release "-DPINKO_DEVELOPER:BOOL=$developer" && return 0
  [[ $(distribution) != other ]] || fail 'CMake does not find all it needs' "$(other_systems)"
  rm -f "$kStamps"/packages-*
  fail 'CMake could not configure the program' \
    'start again: the packages are then looked at anew; if the folder was moved or copied, remove build/ first'
}

# percentages: of a build's lines shows one every tenth of the way; on a terminal all of them, on one line.
percentages() {
  local line last=-1 built total
  while IFS= read -r line; do
    [[ $line =~ ^\[([0-9]+)/([0-9]+)\] ]] || continue
    built=${BASH_REMATCH[1]} total=${BASH_REMATCH[2]}
    if [[ -t 2 ]]; then
      printf '\rpinko-check: program: %s of %s' "$built" "$total" >&2
    elif ((built * 10 / total > last)); then
      last=$((built * 10 / total))
      ((total < 10)) || say "program: $built of $total"
    fi
  done
  [[ ! -t 2 || -z ${total:-} ]] || printf '\n' >&2
}

# build_program TARGET: the stamp carries the time before the build, so that what is edited meanwhile is built next time.
build_program() {
  local log=$kStamps/build.log began=$SECONDS
  configure
  say "program: building (log: $log)"
  : >"$kStamps/started"
  if ! (set -o pipefail; cmake --build "$kBuild" --target "$1" 2>&1 </dev/null 9>&- | tee "$log" | percentages); then
    grep -m1 -A15 -E '^FAILED|error:|Error [0-9]' "$log" | sed 's/^/  | /' >&2
    fail "the program does not build; the whole log is $log" \
      'on a tree of your own, mend the error above; on ours, please report it with that log' \
      'when memory ran out ("Killed"), CMAKE_BUILD_PARALLEL_LEVEL=1 ./pinko-check ... needs less'
  fi
  [[ -x $kProgram ]] || fail "the build left no $kProgram" 'remove build/ and start again'
  mv "$kStamps/started" "$kStamps/built"
  say "program: built in $((SECONDS - began)) s"
  have pinko-check ||
    say "program: to have it as 'pinko-check' everywhere, type: sudo ln -s $(printf %q "$kRoot")/pinko-check /usr/local/bin/"
}
