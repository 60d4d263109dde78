import { distance } from 'fastest-levenshtein';
import type { z } from 'zod';

/** A problem at a path of the configuration, in words: what was found and what is allowed. */
export interface Problem {
  readonly path: readonly PropertyKey[];
  /** True when the problem is the key at the end of `path`, not its value. */
  readonly atKey: boolean;
  readonly message: string;
}

const SECRET = /password|secret|token|community|pseudonyms/i;

/** The problems that zod found, one for each unknown key and value. `found` gives what the file has at a path. */
export function describeIssues(
  issues: readonly z.core.$ZodIssue[],
  found: (path: readonly PropertyKey[]) => unknown,
  allowedKeys: (path: readonly PropertyKey[]) => readonly string[],
): Problem[] {
  return issues.flatMap((issue): Problem[] => {
    if (issue.code === 'unrecognized_keys') {
      const allowed = allowedKeys(issue.path);
      return issue.keys.map((key) => ({
        path: [...issue.path, key],
        atKey: true,
        message: `unknown key${suggestion(key, allowed)}${allowed.length ? `; allowed: ${allowed.join(', ')}` : ''}`,
      }));
    }
    if (issue.code === 'invalid_key') {
      const [fault] = issue.issues;
      return [{ path: issue.path, atKey: true, message: fault?.message ?? issue.message }];
    }
    const value = found(issue.path);
    const shown = value === undefined ? 'nothing' : isSecret(issue.path, value) ? '********' : show(value);
    return [{ path: issue.path, atKey: false, message: `found ${shown}, ${expectation(issue)}` }];
  });
}

/** True for what may be a secret: by its key, or since it stands where a section of credentials should. */
function isSecret(path: readonly PropertyKey[], value: unknown): boolean {
  if (path.some((key) => SECRET.test(String(key)))) return true;
  const section = path.at(-2) === 'credentials' || path.at(-1) === 'auth' || path.at(-1) === 'privacy';
  return section && typeof path.at(-1) === 'string' && typeof value !== 'object';
}

function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_value':
      return `expected ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}`;
    case 'invalid_type':
      return `expected ${article(issue.expected)}`;
    case 'too_small':
      return `expected at least ${issue.minimum}${unitOf(issue.origin)}`;
    case 'too_big':
      return `expected at most ${issue.maximum}${unitOf(issue.origin)}`;
    case 'invalid_union':
      return 'options' in issue
        ? `expected ${(issue.options as unknown[]).map((option) => JSON.stringify(option)).join(' or ')}`
        : issue.message;
    default:
      return issue.message;
  }
}

const article = (type: string) =>
  ({ array: 'a list', object: 'a section', int: 'a whole number', number: 'a number', string: 'a text' })[type] ??
  `a ${type}`;
const unitOf = (origin: string) => (origin === 'string' ? ' characters' : origin === 'array' ? ' entries' : '');

function show(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'a section';
  const text = JSON.stringify(value).replace(/\/\/[^/@]*@/, '//********@');
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

function suggestion(key: string, allowed: readonly string[]): string {
  const near = allowed.find((candidate) => distance(key, candidate) <= 2);
  return near ? `, did you mean ${near}?` : '';
}
