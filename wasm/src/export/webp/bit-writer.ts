/** Bits as VP8L has them: each byte from its lowest bit on (WebP Lossless Bitstream Specification, 2). */
export class BitWriter {
  private bytes = new Uint8Array(1 << 16);
  private length = 0;
  private pending = 0;
  private count = 0;

  /** The lowest `count` bits of a value, 16 at the most. */
  put(value: number, count: number): void {
    this.pending |= value << this.count;
    this.count += count;
    while (this.count >= 8) {
      if (this.length === this.bytes.length) this.grow();
      this.bytes[this.length++] = this.pending;
      this.pending >>>= 8;
      this.count -= 8;
    }
  }

  done(): Uint8Array {
    if (this.count) this.put(0, 8 - this.count);
    return this.bytes.subarray(0, this.length);
  }

  private grow(): void {
    const larger = new Uint8Array(this.bytes.length * 2);
    larger.set(this.bytes);
    this.bytes = larger;
  }
}
