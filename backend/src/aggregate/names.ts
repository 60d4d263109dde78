/** Stands for all names beyond the limit, and for those that cannot be a tag. */
export const OTHER = 'other';
const LONGEST = 100;

/** Names that become tags: at most `limit`, those that were seen first. Logs are written by others, so names never end. */
export function boundedNames(limit: number, known: readonly string[] = []) {
  const names = new Set(known);
  let grown = false;
  return {
    of(name: string): string {
      if (names.has(name)) return name;
      if (names.size >= limit || !isTag(name)) return OTHER;
      names.add(name);
      grown = true;
      return name;
    },
    /** Whether there are new ones since it was asked last. */
    isNew(): boolean {
      const was = grown;
      grown = false;
      return was;
    },
    all: (): string[] => [...names],
  };
}

/** Text without controls, neither empty nor long; line protocol has no way to write a backslash at the end. */
const isTag = (name: string) => name !== '' && name.length <= LONGEST && !/\p{Cc}|\\$/u.test(name);
