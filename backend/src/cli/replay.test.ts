import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { loadProfiles } from '../collect/snmp/profiles/load.ts';
import { createDeviceReader } from '../collect/snmp/read.ts';
import { systemClock } from '../model/clock.ts';
import { v2c } from '../model/credentials.ts';
import { createAgent } from '../simulate/agent/agent.ts';
import { createMibView } from '../simulate/agent/mib-view.ts';

const HOST = '127.0.0.1';
const folder = mkdtempSync(join(tmpdir(), 'presage-replay-'));
const children: ReturnType<typeof start>[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

function start(...args: string[]) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'presage.ts'), 'replay', ...args]);
  child.stdout.setEncoding('utf8');
  child.stderr.setEncoding('utf8');
  return child;
}

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const agent = createAgent({ tree: createMibView([]), community: '' });
  const { port } = await agent.listen({ host: HOST, port: 0 });
  await agent.close();
  return port;
}

function recording(name: string, system: string): string {
  const path = join(folder, `${name}.snmprec`);
  writeFileSync(path, `1.3.6.1.2.1.1.1.0|4|${system}\n1.3.6.1.2.1.1.3.0|67|100\n1.3.6.1.2.1.1.5.0|4|${name}\nbroken\n`);
  return path;
}

test('replays each recording on a port of its own until it is told to stop', async () => {
  const port = await freePort();
  const paths = [recording('one', 'first box'), recording('two', 'second box')];
  const child = start(...paths, '--port', String(port), '--community', 'secret');
  children.push(child);
  let said = '';
  let complained = '';
  child.stdout.on('data', (text) => {
    said += text;
  });
  child.stderr.on('data', (text) => {
    complained += text;
  });
  while (said.split('\n').length < 3) await once(child.stdout, 'data');
  expect(said).toBe(`${HOST}:${port}  one\n${HOST}:${port + 1}  two\n`);
  expect(complained).toContain(`${paths[0]}: 1 lines left out`);
  const access = { address: HOST, port: port + 1, credentials: [v2c('secret')], timeout: 5000, retries: 1 };
  const reader = createDeviceReader({ device: 'two', ...access, clock: systemClock, profiles: loadProfiles() });
  expect(await reader.read().finally(() => reader.close())).toMatchObject({ sysName: 'two', sysDescr: 'second box' });
  child.kill('SIGINT');
  expect((await once(child, 'close'))[0]).toBe(0);
}, 60_000);

test('says which recording it cannot read', async () => {
  const child = start(join(folder, 'none.snmprec'));
  children.push(child);
  let complained = '';
  child.stderr.on('data', (text) => {
    complained += text;
  });
  expect((await once(child, 'close'))[0]).toBe(1);
  expect(complained).toContain('none.snmprec');
}, 60_000);
