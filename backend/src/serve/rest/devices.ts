import { z } from 'zod';
import type { CallDependencies } from './dependencies.ts';
import { describeDevice, deviceSchema } from './device-schema.ts';
import { namedSchemas } from './named-schemas.ts';
import { type Endpoint, json, operation } from './operation.ts';
import { invalidFields, Problem } from './problem.ts';

/** The answer of /api/v1/devices. */
export const devicesAnswer = z
  .strictObject({ devices: z.array(deviceSchema) })
  .register(namedSchemas, { id: 'DevicesAnswer' });

const entry = z
  .looseObject({ id: z.string().min(1).describe('Identity of the device; never changes.') })
  .describe('A device as in the configuration, but for references to the environment and to files.');
const EDITING = [
  ...(['invalid-request', 'not-allowed', 'not-found', 'not-possible'] as const),
  ...(['body-too-large', 'unsupported-media-type'] as const),
] as const;
const parameters = z.object({ id: z.string().describe('Id of the device.') });

export const devicesEndpoint: Endpoint = {
  path: '/api/v1/devices',
  get: operation({
    id: 'readDevices',
    summary: 'The devices, how each is doing and why',
    answer: json(devicesAnswer),
    problems: [],
    handle(_input, { devices, incidents, links }) {
      const open = incidents.list({ open: true }, Number.MAX_SAFE_INTEGER);
      const { proposedParents } = links();
      return { devices: devices().map((one) => describeDevice(one, open, proposedParents)) };
    },
  }),
  post: operation({
    id: 'addDevice',
    summary: 'Adds a device to the file of the devices',
    body: entry,
    answer: json(deviceSchema),
    problems: EDITING,
    handle({ body }, dependencies) {
      const editor = editorOf(dependencies);
      const { id } = body;
      if (dependencies.devices().some(({ device }) => device.id === id)) {
        throw new Problem('not-possible', `There is a device ${id} already; PUT /api/v1/devices/${id} changes it.`);
      }
      editor.put(body);
      return described(id, dependencies);
    },
  }),
};

export const deviceEndpoint: Endpoint = {
  path: '/api/v1/devices/{id}',
  get: operation({
    id: 'readDevice',
    summary: 'One device, how it is doing and why',
    parameters,
    answer: json(deviceSchema),
    problems: ['not-found'],
    handle: ({ parameters: { id } }, dependencies) => described(id, dependencies),
  }),
  put: operation({
    id: 'putDevice',
    summary: 'Changes a device in the file of the devices, or adds it',
    description:
      'What the body leaves out has its default afterwards, but for the community, which stays: it is shown nowhere.',
    parameters,
    body: entry.partial({ id: true }),
    answer: json(deviceSchema),
    problems: EDITING,
    handle({ parameters: { id }, body }, dependencies) {
      if (body.id !== undefined && body.id !== id) {
        throw invalidFields([{ field: 'id', problem: `expected ${id}, as in the path: an id never changes` }]);
      }
      editorOf(dependencies).put({ ...body, id });
      return described(id, dependencies);
    },
  }),
  delete: operation({
    id: 'removeDevice',
    summary: 'Removes a device from the file of the devices',
    description: 'Its series stay. Its open incidents end.',
    parameters,
    answer: json(z.strictObject({ id: z.string() })),
    problems: ['invalid-request', 'not-allowed', 'not-found', 'not-possible'],
    handle({ parameters: { id } }, dependencies) {
      if (editorOf(dependencies).remove(id)) return { id };
      throw unknown(id);
    },
  }),
};

/** Throws where the devices cannot be changed, or not by this user. */
function editorOf({ editor, user }: CallDependencies) {
  if (user.role === 'Viewer') {
    throw new Problem('not-allowed', `${user.login} may only read devices; editors and administrators change them.`);
  }
  if (editor) return editor;
  const detail =
    'The devices stand in the configuration itself: change them there, or move them to a file of their own and name it by devices_file.';
  throw new Problem('not-possible', detail);
}

function described(id: string, { devices, incidents, links }: CallDependencies) {
  const found = devices().find(({ device }) => device.id === id);
  if (!found) throw unknown(id);
  const open = incidents.list({ open: true }, Number.MAX_SAFE_INTEGER);
  return describeDevice(found, open, links().proposedParents);
}

const unknown = (id: string) => new Problem('not-found', `There is no device ${id}; /api/v1/devices lists them.`);
