import type { FilePosition, Positions } from '../../model/contracts/log-reader.ts';

/** Stands between the hash of a first line and the number of the content among those that begin with it. */
const NUMBERED = '~';

/** The contents that were read, as far as they are needed: what of them is known is loaded when one that begins alike is met. */
export function createContents(positions: Positions) {
  const byPrint = new Map<string, FilePosition[]>();
  const nameOf = (print: string, number: number) => (number === 0 ? print : `${print}${NUMBERED}${number}`);
  const of = (print: string): FilePosition[] => {
    let known = byPrint.get(print);
    if (!known) {
      known = [];
      for (let position = positions.get(print); position; position = positions.get(nameOf(print, known.length))) {
        known.push(position);
      }
      byPrint.set(print, known);
    }
    return known;
  };
  return {
    /** Those whose first line has this hash. */
    of: of as (print: string) => readonly FilePosition[],
    /** The name of a content that is read for the first time. */
    newName: (print: string): string => nameOf(print, of(print).length),
    put(position: FilePosition): void {
      const [print, number = '0'] = position.fingerprint.split(NUMBERED) as [string, string?];
      of(print)[Number(number)] = position;
    },
    /** Forgets all but those whose first line has one of these hashes, as far as they are kept elsewhere. */
    keepOnly(prints: ReadonlySet<string>): void {
      const isKept = ({ fingerprint, offset }: FilePosition) => positions.get(fingerprint)?.offset === offset;
      for (const [print, known] of byPrint) if (!prints.has(print) && known.every(isKept)) byPrint.delete(print);
    },
  };
}

export type Contents = ReturnType<typeof createContents>;
