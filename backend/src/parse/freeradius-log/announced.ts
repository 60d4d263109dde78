import type { Json } from '../../model/contracts/log-state.ts';

/** Requests whose rejection was announced and not told yet, at most: each is told within moments. */
const MOST = 100;
/** A number that comes again later is that of another request: a server begins anew with 0. */
const WITHIN = 60_000;

/**
 * Causes of rejections by the number of the request, from the line that names the cause until the line that tells the
 * rejection. No logins are kept.
 */
export function announcedCauses(memory: Json | undefined) {
  const announced = new Map((memory ?? []) as unknown as readonly [request: number, [cause: string, time: number]][]);
  return {
    announce(request: number, cause: string, time: number): void {
      announced.delete(request);
      announced.set(request, [cause, time]);
      if (announced.size > MOST) announced.delete(announced.keys().next().value!);
    },
    /** The cause that was announced of a request, if one was, and forgets it. */
    take(request: number, time: number): string | undefined {
      const [cause, since] = announced.get(request) ?? [];
      announced.delete(request);
      return since !== undefined && Math.abs(time - since) <= WITHIN ? cause : undefined;
    },
    /** What a later parser begins with. */
    memory: (): Json => [...announced],
  };
}
