import type { OctetRange } from '../../model/accounting.ts';
import { hashOf, KeyWords, wordsOf } from './key-words.ts';
import { LONGEST_KEY } from './keys.ts';

/** Events that wait together. */
const MOST_EVENTS = 256;

/** Marks of an event. */
export const IS_FAILED = 1;
export const IS_STOP = 2;

/** What an event changes: its marks, and its octets, NaN where it does not carry them. */
export interface CountedEvent {
  readonly marks: number;
  readonly input: number;
  readonly output: number;
}

/**
 * Events of one hour that wait to be counted, column by column. Subscribers come in no order and have more memory than a
 * processor keeps at hand: looked up one by one each makes it wait, while of many together it fetches several at a time.
 */
export class WaitingEvents {
  readonly keys = new KeyWords(MOST_EVENTS * wordsOf(LONGEST_KEY));
  /** At which word the key begins, its octets, after `hash` its hash, and room for what was fetched. */
  readonly places = new Uint32Array(MOST_EVENTS);
  readonly lengths = new Uint8Array(MOST_EVENTS);
  readonly hashes = new Uint32Array(MOST_EVENTS);
  readonly fetched = new Uint32Array(MOST_EVENTS);
  readonly marks = new Uint8Array(MOST_EVENTS);
  readonly input = new Float64Array(MOST_EVENTS);
  readonly output = new Float64Array(MOST_EVENTS);
  count = 0;

  /** Takes an event of the subscriber with the login in these octets; true when there is no room for one more. */
  add({ marks, input, output }: CountedEvent, { bytes, start, end }: OctetRange): boolean {
    const event = this.count++;
    const length = Math.min(end - start, LONGEST_KEY);
    this.places[event] = this.keys.put(bytes, start, start + length);
    this.lengths[event] = length;
    this.marks[event] = marks;
    this.input[event] = input;
    this.output[event] = output;
    return this.count === MOST_EVENTS;
  }

  /** Finds the hashes of all keys. */
  hash(): void {
    for (let event = 0; event < this.count; event++) {
      this.hashes[event] = hashOf(this.keys.words, this.places[event]!, this.lengths[event]!);
    }
  }

  clear(): void {
    this.keys.clear();
    this.count = 0;
  }
}
