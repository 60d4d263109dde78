import { execFileSync } from 'node:child_process';
import { globSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { KINDS } from '../configuration.ts';
import { parseQuery, querySchema } from '../serve/grafana/query.ts';

const repository = resolve(import.meta.dirname, '../../..');
const provisioning = join(repository, 'provisioning');
const readYaml = (path: string): unknown => parse(readFileSync(join(provisioning, path), 'utf8'));
const namesIn = (folder: string) => readdirSync(join(provisioning, folder)).filter((name) => name.endsWith('.yaml'));

const DATA_SOURCE = { type: 'presage-netops-datasource', uid: 'presage' };
const OF_GRAFANA = { type: 'grafana', uid: '-- Grafana --' };
/** Panels that every Grafana has, as far as the dashboards use them. */
const CORE_PANELS = ['nodeGraph', 'stat', 'table', 'timeseries'];
const plugins = globSync('plugin/src/**/plugin.json', { cwd: repository }).map((path) =>
  z.object({ id: z.string(), type: z.string() }).parse(JSON.parse(readFileSync(join(repository, path), 'utf8'))),
);

/** A query of a dashboard or an alert rule is one that the backend understands, with no member that it would ignore. */
function expectQuery({ refId, datasource, ...query }: Record<string, unknown>): void {
  expect(refId).toMatch(/^\w+$/);
  expect(() => parseQuery(JSON.stringify(query))).not.toThrow();
  for (const key of Object.keys(query)) expect(Object.keys(querySchema.shape)).toContain(key);
}

const orgId = z.literal(1);
const version = z.literal(1);
const duration = z.string().regex(/^\d+[smhd]$/);

/** The structure that Grafana's provisioning reads, as far as it is used here: what it does not know, it ignores in silence. */
const files = {
  plugins: z.strictObject({
    apiVersion: version,
    apps: z.array(z.strictObject({ type: z.string(), org_id: orgId, disabled: z.literal(false) })),
  }),
  datasources: z.strictObject({
    apiVersion: version,
    datasources: z.array(
      z.strictObject({
        name: z.string(),
        uid: z.string(),
        type: z.string(),
        orgId,
        access: z.literal('proxy'),
        isDefault: z.boolean(),
        editable: z.boolean(),
        url: z.string().optional(),
        jsonData: z.strictObject({ dbName: z.string(), httpMethod: z.literal('POST') }).optional(),
        secureJsonData: z.strictObject({ token: z.string() }).optional(),
      }),
    ),
  }),
  dashboards: z.strictObject({
    apiVersion: version,
    providers: z.array(
      z.strictObject({
        name: z.string(),
        orgId,
        folder: z.string(),
        type: z.literal('file'),
        disableDeletion: z.boolean(),
        allowUiUpdates: z.boolean(),
        updateIntervalSeconds: z.int().min(10),
        options: z.strictObject({ path: z.string() }),
      }),
    ),
  }),
};

const query = z.strictObject({
  refId: z.string(),
  datasourceUid: z.string(),
  relativeTimeRange: z.strictObject({ from: z.int().positive(), to: z.literal(0) }),
  model: z.looseObject({ refId: z.string(), type: z.string().optional(), expression: z.string().optional() }),
});
const rule = z.strictObject({
  uid: z.string().regex(/^[a-z0-9-]{1,40}$/),
  title: z.string().min(1),
  condition: z.string(),
  data: z.array(query).min(2),
  for: duration,
  noDataState: z.enum(['OK', 'Alerting']),
  execErrState: z.enum(['KeepLast', 'Alerting']),
  labels: z.record(z.string(), z.string()),
  annotations: z.record(z.string(), z.string()),
});
const receiver = z.discriminatedUnion('type', [
  z.strictObject({
    uid: z.string(),
    type: z.literal('email'),
    disableResolveMessage: z.literal(false),
    settings: z.strictObject({
      addresses: z.string(),
      singleEmail: z.boolean(),
      subject: z.string(),
      message: z.string(),
    }),
  }),
  z.strictObject({
    uid: z.string(),
    type: z.literal('webhook'),
    disableResolveMessage: z.literal(false),
    settings: z.strictObject({
      url: z.string(),
      httpMethod: z.literal('POST'),
      title: z.string(),
      message: z.string(),
    }),
  }),
  z.strictObject({
    uid: z.string(),
    type: z.literal('telegram'),
    disableResolveMessage: z.literal(false),
    settings: z.strictObject({
      bottoken: z.string(),
      chatid: z.string(),
      message: z.string(),
      parse_mode: z.literal('None'),
    }),
  }),
]);
const alerting = z.strictObject({
  apiVersion: version,
  groups: z
    .array(z.strictObject({ orgId, name: z.string(), folder: z.string(), interval: duration, rules: z.array(rule) }))
    .default([]),
  contactPoints: z
    .array(z.strictObject({ orgId, name: z.string(), receivers: z.array(receiver).length(1) }))
    .default([]),
  policies: z
    .array(
      z.strictObject({
        orgId,
        receiver: z.string(),
        group_by: z.array(z.string()),
        group_wait: duration,
        group_interval: duration,
        repeat_interval: duration,
      }),
    )
    .default([]),
  templates: z.array(z.strictObject({ orgId, name: z.string(), template: z.string() })).default([]),
});

const alertingFiles = namesIn('alerting').map((name) => alerting.parse(readYaml(`alerting/${name}`)));
const rules = alertingFiles.flatMap(({ groups }) => groups.flatMap((group) => group.rules));
const incidentRules = rules.filter(({ uid }) => uid !== 'presage-itself');

describe('what is set up in Grafana', () => {
  test('every file has the structure that Grafana reads', () => {
    for (const [folder, structure] of Object.entries(files)) {
      for (const name of namesIn(folder)) structure.parse(readYaml(`${folder}/${name}`));
    }
    expect(rules.length).toBeGreaterThan(0);
  });

  test('the app and the data source are plugins of this project', () => {
    const { apps } = files.plugins.parse(readYaml('plugins/presage.yaml'));
    const { datasources } = files.datasources.parse(readYaml('datasources/presage.yaml'));
    expect(plugins).toContainEqual({ id: apps[0]!.type, type: 'app' });
    expect(datasources).toMatchObject([DATA_SOURCE]);
    expect(plugins).toContainEqual({ id: DATA_SOURCE.type, type: 'datasource' });
  });
});

/** What is minor does not affect the service: nobody is woken for it. */
const alerted = KINDS.filter(({ severity }) => severity !== 'minor');

describe('alert rules', () => {
  test('every kind of incident that affects the service has one while it is active, and one while it is predicted where it is predicted', () => {
    const chosen = incidentRules.map(({ data }) => `${data[0]!.model.phase} ${data[0]!.model.incidentKind}`);
    const wanted = alerted.flatMap(({ kind, predict }) => [
      `active ${kind}`,
      ...(predict ? [`predicted ${kind}`] : []),
    ]);
    expect(chosen.toSorted()).toEqual(wanted.toSorted());
  });

  test('are told apart by uid and title', () => {
    expect(new Set(rules.map(({ uid }) => uid)).size).toBe(rules.length);
    expect(new Set(rules.map(({ title }) => title)).size).toBe(rules.length);
  });

  test('have the severity of their kind, and a warning for a prediction', () => {
    const severities = incidentRules.map(({ uid, labels }) => [uid, labels.severity]);
    const wanted = alerted.flatMap(({ kind, severity, predict }) => [
      [`presage-active-${kind}`, severity],
      ...(predict ? [[`presage-predicted-${kind}`, 'warning']] : []),
    ]);
    expect(new Map(severities as [string, string][])).toEqual(new Map(wanted as [string, string][]));
  });

  test('of incidents neither fire nor resolve while Presage is away; another rule does', () => {
    for (const { execErrState, noDataState } of incidentRules) {
      expect({ execErrState, noDataState }).toEqual({ execErrState: 'KeepLast', noDataState: 'OK' });
    }
    const itself = rules.find(({ uid }) => uid === 'presage-itself');
    expect(itself).toMatchObject({ execErrState: 'Alerting', noDataState: 'Alerting' });
  });

  test.each(rules.map((one) => [one.uid, one] as const))('%s asks Presage, then only what it has asked', (_, one) => {
    const known: string[] = [];
    for (const { refId, datasourceUid, model } of one.data) {
      expect(model.refId).toBe(refId);
      if (datasourceUid === '__expr__') expect(known).toContain(model.expression);
      else {
        expect(datasourceUid).toBe(DATA_SOURCE.uid);
        expectQuery(model);
      }
      known.push(refId);
    }
    expect(known.at(-1)).toBe(one.condition);
  });

  test('lead to a panel that there is', () => {
    for (const { annotations } of incidentRules) {
      const found = dashboards.find(({ uid }) => uid === annotations.__dashboardUid__);
      expect(found?.panels.map(({ id }) => String(id))).toContain(annotations.__panelId__);
    }
  });
});

describe('notifications', () => {
  test('every contact point is the one that the policy names, and sends the templates there are', () => {
    const points = alertingFiles.flatMap(({ contactPoints }) => contactPoints);
    const [policy] = alertingFiles.flatMap(({ policies }) => policies);
    const templates = alertingFiles.flatMap((file) => file.templates.map(({ template }) => template)).join('\n');
    expect(points.flatMap(({ receivers }) => receivers.map(({ type }) => type)).toSorted()).toEqual([
      'email',
      'telegram',
      'webhook',
    ]);
    for (const { name, receivers } of points) {
      expect(name).toBe(policy!.receiver);
      const used = JSON.stringify(receivers).matchAll(/template \\+"([^"\\]+)\\+"/g);
      const names = [...used].map(([, template]) => template!);
      expect(names.length).toBeGreaterThan(0);
      for (const template of names) expect(templates).toContain(`{{ define "${template}" -}}`);
    }
  });

  test('a message leads to the page of its incident', () => {
    const templates = alertingFiles.flatMap((file) => file.templates.map(({ template }) => template)).join('\n');
    expect(templates).toContain('$.ExternalURL }}/a/presage-netops-app/incidents/{{ .Labels.id }}');
  });

  test('that an alert is over says no more than is known: an operator may have put the incident out of sight', () => {
    const templates = alertingFiles.flatMap((file) => file.templates.map(({ template }) => template)).join('\n');
    const prefix = /\{\{ if eq \.Status "resolved" \}\}(.*?)\{\{ end \}\}/.exec(templates)?.[1];
    expect(prefix).toBe('Over or put out of sight: ');
  });

  test('every alert is told by itself', () => {
    expect(alertingFiles.flatMap(({ policies }) => policies)[0]!.group_by).toEqual(['...']);
  });

  /** What Grafana puts in for $NAME: what is not meant as a variable would vanish. */
  test('no text but that of the contact points takes a variable', () => {
    for (const { annotations, labels } of rules) expect(JSON.stringify({ annotations, labels })).not.toContain('$');
  });
});

