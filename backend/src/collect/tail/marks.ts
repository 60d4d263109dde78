import { hash } from 'node:crypto';
import type { ContentMarks, FilePosition } from '../../model/contracts/log-reader.ts';

/** Lengths of beginnings that are remembered, octets. */
const BEGINNINGS = [32, 64, 128, 256, 512, 1024];
/** The longest beginning that is remembered, octets. */
export const BEGINNING = BEGINNINGS.at(-1)!;
/** As many octets before the end of what was read are remembered. */
export const TAIL = 1024;

/**
 * How a content stands to a known one, as far as that was read: it holds all of it (`goes on`), it is shorter and may be a
 * part of it or come to hold it (`begins alike`), or it is another content.
 */
export type Relation = 'goes on' | 'begins alike' | 'other';

/** Hashes of the beginnings that are remembered, of as many as the first octets of a content hold. */
export const headHashes = (head: Uint8Array): string[] =>
  BEGINNINGS.filter((length) => length <= head.length).map((length) =>
    hash('sha256', head.subarray(0, length), 'base64url').slice(0, 8),
  );

/** Marks of a content that was read up to `end`: with the hashes of its beginnings, and the last octets before `end`. */
export function marksOf(heads: readonly string[], tail: Uint8Array, end: number, modified: number): ContentMarks {
  const reached = BEGINNINGS.filter((length) => length <= end).length;
  return { heads: heads.slice(0, reached), tail: tailHash(tail), end, modified };
}

/** The hash of the last octets before a position, TAIL of them or all. */
export const tailHash = (tail: Uint8Array): string => hash('sha256', tail, 'base64url').slice(0, 22);

/** The last octets of two pieces that follow each other, as many as are remembered. */
export function lastOctets(before: Uint8Array, piece: Uint8Array): Uint8Array {
  // A copy: what a piece stands in may be read into again.
  if (piece.length >= TAIL) return Buffer.from(piece.subarray(piece.length - TAIL));
  return Buffer.concat([before.subarray(Math.max(0, before.length + piece.length - TAIL)), piece]);
}

/** Compares a content with a known one; `before` reads the last octets before a position of it. */
export async function relate(
  { heads, length }: { readonly heads: readonly string[]; readonly length: number },
  { marks, offset }: FilePosition,
  before: (end: number) => Promise<Uint8Array>,
): Promise<Relation> {
  // Of what an earlier version has read only the first line is known.
  if (!marks) return length < offset ? 'begins alike' : 'goes on';
  if (!beginsAlike(heads, marks)) return 'other';
  if (length < marks.end) return 'begins alike';
  return tailHash(await before(marks.end)) === marks.tail ? 'goes on' : 'other';
}

/** False when a content differs in its first octets from a known one. */
export function beginsAlike(heads: readonly string[], marks: Pick<ContentMarks, 'heads'> | undefined): boolean {
  const compared = Math.min(heads.length, marks?.heads.length ?? 0);
  return compared === 0 || heads[compared - 1] === marks!.heads[compared - 1];
}
