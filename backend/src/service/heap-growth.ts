import { setFlagsFromString } from 'node:v8';

/**
 * By how much the heap grows before V8 marks all of it anew, percent. V8 itself lets a heap that changes slowly grow by a
 * tenth only, and to mark what is known of ten thousand devices every ten seconds costs half as much as polling them.
 */
const GROWING_PERCENT = 60;

/** Lets the heap of this process grow further between two collections of all of it. */
export const collectSeldom = (): void => setFlagsFromString(`--heap-growing-percent=${GROWING_PERCENT}`);
