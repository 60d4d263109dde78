import type { EngineMemory, SenderEngine } from '../../model/contracts/traps.ts';

/** Seconds by which a message may be older than what is known of its engine (RFC 3414, 2.2.3). */
const WINDOW = 150;
/** An engine with so many boots takes no message as fresh any more. */
const LAST_BOOTS = 2 ** 31 - 1;
/** Engines that are remembered; of more, the one heard longest ago is forgotten. */
const MOST_ENGINES = 20_000;
/** Digests remembered of one engine within the window. */
const MOST_DIGESTS = 2000;

/** How a message that is signed right stands in time. */
export type Freshness = 'fresh' | 'stale' | 'repeated';

interface Known {
  boots: number;
  /** The engine's newest time in seconds, and ours of then in milliseconds. */
  time: number;
  at: number;
  /** Digests of messages taken lately, oldest first. */
  readonly digests: Set<string>;
}

/** The boots and times of engines: the own one, by which informs are judged, and those that send traps. */
export interface Engines {
  readonly id: Buffer;
  readonly boots: number;
  /** Seconds since this start. */
  time(now: number): number;
  isOwn(engine: Buffer): boolean;
  /** How a signed message stands; one that is fresh is remembered, so that the same again is repeated. */
  judge(message: { engine: Buffer; boots: number; time: number; digest: Buffer }, now: number): Freshness;
}

/** `now` everywhere is epoch milliseconds UTC. */
export function createEngines(memory: EngineMemory, started: number): Engines {
  const { id, boots } = memory.start();
  const own = Buffer.from(id);
  const ownDigests = new Set<string>();
  const known = new Map<string, Known>();
  for (const sender of memory.senders()) known.set(sender.engine, { ...sender, digests: new Set() });

  const time = (now: number) => Math.max(0, Math.floor((now - started) / 1000));

  const ofSender = (engine: string, message: { boots: number; time: number }, now: number): Known | undefined => {
    const before = known.get(engine);
    const estimate = before ? before.time + Math.max(0, now - before.at) / 1000 : 0;
    if (message.boots >= LAST_BOOTS || (before && message.boots < before.boots)) return undefined;
    if (before && message.boots === before.boots && message.time < estimate - WINDOW) return undefined;
    const isNewer = !before || message.boots > before.boots || message.time > before.time;
    const after = before ?? { boots: 0, time: 0, at: now, digests: new Set<string>() };
    if (!before || message.boots > before.boots) {
      after.digests.clear();
      memory.save({ engine, boots: message.boots, time: message.time, at: now } satisfies SenderEngine);
    }
    if (isNewer) Object.assign(after, { boots: message.boots, time: message.time, at: now });
    // The engine heard last goes to the end.
    known.delete(engine);
    known.set(engine, after);
    if (known.size > MOST_ENGINES) known.delete(known.keys().next().value!);
    return after;
  };

  return {
    id: own,
    boots,
    time,
    isOwn: (engine) => engine.equals(own),
    judge(message, now) {
      const isOwn = message.engine.equals(own);
      if (isOwn && (message.boots !== boots || boots >= LAST_BOOTS || Math.abs(message.time - time(now)) > WINDOW)) {
        return 'stale';
      }
      const sender = isOwn ? undefined : ofSender(message.engine.toString('hex'), message, now);
      if (!isOwn && !sender) return 'stale';
      return remember(sender?.digests ?? ownDigests, message.digest.toString('latin1')) ? 'fresh' : 'repeated';
    },
  };
}

/** False when it was remembered already. */
function remember(digests: Set<string>, digest: string): boolean {
  if (digests.has(digest)) return false;
  digests.add(digest);
  if (digests.size > MOST_DIGESTS) digests.delete(digests.values().next().value!);
  return true;
}
