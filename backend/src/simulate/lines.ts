import type { Zone } from '../model/zone.ts';
import { directionOf, type Event } from './events.ts';
import { below, hash, normal, pick, type Random, randomOf } from './random.ts';
import { usedSeconds } from './rhythm.ts';
import type { Session } from './sessions.ts';
import { hex, type Subscriber } from './subscriber.ts';

const PROXY = 'radius@startip_nn';
export const MONTHS: readonly string[] = [
  'Jan',
  'Feb',
  'Mar',
  'Apr',
  'May',
  'Jun',
  'Jul',
  'Aug',
  'Sep',
  'Oct',
  'Nov',
  'Dec',
];
const PROCESSES = {
  nfc: ['16233', '16341', '16343', '17328', '17401', '03975'],
  rad: ['17553', '17557', '17571', '17578', '17621', '17624', '17697', '03402'],
} as const;

/** The line of an event without its line feed, in the billing-RADIUS format. `load` is the activity, about 1 on average. */
export function lineOf(event: Event, zone: Zone, load: number): string {
  const random = randomOf(event.seed);
  const host = random() < 0.225 ? 'nfc' : 'rad';
  // The clock of `nfc` runs ahead, so lines are slightly out of order.
  const time = event.time + (host === 'nfc' && random() < 0.3 ? 1000 : 0);
  const wall = zone.format(time);
  const date = `${MONTHS[Number(wall.slice(5, 7)) - 1]} ${wall.slice(8, 10).replace(/^0/, ' ')} ${wall.slice(11)}`;
  const text = body(event, random, zone, load);
  return `${date} ${host} radiusd: [${pick(random, PROCESSES[host])}] ${text}${host === 'nfc' ? ' ' : ''}`;
}

function body(event: Event, random: Random, zone: Zone, load: number): string {
  const { subscriber, session, kind } = event;
  if (!subscriber) return 'Billing: no TASK';
  if (!session) return authentication(event, subscriber, refusedSession(event.seed), random, load);
  switch (kind) {
    case 'authenticated':
    case 'refused':
    case 'wrong password':
      return authentication(event, subscriber, names(session), random, load);
    case 'skipped':
      return `Billing-Accounting: ${below(random, 256)}/${1024 + below(random, 64_000)} '${subscriber.login}' - OK Skiped due to traffic limit -- code 0`;
    case 'saved':
      return `huawei_save_sessid: added ${hex(0x8000000 + below(random, 0x6000000), 7)} ${serviceGroup(session, event.direction!)} ${names(session).tail} ${event.direction} ${Math.floor(event.time / 1000)}`;
    default:
      return accounting(event, session, random, zone, load);
  }
}

const STATUS = {
  authenticated: 'OK -- ',
  refused: 'FAILED Service isn?t ON. -- code -3, ',
  poor: 'FAILED Not enough money on account. -- code -2, ',
  'wrong password': 'FAILED Authentication failure:"Password match failure" -- code -1, ',
} as const;

function authentication(
  event: Event,
  { login, calling, circuit, mac, nas, seed }: Subscriber,
  { port, id }: { port: number; id: string },
  random: Random,
  load: number,
): string {
  const ok = event.kind === 'authenticated';
  const status = STATUS[event.kind === 'refused' && seed % 4 === 0 ? 'poor' : (event.kind as keyof typeof STATUS)];
  const input = `input (${nas}:${port},Virtual-Access,Framed,PPP,,${calling}, ${nas}, ${circuit}, ${id}, ${mac})`;
  const output = ok ? ' output (255.255.255.254, 8640000)' : '';
  const seconds = delay(random, ok ? 0.08 : 0.016, load);
  return `Billing-Authentication: ${below(random, 256)}/0 ${login} via ${PROXY} - ${status}${input}${output} delay ${seconds}`;
}

