import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** The simulated devices and what they have cost so far. */
export interface Agents {
  readonly port: number;
  readonly well: readonly string[];
  readonly slow: readonly string[];
  readonly dead: readonly string[];
  spent(): Promise<{ readonly requests: number; readonly cpuMilliseconds: number }>;
  stop(): void;
}

/** Starts so many devices in a process of their own, which speak this version of SNMP. */
export async function startAgents(version: '2c' | '3', well: number, slow: number, dead: number): Promise<Agents> {
  const script = join(import.meta.dirname, 'agents.ts');
  const agents = spawn(process.execPath, [script, version, `${well}`, `${slow}`, `${dead}`], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface(agents.stdout)[Symbol.asyncIterator]();
  const answer = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error('the simulated devices have ended');
    return JSON.parse(value);
  };
  const places = await answer();
  return {
    ...places,
    spent() {
      agents.stdin.write('spent\n');
      return answer();
    },
    stop: () => void agents.stdin.end(),
  };
}
