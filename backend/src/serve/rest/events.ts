import type { Response } from 'express';
import { z } from 'zod';
import type { IncidentEvent } from '../../model/incident.ts';
import type { RestDependencies } from './dependencies.ts';
import { describeIncident } from './incident-schema.ts';
import { type Endpoint, operation, text } from './operation.ts';

/** A line of nothing, so that whoever stands between does not take the connection for dead. */
const HEARTBEAT = 15_000;
const PAGE = 500;

export const eventsEndpoint: Endpoint = {
  path: '/api/v1/events',
  get: operation({
    id: 'readEvents',
    summary: 'Every change of an incident as it happens, as server-sent events',
    description:
      'An event has the number of the change as `id`, `incident` as `event`, and JSON as `data`: `number`, `time`, `type`, `incident`. After a broken connection a client sends the last number it has seen as `Last-Event-ID` and misses nothing; without one, and without `after`, it gets what happens from now on.',
    query: z.strictObject({
      after: z
        .string()
        .regex(/^\d{1,15}$/, { error: 'expected the number of an event' })
        .transform(Number)
        .optional()
        .describe('Begin with the events after this number; 0: with the first. The header goes before it.'),
    }),
    answer: text('text/event-stream'),
    problems: ['invalid-request'],
    handle({ query }, dependencies, response) {
      const header = response.req.get('Last-Event-ID') ?? '';
      const newest = dependencies.incidents.newest();
      const last = /^\d{1,15}$/.test(header) ? Number(header) : (query.after ?? newest);
      // Who has seen a number that there is not yet has seen it before the state began anew.
      stream(response, Math.min(last, newest), dependencies);
      return undefined;
    },
  }),
};

/** Writes the events after a number, the kept ones first, until the connection ends. */
function stream(response: Response, after: number, { incidents, listen, titleOf }: RestDependencies): void {
  let last = after;
  const write = ({ number, time, type, incident }: IncidentEvent) => {
    last = number;
    const data = JSON.stringify({ number, time, type, incident: describeIncident(incident, titleOf) });
    response.write(`id: ${number}\nevent: incident\ndata: ${data}\n\n`);
  };
  /** Everything after `last` is read from the state, so that a slow reader neither misses nor doubles an event. */
  const catchUp = () => {
    while (!response.writableNeedDrain) {
      const events = incidents.events(last, PAGE);
      if (events.length === 0) return;
      for (const event of events) write(event);
    }
  };
  response.set({ 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  if (response.req.method === 'HEAD') {
    response.end();
    return;
  }
  response.flushHeaders();
  response.write('retry: 2000\n\n');
  const stop = listen(catchUp);
  const beat = setInterval(() => response.write(':\n\n'), HEARTBEAT);
  response.on('drain', catchUp);
  response.on('close', () => {
    stop();
    clearInterval(beat);
  });
  catchUp();
}
