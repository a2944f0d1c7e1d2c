#!/usr/bin/env bash
# Bad input gets a clear word and its own exit code; nothing hangs. Needs no engine: everything here ends before one
# is asked, or is judged without one.
set -u
# shellcheck source=tests/live/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
export DOCKER_HOST=unix:///nowhere PINKO_BASES=stand-in

expect_code 2 "$program" task7
expect_text "$work/err" 'task7'
expect_code 2 "$program" task0 --repo "$work/missing"
expect_text "$work/err" 'missing'
mkdir "$work/empty"
expect_code 2 "$program" task0 --repo "$work/empty"
touch "$work/file"
expect_code 2 "$program" task0 --repo "$work/file"
(cd "$work/empty" && expect_code 2 "$program" task0) || failures=$((failures + 1))
expect_code 2 "$program" --check t0-helo --repo "$top/tasks/solution"
expect_text "$work/err" 't0-hello'
expect_code 2 "$program" --format papyrus --repo "$top/tasks/solution"
expect_text "$work/err" 'junit'
expect_code 2 "$program" explain t9-nothing
expect_code 0 "$program" explain t6-round-robin
expect_text "$work/out" 'Why'
expect_code 0 "$program" --help
expect_code 0 "$program" --version
echo '{' >"$work/broken.json"
expect_code 2 "$program" all --from-evidence "$work/broken.json"

# Files that are none: each is named, the rest is still graded, and the engine that is down is not the student's fault.
mkdir -p "$work/repo/task0" "$work/repo/task1" "$work/repo/task2/back-end" "$work/repo/task6"
mkfifo "$work/repo/task0/Dockerfile"
mkdir "$work/repo/task1/Dockerfile"
ln -s /etc/passwd "$work/repo/task1/api.py"
truncate -s 100M "$work/repo/task2/back-end/Dockerfile"
printf '\377\376d\0o\0' >"$work/repo/task6/2-api-servers.txt"
printf 'services:\n\t- broken: [\n' >"$work/repo/task6/docker-compose.yml"
expect_code 3 timeout 60 "$program" all --repo "$work/repo" --format console --format "json:$work/result.json"
expect_text "$work/out" 'Dockerfile'
expect_text "$work/out" 'UTF-16'
expect_code 3 timeout 60 "$program" doctor
expect_text "$work/out" 'engine'
finish
