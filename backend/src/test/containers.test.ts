import { execFileSync } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { readConfiguration } from '../configuration.ts';

const repository = resolve(import.meta.dirname, '../../..');
const read = (path: string) => readFileSync(join(repository, path), 'utf8');

const seconds = z.string().regex(/^\d+s$/);
const service = z.strictObject({
  image: z.string(),
  build: z.strictObject({ context: z.literal('.'), dockerfile: z.string() }).optional(),
  user: z.string().optional(),
  entrypoint: z.array(z.string()).optional(),
  command: z.array(z.string()).optional(),
  restart: z.literal('unless-stopped').optional(),
  environment: z.record(z.string().regex(/^[A-Z_]+$/), z.string()).optional(),
  depends_on: z
    .record(z.string(), z.strictObject({ condition: z.enum(['service_healthy', 'service_completed_successfully']) }))
    .optional(),
  ports: z.array(z.string()).optional(),
  volumes: z.array(z.string()).optional(),
  networks: z.array(z.string()).optional(),
  network_mode: z.literal('none').optional(),
  healthcheck: z
    .union([
      z.strictObject({ disable: z.literal(true) }),
      z.strictObject({
        test: z.array(z.string()),
        interval: seconds,
        timeout: seconds,
        retries: z.int().optional(),
        start_period: seconds.optional(),
      }),
    ])
    .optional(),
});
const { services, networks, volumes } = z
  .strictObject({
    name: z.string(),
    services: z.record(z.string(), service),
    networks: z.record(z.string(), z.strictObject({ internal: z.boolean().optional() })),
    volumes: z.record(z.string(), z.null()),
  })
  .parse(parse(read('docker-compose.yml')));
const all = Object.entries(services);

describe('docker-compose.yml', () => {
  test('names only services, networks and volumes that it has', () => {
    for (const [name, one] of all) {
      for (const other of Object.keys(one.depends_on ?? {})) expect(services, name).toHaveProperty(other);
      for (const network of one.networks ?? []) expect(networks, name).toHaveProperty(network);
      for (const source of (one.volumes ?? []).map((volume) => volume.split(':')[0]!)) {
        if (source.startsWith('./')) expect(existsSync(join(repository, source)), source).toBe(true);
        else expect(volumes, name).toHaveProperty(source);
      }
    }
  });

  test('waits for health only where it is checked', () => {
    const waited = all.flatMap(([, one]) => Object.entries(one.depends_on ?? {}));
    const healthy = waited.filter(([, { condition }]) => condition === 'service_healthy').map(([name]) => name);
    expect(healthy.length).toBeGreaterThan(0);
    for (const name of healthy) {
      const { healthcheck, build } = services[name]!;
      expect(healthcheck !== undefined || /^HEALTHCHECK /m.test(read(build!.dockerfile)), name).toBe(true);
    }
  });

  test('pins the images that are not built here', () => {
    for (const [, { image, build }] of all) if (!build) expect(image).toMatch(/^[a-z/]+:\d+\.\d+\.\d+$/);
  });

  test('publishes Grafana alone, on loopback', () => {
    const published = all.flatMap(([name, { ports = [] }]) => ports.map((port) => [name, port]));
    expect(published).toEqual([['grafana', '127.0.0.1:3000:3000']]);
  });

  test('keeps what speaks to the backend and to InfluxDB on a network without a way out', () => {
    expect(networks.private).toEqual({ internal: true });
    expect(services.influxdb!.networks).toEqual(['private']);
    const shared = services.grafana!.networks!.filter((name) => services.backend!.networks!.includes(name));
    expect(shared).toEqual(['private']);
  });

  test('lets only the one that makes the token write it', () => {
    const mounts = all.flatMap(([name, one]) =>
      (one.volumes ?? []).filter((volume) => volume.startsWith('token:')).map((volume) => [name, volume]),
    );
    expect(mounts).toEqual([
      ['token', 'token:/run/presage'],
      ['backend', 'token:/run/presage:ro'],
      ['grafana', 'token:/run/presage:ro'],
    ]);
  });
});

describe.each(['docker/backend.Dockerfile', 'docker/grafana.Dockerfile'])('%s', (path) => {
  const text = read(path);
  const stages = [...text.matchAll(/^FROM \S+ AS (\S+)$/gm)].map(([, stage]) => stage!);

  test('starts from pinned images, Node.js of the version that the project runs on', () => {
    const images = [...text.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image!);
    expect(images.length).toBeGreaterThan(1);
    for (const image of images) expect(image).toMatch(/^[a-z/]+:\d+\.\d+\.\d+(-[a-z-]+)?$/);
    for (const image of images.filter((one) => one.startsWith('node:'))) {
      expect(image.slice('node:'.length)).toMatch(new RegExp(`^${read('.nvmrc').trim()}\\.`));
    }
  });

  test('copies what there is', () => {
    const copies = [...text.matchAll(/^COPY (.+)$/gm)].map(([, rest]) => rest!.split(' '));
    for (const words of copies) {
      const from = words.find((word) => word.startsWith('--from='));
      if (from) expect(stages).toContain(from.slice('--from='.length));
      else {
        const sources = words.filter((word) => !word.startsWith('--')).slice(0, -1);
        for (const source of sources) expect(existsSync(join(repository, source)), source).toBe(true);
      }
    }
  });
});

test('the configuration of the containers serves Grafana with the token, on its own network', () => {
  const folder = mkdtempSync(join(tmpdir(), 'presage-containers-'));
  const token = join(folder, 'token');
  writeFileSync(token, 'a'.repeat(64));
  const path = join(folder, 'presage.yml');
  writeFileSync(path, read('docker/presage.yml').replace('/run/presage/token', token));
  const { grafana, store, data, zone, serve } = readConfiguration(path, {});
  expect({ store: store.type, data, zone, host: serve.host }).toEqual({
    ...{ store: 'influx', data: '/data', zone: 'UTC', host: '127.0.0.1' },
  });
  expect(grafana.listen).toBe('0.0.0.0:4501');
  expect(read('docker/grafana.Dockerfile')).toContain('echo backend:4501 >plugin/dist/datasource/companion-address');
  rmSync(folder, { recursive: true });
});

test("Grafana's image allows each plugin of this project by name", () => {
  const [, listed = ''] = /ALLOW_LOADING_UNSIGNED_PLUGINS=(\S+)/.exec(read('docker/grafana.Dockerfile')) ?? [];
  const ids = globSync('plugin/src/**/plugin.json', { cwd: repository }).map((path) => JSON.parse(read(path)).id);
  expect(ids.length).toBeGreaterThan(1);
  for (const id of ids) expect(listed.split(',')).toContain(id);
  for (const id of listed.split(',')) expect(id).toMatch(/^presage-/);
});

test('the token is made once, and is long', () => {
  const folder = mkdtempSync(join(tmpdir(), 'presage-token-'));
  const file = join(folder, 'token');
  const make = () => {
    execFileSync('sh', [join(repository, 'docker/make-token.sh'), file]);
    return readFileSync(file, 'utf8');
  };
  const first = make();
  expect(first).toMatch(/^[0-9a-f]{64}\n$/);
  expect(statSync(file).mode & 0o777).toBe(0o444);
  expect(make()).toBe(first);
  rmSync(folder, { recursive: true });
});
