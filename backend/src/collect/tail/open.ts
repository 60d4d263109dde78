import { type FileHandle, open } from 'node:fs/promises';
import { TAIL } from './marks.ts';

/** Opens a file for as long as it is used. */
export async function withFile<T>(path: string, use: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path);
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}

/** Octets of a file from a position on; fewer where it ends. */
export async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  return buffer.subarray(0, await fill(file, buffer, position));
}

/** Reads octets of a file from a position on until the buffer is full, and answers how many: fewer where the file ends. */
export async function fill(file: FileHandle, buffer: Buffer, position: number): Promise<number> {
  let filled = 0;
  while (filled < buffer.length) {
    const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled;
}

/** The last octets of a file before a position, as many as are remembered. */
export const lastBefore = (file: FileHandle, end: number): Promise<Buffer> =>
  readAt(file, Math.max(0, end - TAIL), Math.min(end, TAIL));

/** Errors of the file system and of unpacking; anything else is not the file's fault. */
export function isFileError(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  return typeof code === 'string' && (/^E[A-Z]+$/.test(code) || code.startsWith('Z_') || code.startsWith('ZSTD_'));
}

/** Rotated away since it was seen: the next look finds it under its new name. */
export const isGone = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';
