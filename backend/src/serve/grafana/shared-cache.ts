interface Entry<T> {
  readonly value: Promise<T>;
  readonly controller: AbortController;
  waiting: number;
  /** When the value came, of the given clock; undefined while it is awaited. */
  since: number | undefined;
}

/** Answers that those who ask for the same at nearly the same time share. */
export interface SharedCache<T> {
  /** The value of a key: one that is under way or young enough, or made now. It is given up when nobody waits for it. */
  get(key: string, make: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T>;
}

/** Keeps a value `lifetime` milliseconds of `now`, and at most `size` values; errors are never kept. */
export function sharedCache<T>(lifetime: number, size: number, now: () => number): SharedCache<T> {
  const entries = new Map<string, Entry<T>>();
  const begin = (key: string, make: (signal: AbortSignal) => Promise<T>): Entry<T> => {
    const controller = new AbortController();
    const entry: Entry<T> = { value: make(controller.signal), controller, waiting: 0, since: undefined };
    const forget = () => {
      if (entries.get(key) === entry) entries.delete(key);
    };
    controller.signal.addEventListener('abort', forget);
    entry.value.then(() => {
      entry.since = now();
    }, forget);
    entries.set(key, entry);
    for (const [oldest] of entries) {
      if (entries.size <= size) break;
      entries.delete(oldest);
    }
    return entry;
  };
  return {
    async get(key, make, signal) {
      signal.throwIfAborted();
      const known = entries.get(key);
      const fresh = known && (known.since === undefined || now() - known.since < lifetime);
      const entry = fresh ? known : begin(key, make);
      entry.waiting += 1;
      const gone = Promise.withResolvers<never>();
      const leave = () => gone.reject(signal.reason);
      signal.addEventListener('abort', leave);
      try {
        return await Promise.race([entry.value, gone.promise]);
      } finally {
        signal.removeEventListener('abort', leave);
        entry.waiting -= 1;
        if (entry.waiting === 0 && entry.since === undefined) entry.controller.abort(signal.reason);
      }
    },
  };
}
