import { importFiles } from '../collect/tail/import.ts';
import { readTemplate } from '../log-formats.ts';
import type { RecordSink } from '../model/contracts/parser.ts';
import { howItFits } from '../parse/template/examples.ts';

/** Lines that are shown, and lines that are read of a log. */
const MOST_SHOWN = 10;
const MOST_READ = 100_000;

/** What a template makes of a log: how many lines of each kind, and the first that cannot be read, with the reason. */
export async function tryTemplate(path: string, log: string): Promise<string> {
  const template = readTemplate(path);
  const counts = { events: 0, other: 0, unreadable: 0 };
  const shown: string[] = [];
  let line = '';
  const sink: RecordSink = {
    record: () => void counts.events++,
    other: () => void counts.other++,
    unreadable(reason) {
      counts.unreadable++;
      if (shown.length < MOST_SHOWN) shown.push(`line ${lines()}: ${reason}${howItFits(template, line)}`);
    },
  };
  const lines = () => counts.events + counts.other + counts.unreadable;
  const enough = new AbortController();
  let parser: ReturnType<typeof template.format.create> | undefined;
  const reader = importFiles([log], { get: () => undefined });
  await reader.read(
    async ({ bytes, modified }) => {
      parser ??= template.format.create({ zone: 'UTC', reference: modified });
      for (const text of Buffer.from(bytes).toString('latin1').split('\n').slice(0, -1)) {
        if (lines() === MOST_READ) return enough.abort();
        line = Buffer.from(text, 'latin1').toString('utf8').replace(/\r$/, '');
        parser.push(Buffer.from(`${text}\n`, 'latin1'), sink);
      }
    },
    async () => {},
    enough.signal,
  );
  const summary = `${log}: ${lines()} lines: ${counts.events} events, ${counts.other} that stand for none, ${counts.unreadable} unreadable`;
  return [summary, ...shown].join('\n');
}
