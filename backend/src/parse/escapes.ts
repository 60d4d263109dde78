const NAMED: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** Text with the escapes resolved that FreeRADIUS prints: `\n`, `\r`, `\t`, an octet as `\` and three octal digits, else `\` and the character. */
export function withoutEscapes(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replaceAll(/\\(?:([0-3][0-7]{2})|(.))/g, (_, octal: string | undefined, character: string) =>
    octal === undefined ? (NAMED[character] ?? character) : String.fromCharCode(Number.parseInt(octal, 8)),
  );
}
