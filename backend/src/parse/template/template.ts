import type { AccountingRecord } from '../../model/accounting.ts';
import type { LogFormat, Parser, ParserOptions } from '../../model/contracts/parser.ts';
import { traditionalLine } from '../../model/syslog.ts';
import { zone as zoneOf } from '../../model/zone.ts';
import { causeOf } from '../cause.ts';
import { type Interpretation, lineParser, recordOf } from '../line-parser.ts';
import { wallTimes } from '../wall-times.ts';
import { rememberLast } from './dates.ts';
import type { Value } from './fields.ts';
import type { Match, Mismatch } from './pattern.ts';
import { filled, ruleFor } from './rules.ts';
import type { TemplateDefinition, TemplateRule } from './schema.ts';

/** The name of the format of logs whose lines the operator describes. */
export const TEMPLATE = 'template';

const GIGAWORD = 2 ** 32;

/** A definition with the format that it is. */
export interface Template {
  readonly definition: TemplateDefinition;
  readonly format: LogFormat;
  /** What a line, as people read it, has of each pattern, or how far it fits. */
  tries(line: string): readonly (Match | Mismatch)[];
}

/** The log format that a template file defines. */
export function createTemplate(definition: TemplateDefinition): Template {
  const triesOf = (octets: string) =>
    definition.pattern.map(({ match, date, dateField }) => {
      const found = match(octets);
      const isDated = found.date === undefined || typeof date(found.date, 0) === 'object';
      return isDated ? found : { date: found.date, at: octets.indexOf(found.date!), expected: dateField };
    });
  const fits = (octets: string) => triesOf(octets).some((tried) => 'values' in tried);
  const format: LogFormat = {
    type: TEMPLATE,
    create: (options) => create(definition, options),
    // A date with a year needs none, and one without has none to give.
    reference: () => undefined,
    lineOfSyslog: (message, zone) => (fits(message.text) ? message.text : traditionalLine(message, zone)),
  };
  const tries = (line: string) => triesOf(Buffer.from(line, 'utf8').toString('latin1'));
  return { definition, format, tries };
}

function create(definition: TemplateDefinition, options: ParserOptions): Parser {
  const { rules, octets_wrap: octetsWrap } = definition;
  const patterns = definition.pattern.map(({ match, date }) => ({ match, date: rememberLast(date) }));
  const zone = zoneOf(options.zone);
  const times = wallTimes(zone, options.clock);
  let known = options.clock ?? options.reference;
  const interpret = (line: string): Interpretation => {
    if (line === '') return 'empty';
    if (line.includes('\0')) return 'NUL byte';
    let impossible = false;
    for (const pattern of patterns) {
      const found = pattern.match(line);
      if ('expected' in found) continue;
      const date = pattern.date(found.date, known + zone.offset(known));
      if (date === 'impossible') impossible = true;
      if (typeof date !== 'object') continue;
      known = 'instant' in date ? times.pass(date.instant) : times.resolve(date.wall);
      const rule = ruleFor(rules, found.values);
      return rule && rule.kind !== 'other' ? recordFor(rule, rule.kind, known, found.values, octetsWrap) : known;
    }
    return impossible ? 'impossible date' : 'foreign text';
  };
  return lineParser(interpret, times);
}

function recordFor(
  rule: TemplateRule,
  kind: AccountingRecord['kind'],
  time: number,
  values: ReadonlyMap<string, Value>,
  octetsWrap: boolean,
): AccountingRecord {
  const text = (name: string) => values.get(name) as string | undefined;
  const number = (name: string) => values.get(name) as number | undefined;
  const octets = (direction: 'input' | 'output') => {
    const low = number(`${direction}_octets`);
    return low === undefined ? undefined : low + (number(`${direction}_gigawords`) ?? 0) * GIGAWORD;
  };
  const login = text('login') ?? '';
  const status = filled(rule.status ?? (rule.failed ? 'FAILED' : 'OK'), values);
  const cause = causeOf(rule.failure === undefined ? status : filled(rule.failure, values), login);
  const direction = number('direction');
  return recordOf({
    kind,
    time,
    login,
    status,
    failed: rule.failed,
    failure: rule.failed ? cause || 'no reason' : undefined,
    statusType: rule.status_type,
    direction: direction !== undefined && direction >= 1 && direction <= 6 ? direction : undefined,
    nas: text('nas') || undefined,
    sessionId: (rule.session === undefined ? text('session') : filled(rule.session, values)) || undefined,
    sessionSeconds: number('session_seconds'),
    inputOctets: octets('input'),
    outputOctets: octets('output'),
    octetsWrap,
    delaySeconds: number('delay_seconds'),
  });
}
