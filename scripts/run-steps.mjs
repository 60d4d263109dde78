// Runs the steps of a script one after another, each with its name and time, and reports every one that failed.
import { spawn } from 'node:child_process';

/**
 * Runs one command of node_modules/.bin or the system; its output is shown and also given back as text.
 * @param {{name: string, command: string, args: string[], folder?: string}} step
 */
export function runStep({ name, command, args, folder = '.' }) {
  process.stdout.write(`\n=== ${name}\n`);
  const begun = Date.now();
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (text) => {
        output += text;
        process.stdout.write(text);
      });
    }
    child.on('error', (error) => resolve({ name, failed: true, output: `${output}${error.message}` }));
    child.on('close', (code) => {
      process.stdout.write(
        `=== ${name}: ${code === 0 ? 'done' : `failed (${code})`}, ${((Date.now() - begun) / 1000).toFixed(1)} s\n`,
      );
      resolve({ name, failed: code !== 0, output });
    });
  });
}
