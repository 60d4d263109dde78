import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

const LINE = /^(\w{3} [ \d]\d \d\d):\d\d:\d\d \S+ radiusd: \[\d+\] Billing-(Accounting|Authentication): /;
const STATUS = / - (OK|FAILED .*) -- /;
const TYPE = /,PPP,(Alive|Start|Stop),/;
const COUNTERS = /,RADIUS,\d?,[^,]*,[^,]*,\d+,\d+,(\d+),(\d+), /;
const DELAY = / delay (\d+\.\d+)/;

/** The hourly counters as a script would take them: line by line, a regular expression a field. */
export async function naiveHours(path: string): Promise<ReadonlyMap<string, Record<string, number>>> {
  const hours = new Map<string, Record<string, number>>();
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    const head = LINE.exec(line);
    if (!head) continue;
    let hour = hours.get(head[1]!);
    if (!hour) {
      hour = {};
      hours.set(head[1]!, hour);
    }
    const add = (name: string, value: number) => {
      hour[name] = (hour[name] ?? 0) + value;
    };
    add(head[2]!, 1);
    add(TYPE.exec(line)?.[1] ?? 'empty', 1);
    if (STATUS.exec(line)?.[1]?.startsWith('FAILED')) add('failed', 1);
    const counters = COUNTERS.exec(line);
    if (counters) {
      add('input', Number(counters[1]));
      add('output', Number(counters[2]));
      add('counted', 1);
    }
    const delay = DELAY.exec(line);
    if (delay) {
      add('delay', Number(delay[1]));
      add('delayed', 1);
    }
  }
  return hours;
}
