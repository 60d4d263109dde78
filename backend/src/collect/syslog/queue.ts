/** Told when lines of its own were taken in. */
export interface LineOwner {
  settled(octets: number): void;
}

/** Lines that are taken in together, as octets, at most so many. */
const AT_ONCE = 1_048_576;
/** What a line takes in memory beside its octets. */
const OVERHEAD = 64;

interface Waiting {
  readonly line: string;
  readonly owner: LineOwner | undefined;
}

/** What a line counts for where memory is bounded, octets. */
export const lineSize = (line: string): number => line.length + OVERHEAD;

/** Lines (latin1) that wait to be taken in, in their order. They stay until they were. */
export function lineQueue() {
  let waiting: Waiting[] = [];
  let octets = 0;
  let hurried = false;
  let wake = () => {};
  const hurry = () => {
    hurried = true;
    wake();
  };

  return {
    /** Size of what waits. */
    get octets(): number {
      return octets;
    },
    push(line: string, owner?: LineOwner): void {
      waiting.push({ line, owner });
      octets += lineSize(line);
      if (octets >= AT_ONCE) hurry();
    },
    /** Ends a waiting early: somebody can give no more before something is taken in. */
    hurry,
    /** Resolves after so many milliseconds, or as soon as there is reason to hurry, or on the signal. */
    async gather(longest: number, signal: AbortSignal): Promise<void> {
      if (!hurried && octets < AT_ONCE && !signal.aborted) {
        await new Promise<void>((done) => {
          const timer = setTimeout(done, longest);
          wake = () => {
            clearTimeout(timer);
            done();
          };
          signal.addEventListener('abort', wake, { once: true });
        });
        signal.removeEventListener('abort', wake);
      }
      hurried = false;
    },
    /** The lines at the front, each with its line feed; undefined when none waits. `settle` removes them. */
    front(): { readonly bytes: Buffer; settle(): void } | undefined {
      let size = 0;
      let count = 0;
      while (count < waiting.length && (count === 0 || size < AT_ONCE)) size += lineSize(waiting[count++]!.line);
      if (count === 0) return undefined;
      const lines = waiting.slice(0, count);
      const bytes = Buffer.from(lines.map(({ line }) => `${line}\n`).join(''), 'latin1');
      const settle = () => {
        waiting = waiting.slice(count);
        octets -= size;
        for (const { line, owner } of lines) owner?.settled(lineSize(line));
      };
      return { bytes, settle };
    },
  };
}

export type LineQueue = ReturnType<typeof lineQueue>;
