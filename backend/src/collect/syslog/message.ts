import { MONTHS, type SyslogMessage } from '../../model/syslog.ts';
import type { Zone } from '../../model/zone.ts';

const SECOND = 1000;
const DAY = 86_400_000;
/** Length of `Apr 30 00:11`. */
const MINUTE_TEXT = 12;
const LEAP_SECOND = 60;
/** The highest priority there is: facility 23, severity 7. */
const HIGHEST_PRIORITY = 191;
const CARRIAGE_RETURN = 13;
const LINE_FEED = 10;

const PRIORITY = /^<(\d{1,3})>/;
const ISO_DATE = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)`;
/** RFC 5424, 6: version, date, host, program, process and kind of message, each `-` where it is not known. */
const MODERN = new RegExp(String.raw`^1 (${ISO_DATE}|-) (\S{1,255}) (\S{1,48}) (\S{1,128}) \S{1,32} `);
/** Structured data, and the space and the mark of UTF-8 before the text. */
const STRUCTURED_DATA = /^(?:-|(?:\[[^ ="\]]+(?: [^ ="\]]+="(?:[^"\\]|\\.)*")*\])+)(?: (?:\xef\xbb\xbf)?|$)/s;
/** RFC 3164, 4.1.2; rsyslog may write the date of RFC 5424 in it. */
const TRADITIONAL_DATE = new RegExp(String.raw`^(?:([A-Z][a-z]{2}) ([ \d]\d) (\d\d):(\d\d):(\d\d)|(${ISO_DATE})) `);
const TAG = /^([^\s:[\]]{1,48}(?:\[[^\]\s]{0,128}\])?):(?: |$)/;
const HOST = /^([\w.:-]{1,255}) /;

/** When and from where a message came: epoch milliseconds UTC, address. */
export interface Arrival {
  readonly time: number;
  readonly address: string;
}

/**
 * Makes a reader of messages of RFC 5424 and RFC 3164; `zone` is that of dates without one, whose year is the one that brings
 * them nearest to their arrival. Nothing is refused: what has no header is a text.
 */
export function messageReader(zone: Zone) {
  const instantOf = dateReader(zone);

  const modern = (content: string, { time, address }: Arrival): SyslogMessage | undefined => {
    const header = MODERN.exec(content);
    const data = header && STRUCTURED_DATA.exec(content.slice(header[0].length));
    if (!header || !data) return undefined;
    const [start, date, host, program, process] = header as unknown as [string, string, string, string, string];
    const text = content.slice(start.length + data[0].length);
    return {
      time: date === '-' ? time : known(Date.parse(date), time),
      host: host === '-' ? address : host,
      tag: program === '-' ? '' : process === '-' ? program : `${program}[${process}]`,
      // rsyslog writes the space that stood after the tag.
      text: text.startsWith(' ') ? text.slice(1) : text,
    };
  };

  const traditional = (content: string, { time, address }: Arrival): SyslogMessage => {
    const header = TRADITIONAL_DATE.exec(content);
    const date =
      header && (header[6] === undefined ? instantOf(header, time) : known(Date.parse(header[6]), undefined));
    if (!header || date == null) return { time, host: address, ...tagged(content) };
    const rest = content.slice(header[0].length);
    // Programs leave out the host of messages to their own one.
    const host = TAG.test(rest) ? undefined : HOST.exec(rest);
    return { time: date, host: host?.[1] ?? address, ...tagged(host ? rest.slice(host[0].length) : rest) };
  };

  return (octets: Buffer, arrival: Arrival): SyslogMessage => {
    const whole = oneLine(octets);
    const priority = PRIORITY.exec(whole);
    const hasPriority = priority && Number(priority[1]) <= HIGHEST_PRIORITY;
    const content = hasPriority ? whole.slice(priority[0].length) : whole;
    return modern(content, arrival) ?? traditional(content, arrival);
  };
}

const known = <T>(time: number, otherwise: T) => (Number.isNaN(time) ? otherwise : time);

function tagged(content: string): Pick<SyslogMessage, 'tag' | 'text'> {
  const tag = TAG.exec(content);
  return tag ? { tag: tag[1]!, text: content.slice(tag[0].length) } : { tag: '', text: content };
}

/** As latin1 text without what ends a line; a line feed inside is written as rsyslog writes it. */
function oneLine(octets: Buffer): string {
  let end = octets.length;
  while (end > 0 && [0, LINE_FEED, CARRIAGE_RETURN].includes(octets[end - 1]!)) end--;
  return octets.toString('latin1', 0, end).replaceAll('\n', '#012');
}

/** Reads dates such as `Apr 30 00:11:25`, each as the instant nearest to its arrival; messages of a minute share its instants. */
function dateReader(zone: Zone) {
  let cached: { minute: string; day: number; instants: readonly number[] } | undefined;
  return (match: RegExpExecArray, arrival: number): number | undefined => {
    const second = Number(match[5]);
    if (second > LEAP_SECOND) return undefined;
    const minute = match[0].slice(0, MINUTE_TEXT);
    const day = Math.floor(arrival / DAY);
    if (cached?.minute !== minute || cached.day !== day) {
      cached = { minute, day, instants: instantsOf(match, arrival, zone) };
    }
    const near = (instant: number) => Math.abs(instant + second * SECOND - arrival);
    const nearest = cached.instants.toSorted((a, b) => near(a) - near(b))[0];
    return nearest === undefined ? undefined : nearest + second * SECOND;
  };
}

/** The instants at which the minute of a date began, in the year that brings it nearest to its arrival: two of a repeated hour. */
function instantsOf(match: RegExpExecArray, arrival: number, zone: Zone): readonly number[] {
  const month = MONTHS.indexOf(match[1]!);
  const [day, hour, minute] = match.slice(2, 5).map(Number) as [number, number, number];
  if (month < 0 || hour > 23 || minute > 59) return [];
  const arrivalWall = arrival + zone.offset(arrival);
  const year = new Date(arrivalWall).getUTCFullYear();
  const wall = [year - 1, year, year + 1]
    .map((candidate) => Date.UTC(candidate, month, day, hour, minute))
    .filter((candidate) => new Date(candidate).getUTCDate() === day)
    .sort((a, b) => Math.abs(a - arrivalWall) - Math.abs(b - arrivalWall))[0];
  if (wall === undefined) return [];
  const instants = zone.instants(wall);
  // Left out by a change of the clocks: as if they had not changed yet.
  return instants.length > 0 ? instants : [wall - zone.offset(wall - DAY)];
}
