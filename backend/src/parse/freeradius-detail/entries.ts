import type { UnreadableReason } from '../../model/accounting.ts';
import { LONGEST_LINE, lineSplitter } from '../lines.ts';
import { CTIME_LENGTH, isCtime } from '../written-dates.ts';

const TAB = '\t';
/** The name of an attribute, for some with a tag, an operator, and its value. */
const ATTRIBUTE = /^\t([A-Za-z\d][\w./-]*)(?::\d+)? (?:=|:=|\+=|==) (.*)$/s;
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
  damaged: (reason: UnreadableReason) => void,
) {
  let header: string | undefined;
  let attributes = new Map<string, string>();
  let damage: UnreadableReason | undefined;
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
    if (text.includes('\0')) damage = 'NUL byte';
    // The line in front is lost, and who knows what with it.
    else if (text.startsWith(TAB)) damage = 'foreign text';
    passing = false;
  };
  const close = (whole: boolean) => {
    if (header === undefined) return;
    if (damage !== undefined) damaged(damage);
    else if (whole || attributes.has(LAST)) found({ header, attributes });
    else damaged('cut short');
    header = undefined;
  };
  const add = (text: string) => {
    below++;
    const [, name, value] = ATTRIBUTE.exec(text) ?? [];
    if (text.includes('\0')) damage = 'NUL byte';
    else if (name === undefined || value === undefined) damage ??= 'foreign text';
    else if (taken.has(name) && !attributes.has(name)) attributes.set(name, value);
  };
  const tooLong = () => {
    if (!passing) damaged('too long');
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
      if (last.length < text.length && !passing) damage ??= 'cut short';
      close(false);
      octets = raw.length - text.length + CTIME_LENGTH + 1;
      open(last);
    } else if (passing) return;
    else if (header === undefined) open(text);
    else if (octets > LONGEST_LINE) tooLong();
    else if (text.startsWith(TAB)) add(text);
    else if (below === 0 && !text.includes(' = ')) {
      // A file of lines: none of them would ever end an entry.
      damage ??= 'foreign text';
      close(false);
      octets = raw.length + 1;
      open(text);
    } else {
      below++;
      damage ??= 'foreign text';
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
