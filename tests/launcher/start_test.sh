#!/usr/bin/env bash
# What the launcher does between being called and being the program.
# shellcheck source=tests/launcher/support.sh
source "$(dirname "${BASH_SOURCE[0]}")/support.sh"

new_box 'the first start builds and hands the arguments on as they are'
engine_is_up
launch task6 --repo 'a b' '' '*'
equal "$status" 0
equal "$out" '[task6][--repo][a b][][*] host='
contains "$err" 'program: built'
contains "$err" "sudo ln -s $(printf %q "$project")/pinko-check /usr/local/bin/"
equal "$(calls 'bases')" 1

new_box "the program's exit status is the launcher's"
engine_is_up
settings=(FAKE_EXIT=4)
launch task1
equal "$status" 4
settings=()

new_box 'a warm start runs nothing but a look for changes and one for the engine'
engine_is_up
launch task1
: >"$box/calls"
launch task1
equal "$(paste -sd, "$box/calls")" "find,$(grep '^curl' "$box/calls")"
equal "$err" ''

new_box 'a changed source, a new one and a removed one are built again'
engine_is_up
launch list
for change in 'touch a.cpp' 'touch b.cpp' 'rm b.cpp'; do
  : >"$box/calls"
  (cd "$project/checker" && $change)
  launch list
  equal "$(calls 'cmake --build')" 1
done
: >"$box/calls"
launch list
equal "$(calls 'cmake')" 0

new_box 'it is found through a link, from another folder'
engine_is_up
ln -s "$project/pinko-check" "$box/absolute"
ln -s 'the project/pinko-check' "$box/relative"
launcher=$box/absolute launch list
equal "$out" '[list] host='
launcher=$box/relative launch list
equal "$out" '[list] host='
(cd "$project" && launcher=pinko-check && launch list && equal "$out" '[list] host=' && ((failures == 0))) || flunk 'bare name'

new_box 'what needs no engine starts none'
for words in list 'explain t6-round-robin' 'completion bash' man 'fix --dry-run' --help 'task6 --version' 'all --from-evidence x'; do
  # shellcheck disable=SC2086  # words
  launch $words
  equal "$status" 0
  equal "$(calls 'curl')" 0
done

new_box 'a build that fails says where, and nothing is run'
settings=(FAKE_BUILD_ERROR='no such thing')
launch list
settings=()
equal "$status" 3
equal "$out" ''
contains "$err" 'a.cpp:1:1: error: no such thing'
contains "$err" 'what to do:'

new_box 'a program that was built before is not run when the new one does not build'
launch list
touch "$project/checker/a.cpp"
settings=(FAKE_BUILD_ERROR=oops)
launch list
settings=()
equal "$status" 3
equal "$out" ''

new_box "a folder that is somebody else's is said to be one, before anything is tried there"
mkdir -p "$project/build/.pinko/lock" # as little to be written as what one may not write
launch list
equal "$status" 3
equal "$out" ''
equal "$err" "pinko-check: cannot go on: cannot write to $project/build
  what to do: run it as the owner of $project, or copy that folder to your own"
equal "$(calls 'cmake')" 0

new_box 'self-test builds everything and ends as ctest does'
engine_is_up
settings=(FAKE_CTEST=8)
launch self-test -L unit
settings=()
equal "$status" 8
equal "$(calls 'cmake --build .* --target all')" 1
equal "$(calls 'ctest .* -L unit')" 1
contains "$out" '100% tests passed'

new_box 'self-test goes on without an engine, and says so'
launch self-test
equal "$status" 0
equal "$(calls 'ctest')" 1
contains "$err" 'going on without an engine'

new_box 'warnings are errors only where a developer says so'
launch list
contains "$(<"$project/build/CMakeCache.txt")" 'PINKO_DEVELOPER:BOOL=OFF'
settings=(PINKO_DEVELOPER=ON)
touch "$project/checker/a.cpp"
launch list
settings=()
contains "$(<"$project/build/CMakeCache.txt")" 'PINKO_DEVELOPER:BOOL=ON'

finish
