import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfiguration } from '../configuration.ts';
import { formatOf } from '../log-formats.ts';
import { parseAll } from '../parse/suite.ts';

const folder = resolve(import.meta.dirname, '../../../docs/reference/formats');
const text = (name: string) => readFileSync(join(folder, name), 'utf8');
const pages = readdirSync(folder).filter((name) => name.endsWith('.md') && name !== 'README.md');

/** The blocks of a language in a page. */
const blocks = (page: string, language: string) => blocksOf(text(page), language);
const blocksOf = (page: string, language: string) =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(([, block]) => block!);

/** The configuration of a page: its first YAML block; others that begin with a comment of their name are files beside it. */
function readPage(page: string) {
  const [configuration, ...others] = blocks(page, 'yaml');
  const place = mkdtempSync(join(tmpdir(), 'presage-format-'));
  try {
    const path = join(place, 'presage.yml');
    writeFileSync(path, configuration!);
    for (const block of others) {
      const [, name] = /^# (\S+\.yaml)\n/.exec(block) ?? [];
      if (name !== undefined) writeFileSync(join(place, name), block);
    }
    const read = readConfiguration(path, {});
    return {
      zone: read.zone,
      logs: read.logs.map((log) => ({ ...log, format: formatOf(log) })),
    };
  } finally {
    rmSync(place, { recursive: true });
  }
}

describe.each(pages)('%s', (page) => {
  test('its configuration works', () => {
    expect(readPage(page).logs).not.toEqual([]);
  });

  test('it is in the index', () => {
    expect(text('README.md')).toContain(`](${page})`);
  });

  test.skipIf(blocks(page, 'log').length === 0)('its lines can be read, and some are events', () => {
    const { logs, zone } = readPage(page);
    for (const block of blocks(page, 'log')) {
      const options = { zone: logs[0]!.zone ?? zone, reference: Date.parse('2026-07-10T12:00:00Z') };
      const found = parseAll(logs[0]!.format, [Buffer.from(block)], options);
      expect(found.filter((call) => typeof call === 'string')).toEqual([]);
      expect(found.filter((call) => typeof call === 'object')).not.toEqual([]);
    }
  });
});

test('the guide makes a template that works, step by step', () => {
  const guide = readFileSync(join(folder, '../../guides/read-a-log.md'), 'utf8').replaceAll(/^ {3}/gm, '');
  const [pattern, rules, examples, configuration] = blocksOf(guide, 'yaml');
  const place = mkdtempSync(join(tmpdir(), 'presage-guide-'));
  try {
    writeFileSync(join(place, 'our-billing.yaml'), [pattern, rules, examples].join(''));
    writeFileSync(join(place, 'presage.yml'), configuration!);
    expect(readConfiguration(join(place, 'presage.yml'), {}).logs).toMatchObject([{ format: 'template' }]);
  } finally {
    rmSync(place, { recursive: true });
  }
});
