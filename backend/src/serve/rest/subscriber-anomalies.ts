import { z } from 'zod';
import type { SubscriberAnomalies } from '../../model/contracts/subscriber-anomalies.ts';
import { ANOMALIES, ANOMALY_NAMES, type Anomaly, type HourAnomalies } from '../../model/subscribers.ts';
import { HOUR } from '../../model/targets.ts';
import { namedSchemas } from './named-schemas.ts';
import { type Endpoint, json, operation } from './operation.ts';
import { timeParameter } from './parameters.ts';
import { Problem } from './problem.ts';

const list = z
  .strictObject({
    unit: z.enum(['events', 'octets']),
    count: z.int().describe('How many subscribers there are.'),
    subscribers: z
      .array(z.strictObject({ subscriber: z.string(), value: z.number() }))
      .describe('The largest value first, at most `limit` of them.'),
  })
  .register(namedSchemas, { id: 'SubscriberAnomalyList' });

/** The answer of /api/v1/subscribers/anomalies. */
export const subscriberAnomaliesAnswer = z
  .strictObject({
    source: z.string(),
    start: z.number().describe('Start of the hour.'),
    oldest: z.number().describe('Start of the oldest hour that has lists, …'),
    newest: z.number().describe('… and of the newest.'),
    uncounted: z
      .int()
      .describe('Events of the hour that are in no list: they came after the hour was closed, or there was no room.'),
    anomalies: z.strictObject(
      Object.fromEntries(ANOMALY_NAMES.map((name) => [name, list])) as Record<Anomaly, typeof list>,
    ),
  })
  .register(namedSchemas, { id: 'SubscriberAnomaliesAnswer' });

export const subscriberAnomaliesEndpoint: Endpoint = {
  path: '/api/v1/subscribers/anomalies',
  get: operation({
    id: 'readSubscriberAnomalies',
    summary: 'The subscribers with anomalies in an hour',
    query: z.strictObject({
      hour: timeParameter.optional().describe('Any time of the hour; default: the newest hour.'),
      source: z.string().min(1).optional().describe('Name of a log source; default: the first.'),
      limit: z.coerce.number().int().min(1).max(100_000).default(100).describe('At most so many of each list.'),
    }),
    answer: json(subscriberAnomaliesAnswer),
    problems: ['invalid-request', 'not-found'],
    handle({ query: { hour, source: named, limit } }, { anomalies, legacySource }) {
      const source = named ?? legacySource;
      const hours = anomalies.hours(source);
      const start = hour === undefined ? hours.at(-1) : hours.findLast((one) => one <= hour && hour < one + HOUR);
      const found = start === undefined ? undefined : anomalies.of(source, start);
      if (start === undefined || !found) throw unknown(anomalies, source);
      return { source, start, oldest: hours[0]!, newest: hours.at(-1)!, ...answerOf(found, limit) };
    },
  }),
};

function answerOf({ lists, uncounted }: HourAnomalies, limit: number) {
  const shown = ANOMALY_NAMES.map((name) => {
    const subscribers = lists[name].slice(0, limit).map(([subscriber, value]) => ({ subscriber, value }));
    return [name, { unit: ANOMALIES[name], count: lists[name].length, subscribers }] as const;
  });
  return { uncounted, anomalies: Object.fromEntries(shown) as Record<Anomaly, (typeof shown)[number][1]> };
}

function unknown(anomalies: SubscriberAnomalies, source: string): Problem {
  const hours = anomalies.hours(source).map((start) => new Date(start).toISOString());
  const known =
    hours.length > 0
      ? `Those of ${source} go from ${hours[0]} to ${hours.at(-1)}, as far as its log has lines.`
      : `There are none of ${source} yet; /api/v1/status names the log sources.`;
  return new Problem('not-found', `There are no lists of this hour. ${known}`);
}
