#!/bin/sh
# Copies this provisioning to a folder of Grafana's: prepare.sh FOLDER. POSIX sh; needs cp, mkdir, rm and sed.
# Grafana refuses to start with a contact point whose settings are empty, so those whose variables are unset are left out:
#   PRESAGE_ALERT_EMAIL                                        addresses, joined by ;
#   PRESAGE_ALERT_WEBHOOK                                      URL
#   PRESAGE_ALERT_TELEGRAM_TOKEN, PRESAGE_ALERT_TELEGRAM_CHAT  token of the bot, id of the chat
# With none of them, Grafana's own notification policy stays as it is. The data source of InfluxDB needs
#   PRESAGE_INFLUXDB_URL                                       where Grafana reaches it
set -eu

[ $# -eq 1 ] || {
  echo "Usage: ${0##*/} FOLDER" >&2
  exit 2
}
from=$(cd "${0%/*}" && pwd)
mkdir -p "$1"
to=$(cd "$1" && pwd)

for part in plugins datasources dashboards alerting; do
  mkdir -p "$to/$part"
  cp -R "$from/$part/." "$to/$part/"
done
sed "s|/etc/grafana/provisioning/|$to/|" "$from/dashboards/presage.yaml" >"$to/dashboards/presage.yaml"

[ -n "${PRESAGE_INFLUXDB_URL:-}" ] || rm "$to/datasources/influxdb.yaml"

channels=3
leave_out() {
  rm "$to/alerting/contact-point-$1.yaml"
  channels=$((channels - 1))
}
[ -n "${PRESAGE_ALERT_EMAIL:-}" ] || leave_out email
[ -n "${PRESAGE_ALERT_WEBHOOK:-}" ] || leave_out webhook
[ -n "${PRESAGE_ALERT_TELEGRAM_TOKEN:-}" ] && [ -n "${PRESAGE_ALERT_TELEGRAM_CHAT:-}" ] || leave_out telegram
[ "$channels" -gt 0 ] || rm "$to/alerting/policy.yaml"
