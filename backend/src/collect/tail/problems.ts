/** Tells once of each problem, by its path, and with undefined when it is over. */
export function createProblems(tell: (path: string, message: string | undefined) => void) {
  const told = new Map<string, string>();
  return {
    put(path: string, message: string): void {
      if (told.get(path) === message) return;
      told.set(path, message);
      tell(path, message);
    },
    over(path: string): void {
      if (told.delete(path)) tell(path, undefined);
    },
    /** Ends all but those that hold. */
    keepOnly(holds: (path: string) => boolean): void {
      for (const path of [...told.keys()]) if (!holds(path)) this.over(path);
    },
  };
}
