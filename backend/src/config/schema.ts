import { z } from 'zod';
import { calendarSchema } from './calendar.ts';
import { checkNames } from './credentials.ts';
import { type DeviceParts, devicesSchema, limitsSchema, snmpSchema } from './devices.ts';
import { grafanaSchema } from './grafana.ts';
import { type LogParts, logsSchema } from './logs.ts';
import { subscribersSchema } from './subscribers.ts';
import { checkTrapNames, trapsSchema } from './traps.ts';
import { boolean, number, zoneName } from './values.ts';

/** What the implementations bring to the schema: the types of logs and stores there are, how devices are read. */
export interface ConfigurableParts<S extends z.ZodType, C extends z.ZodType, F extends z.ZodType>
  extends DeviceParts<C, F>,
    LogParts {
  readonly store: S;
  /** Of pseudonyms. */
  readonly key: C;
  readonly keyFile: F;
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/;

const serve = z
  .strictObject({
    host: z.string().default('127.0.0.1').describe('Address to listen on.'),
    port: number(z.int().min(0).max(65_535)).default(4500).describe('Port of the page and of the REST service.'),
    insecure: boolean().default(false).describe('Allow an address other than loopback although nothing is protected.'),
  })
  .superRefine((value, context) => {
    if (LOOPBACK.test(value.host) || value.insecure) return;
    const message =
      'expected a loopback address (127.0.0.1, ::1), or insecure: true since nothing is protected by a token';
    context.addIssue({ code: 'custom', path: ['host'], message });
  });

const forecast = z.strictObject({
  threads: number(z.int().min(1).max(64))
    .optional()
    .describe('Threads that forecast; default: one less than there are processor cores, at least 1, at most 8.'),
});

/** The schema of the whole configuration file. Paths in it are relative to the file. */
export function configurationSchema<S extends z.ZodType, C extends z.ZodType, F extends z.ZodType>(
  parts: ConfigurableParts<S, C, F>,
) {
  const sections = z.strictObject({
    network: z.string().min(1).max(80).default('network').describe('Name shown to people.'),
    zone: zoneName().default('UTC').describe('Zone of the network: what people and the original REST service see.'),
    calendar: calendarSchema.prefault({}),
    data: z.string().min(1).default('presage-data').describe('Folder of all that Presage keeps; one process owns it.'),
    log_level: z.enum(['debug', 'info', 'warn', 'error']).default('info').describe('What is logged.'),
    serve: serve.prefault({}),
    grafana: grafanaSchema(parts.community, parts.communityFile).prefault({}),
    store: parts.store,
    forecast: forecast.prefault({}),
    snmp: snmpSchema(parts).prefault({}),
    devices: devicesSchema(parts),
    traps: trapsSchema().prefault({}),
    devices_file: z
      .string()
      .min(1)
      .optional()
      .describe('In place of devices: a file of them, read again when it changes.'),
    incidents: limitsSchema(parts.kinds),
    subscribers: subscribersSchema(parts.key, parts.keyFile).prefault({}),
    logs: logsSchema(parts),
  });
  return sections
    .superRefine(checkNames)
    .superRefine(checkTrapNames)
    .superRefine(({ devices, devices_file }, context) => {
      if (devices_file === undefined || devices.length === 0) return;
      context.addIssue({
        code: 'custom',
        path: ['devices_file'],
        message: 'expected devices or devices_file, not both',
      });
    });
}
