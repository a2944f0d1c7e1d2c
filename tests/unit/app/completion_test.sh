#!/usr/bin/env bash
# What bash, zsh and fish offer, asked of the shells themselves. A shell that is not installed is left out with a word.
set -u
# shellcheck source=tests/unit/app/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
mkdir folder && touch file.json
git init -q . && git -c user.name=t -c user.email=t@t commit -q --allow-empty -m one && git branch side

# offers SHELL LINE WORDS...: completing LINE at its end offers each of WORDS; one that begins with ! must not be there.
offers() {
  local shell=$1 line=$2 got word
  shift 2
  case $shell in
    bash) got=$(in_bash "$line") ;;
    zsh) got=$(in_zsh "$line") ;;
    fish) got=$(in_fish "$line") ;;
  esac
  for word in "$@"; do
    if [[ $word == !* ]]; then
      ! grep -qxF -- "${word#!}" <<<"$got" || flunk "$shell, '$line': offers ${word#!}"
    else
      grep -qxF -- "$word" <<<"$got" || flunk "$shell, '$line': lacks $word in: $(paste -sd' ' <<<"$got")"
    fi
  done
}

in_bash() { # LINE: as readline calls the function
  bash --norc -c 'source /dev/stdin <<<"$1"
    COMP_LINE=$2 COMP_POINT=${#2} COMP_TYPE=9 COMPREPLY=()
    _pinko_check pinko-check
    printf "%s\n" "${COMPREPLY[@]}"' _ "$("$program" completion bash)" "$1"
}

in_fish() { # LINE
  "$program" completion fish >"$work/fish"
  HOME=$work fish --no-config -c "source $work/fish; complete -C '$1'" | cut -f1
}

in_zsh() { # LINE: typed into a zsh of its own, which lists what it would offer
  "$program" completion zsh >"$work/_pinko-check"
  HOME=$work zsh -f -c '
    zmodload zsh/zpty
    zpty shell "zsh -f -i"
    zpty -w shell "PS1=; fpath=($2 \$fpath); autoload -Uz compinit; compinit -u -D; cd $2"
    zpty -w shell "zstyle \":completion:*\" list-separator \"|\"; zstyle \":completion:*\" verbose no"
    zpty -w shell "LISTMAX=100000; COLUMNS=60; LINES=1000; bindkey \"^I\" list-choices; print ready"
    zpty -r shell text "*ready*ready*"
    zpty -n -w shell "$1"$'"'\t'"'
    zpty -w shell $'"'\x15'"'"print don""e"
    zpty -r -m shell text "*done*"
    print -r -- "$text"' _ "$1" "$work" 2>&1 | sed 's/\x1b\[[0-9;?]*[a-zA-Z]//g; s/[\r ]/\n/g'
}

for shell in bash zsh fish; do
  command -v "$shell" >/dev/null || { echo "left out: no $shell here"; continue; }
  offers "$shell" 'pinko-check ' task0 task6 all list explain doctor
  offers "$shell" 'pinko-check task4 --' --repo --commit --check --format --exit-zero --quiet --help
  offers "$shell" 'pinko-check --check t6-r' t6-round-robin '!t5-up'
  offers "$shell" 'pinko-check explain t0-' t0-builds '!t1-base-image'
  offers "$shell" 'pinko-check all --format j' json junit '!html'
  offers "$shell" 'pinko-check all --color ' auto always never '!task0'
  offers "$shell" 'pinko-check completion ' bash zsh fish '!task0'
  offers "$shell" 'pinko-check task1 --commit ' HEAD side '!task0'
  offers "$shell" 'pinko-check list --' --help '!--repo'
done
for shell in bash fish; do
  command -v "$shell" >/dev/null || continue
  offers "$shell" 'pinko-check explain --' --color '!--repo'
  offers "$shell" 'pinko-check task1 --jobs ' '!task0' '!file.json'
done
offers bash 'pinko-check --format json:fi' file.json '!folder'
offers bash 'pinko-check --format=json:fi' file.json
offers bash 'pinko-check --color=al' always '!auto'
offers bash 'pinko-check --repo fo' folder '!file.json'
offers bash 'pinko-check --keep-evidence fi' file.json
if command -v fish >/dev/null; then offers fish 'pinko-check --format json:fi' json:file.json; fi

# One source: every option of the program's --help is offered, and no other.
mapfile -t known < <("$program" --help | grep -oE '^  (-[a-z], )?--[a-z-]+' | grep -oE -- '--[a-z-]+' | sort -u)
mapfile -t offered < <(in_bash 'pinko-check --' | sort -u)
[[ ${known[*]} == "${offered[*]}" ]] || flunk "bash offers ${offered[*]}, --help says ${known[*]}"

finish
