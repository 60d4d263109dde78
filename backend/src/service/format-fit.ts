import type { LogPiece, LogReader } from '../model/contracts/log-reader.ts';
import type { LogFormat } from '../model/contracts/parser.ts';

/** Entries that say whether a format fits; of fewer nobody can tell. */
const ENOUGH = 10;
/** As much of the beginning of a file is looked at, octets. */
const LOOKED_AT = 16_384;

/** What a format makes of the beginning of a file. */
interface Reading {
  readonly entries: number;
  readonly events: number;
  readonly unreadable: number;
  /** By reason. */
  readonly reasons: ReadonlyMap<string, number>;
}

/**
 * Says in words that a file does not hold what its source is configured for: most of its beginning cannot be read, or holds
 * no event, while another of the formats finds events in most of it. Undefined where the format fits, or too little is there.
 */
export function formatProblem(
  { head, modified, position }: Pick<LogPiece, 'head' | 'modified' | 'position'>,
  { format, formats, zone }: { format: LogFormat; formats: readonly LogFormat[]; zone: string },
): string | undefined {
  const read = (candidate: LogFormat) => reading(candidate, head, zone, modified);
  const { entries, events, unreadable, reasons } = read(format);
  if (entries < ENOUGH || (events > 0 && unreadable <= entries / 2)) return undefined;
  const other = formats
    .filter(({ type }) => type !== format.type)
    .map((candidate) => ({ type: candidate.type, ...read(candidate) }))
    .filter((found) => found.events > found.entries / 2)
    .toSorted((a, b) => b.events - a.events)[0];
  const told = [...reasons].toSorted(([, a], [, b]) => b - a).map(([reason, count]) => `${reason} ${count}`);
  const found =
    unreadable > 0
      ? `${unreadable} of the first ${entries} entries cannot be read as ${format.type} (${told.join(', ')})`
      : `none of the first ${entries} entries is an event of ${format.type}`;
  if (other) return `${position.path}: ${found}; it looks like ${other.type}: set logs[].format, or name other files`;
  if (unreadable <= entries / 2) return undefined;
  return `${position.path}: ${found}; see docs/reference/formats/${format.type}.md`;
}

function reading(format: LogFormat, head: Uint8Array, zone: string, modified: number): Reading {
  const reasons = new Map<string, number>();
  let events = 0;
  let others = 0;
  const parser = format.create({ zone, reference: format.reference(head, zone) ?? modified });
  // The head may end anywhere, so what is no whole entry in it is not judged.
  parser.push(head.subarray(0, LOOKED_AT), {
    record: () => void events++,
    other: () => void others++,
    unreadable: (reason) => void reasons.set(reason, (reasons.get(reason) ?? 0) + 1),
  });
  const unreadable = [...reasons.values()].reduce((sum, count) => sum + count, 0);
  return { entries: events + others + unreadable, events, unreadable, reasons };
}

/** A reader that also looks whether each file fits its source, and tells the problem of it, or that there is none any more. */
export function fitReader(
  reader: LogReader,
  source: { readonly format: LogFormat; readonly formats: readonly LogFormat[]; readonly zone: string },
  tell: (path: string, problem: string | undefined) => void,
): LogReader {
  const judged = new Set<string>();
  const told = new Set<string>();
  const look = (piece: LogPiece) => {
    const { fingerprint, path } = piece.position;
    if (judged.has(fingerprint)) return;
    const problem = formatProblem(piece, source);
    // Once there is enough of a file its beginning does not change any more.
    if (piece.head.length >= LOOKED_AT) judged.add(fingerprint);
    if (problem === undefined && told.delete(path)) tell(path, undefined);
    if (problem === undefined || told.has(path)) return;
    told.add(path);
    tell(path, problem);
  };
  return {
    ...reader,
    read(take, idle, signal) {
      return reader.read(
        (piece) => {
          look(piece);
          return take(piece);
        },
        idle,
        signal,
      );
    },
  };
}
