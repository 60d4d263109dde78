/**
 * Answers by key: what is under way is asked once however many wait for it, and what was answered is kept for
 * `lifetime` milliseconds of `now`. A failure is not kept.
 */
export class SingleFlight {
  private readonly answers = new Map<string, { asked: number; answer: Promise<unknown> }>();

  constructor(
    private readonly lifetime: number,
    private readonly now: () => number
  ) {}

  /** What `ask` answers under this key; a key always stands for one type of answer. */
  get<T>(key: string, ask: () => Promise<T>): Promise<T> {
    const kept = this.answers.get(key);
    if (kept && this.now() - kept.asked < this.lifetime) {
      return kept.answer as Promise<T>;
    }
    const entry = { asked: this.now(), answer: ask() };
    this.answers.set(key, entry);
    entry.answer.catch(() => {
      if (this.answers.get(key) === entry) {
        this.answers.delete(key);
      }
    });
    return entry.answer;
  }
}
