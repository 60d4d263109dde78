import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { findExecutable, neededExecutable } from './needs.ts';
import { until } from './presage.ts';

const SCRIPT = join(import.meta.dirname, '../../../plugin/src/datasource/gpx_presage.sh');
const NOWHERE = '1|2|tcp|127.0.0.1:9|grpc\n';

const busybox = neededExecutable('busybox', 'busybox');
const shells = [
  ...(findExecutable('dash') ? [{ shell: 'dash', command: ['dash'] }] : []),
  ...(busybox ? [{ shell: 'busybox ash', command: [busybox, 'ash'] }] : []),
  ...(findExecutable('bash') ? [{ shell: 'bash', command: ['bash', '--posix'] }] : []),
];

/** What the tests started, ended after them. */
const children: ChildProcess[] = [];
const servers: Server[] = [];
afterAll(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const server of servers.splice(0)) server.close();
});

/** The script in a folder of its own, as in a built plugin; `tools` are programs that it finds before the system's. */
function installed(tools: Record<string, string> = {}): { folder: string; script: string; path: string } {
  const folder = mkdtempSync(join(tmpdir(), 'presage-start-'));
  const script = join(folder, 'gpx_presage_linux_amd64');
  copyFileSync(SCRIPT, script);
  chmodSync(script, 0o755);
  for (const [name, text] of Object.entries(tools)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  return { folder, script, path: `${folder}:/usr/bin:/bin` };
}

interface Started {
  readonly child: ChildProcess;
  /** Standard output so far. */
  out(): string;
  err(): string;
  /** Resolves with standard output as soon as it has a whole line. */
  readonly handshake: Promise<string>;
  /** The exit code, once the process has ended. */
  readonly ended: Promise<number | null>;
  /** Resolves when nobody holds the pipes any more. */
  readonly closed: Promise<void>;
}

/** Starts a program with nothing but the given environment, as Grafana does. */
function start(command: readonly string[], environment: Record<string, string>): Started {
  const child = spawn(command[0]!, command.slice(1), { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  let out = '';
  let err = '';
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const handshake = new Promise<string>((resolve) => {
    child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      if (out.includes('\n')) resolve(out);
    });
  });
  const ended = new Promise<number | null>((resolve) => child.on('exit', (code) => resolve(code)));
  const closed = new Promise<void>((resolve) => child.on('close', () => resolve()));
  return { child, out: () => out, err: () => err, handshake, ended, closed };
}

const grafana = (more: Record<string, string> = {}) => ({ grafana_plugin_type: 'datasource', ...more });

async function listening(port = 0): Promise<{ port: number; close(): Promise<void> }> {
  const server = createServer((socket) => {
    socket.destroy();
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** A health URL that answers 200, or what it is told to. */
async function healthService(): Promise<{ url: string; answer(status: number): void }> {
  let now = 200;
  const server = createHttpServer((_request, response) => response.writeHead(now).end());
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/health`,
    answer: (status) => {
      now = status;
    },
  };
}

/** The processes that a process has started and that live. */
const childrenOf = (pid: number) =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);

const stillRunning = Symbol('still running');
/** Long enough for the script to have looked at the backend twice. */
const soon = () => wait(2500, stillRunning, { ref: false });

describe.concurrent.each(shells)('the start script in $shell', ({ command }) => {
  const run = (script: string, environment: Record<string, string>) => start([...command, script], environment);

  it('refuses to be run by a person', async () => {
    const started = run(installed().script, {});
    expect(await started.ended).toBe(1);
    await started.closed;
    expect(started.out()).toBe('');
    expect(started.err()).toContain('Grafana starts it');
  });

  it.each([
    ['nothing is set', undefined, 'tcp|127.0.0.1:4501'],
    ['an IPv4 address', '10.1.2.3:4600', 'tcp|10.1.2.3:4600'],
    ['an IPv6 address', '[::1]:4600', 'tcp|[::1]:4600'],
    ['a socket', 'unix:/run/presage/grpc.sock', 'unix|/run/presage/grpc.sock'],
    ['a host name', 'localhost:4600', 'tcp|127.0.0.1:4600'],
  ])('gives the address where %s', async (_case, address, expected) => {
    const started = run(installed().script, grafana(address ? { GF_PLUGIN_GRPC_ADDRESS: address } : {}));
    expect(await started.handshake).toBe(`1|2|${expected}|grpc\n`);
  });

  it.each([
    ['a whole line', '10.1.2.3:4600\n'],
    ['a line without an end', '10.1.2.3:4600'],
    ['a line from Windows and more lines', '10.1.2.3:4600\r\nmore\r\n'],
  ])('takes the address from the file beside it: %s', async (_case, text) => {
    const { folder, script } = installed();
    writeFileSync(join(folder, 'companion-address'), text);
    expect(await run(script, grafana()).handshake).toBe('1|2|tcp|10.1.2.3:4600|grpc\n');
  });

  it('prefers the address of grafana.ini to the file', async () => {
    const { folder, script } = installed();
    writeFileSync(join(folder, 'companion-address'), '10.1.2.3:4600\n');
    const started = run(script, grafana({ GF_PLUGIN_GRPC_ADDRESS: '10.9.9.9:1' }));
    expect(await started.handshake).toBe('1|2|tcp|10.9.9.9:1|grpc\n');
  });

  it('never sends a sixth field, which Grafana cannot take', async () => {
    const started = run(installed().script, grafana({ PLUGIN_CLIENT_CERT: '-----BEGIN CERTIFICATE-----' }));
    expect(await started.handshake).toBe('1|2|tcp|127.0.0.1:4501|grpc\n');
  });

  it('answers an address where nobody listens, and says why, when told what is none', async () => {
    const wrong = [
      'backend',
      'backend:',
      ':4501',
      'backend:0',
      'backend:70000',
      'a b:1',
      'a|b:1',
      'http://h/',
      '[zz]:1',
    ];
    const all = wrong.map((address) => run(installed().script, grafana({ GF_PLUGIN_GRPC_ADDRESS: address })));
    expect(await Promise.all(all.map((started) => started.handshake))).toEqual(wrong.map(() => NOWHERE));
    for (const [index, started] of all.entries()) {
      await until(
        async () => started.err(),
        (text) => text.includes(`"${wrong[index]}"`),
      );
    }
    expect(await Promise.race([...all.map((started) => started.ended), soon()])).toBe(stillRunning);
  });

  it('waits for a host name that has no address yet', async () => {
    const { folder, script, path } = installed({ getent: '[ -e "${0%/*}/named" ] && echo "10.7.7.7 STREAM presage"' });
    const started = run(script, grafana({ GF_PLUGIN_GRPC_ADDRESS: 'presage:4501', PATH: path }));
    expect(await Promise.race([started.handshake, soon()])).toBe(stillRunning);
    writeFileSync(join(folder, 'named'), '');
    expect(await started.handshake).toBe('1|2|tcp|10.7.7.7:4501|grpc\n');
  });

  it('answers in time for a host name without an address, and ends when it has one', async () => {
    const { folder, script, path } = installed({ getent: '[ -e "${0%/*}/named" ] && echo "10.7.7.7 STREAM presage"' });
    const started = run(script, grafana({ GF_PLUGIN_GRPC_ADDRESS: 'presage:4501', PATH: path }));
    expect(await started.handshake).toBe(NOWHERE);
    await until(
      async () => started.err(),
      (text) => text.includes('presage:4501'),
    );
    writeFileSync(join(folder, 'named'), '');
    expect(await started.ended).toBe(0);
  });

  it('ends when the name of a backend that is away means another address', async () => {
    const { port, close } = await listening();
    await close();
    const { folder, script, path } = installed({ getent: 'cat "${0%/*}/address"' });
    writeFileSync(join(folder, 'address'), '127.0.0.1 STREAM presage\n');
    const started = run(script, grafana({ GF_PLUGIN_GRPC_ADDRESS: `presage:${port}`, PATH: path }));
    await started.handshake;
    expect(await Promise.race([started.ended, soon()])).toBe(stillRunning);
    writeFileSync(join(folder, 'address'), '127.0.0.2 STREAM presage\n');
    expect(await started.ended).toBe(0);
  });

  it('stays while the backend answers and ends when it is back from an outage', async () => {
    const { port, close } = await listening();
    const started = run(installed().script, grafana({ GF_PLUGIN_GRPC_ADDRESS: `127.0.0.1:${port}` }));
    expect(await Promise.race([started.ended, soon()])).toBe(stillRunning);
    await close();
    expect(await Promise.race([started.ended, soon()])).toBe(stillRunning);
    await listening(port);
    expect(await started.ended).toBe(0);
    expect(started.out()).toBe(`1|2|tcp|127.0.0.1:${port}|grpc\n`);
  });

  it('asks the health URL when there is one', async () => {
    const health = await healthService();
    const started = run(installed().script, grafana({ GF_PLUGIN_HEALTH_URL: health.url }));
    health.answer(503);
    expect(await Promise.race([started.ended, soon()])).toBe(stillRunning);
    health.answer(200);
    expect(await started.ended).toBe(0);
  });

  it('holds no pipe of Grafana with what it waits for', async () => {
    const started = run(installed().script, grafana({ GF_PLUGIN_POLL_SECONDS: '50' }));
    await started.handshake;
    const sleeping = await until(
      async () => childrenOf(started.child.pid!),
      (pids) => pids.length > 0,
    );
    started.child.kill('SIGKILL');
    await started.closed;
    const left = sleeping.filter((pid) => existsSync(`/proc/${pid}`));
    for (const pid of left) process.kill(pid, 'SIGKILL');
    expect(left, 'the sleep outlived the script, so the closed pipes prove something').not.toEqual([]);
  });

  it('holds no pipe of Grafana while a host name is looked up', async () => {
    const { folder, script, path } = installed({
      getent: '[ "$1" = hosts ] || { echo $$ >"${0%/*}/pid"; exec sleep 50; }',
    });
    const started = run(script, grafana({ GF_PLUGIN_GRPC_ADDRESS: 'presage:4501', PATH: path }));
    const pid = Number(
      await until(
        async () => readFileSync(join(folder, 'pid'), 'utf8'),
        (text) => text !== '',
      ),
    );
    started.child.kill('SIGKILL');
    await started.closed;
    expect(existsSync(`/proc/${pid}`)).toBe(true);
    process.kill(pid, 'SIGKILL');
  });

  it('ends when Grafana is gone', async () => {
    const { folder, script } = installed();
    const pidFile = join(folder, 'pid');
    // Any process that starts the script, tells its process id and waits.
    const host = start(
      ['/bin/sh', '-c', '"$@" & echo $! >"$PID_FILE"; wait', 'sh', ...command, script],
      grafana({ PID_FILE: pidFile, PATH: '/usr/bin:/bin' }),
    );
    await host.handshake;
    const pid = Number(readFileSync(pidFile, 'utf8'));
    expect(existsSync(`/proc/${pid}`)).toBe(true);
    host.child.kill('SIGKILL');
    await until(
      async () => existsSync(`/proc/${pid}`),
      (alive) => !alive,
    );
  });
});

describe.concurrent('the start script', () => {
  it('runs as a program of its own', async () => {
    expect(await start([installed().script], grafana()).handshake).toBe('1|2|tcp|127.0.0.1:4501|grpc\n');
  });

  it.skipIf(!busybox)('notices the backend with what busybox has, without curl', async () => {
    const { folder, script } = installed();
    for (const name of ['sleep', 'date', 'timeout', 'wget']) symlinkSync(busybox!, join(folder, name));
    const health = await healthService();
    const started = start(['/bin/sh', script], grafana({ GF_PLUGIN_HEALTH_URL: health.url, PATH: folder }));
    expect(await Promise.race([started.ended, soon()])).toBe(stillRunning);
    health.answer(503);
    expect(await Promise.race([started.ended, soon()])).toBe(stillRunning);
    health.answer(200);
    expect(await started.ended).toBe(0);
  });

  it('notices a backend on a socket', async () => {
    const { folder, script } = installed();
    const path = join(folder, 'grpc.sock');
    const started = start([script], grafana({ GF_PLUGIN_GRPC_ADDRESS: `unix:${path}` }));
    expect(await started.handshake).toBe(`1|2|unix|${path}|grpc\n`);
    expect(await Promise.race([started.ended, soon()])).toBe(stillRunning);
    const server = createServer((socket) => socket.destroy());
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(path, resolve));
    expect(await started.ended).toBe(0);
  });
});
