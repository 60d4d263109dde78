import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PATIENCE = 10_000;

/** A net-snmp agent of its own on loopback. */
export interface Snmpd {
  readonly port: number;
  /** Starts it again with the same users: with its boots counted on, or with all forgotten under another engine ID. */
  restart(engineId?: string): Promise<void>;
  stop(): Promise<void>;
}

/** Starts `snmpd` with these lines of configuration, in a temporary folder; the engine ID is 10 to 64 hex digits. */
export async function startSnmpd(executable: string, lines: readonly string[], engineId: string): Promise<Snmpd> {
  const folder = mkdtempSync(join(tmpdir(), 'presage-snmpd-'));
  const port = await freePort();
  let child = await start(executable, folder, port, lines, engineId);
  const stop = async () => {
    const ended = once(child, 'exit');
    child.kill();
    await ended;
  };
  return {
    port,
    async restart(other) {
      await stop();
      if (other !== undefined) rmSync(join(folder, 'state'), { recursive: true });
      child = await start(executable, folder, port, lines, other ?? engineId);
    },
    async stop() {
      await stop();
      rmSync(folder, { recursive: true });
    },
  };
}

async function start(
  executable: string,
  folder: string,
  port: number,
  lines: readonly string[],
  engineId: string,
): Promise<ChildProcess> {
  const file = join(folder, 'snmpd.conf');
  const state = join(folder, 'state');
  mkdirSync(state, { recursive: true });
  writeFileSync(file, [`agentAddress udp:127.0.0.1:${port}`, `exactEngineID 0x${engineId}`, ...lines, ''].join('\n'));
  const child = spawn(executable, ['-f', '-Lo', '-C', '-c', file, '-M', '', '-I', '-smux'], {
    env: { ...process.env, SNMP_PERSISTENT_DIR: state },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  const started = Promise.withResolvers<void>();
  const waiting = setTimeout(() => started.reject(new Error(`snmpd did not start: ${said}`)), PATIENCE);
  child.stdout!.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    if (said.includes('NET-SNMP version')) started.resolve();
  });
  child.once('exit', () => started.reject(new Error(`snmpd has ended: ${said}`)));
  await started.promise.finally(() => clearTimeout(waiting));
  return child;
}

/** A UDP port of loopback that nobody uses. */
export async function freePort(): Promise<number> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  return port;
}
