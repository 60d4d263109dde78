#!/bin/sh
# Grafana runs this file as the data source's executable. The data source itself is the Presage backend, a service of
# its own: this script tells Grafana where that listens and stays alive for as long as Grafana does. The first line on
# standard output is the handshake of hashicorp/go-plugin, CORE|PROTOCOL|NETWORK|ADDRESS|grpc.
#
# The address, the first that is set:
#   grpc_address in the section [plugin.presage-netops-datasource] of grafana.ini (arrives as GF_PLUGIN_GRPC_ADDRESS),
#   the first line of the file companion-address in this folder,
#   127.0.0.1:4501.
# It is HOST:PORT, [IPV6]:PORT or unix:/PATH. curl tries it every second, to notice when the backend is back; where there
# is no curl, set health_url in the same section (arrives as GF_PLUGIN_HEALTH_URL) to a URL that wget can ask.
#
# POSIX sh (dash, busybox ash). Needs sleep and date; uses getent, and curl or timeout with wget, where they exist.
# A child that holds one of Grafana's pipes makes Grafana hang when it ends the plugin: every child gets /dev/null.

# Grafana passes no environment, not even a PATH.
PATH=${PATH:-/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin}
export PATH

if [ "${grafana_plugin_type:-}" != datasource ]; then
  echo 'This is a part of the Grafana plugin Presage: Grafana starts it, not a person.' >&2
  exit 1
fi

# Grafana gives a plugin one minute to start and starts without it afterwards.
resolve_seconds=15
poll_seconds=${GF_PLUGIN_POLL_SECONDS:-1}
# Answered while there is no address to give: the discard port, where nobody listens. A plugin that fails its first start
# is unknown to Grafana until Grafana itself is restarted.
nowhere='tcp|127.0.0.1:9'

has() {
  command -v "$1" >/dev/null 2>&1
}

# Prints the configured address.
configured() {
  address=${GF_PLUGIN_GRPC_ADDRESS:-}
  file=${0%/*}/companion-address
  if [ -z "$address" ] && [ -r "$file" ]; then
    read -r address <"$file" || :
    # The file may have been written on Windows.
    address=${address%"$(printf '\r')"}
  fi
  printf '%s' "${address:-127.0.0.1:4501}"
}

# Whether an address can be one: what cannot would break the handshake, or Grafana would take it for a failed start.
valid() {
  case $1 in
    *'|'* | *[[:space:]]*) return 1 ;;
    unix:/*) return 0 ;;
    '['*[!0-9a-fA-F:.]*']':*) return 1 ;;
    '['*:*']':* | [!:]*:*) ;;
    *) return 1 ;;
  esac
  case ${1##*:} in
    '' | *[!0-9]* | ??????*) return 1 ;;
  esac
  [ "${1##*:}" -ge 1 ] && [ "${1##*:}" -le 65535 ]
}

# Prints NETWORK|ADDRESS for an address, or nothing while its host name has none: a name that cannot be resolved is fatal
# to Grafana's start. Without getent the name is passed on and Grafana resolves it.
resolve() {
  case $1 in
    unix:*) printf 'unix|%s' "${1#unix:}" && return ;;
  esac
  host=${1%:*}
  port=${1##*:}
  case $host in
    '['*) printf 'tcp|%s:%s' "$host" "$port" && return ;;
  esac
  if ! has getent; then
    printf 'tcp|%s:%s' "$host" "$port"
    return
  fi
  found=$(getent ahostsv4 "$host") || found=$(getent hosts "$host") || return 0
  found=${found%%[[:space:]]*}
  case $found in
    '') ;;
    *:*) printf 'tcp|[%s]:%s' "$found" "$port" ;;
    *) printf 'tcp|%s:%s' "$found" "$port" ;;
  esac
}

# Whether the backend answers: at its health URL if one is set, else whether a connection to its address succeeds.
answers() {
  target=${1#*|}
  if [ -n "${GF_PLUGIN_HEALTH_URL:-}" ] && has curl; then
    curl -q -fsS -m 2 -o /dev/null --noproxy '*' "$GF_PLUGIN_HEALTH_URL"
  elif [ -n "${GF_PLUGIN_HEALTH_URL:-}" ]; then
    # Not wget -T: busybox 1.35 of Debian 12 crashes on it.
    timeout 2 wget -q -O /dev/null "$GF_PLUGIN_HEALTH_URL"
  elif has curl; then
    # The port speaks gRPC, so that any answer but "no connection" (7) and "no answer in time" (28) shows its service.
    case $1 in
      unix*) curl -q -s -m 2 -o /dev/null --unix-socket "$target" http://localhost/ ;;
      *) curl -q -s -m 2 -o /dev/null --noproxy '*' "http://$target/" ;;
    esac
    case $? in
      7 | 28) return 1 ;;
    esac
  fi
}

want=$(configured)
said=
if valid "$want"; then
  # What getent waits for must not hold the standard error, hence exec in the subshell.
  give_up=$(($(date +%s) + resolve_seconds))
  while
    said=$(exec </dev/null 2>/dev/null; resolve "$want")
    [ -z "$said" ] && [ "$(date +%s)" -lt "$give_up" ]
  do
    sleep 1 </dev/null >/dev/null 2>&1
  done
  [ -n "$said" ] || echo "The host of the address \"$want\" has no address yet; it is looked up every second." >&2
else
  echo "The address \"$want\" is none: HOST:PORT or unix:/PATH is needed, for example 127.0.0.1:4501." >&2
fi
said=${said:-$nowhere}
printf '1|2|%s|grpc\n' "$said"
exec </dev/null >/dev/null 2>&1

# gRPC dials again by itself, but waits up to two minutes between its attempts. Grafana starts an ended plugin again within
# a second and dials at once, so this script ends when the backend is back, or when its name means another address.
# It also ends with Grafana, which may have been killed.
was=up
while kill -0 "$PPID"; do
  sleep "$poll_seconds"
  if [ "$said" != "$nowhere" ] && answers "$said"; then
    [ "$was" = up ] || exit 0
    continue
  fi
  was=down
  if valid "$want"; then
    now=$(resolve "$want")
    [ -z "$now" ] || [ "$now" = "$said" ] || exit 0
  fi
done
