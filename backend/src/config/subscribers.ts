import { z } from 'zod';
import { ANOMALY_NAMES, type Anomaly, DEFAULT_LIMITS } from '../model/subscribers.ts';
import { boolean, duration, number } from './values.ts';

const DAY = 86_400_000;

const LIMITS: Readonly<Record<Anomaly, string>> = {
  failed: 'More failed events of a subscriber in an hour than this are an anomaly; …',
  stops: '… so are more Stop events, …',
  zero_input: '… more events that say 0 input octets, …',
  zero_output: '… more that say 0 output octets, …',
  input: '… a larger sum of the input octets, as they are written, …',
  output: '… or of the output octets.',
};

const limit = (anomaly: Anomaly) =>
  number(z.number().min(0).max(Number.MAX_SAFE_INTEGER)).default(DEFAULT_LIMITS[anomaly]).describe(LIMITS[anomaly]);

/** The section `subscribers`: which subscribers of an hour are listed, for how long, and under what names. */
export function subscribersSchema<S extends z.ZodType, F extends z.ZodType>(key: S, keyFile: F) {
  const pseudonyms = z
    .strictObject({
      key: key.optional().describe('Logins are kept and shown as hashes that only this key makes.'),
      key_file: keyFile.optional().describe('A file that holds it.'),
    })
    .superRefine((value, context) => {
      if ((value.key === undefined) !== (value.key_file === undefined)) return;
      context.addIssue({ code: 'custom', message: 'expected one of key and key_file' });
    });
  return z.strictObject({
    enabled: boolean().default(true).describe('List the subscribers with anomalies of each hour.'),
    limits: z
      .strictObject(
        Object.fromEntries(ANOMALY_NAMES.map((anomaly) => [anomaly, limit(anomaly)])) as Record<
          Anomaly,
          ReturnType<typeof limit>
        >,
      )
      .prefault({}),
    retention: duration(DAY, 366 * DAY)
      .default(30 * DAY)
      .describe('How far back from the newest hour of a log the lists are kept.'),
    pseudonyms: pseudonyms.optional(),
  });
}
