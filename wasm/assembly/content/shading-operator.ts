import { Op, ShadeCommand } from '../display/commands';
import { Pattern } from '../display/paint';
import { Name } from '../syntax/names';
import { get } from '../syntax/store';
import { Interpreter } from './interpreter';
import { namesColorants } from './overprint';
import { shadingPattern } from './pattern';

/** `sh`: paints the clip with a shading, in user space. ISO 32000-2, 8.7.4.2. */
export function paintShading(self: Interpreter, name: u32): void {
  if (!self.isVisible) return;
  const doc = self.doc;
  const shading = get(doc, get(doc, self.resources, Name.Shading), name);
  const pattern = shadingPattern(self, shading, self.state.ctm, false, self.state.transfer);
  const command = pattern ? self.list.add<ShadeCommand>(Op.Shade) : null;
  if (!command) return;
  command.pattern = changetype<Pattern>(pattern);
  command.alpha = self.state.fillAlpha;
  command.blend = self.state.imageBlend(namesColorants(doc, get(doc, shading, Name.ColorSpace)));
}
