#!/usr/bin/env bash
# What cannot be written is told, and keeps nothing else from being written. Needs no engine: files alone are looked at.
set -u
# shellcheck source=tests/unit/app/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
trap 'rm -rf "$work"' EXIT

small_submission

# check OPTIONS...: one check of files; its exit code in `code`, what it said in `out` and `err`.
check() {
  code=0
  "$program" task0 --repo "$work/repo" --check t0-dockerfile "$@" >"$work/out" 2>"$work/err" || code=$?
  out=$(<"$work/out")
  err=$(<"$work/err")
}

check
[[ $code == 0 && $out == *'1 of 1'* ]] || flunk "the check itself: exit code $code"

# Evidence of one check is graded again as that check alone: what nobody asked for is not missed.
check --keep-evidence "$work/seen.json"
"$program" --from-evidence "$work/seen.json" >"$work/again" 2>&1 || flunk "evidence of one check ends with $?"
grep -q '1 of 1' "$work/again" || flunk "evidence of one check: $(<"$work/again")"
"$program" --from-evidence "$work/seen.json" --check t0-builds >"$work/again" 2>&1 && flunk 'a check that was not looked at passed'

[[ -c /dev/full ]] || { echo 'skipped: no /dev/full'; exit 77; }
check --format json:/dev/full --format console --format "tap:$work/tap"
[[ $code == 3 && $err == *'write /dev/full'* ]] || flunk "a report that cannot be written: exit code $code, $err"
[[ $out == *'1 of 1'* && -s $work/tap ]] || flunk 'one report that cannot be written took the others with it'

check --keep-evidence /dev/full
[[ $code != 0 && $err == *'write /dev/full'* ]] || flunk "evidence that cannot be written: exit code $code, $err"
[[ $out == *'1 of 1'* ]] || flunk 'evidence that cannot be written took the report with it'

# A report that finds no room leaves the one of before as it was.
echo 'the report of before' >"$work/kept.html"
code=0
(trap '' XFSZ && ulimit -f 4 && "$program" task0 --repo "$work/repo" --check t0-dockerfile -q --format "html:$work/kept.html") \
  >"$work/out" 2>"$work/err" || code=$?
[[ $code == 3 && $(<"$work/err") == *'not all of it could be written'* ]] || flunk "a full disk: exit code $code, $(<"$work/err")"
[[ $(<"$work/kept.html") == 'the report of before' ]] || flunk 'a full disk took the report of before'
compgen -G "$work/kept.html.*" >/dev/null && flunk 'a part of a report is left behind'

check --keep-evidence "$work/no/such/folder/seen.json"
[[ $code == 2 && $err == *'no folder'* && $out != *'1 of 1'* ]] || flunk "--keep-evidence was not looked at first: $code, $err"

for words in list "task0 --repo $work/repo --check t0-dockerfile"; do
  code=0
  # shellcheck disable=SC2086  # words
  "$program" $words >/dev/full 2>"$work/err" || code=$?
  [[ $code == 3 && $(<"$work/err") == *'standard output takes no more'* ]] || flunk "$words on a full disk: exit code $code"
done

# Who reads the beginning alone is told nothing else.
"$program" task0 --repo "$work/repo" --check t0-dockerfile -q 2>"$work/err" | :
[[ ${PIPESTATUS[0]} == 0 && $(<"$work/err") != *'standard output'* ]] || flunk 'a reader that has gone is complained of'

finish