const target = z.looseObject({ refId: z.string(), datasource: z.strictObject({ type: z.string(), uid: z.string() }) });
const dashboard = z.object({
  uid: z.string(),
  title: z.string(),
  schemaVersion: z.int(),
  links: z.array(z.object({ url: z.string() })),
  annotations: z.object({
    list: z.array(
      z.object({
        datasource: z.object({ type: z.string(), uid: z.string() }),
        target: z.record(z.string(), z.unknown()).optional(),
      }),
    ),
  }),
  templating: z.object({
    list: z.array(z.object({ name: z.string(), datasource: z.object({ type: z.string(), uid: z.string() }) })),
  }),
  panels: z.array(
    z.object({
      id: z.int(),
      type: z.string(),
      title: z.string(),
      datasource: z.object({ type: z.string(), uid: z.string() }),
      gridPos: z.strictObject({
        x: z.int().min(0),
        y: z.int().min(0),
        w: z.int().min(1).max(24),
        h: z.int().min(1),
      }),
      targets: z.array(target).min(1),
      fieldConfig: z
        .object({
          defaults: z.looseObject({ noValue: z.string().optional() }),
          overrides: z.array(
            z.object({
              matcher: z.object({ id: z.string(), options: z.string() }),
              properties: z.array(z.object({ id: z.string(), value: z.unknown() })),
            }),
          ),
        })
        .optional(),
    }),
  ),
});
const dashboards = readdirSync(join(provisioning, 'dashboards/presage')).map((name) =>
  dashboard.parse(readJson(`dashboards/presage/${name}`)),
);
function readJson(path: string): unknown {
  return JSON.parse(readFileSync(join(provisioning, path), 'utf8'));
}

