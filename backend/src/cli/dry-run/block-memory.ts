/** A block is full once it has its length: its last piece may end so much later, octets. */
const LONGEST_PIECE = 1_048_576;

/**
 * The memory of blocks. Each has its own, which can go over to a thread, and which is used again once it was given back: new
 * memory is made zero first, and that takes as long as reading a file.
 */
export function blockMemory(blockSize: number) {
  const spare: ArrayBuffer[] = [];
  let memory: ArrayBuffer | undefined;
  let size = 0;
  const roomFor = (length: number): ArrayBuffer => {
    const room = memory ?? spare.pop() ?? new ArrayBuffer(blockSize + LONGEST_PIECE);
    return length <= room.byteLength ? room : room.transfer(Math.max(length, 2 * room.byteLength));
  };
  return {
    /** Octets of the block that is being filled. */
    get size(): number {
      return size;
    },
    /** Adds a copy of these octets to it. */
    add(bytes: Uint8Array): void {
      memory = roomFor(size + bytes.length);
      new Uint8Array(memory).set(bytes, size);
      size += bytes.length;
    },
    /** The block, and a new one begins. */
    take(): Uint8Array<ArrayBuffer> {
      const block = memory ? new Uint8Array(memory, 0, size) : new Uint8Array();
      memory = undefined;
      size = 0;
      return block;
    },
    giveBack(block: Uint8Array<ArrayBuffer>): void {
      if (block.buffer.byteLength > 0) spare.push(block.buffer);
    },
  };
}
