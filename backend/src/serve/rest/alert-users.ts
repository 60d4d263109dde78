import { z } from 'zod';
import { type Anomaly, type AnomalyList, NO_ANOMALIES } from '../../model/subscribers.ts';
import { type Endpoint, json, operation } from './operation.ts';
import { invalidFields } from './problem.ts';

/** The names of the original service. */
const NAMES = {
  failed_alert: 'failed',
  stops_alert: 'stops',
  tr_inp_zero_alert: 'zero_input',
  tr_out_zero_alert: 'zero_output',
  tr_in_max_alert: 'input',
  tr_out_max_alert: 'output',
} as const satisfies Readonly<Record<string, Anomaly>>;

const HOUR_FORM = 'expected MM-DD HH such as 11-24 14, or YYYY-MM-DD HH';
const LEAP_YEAR = '2024-';

const columns = z
  .tuple([z.array(z.string()).describe('Subscribers.'), z.array(z.number()).describe('Their values.')])
  .describe('The largest value first.');

export const alertUsersEndpoint: Endpoint = {
  path: '/get_alert_users',
  post: operation({
    id: 'readAlertUsers',
    summary: 'The subscribers with anomalies in an hour, as the original service answers',
    description:
      'Lists of the first log source. Of several hours with this date the newest is meant; where there is no list of the hour, all are empty.',
    body: z.strictObject({
      hour: z.string({ error: HOUR_FORM }).describe('MM-DD HH or YYYY-MM-DD HH in the zone of the network.'),
    }),
    answer: json(
      z.strictObject(
        Object.fromEntries(Object.keys(NAMES).map((name) => [name, columns])) as Record<
          keyof typeof NAMES,
          typeof columns
        >,
      ),
    ),
    problems: ['invalid-request', 'body-too-large', 'unsupported-media-type'],
    handle({ body: { hour } }, { anomalies, legacySource, zone }) {
      checkHour(hour);
      const start = anomalies.hours(legacySource).findLast((one) => zone.format(one).slice(0, 13).endsWith(hour));
      const { lists = NO_ANOMALIES } = (start === undefined ? undefined : anomalies.of(legacySource, start)) ?? {};
      const answers = Object.entries(NAMES).map(([name, anomaly]) => [name, columnsOf(lists[anomaly])]);
      return Object.fromEntries(answers) as Record<keyof typeof NAMES, [string[], number[]]>;
    },
  }),
};

const columnsOf = (list: AnomalyList): [string[], number[]] => [
  list.map(([subscriber]) => subscriber),
  list.map(([, value]) => value),
];

/** Throws a Problem for what is no hour. */
function checkHour(hour: string): void {
  const [, year = LEAP_YEAR, day, clock] = /^(\d{4}-)?(\d{2}-\d{2}) (\d{2})$/.exec(hour) ?? [];
  const text = `${year}${day}T${clock}:00:00.000Z`;
  const time = Date.parse(text);
  if (Number.isFinite(time) && new Date(time).toISOString() === text) return;
  throw invalidFields([{ field: 'hour', problem: `${HOUR_FORM}, found ${JSON.stringify(hour.slice(0, 40))}` }]);
}
