import type { AccountingKind, AccountingStatusType } from '../../model/accounting.ts';

/** The fields of a line, as text; the date is still without its year. */
export interface BillingLine {
  readonly kind: AccountingKind;
  readonly login: string;
  /** Where the login is empty. */
  readonly proxy?: string;
  readonly status: string;
  /** `YYYY.MM.DD` of accounting lines. */
  readonly day?: string;
  readonly statusType?: AccountingStatusType;
  readonly direction?: string;
  readonly nas?: string;
  readonly sessionId?: string;
  /** Centiseconds. */
  readonly sessionTime?: string;
  readonly inputOctets?: string;
  readonly outputOctets?: string;
  readonly delay?: string;
}

/** `Apr 30 00:11:25 rad radiusd: [17697] `: date, then host and process. */
export const HEADER = /^([A-Z][a-z]{2} [ \d]\d [0-2]\d:[0-5]\d:[0-5]\d) [\w.-]+ radiusd: \[\d{5,7}\] /;

const HEAD = String.raw`: \d{1,3}\/`;
const STATUS = String.raw` - (OK|FAILED .*) -- (?:code -?\d+, )?input \(`;
const NAS = String.raw`([\w.:-]+):\d+`;
// The circuit may hold any printable text, so what follows it is found from the end of the line.
const END = String.raw`, [\w.:-]+, .*, [\w-]*, [\w:.-]*\)`;
const DELAY = String.raw` delay (\d+\.\d{1,9})$`;

const ACCOUNTING = new RegExp(
  `^Billing-Accounting${HEAD}\\d+ '([^']*)' via (\\S+)${STATUS}` +
    String.raw`(\d{4}\.\d\d\.\d\d) \d\d:\d\d:\d\d,${NAS},Virtual-Access,Framed,PPP,(Alive|Start|Stop),` +
    String.raw`([\w-]+),RADIUS,([1-6]?),[^,]*,[\w.:]*(?:,\d+,(\d+),(\d+),(\d+))?${END}${DELAY}`,
);
const SKIPPED = new RegExp(`^Billing-Accounting${HEAD}\\d+ '([^']*)' - (OK Skiped due to traffic limit) -- code 0$`);
const AUTHENTICATION = new RegExp(
  `^Billing-Authentication${HEAD}0 (\\S*) via (\\S+)${STATUS}${NAS},Virtual-Access,Framed,PPP,,[^,]*${END}` +
    String.raw`(?: output \([\d.]+, \d+\))?${DELAY}`,
);

const HUAWEI = /^huawei_save_sessid: added [\da-f]{7} [\w-]+ [\da-f]{16} \d \d{10}$/;
const NO_TASK = 'Billing: no TASK';
// A body that begins so, or is only a part of such a beginning, is damaged when it fits no rule. Any other text is noise.
const KNOWN_BEGINNINGS = ['Billing-', 'huawei_save_sessid: ', NO_TASK];
const PLAIN_TEXT = /^[\x20-\x7e]*$/;

/** True for text of printable ASCII only. */
export const isPlainText = (text: string): boolean => PLAIN_TEXT.test(text);

/**
 * The body of a line, without CR or space at its end: the fields of an event, 'other' for a line that stands for none, or
 * undefined when it fits no rule.
 */
export function parseBody(body: string): BillingLine | 'other' | undefined {
  // Two lines that lost the line feed between them would fit, the second as a part of the circuit of the first.
  if (body.includes(' radiusd: [')) return undefined;
  if (body.startsWith('Billing-Accounting')) return accounting(body) ?? skipped(body);
  if (body.startsWith('Billing-Authentication')) return authentication(body);
  if (HUAWEI.test(body) || body === NO_TASK) return 'other';
  const damaged = KNOWN_BEGINNINGS.some((known) => body.startsWith(known) || known.startsWith(body));
  return damaged || !isPlainText(body) ? undefined : 'other';
}

function authentication(body: string): BillingLine | undefined {
  const [, login, proxy, status, nas, delay] = AUTHENTICATION.exec(body) ?? [];
  if (login === undefined || status === undefined || nas === undefined || delay === undefined) return undefined;
  return { kind: 'authentication', login, ...(login === '' ? { proxy: proxy! } : {}), status, nas, delay };
}

function accounting(body: string): BillingLine | undefined {
  const match = ACCOUNTING.exec(body);
  if (!match) return undefined;
  const [, login, proxy, status, day, nas, type, sessionId, direction, sessionTime, inputOctets, outputOctets, delay] =
    match;
  const counted = inputOctets !== undefined && outputOctets !== undefined;
  // Counters are absent on Start and present on the others, always.
  if (counted !== (type !== 'Start')) return undefined;
  return {
    kind: 'accounting',
    login: login!,
    ...(login === '' ? { proxy: proxy! } : {}),
    status: status!,
    day: day!,
    nas: nas!,
    statusType: type as AccountingStatusType,
    sessionId: sessionId!,
    delay: delay!,
    ...(direction ? { direction } : {}),
    ...(counted ? { sessionTime: sessionTime!, inputOctets, outputOctets } : {}),
  };
}

function skipped(body: string): BillingLine | undefined {
  const [, login, status] = SKIPPED.exec(body) ?? [];
  return login === undefined || status === undefined ? undefined : { kind: 'skipped', login, status };
}