describe.each(dashboards.map((one) => [one.uid, one] as const))('dashboard %s', (_, one) => {
  test('has only panels that there are', () => {
    const known = [...CORE_PANELS, ...plugins.filter(({ type }) => type === 'panel').map(({ id }) => id)];
    for (const { type } of one.panels) expect(known).toContain(type);
    expect(new Set(one.panels.map(({ id }) => id)).size).toBe(one.panels.length);
  });

  test('asks only Presage', () => {
    const asked = [...one.panels, ...one.panels.flatMap(({ targets }) => targets), ...one.templating.list];
    for (const { datasource } of asked) expect(datasource).toEqual(DATA_SOURCE);
    for (const { datasource } of one.annotations.list) expect([DATA_SOURCE, OF_GRAFANA]).toContainEqual(datasource);
  });

  test('asks what the backend understands', () => {
    for (const { targets } of one.panels) for (const asked of targets) expectQuery(asked);
    for (const { target: asked } of one.annotations.list) if (asked) expectQuery(asked);
  });

  test('marks the incidents of its device, where it has one, else those of the network', () => {
    const [marked] = one.annotations.list.flatMap(({ target: asked }) => (asked ? [asked] : []));
    const isOfDevice = one.templating.list.some(({ name }) => name === 'device');
    expect(marked!.device).toBe(isOfDevice ? '$device' : undefined);
  });

  test('uses only its own variables', () => {
    const used = [...JSON.stringify(one.panels).matchAll(/\$\{?(\w+)/g)].map(([, name]) => name!);
    const known = one.templating.list.map(({ name }) => name);
    expect([...new Set(used)].toSorted()).toEqual(known.toSorted());
  });

  test('links only to dashboards that there are', () => {
    const known = dashboards.map(({ uid }) => `/d/${uid}`);
    for (const { url } of one.links) expect(known).toContain(url);
  });

  test('has no panel over another', () => {
    const taken = new Set<string>();
    for (const { title, gridPos } of one.panels) {
      expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
          expect(taken, title).not.toContain(`${x} ${y}`);
          taken.add(`${x} ${y}`);
        }
      }
    }
  });
});

