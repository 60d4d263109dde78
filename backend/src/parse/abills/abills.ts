import type { LogFormat, Parser, ParserOptions } from '../../model/contracts/parser.ts';
import { zone as zoneOf } from '../../model/zone.ts';
import { causeOf } from '../cause.ts';
import { type Interpretation, lineParser, recordOf } from '../line-parser.ts';
import { wallTimeOf, wallTimes } from '../wall-times.ts';

/**
 * The log of ABillS (`abills.log`, written by `log_print` of its Log.pm):
 * `DATE TIME LOG_LEVEL: ACTION [user] NAS: id (address) message`. It tells authentications, and accounting that failed.
 */
export const abills: LogFormat = {
  type: 'abills',
  create,
  // Every date carries its year.
  reference: () => undefined,
};

const HEADER = /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) (LOG_[A-Z]+): ?/;
const EVENT = /^(AUTH|GUEST_MODE|ACCT) {1,2}/;
const NAS = /^NAS: \S+ (?:\(([\w.:-]*)\) ?)?/;
const GENERATED = /(?:^| )GT: (\d+\.\d+) *$/;
const CALLING = /(?:^| )CID: /;
/** How older versions write a refusal, with the level of what was accepted. */
const OLD_REFUSAL = /^AUTH REJECT|^MS-CHAP PREAUTH FAILED/;
const ACCOUNTED = /^(?:\[\d+\] )?ACCT (Start|Stop|Alive|Interim-Update|Accounting-On|Accounting-Off) /;

/** Levels of what went wrong, worst first; less is what happened, or was traced. */
const FAULTS = ['LOG_EMERG', 'LOG_ALERT', 'LOG_CRIT', 'LOG_ERR', 'LOG_WARNING'];
const TRACED = ['LOG_DEBUG', 'LOG_SQL', 'LOG_UNKNOWN'];

const STATUS_TYPES = {
  Start: 'Start',
  Stop: 'Stop',
  Alive: 'Alive',
  'Interim-Update': 'Alive',
  'Accounting-On': 'On',
  'Accounting-Off': 'Off',
} as const;

function create(options: ParserOptions): Parser {
  const times = wallTimes(zoneOf(options.zone), options.clock);
  return lineParser((line) => interpret(line, times), times);
}

function interpret(line: string, times: ReturnType<typeof wallTimes>): Interpretation {
  if (line === '') return 'empty';
  if (line.includes('\0')) return 'NUL byte';
  const header = HEADER.exec(line);
  if (!header) return isCutHeader(line) ? 'cut short' : 'foreign text';
  const wall = wallTimeOf(header[1]!);
  if (wall === undefined) return 'impossible date';
  const time = times.resolve(wall);
  const level = header[2]!;
  const event = EVENT.exec(line.slice(header[0].length));
  if (!event || TRACED.includes(level)) return time;

  const parts = partsOf(line.slice(header[0].length + event[0].length));
  if (!parts) return 'cut short';
  const { login, nas, message } = parts;
  const action = event[1]!;
  const failed = FAULTS.includes(level) || OLD_REFUSAL.test(message);
  // Of accounting only what failed is told.
  if (action === 'ACCT' && !failed) return time;
  const cause = failed ? causeOf(wordsOf(message), login) || 'no reason' : undefined;
  return recordOf({
    kind: action === 'ACCT' ? 'accounting' : 'authentication',
    time,
    login,
    nas,
    failed,
    // Not the message: it may hold the password that was tried.
    status: cause ?? action,
    failure: cause,
    statusType: STATUS_TYPES[ACCOUNTED.exec(message)?.[1] as keyof typeof STATUS_TYPES],
    delaySeconds: numberOf(GENERATED.exec(message)?.[1]),
  });
}

/** User, address of the NAS and message of what follows the action; undefined when the user does not end. */
function partsOf(text: string) {
  const named = text.startsWith('[');
  const userEnd = named ? text.indexOf('] ') : -1;
  if (named && userEnd < 0) return undefined;
  const login = named ? text.slice(1, userEnd) : '';
  const rest = named ? text.slice(userEnd + 2) : text;
  const nas = NAS.exec(rest);
  return { login, nas: nas?.[1] || undefined, message: nas ? rest.slice(nas[0].length) : rest };
}

/** The message without what stands at its end: who called, and how long the answer took. */
function wordsOf(message: string): string {
  const end = CALLING.exec(message)?.index ?? GENERATED.exec(message)?.index;
  return message.slice(0, end).replace(ACCOUNTED, 'ACCT ');
}

/** A header to complete cut ones with, as short as a header can be. */
const SHORTEST_HEADER = '2000-01-01 00:00:00 LOG_A:';
const isCutHeader = (line: string) => HEADER.test(`${line}${SHORTEST_HEADER.slice(line.length)}:`);

const numberOf = (text: string | undefined) => (text === undefined ? undefined : Number(text));
