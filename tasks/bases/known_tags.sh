# known_tags.sh (sourced): which image names have a stand-in, and which stage of the Dockerfile it is.
# shellcheck shell=bash

readonly kUbuntuOld='trusty|xenial|bionic|focal|groovy|hirsute|impish|jammy|kinetic'
readonly kUbuntuNew='lunar|mantic|noble|oracular|plucky|questing|resolute'
readonly kDebianOld='jessie|stretch|buster|bullseye'
readonly kDebianNew='bookworm|trixie'
readonly kDate='(-[0-9]{8}(\.[0-9]+)?)?'
readonly kSuite="(-($kDebianOld|$kDebianNew))?"

# canonical_name NAME: the short name with a tag (docker.io/library/ubuntu -> ubuntu:latest); other registries stay.
canonical_name() {
  local name=$1
  name=${name#index.}
  name=${name#docker.io/}
  name=${name#library/}
  [[ ${name##*/} == *[:@]* ]] || name+=:latest
  printf '%s\n' "$name"
}

matches() { [[ $1 =~ ^($2)$ ]]; }

# stage_of NAME: the stage that stands in for this canonical name; fails where there is none. A tag that never existed
# has none, so that a misspelt one is not taken for an image.
stage_of() {
  local tag=${1#*:}
  case ${1%%:*} in
    ubuntu)
      if matches "$tag" "(latest|rolling|devel|(2[4-9]|[3-9][0-9])\.(04|10)|23\.(04|10)|$kUbuntuNew)$kDate"; then
        echo ubuntu
      elif matches "$tag" "((1[4-9]|2[0-2])\.(04|10)|$kUbuntuOld)$kDate"; then
        echo linux-old
      else
        return 1
      fi
      ;;
    debian)
      if matches "$tag" "(latest|stable|testing|oldstable|1[2-9](\.[0-9]+)?|$kDebianNew)$kDate(-slim)?"; then
        echo linux
      elif matches "$tag" "((8|9|10|11)(\.[0-9]+)?|$kDebianOld)$kDate(-slim)?"; then
        echo linux-old
      else
        return 1
      fi
      ;;
    nginx)
      matches "$tag" "(latest|stable|mainline|1(\.[0-9]+){0,2})(-perl|-otel)?$kSuite" && echo nginx
      ;;
    python)
      matches "$tag" "(latest|slim|3(\.[0-9]+){0,2}(-slim)?)$kSuite" && echo python
      ;;
    *) return 1 ;;
  esac
}
