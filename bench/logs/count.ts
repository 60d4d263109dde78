// Counts the hours of a file as a dry run does, in a process of its own: node count.ts THREADS FILE
import { importDry } from '../../backend/src/import.ts';
import { billingRadius } from '../../backend/src/parse/billing-radius/billing-radius.ts';

const [threads, path] = process.argv.slice(2) as [string, string];
const begun = performance.now();
await importDry({
  ...{ format: billingRadius, files: [path], zone: 'Europe/Ulyanovsk', progress: () => {} },
  threads: Number(threads),
});
process.stdout.write(JSON.stringify({ wall: (performance.now() - begun) / 1000 }));
