/** Fixed text of a pattern. A space in it stands for one or more spaces. */
export interface Literal {
  /** As it was written, for people. */
  readonly text: string;
  /** Its parts between spaces: `' via '` has `''`, `'via'`, `''`. */
  readonly chunks: readonly string[];
}

/** Lines are latin1 text, an octet a character: so is the text that is looked for in them. */
export const literalOf = (text: string): Literal => ({
  text,
  chunks: Buffer.from(text, 'utf8').toString('latin1').split(/ +/),
});

/** Where the literal ends that stands at `at`; -1 when it does not stand there. */
export function endOfLiteral(line: string, at: number, { chunks }: Literal): number {
  let end = at;
  for (const [index, chunk] of chunks.entries()) {
    if (index > 0) {
      const spaces = end;
      while (line[end] === ' ') end++;
      if (end === spaces) return -1;
    }
    if (!line.startsWith(chunk, end)) return -1;
    end += chunk.length;
  }
  return end;
}

/**
 * Finds the first place from `from` on at which the literal stands, and ends with the line where `atEnd` says so. The time it
 * takes grows with the length of the line only: a run of spaces is looked at once for each place that can begin before it.
 */
export function findLiteral(
  line: string,
  from: number,
  literal: Literal,
  atEnd: boolean,
): readonly [start: number, end: number] | undefined {
  const sought = literal.chunks[0] || ' ';
  let start = line.indexOf(sought, from);
  while (start >= 0) {
    const end = endOfLiteral(line, start, literal);
    if (end >= 0 && (!atEnd || end === line.length)) return [start, end];
    let next = start + 1;
    if (sought === ' ') while (line[next] === ' ') next++;
    start = line.indexOf(sought, next);
  }
  return undefined;
}

/** How often a literal stands in a text, one after another. */
export function occurrences(text: string, literal: Literal): number {
  let count = 0;
  let found = findLiteral(text, 0, literal, false);
  while (found) {
    count++;
    found = findLiteral(text, Math.max(found[1], found[0] + 1), literal, false);
  }
  return count;
}
