import { z } from 'zod';
import type { Simulation } from '../../model/contracts/simulation.ts';
import { FAULT_KINDS } from '../../model/fault.ts';
import type { RestDependencies } from './dependencies.ts';
import { namedSchemas } from './named-schemas.ts';
import { type Endpoint, json, operation } from './operation.ts';
import { invalidFields, Problem } from './problem.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const kind = z.enum(FAULT_KINDS);

const fault = z
  .strictObject({
    id: z.string(),
    kind,
    device: z.string(),
    from: z.number().describe('Epoch milliseconds UTC of the clock of the demo network.'),
    to: z.number(),
  })
  .register(namedSchemas, { id: 'Fault' });

export const faultsEndpoint: Endpoint = {
  path: '/api/v1/simulate/faults',
  get: operation({
    id: 'readFaults',
    summary: 'The faults of the demo network, and what can be broken in it',
    answer: json(
      z.strictObject({
        devices: z.array(z.strictObject({ id: z.string(), faults: z.array(kind) })),
        faults: z.array(fault).describe('Those that run, and those that ended in the last day.'),
      }),
    ),
    problems: ['not-found'],
    handle(_input, dependencies) {
      const simulation = simulationOf(dependencies);
      const devices = simulation.devices().map(({ id, faults }) => ({ id, faults: [...faults] }));
      return { devices, faults: [...simulation.faults()] };
    },
  }),
  post: operation({
    id: 'beginFault',
    summary: 'Breaks something in the demo network',
    body: z.strictObject({
      kind,
      device: z.string().describe('Id of a device of the demo network.'),
      duration: z
        .number()
        .min(MINUTE)
        .max(7 * DAY)
        .default(4 * 60 * MINUTE)
        .describe('Milliseconds of the clock of the demo network; default: 4 hours.'),
    }),
    answer: json(fault),
    problems: ['invalid-request', 'not-found', 'body-too-large', 'unsupported-media-type'],
    handle({ body }, dependencies) {
      const simulation = simulationOf(dependencies);
      const begun = simulation.begin(body.kind, body.device, body.duration);
      if (begun) return begun;
      const able = simulation.devices().filter(({ faults }) => faults.includes(body.kind));
      const names = able.map(({ id }) => id).join(', ');
      throw invalidFields([{ field: 'device', problem: `expected a device that can have ${body.kind}: ${names}` }]);
    },
  }),
};

export const faultEndpoint: Endpoint = {
  path: '/api/v1/simulate/faults/{id}',
  delete: operation({
    id: 'endFault',
    summary: 'Ends a fault of the demo network now',
    parameters: z.object({ id: z.string().describe('Id of the fault.') }),
    answer: json(fault),
    problems: ['not-found'],
    handle({ parameters: { id } }, dependencies) {
      const ended = simulationOf(dependencies).end(id);
      if (ended) return ended;
      throw new Problem('not-found', `There is no fault ${id} that runs; /api/v1/simulate/faults lists them.`);
    },
  }),
};

function simulationOf({ simulation }: RestDependencies): Simulation {
  if (simulation) return simulation;
  throw new Problem('not-found', 'Faults can be made in the demo network only; this one is real.');
}
