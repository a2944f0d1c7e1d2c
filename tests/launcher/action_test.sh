#!/usr/bin/env bash
# The scripts of action.yml, with a made-up program: what it is given, what GitHub takes for a command, what is kept.
set -u
source_root=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
failures=0
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

flunk() {
  echo "FAILED $case_name: $*"
  failures=$((failures + 1))
}
equal() { [[ $1 == "$2" ]] || flunk "expected '$2', got '$1'"; }
contains() { [[ $1 == *"$2"* ]] || flunk "expected '$2' in '$1'"; }

# new_case NAME: a checker with a made-up program, which writes down its arguments and writes the files that are asked for.
new_case() {
  case_name=$1
  rm -rf "$work/it"
  mkdir -p "$work/it/action/checker/setup" "$work/it/action/reference" "$work/it/action/tasks" "$work/it/student/.git"
  cp "$source_root/checker/setup/action.sh" "$work/it/action/checker/setup/"
  touch "$work/it/action/CMakeLists.txt" "$work/it/action/checker/a.cpp"
  cat >"$work/it/action/pinko-check" <<'TEXT'
#!/bin/bash
printf '%s\n' "$@" >"${0%/*}/arguments"
[[ -z ${FAKE_SILENT:-} ]] || exit "$FAKE_EXIT"
for word in "$@"; do
  case $word in
    --format=github:*) printf '::error file=a,line=1::what failed\n' >"${word#--format=github:}" ;;
    --format=*:*) echo "${word%%:*}" >"${word#--format=*:}" ;;
  esac
done
echo '::error::the student wrote this'
echo '::set-output name=x::on the other stream' >&2
printf 'a last line without an end ::stop-commands::'
exit "${FAKE_EXIT:-0}"
TEXT
  chmod +x "$work/it/action/pinko-check"
  : >"$work/it/output"
  : >"$work/it/summary"
}

# action STEP VARIABLE=VALUE...: runs one of the scripts as GitHub does.
action() {
  local step=$1
  shift
  (cd "$work/it/student" && env -i PATH="$PATH" RUNNER_TEMP="$work/it" GITHUB_OUTPUT="$work/it/output" \
    GITHUB_STEP_SUMMARY="$work/it/summary" ImageOS=made-up "$@" "$work/it/action/checker/setup/action.sh" "$step") \
    >"$work/it/log" 2>"$work/it/errors"
  status=$?
  arguments=$(cat "$work/it/action/arguments" 2>/dev/null)
}

output() { sed -n "s/^$1=//p" "$work/it/output"; }

# commands: the lines that GitHub would obey.
commands() {
  awk '/^::stop-commands::/ { token = substr($0, 18); next }
    token != "" { if ($0 == "::" token "::") token = ""; next }
    /^[[:space:]]*::|^##\[/' "$work/it/log"
}

new_case 'the inputs become arguments, one each, and nothing is run by a shell'
# shellcheck disable=SC2016  # these are the words of somebody who tries
action grade PINKO_TASKS='task4 $(touch pwned)' PINKO_COMMIT='HEAD; touch pwned' PINKO_REPO='.' \
  PINKO_TEMPLATE='a b' PINKO_FORMATS=$'junit:out dir/r.xml\n\nsarif:`touch pwned`'
equal "$status" 0
# shellcheck disable=SC2016
equal "$(sed '/^--format=[a-z]*:\/.*/d' <<<"$arguments" | paste -sd'|')" \
  '--repo=.|--commit=HEAD; touch pwned|--template=a b|--format=junit:out dir/r.xml|--format=sarif:`touch pwned`|--|task4|$(touch|pwned)'
[[ ! -e $work/it/student/pwned ]] || flunk 'something was run'

new_case 'by default all tasks of the workspace are graded'
action grade
contains "$arguments" '--repo=.'
equal "$(tail -n 2 <<<"$arguments" | paste -sd' ')" '-- all'

