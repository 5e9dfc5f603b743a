import { Arena } from '../memory/arena';
import { pop, push } from '../memory/stack';
import { evaluate, MAX_VALUES, PdfFunction } from './function';
import { ColorSpace, toRgb } from './space';
import { transferred } from './transfer';

/** A shading's colours: its space, and the function that leads there from the shading's variables, or null. */
@unmanaged
export class ShadingColors {
  space: ColorSpace;
  function: PdfFunction | null;
  /** What becomes of colours before they are painted: see transfer.ts. */
  transfer: usize;
}

/** The colour at f64 inputs (MAX_VALUES of them where there is no function), as 0xFFBBGGRR. */
export function colorAt(colors: ShadingColors, input: usize): u32 {
  const f = colors.function;
  const values = push(<usize>MAX_VALUES * 4);
  let output = input;
  if (f) {
    output = push(<usize>MAX_VALUES * 8);
    memory.fill(output, 0, <usize>MAX_VALUES * 8);
    evaluate(f, input, output);
  }
  for (let i: usize = 0; i < <usize>min<u32>(colors.space.components, MAX_VALUES); i++)
    store<f32>(values + (i << 2), <f32>load<f64>(output + (i << 3)));
  const color = shadingColor(colors, values);
  pop(values);
  return color;
}

/** The colour of f32 components, as 0xFFBBGGRR. */
export function shadingColor(colors: ShadingColors, values: usize): u32 {
  return transferred(colors.transfer, toRgb(colors.space, values)) | 0xff000000;
}

/** 256 colours over a domain of one variable, in `arena`; 0 when memory is out. */
export function colorTable(arena: Arena, colors: ShadingColors, from: f64, to: f64): usize {
  const table = arena.alloc(1024);
  const input = push(<usize>MAX_VALUES * 8);
  memory.fill(input, 0, <usize>MAX_VALUES * 8);
  for (let i: u32 = 0; table && i < 256; i++) {
    store<f64>(input, from + ((to - from) * <f64>i) / 255);
    store<u32>(table + ((<usize>i) << 2), colorAt(colors, input));
  }
  pop(input);
  return table;
}
