# The Presage backend. The TypeScript runs as it is; build from the repository's root.
FROM node:24.21.0-trixie-slim AS packages
WORKDIR /presage
COPY package.json package-lock.json ./
COPY backend/package.json backend/
COPY plugin/package.json plugin/
RUN npm ci --workspace backend --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:24.21.0-trixie-slim
LABEL org.opencontainers.image.title="Presage" \
  org.opencontainers.image.description="Sees subscriber-facing network incidents coming" \
  org.opencontainers.image.licenses="Apache-2.0"
ENV NODE_ENV=production
WORKDIR /presage
COPY --from=packages /presage ./
COPY LICENSE ./
COPY backend backend
COPY docker/make-token.sh docker/
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 4500 4501
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:4500/healthz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "--max-semi-space-size=32", "backend/src/cli/presage.ts"]
CMD ["run", "--data", "/data"]
