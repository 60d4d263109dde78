import { setFlagsFromString } from 'node:v8';

/**
 * By how much the heap grows before V8 marks all of it anew, percent. V8 itself lets a heap that changes slowly grow by a
 * tenth only, and to mark what is known of ten thousand devices every ten seconds costs half as much as polling them.
 */
const GROWING_PERCENT = 50;

/**
 * Lets the heap of this process grow further between two collections of all of it, and does not collect it whenever there
 * are a few quiet seconds: the next polls need as much again.
 */
export function collectSeldom(): void {
  setFlagsFromString(`--heap-growing-percent=${GROWING_PERCENT}`);
  setFlagsFromString('--no-memory-reducer');
}
