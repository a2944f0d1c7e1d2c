#!/usr/bin/env bash
# A sample of the mutants, one or two a task, made and graded with the engine now: what was recorded still holds.
set -u
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
docker version >/dev/null 2>&1 || { echo 'skipped: no container engine'; exit 77; }
PINKO_MUTANTS_WORK=$(mktemp -d)
export PINKO_MUTANTS_WORK
trap 'rm -rf "$PINKO_MUTANTS_WORK"' EXIT
"$here/record" --judge hello-without-comma api-on-localhost conf-not-copied page-without-cors \
  compose-back-end-without-ports proxy-strips-api page-calls-port-5252 scaled-with-container-name
