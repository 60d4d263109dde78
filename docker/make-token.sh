#!/bin/sh
# Makes the token by which Grafana proves itself to the backend, once: make-token.sh FILE. An existing one stays.
# Everyone who has the volume may read it: the two containers run as different users, and nobody else has the volume.
set -eu

file=$1
[ -s "$file" ] && exit 0
umask 077
token=$(od -An -N32 -tx1 /dev/urandom | tr -d ' \n')
[ ${#token} -eq 64 ]
printf '%s\n' "$token" >"$file.new"
chmod 444 "$file.new"
mv "$file.new" "$file"
