/** Pieces that are at home somewhere in a line, and so mislead a reader that only looks there. */
const PIECES = [
  ' ',
  ',',
  ', ',
  "'",
  '(',
  ')',
  '[',
  ':',
  '.',
  '-',
  '0',
  '9',
  'OK',
  'FAILED ',
  ' -- ',
  ' -- input (',
  ' -- code -3, input (',
  ' radiusd: [',
  "' via ",
  'Alive',
  'Start',
  'Stop',
  ',RADIUS,',
  ') delay 0.5',
  ' delay ',
  ' output (255.255.255.254, 8640000)',
  '\r',
  '\t',
  '\0',
  '\x7f',
  '\x85',
  '\xa0',
  '\xff',
  'A',
  'f',
  '_',
];

/**
 * A line damaged in one to three places, each of which may as well leave it as it is: octets are changed, taken out, doubled,
 * or replaced by what stands elsewhere in lines. `random` answers whole numbers below its argument.
 */
export function mutated(line: string, random: (limit: number) => number): string {
  let text = line;
  for (let count = 1 + random(3); count > 0; count--) {
    const at = random(text.length + 1);
    const length = random(4) === 0 ? random(40) : random(3);
    const piece = random(2) === 0 ? PIECES[random(PIECES.length)]! : String.fromCharCode(random(256));
    const kind = random(5);
    if (kind === 0) text = text.slice(0, at) + piece + text.slice(at);
    else if (kind === 1) text = text.slice(0, at) + text.slice(at + length);
    else if (kind === 2) text = text.slice(0, at) + piece + text.slice(at + piece.length);
    else if (kind === 3) text = text.slice(0, at + length) + text.slice(at);
    else text = text.slice(0, at) + piece + text.slice(at + length);
  }
  return text.replaceAll('\n', '');
}
