import { Arena } from '../memory/arena';
import { Buffer } from '../memory/buffer';
import { Command, Op } from './commands';

/** Set in the keys of `inks`, beside the colour (0x00BBGGRR): keys are not 0. */
export const INKS_KEY: u32 = 1 << 24;

/**
 * The display list: a page as a flat list of drawing commands, made once by the content interpreter and read by the
 * rasterizer, the text extractor and the exporters. Nothing in it refers to the PDF's syntax.
 *
 * All coordinates are in **page space**: points (1/72 inch, UserUnit applied), origin at the top left corner of the
 * page as it is shown (CropBox, turned by /Rotate), y downwards. A renderer only scales and shifts.
 */
@unmanaged
export class DisplayList {
  /** Holds all that the commands point to. */
  arena: Arena;
  /** Page size in points. */
  width: f32;
  height: f32;
  private commandData: usize;
  private commandLength: u32;
  private commandLimit: u32;
  private commandFailed: bool;
  /** The list is still being made; so many bytes at the end of its commands may change. */
  grows: bool;
  unsettled: u32;
  /** The page that it shows, counted from 0: warnings name it. */
  page: i32;
  /** Blend modes act in CMYK, unless a group says otherwise. */
  blendsInks: bool;
  /** `IntMap` of the colours that are set in inks where blend modes act in CMYK, see content/group-space.ts; 0: none. */
  inks: usize;

  /** A new empty list whose parts go into `arena`; null when memory is out. */
  static create(arena: Arena): DisplayList | null {
    const p = arena.alloc(offsetof<DisplayList>());
    if (!p) return null;
    const list = changetype<DisplayList>(p);
    list.arena = arena;
    return list;
  }

  /** The commands, one behind the other. */
  // @ts-ignore: decorator
  @inline get commands(): Buffer {
    return changetype<Buffer>(changetype<usize>(this) + offsetof<DisplayList>('commandData'));
  }

  /** Adds a command, whose record `T` the caller fills in: good until the next one is added. Null when memory is out. */
  add<T>(op: Op): T | null {
    return changetype<T | null>(this.addSized(op, (<u32>offsetof<T>() + 3) & ~3));
  }

  /** Adds a command that has nothing but its header. */
  addPlain(op: Op): void {
    this.addSized(op, <u32>offsetof<Command>());
  }

  /** Adds a command of `size` bytes (header included, a multiple of 4) and returns its address, good until the next one; 0 when memory is out. */
  addSized(op: Op, size: u32): usize {
    const p = this.commands.extend(size);
    if (!p) return 0;
    const command = changetype<Command>(p);
    command.op = op;
    command.size = size;
    return p;
  }

  /** Whether a whole command begins `offset` bytes behind the first. */
  hasCommand(offset: u32): bool {
    const length = this.commandLength;
    if (offset >= length || length - offset < <u32>offsetof<Command>()) return false;
    const size = this.commandAt(offset).size;
    return size >= <u32>offsetof<Command>() && size <= length - offset;
  }

  /** The command `offset` bytes behind the first, which there must be: good until the next one is added. */
  // @ts-ignore: decorator
  @inline commandAt(offset: u32): Command {
    return changetype<Command>(this.commandData + <usize>offset);
  }

  /** Moves the commands of a finished list into the arena: nobody releases a pattern's cell or a mask by itself. */
  settle(): void {
    const length = this.commandLength;
    const p = this.arena.alloc(<usize>length + 32); // past the end, as in a Buffer
    if (p) memory.copy(p, this.commandData, length);
    this.release();
    if (!p) return;
    this.commandData = p;
    this.commandLength = length;
    this.commandLimit = length;
  }

  /** Gives back the commands; the arena is its owner's. */
  release(): void {
    this.commands.release();
  }
}
