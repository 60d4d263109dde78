/**
 * A text of a fixed length, a multiple of four octets, that neighbouring lines mostly have in common: it is compared with that
 * of the line before, and tried by its pattern only where it differs.
 */
export class KnownText {
  text = '';
  private readonly pattern: RegExp;
  private readonly words: Int32Array;

  constructor(length: number, pattern: RegExp) {
    this.pattern = pattern;
    this.words = new Int32Array(length / 4);
  }

  /** True where such a text stands at `at` of the octets that `view` shows; it is the `text` then. */
  stands(view: DataView, bytes: Buffer, at: number): boolean {
    const { words } = this;
    for (let index = 0; index < words.length; index++) {
      if (view.getInt32(at + index * 4, true) !== words[index]) return this.learn(view, bytes, at);
    }
    return true;
  }

  private learn(view: DataView, bytes: Buffer, at: number): boolean {
    const { words } = this;
    const text = bytes.toString('latin1', at, at + words.length * 4);
    if (!this.pattern.test(text)) return false;
    this.text = text;
    for (let index = 0; index < words.length; index++) words[index] = view.getInt32(at + index * 4, true);
    return true;
  }
}
