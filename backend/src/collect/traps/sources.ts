export interface SourceLimits {
  /** Datagrams a second that are taken of one source in the long run, … */
  readonly rate: number;
  /** … and at once after it was quiet. */
  readonly burst: number;
}

/** Sources that are remembered; of more, the one remembered longest is forgotten. */
const MOST_SOURCES = 10_000;

interface Bucket {
  left: number;
  at: number;
}

/**
 * Limits what is taken of each source by itself (token buckets), so that one that floods starves no other. `now` is in
 * milliseconds; answers false for a datagram too many.
 */
export function limitSources({ rate, burst }: SourceLimits): (source: string, now: number) => boolean {
  const buckets = new Map<string, Bucket>();
  return (source, now) => {
    let bucket = buckets.get(source);
    if (!bucket) {
      bucket = { left: burst, at: now };
      buckets.set(source, bucket);
      if (buckets.size > MOST_SOURCES) buckets.delete(buckets.keys().next().value!);
    }
    bucket.left = Math.min(burst, bucket.left + (Math.max(0, now - bucket.at) / 1000) * rate);
    bucket.at = now;
    if (bucket.left < 1) return false;
    bucket.left--;
    return true;
  };
}
