import { evaluate, PdfFunction } from '../color/function';
import { ColorSpace, toRgb } from '../color/space';
import { Interpreter } from './interpreter';

/** A shading's colours: its space, and the function that leads there from t, or null. */
@unmanaged
export class ShadingColors {
  space: ColorSpace;
  function: PdfFunction | null;
}

/** The colour at f64 inputs, as 0xFFBBGGRR. */
export function colorAt(colors: ShadingColors, input: usize): u32 {
  const output = memory.data(256, 8);
  const values = memory.data(128, 8);
  const f = colors.function;
  memory.fill(output, 0, 256);
  if (f) evaluate(f, input, output);
  else memory.copy(output, input, 256);
  for (let i: usize = 0; i < 32; i++) store<f32>(values + (i << 2), <f32>load<f64>(output + (i << 3)));
  return toRgb(colors.space, values) | 0xff000000;
}

/** 256 colours over a domain of one variable; 0 when memory is out. */
export function colorTable(self: Interpreter, colors: ShadingColors, from: f64, to: f64): usize {
  const table = self.arena.alloc(1024);
  const input = memory.data(256, 8);
  for (let i: u32 = 0; table && i < 256; i++) {
    store<f64>(input, from + ((to - from) * <f64>i) / 255);
    store<u32>(table + ((<usize>i) << 2), colorAt(colors, input));
  }
  return table;
}
