import type { UnreadableReason } from '../../model/accounting.ts';
import { LONGEST_LINE, lineSplitter } from '../lines.ts';
import { CTIME_LENGTH, isCtime } from '../written-dates.ts';

const TAB = '\t';
/** The name of an attribute, for some with a tag, and an operator; its value follows. */
const ATTRIBUTE = /^\t[A-Za-z\d][\w./-]*(?::\d+)? (?:=|:=|\+=|==) /;
/** The attribute that stands last in an entry. */
const LAST = 'Timestamp';

/** What was found between two blank lines: the line in front and the attributes, as written. */
export interface DetailEntry {
  readonly header: string;
  /** Of the attributes that are taken, by name; the first of several of one name. */
  readonly attributes: ReadonlyMap<string, string>;
}

/**
 * Cuts octets into the entries of a detail file, whatever the chunks: a date, a line of each attribute with a TAB before it,
 * a blank line. Of the attributes those in `taken` are kept. An entry is at most as long as a line may be.
 */
export function entrySplitter(
  taken: ReadonlySet<string>,
  found: (entry: DetailEntry) => void,
  damaged: (reason: UnreadableReason, text: string) => void,
) {
  let header: string | undefined;
  let attributes = new Map<string, string>();
  /** What is wrong with the entry, and the line where it is. */
  let damage: { readonly reason: UnreadableReason; readonly text: string } | undefined;
  /** True in the rest of an entry that was told as too long. */
  let passing = false;
  let octets = 0;
  /** Lines of the entry that stand where attributes do. */
  let below = 0;

  const open = (text: string) => {
    header = text;
    attributes = new Map();
    below = 0;
    damage = undefined;
    if (text.includes('\0')) damage = { reason: 'NUL byte', text };
    // The line in front is lost, and who knows what with it.
    else if (text.startsWith(TAB)) damage = { reason: 'foreign text', text };
    passing = false;
  };
  const close = (whole: boolean) => {
    if (header === undefined) return;
    if (damage !== undefined) damaged(damage.reason, damage.text);
    else if (whole || attributes.has(LAST)) found({ header, attributes });
    else damaged('cut short', header);
    header = undefined;
  };
  const add = (text: string) => {
    below++;
    if (text.includes('\0')) damage = { reason: 'NUL byte', text };
    else if (!ATTRIBUTE.test(text)) damage ??= { reason: 'foreign text', text };
    else {
      const name = text.slice(TAB.length, text.indexOf(' '));
      if (taken.has(name) && !attributes.has(name)) attributes.set(name, text.slice(text.indexOf('= ') + 2));
    }
  };
  const tooLong = (text: string) => {
    if (!passing) damaged('too long', text);
    header = undefined;
    passing = true;
  };
  const line = (raw: string) => {
    octets += raw.length + 1;
    const text = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    if (text === '') {
      close(true);
      passing = false;
      octets = 0;
      return;
    }
    // A server that was killed leaves an entry without its end: the next one begins on a new line, or on the very same.
    const last = text.slice(-CTIME_LENGTH);
    if (isCtime(last) && (header !== undefined || passing)) {
      if (last.length < text.length && !passing) damage ??= { reason: 'cut short', text };
      close(false);
      octets = raw.length - text.length + CTIME_LENGTH + 1;
      open(last);
    } else if (passing) return;
    else if (header === undefined) open(text);
    else if (octets > LONGEST_LINE) tooLong(header);
    else if (text.startsWith(TAB)) add(text);
    else if (below === 0 && !text.includes(' = ')) {
      // A file of lines: none of them would ever end an entry.
      damage ??= { reason: 'foreign text', text: header };
      close(false);
      octets = raw.length + 1;
      open(text);
    } else {
      below++;
      damage ??= { reason: 'foreign text', text };
    }
  };
  const lines = lineSplitter(line, tooLong);
  return {
    push: lines.push,
    /** Hands over the last entry, if it was not ended by a blank line. */
    end(): void {
      lines.end();
      close(false);
      passing = false;
      octets = 0;
    },
    /** Octets since the end of the last entry. */
    get pending(): number {
      return lines.pending + (header === undefined ? 0 : octets);
    },
  };
}
