#!/usr/bin/env bash
# action.sh place|grade: the two scripts of action.yml, which hands its inputs over as PINKO_* variables.
#
# place: is the student's repository here already, and under which key is the built program cached?
# grade: runs ./pinko-check. What it prints stands between stop-commands tokens, because a student's text is in it; only
#        the annotations, which escape it, are commands to GitHub. Exits as ./pinko-check does, or with 0 where that is wished
#        and there is a report; what ./pinko-check said is an output in any case.
set -uo pipefail
root=$(CDPATH='' cd -P "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P) || exit 3

output() { printf '%s=%s\n' "$1" "$2" >>"$GITHUB_OUTPUT"; }

# sources_key: changes with whatever the program is built from.
sources_key() {
  (cd "$root" && find CMakeLists.txt checker reference tasks -name solution -prune -o -type f -print0 | LC_ALL=C sort -z |
    xargs -0 sha256sum | sha256sum | cut -c1-32)
}

place() {
  if [[ -e ${PINKO_REPO:-.}/.git ]]; then output repository present; else output repository absent; fi
  output key "pinko-check-${ImageOS:-linux}-$(uname -m)-$(sources_key)"
}

# use_cached: a restored program is as new as its sources, though these have just been fetched. The packages that it needs
# and the base images are this machine's own affair.
use_cached() {
  [[ -x $root/build/bin/pinko-check && -e $root/build/.pinko/built ]] || return 0
  rm -f "$root"/build/.pinko/{packages-*,bases}
  touch "$root/build/.pinko/built"
}

# report_missing CODE: nothing was written, so that the log is all there is.
report_missing() {
  local words="Nothing could be graded (exit code $1). The log of this step says why."
  echo "::error title=pinko-check::$words"
  echo "$words" >>"$GITHUB_STEP_SUMMARY"
}

# annotate FILE: its commands, with paths from the workspace, where GitHub looks for the files.
annotate() {
  local line folder=${PINKO_REPO:-.}
  folder=${folder#./}
  folder=${folder%/}/
  [[ $folder != ./ ]] || folder=''
  folder=${folder//'%'/%25}
  folder=${folder//:/%3A}
  folder=${folder//,/%2C}
  while IFS= read -r line; do
    [[ ! $line =~ ^(::(error|warning|notice) file=)(.*)$ ]] || line=${BASH_REMATCH[1]}$folder${BASH_REMATCH[3]}
    printf '%s\n' "$line"
  done <"$1"
}

grade() {
  local folder token code=0 line arguments tasks=()
  folder=$(mktemp -d "${RUNNER_TEMP:-${TMPDIR:-/tmp}}/pinko-check.XXXXXX") || return 3
  token=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  [[ ${#token} -eq 32 ]] || return 3
  [[ ${PINKO_CACHED:-} != true ]] || use_cached
  arguments=("--repo=${PINKO_REPO:-.}" --format="html:$folder/report.html" --format="json:$folder/result.json"
    --format="markdown:$folder/summary.md" --format="github:$folder/annotations" --format="classroom:$folder/classroom.json")
  [[ -z ${PINKO_COMMIT:-} ]] || arguments+=("--commit=$PINKO_COMMIT")
  [[ -z ${PINKO_TEMPLATE:-} ]] || arguments+=("--template=$PINKO_TEMPLATE")
  while IFS= read -r line; do
    [[ -z $line ]] || arguments+=("--format=$line")
  done <<<"${PINKO_FORMATS:-}"
  read -ra tasks <<<"${PINKO_TASKS:-all}"

  echo "::stop-commands::$token"
  # Both streams as one: GitHub reads two out of order, and a line could slip out between the tokens.
  "$root/pinko-check" "${arguments[@]}" -- "${tasks[@]}" 2>&1 || code=$?
  echo
  echo "::$token::"

  output exit-code "$code"
  output folder "$folder"
  if [[ -s $folder/annotations ]]; then
    annotate "$folder/annotations" && rm "$folder/annotations"
    cat "$folder/summary.md" >>"$GITHUB_STEP_SUMMARY"
    output classroom "$(base64 -w0 "$folder/classroom.json")"
    [[ ${PINKO_EXIT_ZERO:-} != true ]] || code=0
  else
    report_missing "$code"
  fi
  return "$code"
}

case ${1:-} in
  place | grade) "$1" ;;
  *) echo 'usage: action.sh place|grade' >&2; exit 2 ;;
esac