function accounting(event: Event, session: Session, random: Random, zone: Zone, load: number): string {
  const { login, calling, circuit, mac, ip, nas } = session.subscriber;
  const { id, port } = names(session);
  const { kind, direction } = event;
  // The time of the event may lag the date of its line by a second.
  const wall = zone.format(event.time - (random() < 0.1 ? 1000 : 0));
  const eventTime = wall.replaceAll('-', '.');
  const head = `${eventTime},${nas}:${port},Virtual-Access,Framed,PPP,${kind},${id},RADIUS,${direction ?? ''},${calling},${ip}`;
  const counted = kind === 'Start' ? '' : counters(event, session, random, zone);
  const group = direction === undefined ? '' : ` ${serviceGroup(session, direction)},`;
  const failed = kind === 'Stop' && direction === undefined && random() < 0.02;
  const status = failed
    ? 'FAILED Tarification error.<SQL>ORA-20001: ORA-20099: PKG-00012: rating failed\\nORA-06512: at "BILL.PKG", line 42 -- code -20001, '
    : 'OK -- ';
  const tail = `${nas}, ${circuit},${group} ${id}, ${mac}) delay ${delay(random, 0.22, load)}`;
  return `Billing-Accounting: ${below(random, 256)}/0 '${login}' via ${PROXY} - ${status}input (${head}${counted}, ${tail}`;
}

/** Cause, session time in centiseconds (steps of 75 s) and octets since the begin of the session, in and out. */
function counters({ time, kind, direction }: Event, session: Session, random: Random, zone: Zone): string {
  const { subscriber, start, seed } = session;
  const cause = kind === 'Stop' ? 1 + below(random, 3) : 0;
  const steps = Math.round((time - start) / 75_000);
  // The offset at the begin serves the whole session: counters rise evenly through a clock change.
  const shift = zone.offset(start);
  const share = direction === undefined ? 1 : 0.2 + (seed % 100) / 200;
  const used = usedSeconds(start + shift, time + shift) * share * sessionAppetite(seed);
  return `,${cause},${steps * 7500},${Math.round(subscriber.input * used)},${Math.round(subscriber.output * used)}`;
}

function sessionAppetite(seed: number): number {
  return Math.exp(0.4 * normal(randomOf(hash(seed, 5))));
}

/** Seconds the billing took, log-normal, longer under load. */
function delay(random: Random, base: number, load: number): string {
  const seconds = base * (0.7 + 0.3 * load ** 1.5) * Math.exp(0.45 * normal(random));
  return Math.min(9.5, Math.max(0.004, seconds)).toFixed(6);
}

/** The names under which the NAS reports a session. */
function names({ seed, subscriber }: Session): { id: string; tail: string; port: number } {
  const random = randomOf(hash(seed, 6));
  const tail = `0000${hex(below(random, 65_536), 4)}${hex(below(random, 256), 2)}${100_000 + below(random, 899_999)}`;
  const place = subscriber.nas === '192.0.2.1' ? '15233' : '09232';
  const number = `${100 + below(random, 900)}${10 + below(random, 89)}`;
  return { id: `ULSK-BR${place}${number}${tail}`, tail, port: 35_000_000 + below(random, 900_000) };
}

function refusedSession(seed: number): { id: string; port: number } {
  const random = randomOf(hash(seed, 7));
  const tail = `0000${hex(below(random, 65_536), 4)}${hex(below(random, 256), 2)}${100_000 + below(random, 899_999)}`;
  return { id: `ULSK-BR0923215850${tail}`, port: 35_000_000 + below(random, 900_000) };
}

/** The name of a sub-session. */
function serviceGroup(session: Session, direction: number): string {
  const random = randomOf(hash(session.seed, 8, direction === directionOf(session) ? 0 : direction));
  const tail = names(session).tail.slice(-6);
  return `ULSK-B${10_000 + below(random, 89_999)}SSG00000${direction - 1}${hex(below(random, 0x1000000), 6)}${tail}`;
}
