/** The longest cause of a failure, and the longest text it is looked for in, characters. */
const LONGEST = 60;
const LONGEST_TEXT = 1000;

const QUOTED = /'[^']*'?|"[^"]*"?|\/\/.*\/\/|\([^)]*\)?|\[[^\]]*\]?/g;

/**
 * The cause in a text that says why something failed, the same words for the same cause: what is quoted or in brackets (a
 * password that was tried, a limit) and the login are left out, numbers are `#`. Empty when nothing is left.
 */
export function causeOf(text: string, login: string): string {
  return text
    .slice(0, LONGEST_TEXT)
    .replaceAll(QUOTED, ' ')
    .split(/\s/)
    .filter((word) => word !== '' && word !== login && word.replace(/[:,;.]$/, '') !== login)
    .join(' ')
    .replaceAll(/\d+/g, '#')
    .slice(0, LONGEST)
    .replace(/[\s:,;.-]+$/, '');
}
