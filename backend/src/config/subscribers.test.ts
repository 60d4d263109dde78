import { describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../model/subscribers.ts';
import { parseConfiguration } from './load.ts';
import { subscribersSchema } from './subscribers.ts';
import { secret, secretFile } from './values.ts';

const schema = subscribersSchema(secret(16), secretFile('/etc/presage', 16));
const parse = (text: string, environment: NodeJS.ProcessEnv = {}) =>
  parseConfiguration(schema, text, 'subscribers.yml', environment);

describe('the section of the subscribers', () => {
  test('has the limits of the original service, and keeps lists for 30 days', () => {
    expect(parse('{}')).toEqual({ enabled: true, limits: DEFAULT_LIMITS, retention: 30 * 86_400_000 });
  });

  test('takes limits of its own, also from the environment', () => {
    const { limits } = parse('limits: { failed: 10, input: 4e10, stops: "${STOPS}" }', { STOPS: '7' });
    expect(limits).toEqual({ ...DEFAULT_LIMITS, failed: 10, input: 4e10, stops: 7 });
  });

  test('never shows the key of the pseudonyms', () => {
    const { pseudonyms } = parse('pseudonyms: { key: "${KEY}" }', { KEY: 'a key of 24 characters..' });
    expect(pseudonyms?.key?.reveal()).toBe('a key of 24 characters..');
    expect(JSON.stringify(pseudonyms)).not.toContain('24');
    expect(() => parse('pseudonyms: { key: hunter2 }')).toThrow(/key: found \*{8}, expected at least 16/);
  });

  test.each([
    ['pseudonyms: {}', /expected one of key and key_file/],
    ['limits: { failed: -1 }', /limits\.failed: found -1, expected at least 0/],
    ['limits: { fialed: 1 }', /unknown key, did you mean failed\?/],
    ['retention: 1h', /expected a duration from 1d to 366d/],
  ])('refuses %s', (text, problem) => {
    expect(() => parse(text)).toThrow(problem);
  });
});
