#!/usr/bin/env bash
# `pinko-check fix`: its diff is one for git and for patch, it loses nothing, and what it mended needs no mending.
# Needs no engine.
set -u
# shellcheck source=tests/live/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

commit() {
  git -C "$1" add -A
  git -C "$1" -c user.name=test -c user.email=test@localhost commit -qm "$2"
}

expect_same() {
  if ! diff -r --exclude=.git "$1" "$2" >"$work/difference"; then
    echo "FAILED: $1 and $2 differ"
    cat "$work/difference"
    failures=$((failures + 1))
  fi
}

repo=$work/repo
cp -r "$top/tasks/solution" "$repo"
git -C "$repo" init -q
commit "$repo" 'all tasks'
expect_code 0 "$program" fix --repo "$repo"
expect_text "$work/err" 'nothing to mend'

mv "$repo/task0/Dockerfile" "$repo/task0/DockerFile"
sed -i 's/ubuntu:latest/ubuntu:22.04/; /EXTERNALLY-MANAGED/d; s/$/\r/' "$repo/task1/Dockerfile"
chmod 755 "$repo/task1/Dockerfile"
sed -i 's/    expose:/    ports:/; s/"5252"/"5252:5252"/' "$repo/task5/docker-compose.yml"
printf '\377\376d\0o\0' >"$repo/task6/2-api-servers.txt"
printf 'caf\351 # not UTF-8' >>"$repo/task2/back-end/api.py"
mkdir "$work/elsewhere"
printf 'FROM ubuntu:22.04' >"$work/elsewhere/Dockerfile"
rm -r "$repo/task3/back-end"
ln -s "$work/elsewhere" "$repo/task3/back-end"
git -C "$repo/task4/front-end/softy-pinko-front-end" init -q
commit "$repo/task4/front-end/softy-pinko-front-end" 'the site'
git -C "$repo" rm -rq --cached task4/front-end/softy-pinko-front-end
commit "$repo" 'mistakes' 2>/dev/null
cp -r "$repo" "$work/untouched"

expect_code 1 "$program" fix --dry-run --repo "$repo"
cp "$work/out" "$work/diff"
expect_text "$work/err" 'git rm --cached task4/front-end/softy-pinko-front-end'
expect_same "$repo" "$work/untouched"
expect_code 1 "$program" fix --repo "$repo"
expect_text "$work/err" 'nobody to ask'
expect_same "$repo" "$work/untouched"

# The diff is what git and patch take, and both make of it what fix does.
for how in 'git apply' 'patch -s -p1'; do
  command -v "${how%% *}" >/dev/null || continue
  rm -rf "$work/patched"
  cp -r "$work/untouched" "$work/patched"
  (cd "$work/patched" && $how <"$work/diff") || { echo "FAILED: $how"; failures=$((failures + 1)); }
  cp -r "$work/patched" "$work/by-${how%% *}"
done
# Only the commands that are left to type keep it from being 0.
expect_code 1 "$program" fix --yes --repo "$repo"
for other in "$work"/by-*; do expect_same "$repo" "$other"; done
expect_code 1 "$program" fix --dry-run --repo "$repo"
[[ -s $work/out ]] && { echo 'FAILED: there is still a diff'; failures=$((failures + 1)); }
[[ $(stat -c %a "$repo/task1/Dockerfile") == 755 ]] || { echo 'FAILED: the mode is lost'; failures=$((failures + 1)); }
[[ $(<"$work/elsewhere/Dockerfile") == 'FROM ubuntu:22.04' ]] || { echo 'FAILED: a link was followed'; failures=$((failures + 1)); }
expect_text "$repo/task1/Dockerfile" '^FROM ubuntu:latest$'

# Asked on a terminal: no answer but yes changes anything.
if command -v script >/dev/null; then
  printf x >>"$repo/task0/Dockerfile"
  cp -r "$repo" "$work/again"
  printf 'n\n' | script -qec "$program fix task0 --repo $repo" /dev/null >"$work/out"
  expect_text "$work/out" 'Change this file'
  expect_same "$repo" "$work/again"
  printf 'y\n' | script -qec "$program fix task0 --repo $repo" /dev/null >"$work/out"
  expect_text "$work/out" 'mended task0/Dockerfile'
fi
expect_code 2 "$program" fix task9 --repo "$repo"
expect_code 2 "$program" fix --repo "$work/elsewhere"
finish
