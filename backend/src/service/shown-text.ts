/** The longest text that is shown, characters. */
const LONGEST = 200;
/** Octets that hold as many characters in UTF-8. */
const ENOUGH = 4 * LONGEST + 4;
/** Characters that show nothing, move the cursor or turn the direction of writing. */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** A text of a log (latin1, an octet a character) for people: as UTF-8 where it is, cut, what cannot be seen as `\x00` or `\u{200f}`. */
export function shownText(text: string): string {
  const octets = Buffer.from(text.slice(0, ENOUGH), 'latin1');
  const characters = [...decoded(octets)];
  const shown = characters.slice(0, LONGEST).join('').replaceAll(UNSEEN, escaped);
  return characters.length > LONGEST ? `${shown}…` : shown;
}

function decoded(octets: Buffer): string {
  try {
    // As a stream: the last character may be cut.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(octets, { stream: true });
  } catch {
    return octets.toString('latin1');
  }
}

function escaped(character: string): string {
  const code = character.codePointAt(0)!.toString(16);
  return code.length <= 2 ? `\\x${code.padStart(2, '0')}` : `\\u{${code}}`;
}
