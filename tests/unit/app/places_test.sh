#!/usr/bin/env bash
# What the program says to somebody in the wrong place, and in the right one. Needs no engine: files alone are looked at.
set -u
# shellcheck source=tests/unit/app/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
trap 'rm -rf "$work"' EXIT

small_submission
mkdir "$work/elsewhere"

# says CODE PART COMMAND...: it ends so, and this is in what it prints, on one line.
says() {
  local wanted=$1 part=$2 code=0 text
  shift 2
  text=$("$@" 2>&1 </dev/null) || code=$?
  text=${text//$'\n'/ }
  [[ $code == "$wanted" && $text == *"$part"* ]] || flunk "$*: exit code $code, not $wanted with \"$part\": $text"
}

look() { "$program" task0 --repo "$work/repo" --check t0-dockerfile "$@"; }

# Who stands in the repository has not to name it; who stands elsewhere has.
says 1 "type \`pinko-check task0\`." env -C "$work/repo/task0" "$program" task0/ --check t0-apt-update
says 1 "task0 --repo $work/repo" env -C "$work/elsewhere" "$program" task0 --check t0-apt-update --repo "$work/repo"
says 2 "they are in \"$work/repo\"" "$program" task0 --repo "$work/repo/task0"

# Temporary files.
says 3 'no temporary folder can be made in /nowhere' env TMPDIR=/nowhere "$program" task0 --repo "$work/repo"
says 3 'set TMPDIR to' env TMPDIR=/proc "$program" task0 --repo "$work/repo"
says 0 '1 of 1' env -C "$work/elsewhere" TMPDIR=. "$program" task0 --repo "$work/repo" --check t0-dockerfile
[[ -z $(ls -A "$work/elsewhere") ]] || flunk "a relative TMPDIR is not cleaned: $(ls -A "$work/elsewhere")"

# Reports that would not last, or could not be written, are told before the work.
says 2 'is named twice' look --format "json:$work/report" --format "html:$work/report"
says 2 'is named twice' look --format "json:$work/report" --keep-evidence "$work/report"
says 0 '' look --format json:/dev/null --format html:/dev/null
says 2 '/dev/null is no folder' look --screenshots /dev/null/pictures
says 0 '1 of 1' look --screenshots "$work/new/pictures" --format console

# Evidence names its file, and what it holds.
look --keep-evidence "$work/seen.json" >"$work/out" 2>&1
says 2 "$work/seen.json holds nothing of task3; it holds task0" "$program" task3 --from-evidence "$work/seen.json"
head -c 100 "$work/seen.json" >"$work/cut.json"
says 2 "$work/cut.json: " "$program" --from-evidence "$work/cut.json"

# A page says where its commands are typed, behind an empty line.
"$program" explain t0-hello >"$work/out" || flunk "explain ends with $?"
[[ $(tail -n 3 "$work/out" | head -n 1) == '' && $(tail -n 1 "$work/out") == *'folder task0.' ]] ||
  flunk "explain: $(tail -n 3 "$work/out")"

finish
