import type { InterfaceReading } from '../../model/device.ts';

/** A speed that an operator knows better than the interfaces of this name or alias, in which `*` stands for anything. */
export interface KnownSpeed {
  readonly name?: string | undefined;
  readonly alias?: string | undefined;
  readonly bitsPerSecond: number;
}

/** Puts known speeds in the place of what interfaces tell; the first that fits counts. */
export function speedCorrection(
  speeds: readonly KnownSpeed[],
): (interfaces: readonly InterfaceReading[]) => readonly InterfaceReading[] {
  if (speeds.length === 0) return (interfaces) => interfaces;
  const known = speeds.map(({ name, alias, bitsPerSecond }) => ({
    fits: ({ name: itsName, alias: itsAlias }: InterfaceReading) =>
      fits(name, itsName) && fits(alias, itsAlias) && (name ?? alias) !== undefined,
    bitsPerSecond,
  }));
  return (interfaces) =>
    interfaces.map((row) => {
      const found = known.find((speed) => speed.fits(row));
      return found ? { ...row, speedBitsPerSecond: found.bitsPerSecond } : row;
    });
}

/** True for a text that a pattern stands for; without a pattern for any. */
function fits(pattern: string | undefined, text: string): boolean {
  if (pattern === undefined) return true;
  const parts = pattern.split('*').map((part) => part.replace(/[^\p{L}\p{N}]/gu, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(text);
}
