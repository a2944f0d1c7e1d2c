#!/usr/bin/env bash
# The model submission reaches every point, also from a commit and from its own evidence, and leaves nothing behind.
set -u
# shellcheck source=tests/live/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
need_engine

# A repository of its own, so that what git says does not depend on where this project stands.
cp -r "$top/tasks/solution" "$work/repo"
git -C "$work/repo" init -q
git -C "$work/repo" add -A
git -C "$work/repo" -c user.name=test -c user.email=test@localhost commit -qm 'all tasks'

expect_code 0 "$program" all --repo "$work/repo" --commit HEAD --keep-evidence "$work/evidence.json" \
  --format console --format "json:$work/result.json" --format "junit:$work/result.xml"
expect_text "$work/out" '100 of 100'
expect_text "$work/result.json" '"score": *100'
expect_text "$work/result.xml" 'failures="0"'

# Beside the reference stack nothing differs that is more than a matter of taste, in all five tasks that are compared.
compared=$(grep -c '"files_alike"' "$work/result.json")
((compared == 5)) || { echo "FAILED: $compared tasks compared with the reference, not 5"; failures=$((failures + 1)); }
if grep -nE '"weight": "(note|failure)"' "$work/result.json"; then
  echo 'FAILED: the model differs from the reference'
  failures=$((failures + 1))
fi

# What the report gives to paste is something that a shell can read.
python3 - "$work/result.json" "$work/commands" <<'PY'
import json, os, sys
os.mkdir(sys.argv[2])
for task in json.load(open(sys.argv[1]))["tasks"]:
    for check in task["checks"]:
        if check["by_hand"]:
            open(os.path.join(sys.argv[2], check["id"]), "w").write(check["by_hand"] + "\n")
PY
for commands in "$work/commands"/*; do
  bash -n "$commands" || { echo "FAILED: the command of ${commands##*/} cannot be pasted"; failures=$((failures + 1)); }
done
(($(find "$work/commands" -type f | wc -l) > 50)) || { echo 'FAILED: commands are missing'; failures=$((failures + 1)); }

expect_code 0 env DOCKER_HOST=unix:///nowhere "$program" all --from-evidence "$work/evidence.json"
expect_text "$work/out" '100 of 100'

"$program" task6 --repo "$work/repo" -q >"$work/out" 2>&1 &
pid=$!
wait "$pid" || { echo 'FAILED: task6 alone'; failures=$((failures + 1)); }
expect_nothing_of "$pid"
finish
