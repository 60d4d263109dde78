#!/bin/sh
# Starts Grafana in its container: with the token of the backend, and with the contact points whose variables are set.
set -eu

PRESAGE_GRAFANA_TOKEN=$(cat "$PRESAGE_GRAFANA_TOKEN_FILE")
export PRESAGE_GRAFANA_TOKEN
# What an earlier start has left must not outlive the variable that it came from.
rm -rf "$GF_PATHS_PROVISIONING"
sh /usr/share/presage/provisioning/prepare.sh "$GF_PATHS_PROVISIONING"
exec /run.sh "$@"
