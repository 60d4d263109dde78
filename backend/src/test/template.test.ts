import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { afterAll, describe, expect, test } from 'vitest';
import { checkCommand } from '../cli/check.ts';
import { tryTemplate } from '../cli/check-template.ts';
import { importCommand } from '../cli/import.ts';
import { readConfiguration } from '../configuration.ts';
import { importDry } from '../import.ts';
import { formatOf, readTemplate } from '../log-formats.ts';
import { sharedPath } from './needs.ts';

const folder = mkdtempSync(join(tmpdir(), 'presage-template-'));
afterAll(() => rmSync(folder, { recursive: true }));

const TEMPLATE = `pattern: '{time:date "yyyy-MM-dd HH:mm:ss"} {nas:address} {login} {event}'
rules:
  - { when: { event: OK }, kind: authentication }
  - { when: { event: 'NO*' }, kind: authentication, failed: true }
examples:
  - line: 2026-07-10 20:44:36 192.0.2.1 user1 NO money
    record: { kind: authentication, time: 2026-07-10 20:44:36, login: user1, failed: true }
`;
const LOG = `2026-07-10 20:44:36 192.0.2.1 user1 OK
2026-07-10 20:44:36 192.0.2.1 user1 NO money
2026-07-10 20:44:36 here user1 OK
2026-07-10 20:44:36 192.0.2.1 user1 PERHAPS
`;

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** What is said of a template in which a text is replaced, without the name of the file. */
function problems(found: string, replaced: string): string[] {
  const path = write('bad.yaml', TEMPLATE.replace(found, replaced));
  try {
    readTemplate(path);
  } catch (error) {
    return (error as Error).message.replaceAll(path, '').split('\n');
  }
  return [];
}

describe('faults of a template name line and field', () => {
  test.each([
    ['login: user1', 'login: user2', ':7:71: examples[0].record.login: found "user2", but the line gives "user1"'],
    ['{login} ', '{login}', ':1:10: pattern[0]: found … {login}: expected text between it and the next field'],
    [
      '{ event: OK }',
      '{ evnt: OK }',
      ':3:21: rules[0].when.evnt: found "OK", expected a field of the pattern: nas, login, event',
    ],
    ['kind: authentication }', 'kind: login }', ':3:34: rules[0].kind: found "login", expected "accounting" or'],
    [
      'failed: true }',
      'failed: true, failure: "{why}" }',
      ':4:76: rules[1].failure: found "{why}", expected a field of the pattern',
    ],
    [
      'kind: authentication }',
      'kind: authentication, failure: x }',
      ':3:59: rules[0].failure: found "x", expected it with failed: true only',
    ],
    [
      'kind: authentication }',
      'kind: authentication, status_type: Stop }',
      'rules[0].status_type: found "Stop", expected it with kind: accounting only',
    ],
    [
      '192.0.2.1 user1 NO',
      'here user1 NO',
      ':6:11: examples[0].line: found … but it cannot be read: foreign text; pattern[0] expects {nas:address} in place of "here user1 NO money"',
    ],
    [
      'user1 NO money',
      'user1 MAYBE',
      'but no rule makes an event of it; pattern[0] fits it, with time "2026-07-10 20:44:36", nas "192.0.2.1", login "user1", event "MAYBE"',
    ],
    [
      'rules:',
      'rulez:',
      ':2:1: rulez: unknown key, did you mean rules?; allowed: pattern, octets_wrap, rules, examples',
    ],
    ['examples:', 'examples: []\nx:', ': examples: found a list, expected at least 1 entries'],
  ])('%j → %j', (found, replaced, expected) => {
    const said = problems(found, replaced);
    for (const part of expected.split(' … ')) expect(said.join('\n')).toContain(part);
  });

  test('an example is a record, or it is not', () => {
    expect(problems('    record:', '    is: other\n    record:').join()).toContain('expected record, or is: other');
    expect(problems(/ {4}record: .*\n/.exec(TEMPLATE)![0], '    is: other\n').join()).toContain(
      'examples[0].is: found "other", but a rule makes an event of it',
    );
  });
});

