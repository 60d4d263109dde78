# Grafana with the Presage plugin and its provisioning; build from the repository's root.
FROM node:24.21.0-trixie-slim AS plugin
WORKDIR /presage
COPY package.json package-lock.json ./
COPY backend/package.json backend/
COPY plugin/package.json plugin/
RUN npm ci --workspace plugin --include-workspace-root --ignore-scripts --no-audit --no-fund
COPY plugin plugin
RUN npm run build --workspace plugin && echo backend:4501 >plugin/dist/datasource/companion-address

FROM grafana/grafana:12.4.0
COPY --from=plugin --chown=472:0 /presage/plugin/dist /usr/share/presage/plugins/presage-netops-app
COPY --chown=472:0 provisioning /usr/share/presage/provisioning
COPY --chown=472:0 docker/start-grafana.sh /usr/share/presage/start-grafana.sh
# Preinstalled plugins would be fetched from the internet at the first start.
ENV GF_PLUGINS_PREINSTALL_DISABLED=true \
  GF_PATHS_PLUGINS=/usr/share/presage/plugins \
  GF_PATHS_PROVISIONING=/var/lib/grafana/provisioning \
  GF_PLUGINS_ALLOW_LOADING_UNSIGNED_PLUGINS=presage-netops-app,presage-netops-datasource,presage-forecast-panel,presage-incidents-panel \
  GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH=/var/lib/grafana/provisioning/dashboards/presage/network.json
ENTRYPOINT ["sh", "/usr/share/presage/start-grafana.sh"]
