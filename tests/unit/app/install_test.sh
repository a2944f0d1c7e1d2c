#!/usr/bin/env bash
# `cmake --install` gives a program that finds its pages, a manual that roff has nothing against, and completion that the
# shells can read.
set -u
build=${PINKO_BUILD:?set it to the build folder}
# shellcheck source=tests/unit/app/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
trap 'rm -rf "$work"' EXIT

[[ -e $build/checker/app/documents/stamp ]] || { echo 'skipped: not everything is built'; exit 77; }
cmake --install "$build" --prefix "$work" >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
installed=$work/bin/pinko-check
[[ $("$installed" --version) == $("$program" --version) ]] || flunk 'the installed program does not run'

# The installed pages are the ones that are read, not those of the source folder.
sed -i 's/^## t0-hello$/&\n\nInstalled page./' "$work/share/pinko-check/tasks/task0/README.md"
[[ $("$installed" explain t0-hello) == *'Installed page.'* ]] || flunk 'explain does not read the installed page'
[[ -x $work/share/pinko-check/tasks/bases/provide ]] || flunk 'the base images cannot be provided: no program for it'
for file in known_tags.sh Dockerfile nginx wheels.py; do
  [[ -e $work/share/pinko-check/tasks/bases/$file ]] || flunk "the base images cannot be made: no $file"
done
[[ ! -e $work/share/pinko-check/tasks/solution ]] || flunk 'the model submission is installed'
"$work/bin/pinko-reference" --help >/dev/null || flunk 'the reference servers are not there'

manual=$work/share/man/man1/pinko-check.1
[[ -s $manual ]] || flunk 'no manual'
if command -v groff >/dev/null; then
  groff -ww -man -Tascii "$manual" >"$work/page" 2>"$work/warnings" || flunk 'groff refuses the manual'
  [[ ! -s $work/warnings ]] || flunk "groff warns: $(head -n 5 "$work/warnings")"
  grep -q 'repo' "$work/page" || flunk 'the manual is empty'
fi
bash -n "$work/share/bash-completion/completions/pinko-check" || flunk 'bash cannot read its completion'
if command -v zsh >/dev/null; then zsh -n "$work/share/zsh/site-functions/_pinko-check" || flunk 'zsh cannot'; fi
if command -v fish >/dev/null; then fish -n "$work/share/fish/vendor_completions.d/pinko-check.fish" || flunk 'fish cannot'; fi

finish