new_case 'words for an option among the tasks stay words'
action grade PINKO_TASKS='--keep task1'
equal "$(tail -n 3 <<<"$arguments" | paste -sd' ')" '-- --keep task1'

new_case 'nothing that a student writes is a command to GitHub'
action grade
equal "$(commands)" '::error file=a,line=1::what failed'
equal "$(cat "$work/it/errors")" ''
contains "$(cat "$work/it/log")" 'on the other stream'

new_case 'annotations name files as the workspace has them'
for repo in ./student student/; do
  mkdir -p "$work/it/student/student"
  action grade PINKO_REPO="$repo"
  equal "$(commands)" '::error file=student/a,line=1::what failed'
done
action grade PINKO_REPO='a,b'
equal "$(commands)" '::error file=a%2Cb/a,line=1::what failed'

new_case 'the token is another one each time'
action grade
first=$(grep -o '^::stop-commands::.*' "$work/it/log")
action grade
[[ $first =~ ^::stop-commands::[0-9a-f]{32}$ ]] || flunk "a token that can be guessed: $first"
[[ $first != "$(grep -o '^::stop-commands::.*' "$work/it/log")" ]] || flunk 'the same token twice'

new_case 'a step that shall succeed does so where there is a report, and its output says what came of it all the same'
action grade FAKE_EXIT=1 PINKO_EXIT_ZERO=true
equal "$status" 0
equal "$(output exit-code)" 1
new_case 'a step that shall succeed does not where nothing was graded'
action grade FAKE_EXIT=3 FAKE_SILENT=yes PINKO_EXIT_ZERO=true
equal "$status" 3
equal "$(output exit-code)" 3

new_case "the step ends as the program does, and leaves reports, summary and outputs"
action grade FAKE_EXIT=1
equal "$status" 1
equal "$(output exit-code)" 1
for file in report.html result.json summary.md classroom.json; do
  [[ -s $(output folder)/$file ]] || flunk "no $file in the artifact's folder"
done
equal "$(cat "$work/it/summary")" '--format=markdown'
equal "$(output classroom | base64 -d)" '--format=classroom'

new_case 'where nothing was written that is said, without the log'
action grade FAKE_SILENT=yes FAKE_EXIT=3
equal "$status" 3
contains "$(commands)" '::error title=pinko-check::Nothing could be graded (exit code 3)'
contains "$(cat "$work/it/summary")" 'Nothing could be graded'

new_case 'a repository that is there is not fetched again'
action place PINKO_REPO=.
equal "$(output repository)" present
: >"$work/it/output"
action place PINKO_REPO=elsewhere
equal "$(output repository)" absent

new_case 'the key of the built program changes with its sources'
key() { : >"$work/it/output"; action place PINKO_REPO=.; output key; }
first=$(key)
[[ $first =~ ^pinko-check-made-up-.*-[0-9a-f]{32}$ ]] || flunk "odd key: $first"
equal "$(key)" "$first"
echo changed >>"$work/it/action/checker/a.cpp"
[[ $(key) != "$first" ]] || flunk 'the key stays though a source changed'

new_case 'a restored program is not built again, and its packages are looked at'
mkdir -p "$work/it/action/build/bin" "$work/it/action/build/.pinko"
touch -d '2001-01-01' "$work/it/action/build/.pinko/built"
touch "$work/it/action/build/.pinko/packages-run" "$work/it/action/build/.pinko/bases"
touch "$work/it/action/build/bin/pinko-check"
chmod +x "$work/it/action/build/bin/pinko-check"
action grade PINKO_CACHED=true
[[ $work/it/action/build/.pinko/built -nt $work/it/action/checker/a.cpp ]] || flunk 'it would be built again'
[[ ! -e $work/it/action/build/.pinko/packages-run && ! -e $work/it/action/build/.pinko/bases ]] ||
  flunk 'what another machine had installed is believed'

((failures == 0)) && echo 'all cases passed'
exit $((failures > 0))
