import { constants, gunzipSync, zstdDecompressSync } from 'node:zlib';

/** How the content of a file is packed, known by its first octets and never by its name. */
export type Packing = 'none' | 'gzip' | 'zstd';

/** RFC 1952, 2.3.1. */
const GZIP = [0x1f, 0x8b];
/** RFC 8878, 3.1.1. */
const ZSTD = [0x28, 0xb5, 0x2f, 0xfd];

/** The packing of a file that begins with these octets. */
export function packingOf(first: Uint8Array): Packing {
  const begins = (mark: readonly number[]) => mark.every((octet, index) => first[index] === octet);
  return begins(GZIP) ? 'gzip' : begins(ZSTD) ? 'zstd' : 'none';
}

/** The beginning of what the first octets of a packed file hold; nothing where they are damaged or too few. */
export function unpackBeginning(first: Uint8Array, packing: 'gzip' | 'zstd'): Buffer {
  try {
    return packing === 'gzip'
      ? gunzipSync(first, { finishFlush: constants.Z_SYNC_FLUSH })
      : zstdDecompressSync(first, { finishFlush: constants.ZSTD_e_continue });
  } catch {
    return Buffer.alloc(0);
  }
}

/**
 * The length of the content as a packed file tells it, where it does: gzip in the last four octets, modulo 2^32 (RFC 1952,
 * 2.3.1), Zstandard in the header of its first frame (RFC 8878, 3.1.1.1). Of a file with several members it is that of one.
 */
export function toldLength(packing: 'gzip' | 'zstd', first: Uint8Array, last: Uint8Array): number | undefined {
  if (packing === 'gzip') return last.length < 4 ? undefined : view(last).getUint32(last.length - 4, true);
  const descriptor = first[4];
  if (descriptor === undefined) return undefined;
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const size = [isSingleSegment ? 1 : 0, 2, 4, 8][descriptor >> 6]!;
  const at = 5 + (isSingleSegment ? 0 : 1) + [0, 1, 2, 4][descriptor & 3]!;
  if (size === 0 || first.length < at + size) return undefined;
  const header = view(first);
  if (size === 1) return header.getUint8(at);
  if (size === 2) return header.getUint16(at, true) + 256;
  return size === 4 ? header.getUint32(at, true) : Number(header.getBigUint64(at, true));
}

/** Whether a file that tells this length of its content may hold so many octets. */
export const isToldLength = (packing: 'gzip' | 'zstd', told: number | undefined, length: number): boolean =>
  told === (packing === 'gzip' ? length % 2 ** 32 : length);

const view = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
