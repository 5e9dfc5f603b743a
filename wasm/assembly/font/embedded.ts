import { Name } from '../syntax/names';
import { Kind, kindOf, Obj, rawGet, refNumber } from '../syntax/object';
import { resolve, Store } from '../syntax/store';
import { readStream, StreamData } from '../syntax/stream';
import { Warning, warn } from '../syntax/warnings';
import { FontProgram, loadProgram } from './program/program';
import { Font, Fonts } from './record';

/**
 * The font program that a descriptor embeds (ISO 32000-2, 9.9), whatever key it is under: writers mix them up, and the
 * bytes say what they are. Null when there is none, or it cannot be read.
 */
export function embeddedProgram(doc: Store, fonts: Fonts, font: Font): FontProgram | null {
  const reference = fileOf(font.descriptor);
  const stream = resolve(doc, reference);
  if (kindOf(stream) != Kind.Stream) return null;
  const key = refNumber(reference);
  let program = fonts.programs.get(key);
  if (!program) {
    const p = doc.cache.alloc(offsetof<StreamData>());
    if (!p) return null;
    const data = changetype<StreamData>(p);
    const whole = readStream(doc, stream, data);
    // The bytes stay for as long as the program does: outlines are read from them.
    if (data.owned) doc.cache.adopt(data.data);
    if (whole) program = <u32>changetype<usize>(loadProgram(doc.cache, data.data, data.length));
    fonts.programs.set(key, max<u32>(program, 1));
  }
  if (program > 1) return changetype<FontProgram>(<usize>program);
  warn(doc, Warning.FontDamaged, font.objectNumber);
  return null;
}

/** Whether a descriptor names a program. */
export function isEmbedded(descriptor: Obj): bool {
  return fileOf(descriptor) != 0;
}

function fileOf(descriptor: Obj): Obj {
  let reference = rawGet(descriptor, Name.FontFile2);
  if (!reference) reference = rawGet(descriptor, Name.FontFile3);
  if (!reference) reference = rawGet(descriptor, Name.FontFile);
  return reference;
}