test('a source of the configuration names its template', () => {
  write('mine.yaml', TEMPLATE);
  const read = (log: string) =>
    readConfiguration(write('presage.yml', `logs: [{name: a, files: [x.log], ${log}}]`), {});
  const [log] = read('format: template, template: mine.yaml').logs;
  expect(log).toMatchObject({ format: 'template', template: join(folder, 'mine.yaml') });
  expect(formatOf(log!).type).toBe('template');
  expect(() => read('format: template')).toThrow('logs[0].template: found nothing, expected it with format: template');
  expect(() => read('format: abills, template: mine.yaml')).toThrow(
    'logs[0].template: found "mine.yaml", expected it with',
  );
  expect(() => read('format: template, template: none.yaml')).toThrow(/none\.yaml: there is no such file/);
  write('bad.yaml', TEMPLATE.replace('login: user1', 'login: user2'));
  expect(() => read('format: template, template: bad.yaml')).toThrow(/bad\.yaml:7:71: examples\[0\]/);
});

test('a log is imported by its template', async () => {
  const format = readTemplate(write('mine.yaml', TEMPLATE)).format;
  const files = [write('radius.log', LOG)];
  const { hours, summary } = await importDry({ format, files, zone: 'UTC', progress: () => {} });
  expect(summary).toEqual({ lines: 4, unreadable: { 'foreign text': 1 }, hours: 1 });
  expect(hours.get(Date.parse('2026-07-10T20:00:00Z'))).toMatchObject({
    count_failed: 1,
    'type__count_Billing-Authentication': 2,
  });
});

const RRAS = 'data/log-samples/ossec_auth_microsoft_rras.log';
test.skipIf(!sharedPath(RRAS))('the log of a Microsoft RADIUS server is read by a template', async () => {
  const template = `pattern:
  - '"{}","{}",{time:date "MM/dd/yyyy,HH:mm:ss"},{packet},"{login}","{user}",{}'
  - '"{}","{}",{time:date "MM/dd/yyyy,HH:mm:ss"},{packet},,"{login}",{}'
rules:
  - { when: { packet: 2 }, kind: authentication }
  - { when: { packet: 3 }, kind: authentication, failed: true, failure: Access-Reject }
examples:
  - line: '"RasBox","RAS",10/22/2006,09:13:09,3,,"ACME\\user1",,,,36'
    record: { time: '2006-10-22 09:13:09', login: 'ACME\\user1', failed: true }
`;
  const path = sharedPath(RRAS)!;
  const packets = readFileSync(path, 'latin1')
    .match(/:\d\d,\d+,/g)!
    .map((text) => text.slice(4, -1));
  const { format } = readTemplate(write('rras.yaml', template));
  const { hours, summary } = await importDry({ format, files: [path], zone: 'UTC', progress: () => {} });
  const sum = (name: 'count_failed' | 'type__count_Billing-Authentication') =>
    [...hours.values()].reduce((total, values) => total + (values[name] ?? 0), 0);
  expect(summary).toMatchObject({ lines: packets.length, unreadable: {} });
  expect(sum('count_failed')).toBe(packets.filter((packet) => packet === '3').length);
  expect(sum('type__count_Billing-Authentication')).toBe(packets.filter((packet) => '23'.includes(packet)).length);
});

test('a check says what the lines of a log are, and how far those fit that cannot be read', async () => {
  expect(await tryTemplate(write('mine.yaml', TEMPLATE), write('radius.log', LOG))).toBe(
    `${join(folder, 'radius.log')}: 4 lines: 2 events, 1 that stand for none, 1 unreadable
line 3: foreign text; pattern[0] expects {nas:address} in place of "here user1 OK"`,
  );
});

test('the commands say what they need', async () => {
  const template = write('bad.yaml', TEMPLATE.replace('login: user1', 'login: user2'));
  const run = (command: Command, ...args: string[]) => command.parseAsync(args, { from: 'user' });
  await expect(run(checkCommand(), '--template', template)).rejects.toThrow(`${template}:7:71: examples[0]`);
  await expect(run(checkCommand())).rejects.toThrow('give --config FILE or --template FILE, one of them');
  await expect(run(checkCommand(), '--config', 'x', '--log', 'y')).rejects.toThrow('--log: expected with --template');
  await expect(run(importCommand(), 'template', 'x.log', '--dry-run')).rejects.toThrow('give --template FILE');
  await expect(run(importCommand(), 'abills', 'x.log', '--dry-run', '--template', template)).rejects.toThrow(
    '--template: expected with the format template only',
  );
});
