/** Big-endian numbers, one behind the other: as OpenType and WOFF files have them. */
export class Bytes {
  private bytes = new Uint8Array(256);
  length = 0;

  /** One number of eight bits: outlines have thousands. */
  byte(value: number): void {
    const at = this.room(1);
    this.bytes[at] = value;
  }

  u8(...values: number[]): this {
    for (const value of values) this.byte(value);
    return this;
  }

  u16(...values: number[]): this {
    for (const value of values) {
      const at = this.room(2);
      this.bytes[at] = value >> 8;
      this.bytes[at + 1] = value;
    }
    return this;
  }

  u32(...values: number[]): this {
    for (const value of values) this.u16((value >>> 16) & 0xffff, value & 0xffff);
    return this;
  }

  ascii(text: string): this {
    for (let i = 0; i < text.length; i++) this.byte(text.charCodeAt(i));
    return this;
  }

  put(bytes: Uint8Array): this {
    const at = this.room(bytes.length);
    this.bytes.set(bytes, at);
    return this;
  }

  /** Zeros up to a multiple of four. */
  align(): this {
    while (this.length & 3) this.byte(0);
    return this;
  }

  done(): Uint8Array<ArrayBuffer> {
    return this.bytes.slice(0, this.length);
  }

  private room(count: number): number {
    const at = this.length;
    if (at + count > this.bytes.length) {
      const larger = new Uint8Array(Math.max(this.bytes.length * 2, at + count));
      larger.set(this.bytes);
      this.bytes = larger;
    }
    this.length += count;
    return at;
  }
}
