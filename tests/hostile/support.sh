# shellcheck shell=bash
# What the cases are written with. A case is run in the top folder of a copy of the model submission and changes it.

# service TASK SERVICE TEXT: adds lines to a service of the task's Compose file.
service() {
  local text
  text=$(printf '%s\n' "$3" | sed 's/^/    /')
  awk -v head="  $2:" -v text="$text" '{ print } $0 == head { print text }' "$1/docker-compose.yml" >"$1/new"
  mv "$1/new" "$1/docker-compose.yml"
}

# file_end TASK TEXT: adds lines to the end of the task's Compose file.
file_end() { printf '%s\n' "$2" >>"$1/docker-compose.yml"; }

# context TASK SERVICE TEXT: what the service is built from, in place of the model's.
context() {
  sed -i "/^  $2:/,/dockerfile:/s|context: .*|context: $3|" "$1/docker-compose.yml"
}

# instruction FOLDER LINE...: lines before the last instruction of the folder's Dockerfile.
instruction() {
  local folder=$1
  shift
  sed -i '$d' "$folder/Dockerfile" # EXPOSE or CMD
  printf '%s\n' "$@" 'CMD ["true"]' >>"$folder/Dockerfile"
}

# hello TEXT: task 0 prints what the shell command prints.
hello() { printf 'FROM ubuntu:latest\nRUN apt-get update && apt-get upgrade -y\nCMD %s\n' "$1" >task0/Dockerfile; }

# api TASK: the back end's program, from standard input.
api() { cat >"$1/back-end/api.py"; }

# raw_api FILE: a back end of bare sockets; standard input is the body of `def serve(connection):`.
raw_api() {
  {
    printf 'import socket, sys, threading, time, gzip, os\n\ndef serve(connection):\n'
    sed 's/^/    /'
    cat <<'PYTHON'


def guarded(connection):
    try:
        connection.recv(65536)
        serve(connection)
    except OSError:
        pass
    finally:
        connection.close()


server = socket.create_server(("0.0.0.0", 5252), backlog=128)
while True:
    threading.Thread(target=guarded, args=(server.accept()[0],), daemon=True).start()
PYTHON
  } >"$1"
}

# script TASK: JavaScript from standard input at the page's very beginning, before its own.
script() {
  local page=$1/front-end/softy-pinko-front-end/index.html text
  text=$(printf '<script>\n%s\n</script>' "$(cat)")
  TEXT=$text awk '{ print } /<head>/ { print ENVIRON["TEXT"] }' "$page" >"$1/new"
  mv "$1/new" "$page"
}
