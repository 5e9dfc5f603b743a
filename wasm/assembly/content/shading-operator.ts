import { Op } from '../display/list';
import { Name } from '../syntax/names';
import { get } from '../syntax/store';
import { Interpreter } from './interpreter';
import { shadingPattern } from './pattern';

/** `sh`: paints the clip with a shading, in user space. ISO 32000-2, 8.7.4.2. */
export function paintShading(self: Interpreter, name: u32): void {
  if (!self.isVisible) return;
  const doc = self.doc;
  const pattern = shadingPattern(self, get(doc, get(doc, self.resources, Name.Shading), name), self.state.ctm, false);
  const p = pattern ? self.list.add(Op.Shade, 20) : 0;
  if (!p) return;
  store<u32>(p, <u32>pattern, 8);
  store<f32>(p, self.state.fillAlpha, 12);
  store<u32>(p, self.state.blend, 16);
}