test('a table of devices shows each state on its colour, and nothing where nothing is known', () => {
  const tables = dashboards
    .flatMap(({ panels }) => panels)
    .filter(({ type, targets }) => type === 'table' && targets.some(({ kind }) => kind === 'devices'));
  expect(tables).not.toEqual([]);
  for (const { fieldConfig } of tables) {
    expect(fieldConfig!.defaults.noValue).toBeUndefined();
    const state = fieldConfig!.overrides.find(({ matcher }) => matcher.options === 'State');
    expect(state!.properties).toContainEqual({
      id: 'custom.cellOptions',
      value: { type: 'color-background', mode: 'basic' },
    });
  }
});

describe('prepare.sh', () => {
  const script = join(provisioning, 'prepare.sh');
  /** What Grafana gets in a folder with these variables set; of alerting, who is told. */
  function prepared(variables: Record<string, string>, part = 'alerting') {
    const folder = mkdtempSync(join(tmpdir(), 'presage-provisioning-'));
    try {
      execFileSync('sh', [script, folder], { env: { PATH: process.env.PATH, ...variables } });
      const { providers } = files.dashboards.parse(
        parse(readFileSync(join(folder, 'dashboards/presage.yaml'), 'utf8')),
      );
      expect(readdirSync(providers[0]!.options.path)).toContain('network.json');
      return readdirSync(join(folder, part)).filter((name) => !/^(rules|templates)/.test(name));
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  test('leaves out the data source of InfluxDB unless it is told where that is', () => {
    const known = (variables: Record<string, string>) => prepared(variables, 'datasources');
    expect(known({})).toEqual(['presage.yaml']);
    expect(known({ PRESAGE_INFLUXDB_URL: 'http://influxdb:8086' })).toEqual(['influxdb.yaml', 'presage.yaml']);
  });

  test('leaves out contact points whose variables are unset, and the policy when none is left', () => {
    expect(prepared({})).toEqual([]);
    expect(prepared({ PRESAGE_ALERT_EMAIL: 'noc@example.net' })).toEqual(['contact-point-email.yaml', 'policy.yaml']);
    expect(prepared({ PRESAGE_ALERT_TELEGRAM_TOKEN: '1:a', PRESAGE_ALERT_WEBHOOK: 'http://a' })).toEqual([
      'contact-point-webhook.yaml',
      'policy.yaml',
    ]);
    expect(prepared({ PRESAGE_ALERT_TELEGRAM_TOKEN: '1:a', PRESAGE_ALERT_TELEGRAM_CHAT: '-1' })).toEqual([
      'contact-point-telegram.yaml',
      'policy.yaml',
    ]);
  });
});
