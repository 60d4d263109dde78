import type { LogFormat, Parser, ParserOptions, RecordSink } from '../../model/contracts/parser.ts';
import { zone as zoneOf } from '../../model/zone.ts';
import { isCtime, writtenDates } from '../written-dates.ts';
import { type DetailEntry, entrySplitter } from './entries.ts';
import { eventOf, TAKEN, Values } from './record.ts';

const SECOND = 1000;

/**
 * The detail files of FreeRADIUS: each packet as a date, its attributes a line each, and a blank line. The time is that of
 * the attribute Timestamp, else the date in front.
 */
export const freeradiusDetail: LogFormat = {
  type: 'freeradius-detail',
  create,
  // Dates carry their year.
  reference: () => undefined,
};

/** A line that could not be read, as far as it may be shown: a server may log what was tried. */
const withoutPassword = (text: string) => text.replace(/(Password).*/s, '$1 …');

function create(options: ParserOptions): Parser {
  const dates = writtenDates(zoneOf(options.zone), options);
  let sink: RecordSink | undefined;

  const timeOf = (header: string, values: Values): number | undefined => {
    const timestamp = values.number('Timestamp');
    if (timestamp !== undefined && !values.damaged) return dates.pass(timestamp * SECOND);
    return isCtime(header) ? dates.read(header)?.time : undefined;
  };
  const found = ({ header, attributes }: DetailEntry) => {
    const values = new Values(attributes);
    const time = timeOf(header, values);
    const event = time === undefined ? 'impossible date' : eventOf(values, time);
    if (typeof event === 'string') sink?.unreadable(event, () => header);
    else if (typeof event === 'number') sink?.other(event);
    else sink?.record(event);
  };
  const entries = entrySplitter(TAKEN, found, (reason, text) => sink?.unreadable(reason, () => withoutPassword(text)));
  return {
    push(chunk, into) {
      sink = into;
      entries.push(chunk);
    },
    end(into) {
      sink = into;
      entries.end();
    },
    get pending() {
      return entries.pending;
    },
    get clock() {
      return dates.clock;
    },
  };
}
