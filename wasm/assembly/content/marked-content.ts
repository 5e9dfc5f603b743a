import { BeginMarkCommand, Op } from '../display/commands';
import { Name } from '../syntax/names';
import { intOf, Kind, kindOf, lengthOf, nameOf, Obj, stringOf } from '../syntax/object';
import { get } from '../syntax/store';
import { decodeText } from '../syntax/text-string';
import { Interpreter } from './interpreter';
import { isHiddenLayer } from './optional-content';

/** `BMC`, `BDC`: ISO 32000-2, 14.6. Properties are a dictionary, or the name of one of the resources. */
export function beginMarkedContent(self: Interpreter, tag: u32, properties: Obj): void {
  const doc = self.doc;
  const dict = kindOf(properties) == Kind.Name ? get(doc, get(doc, self.resources, Name.Properties), nameOf(properties)) : properties;
  const command = self.list.add<BeginMarkCommand>(Op.BeginMark);
  if (!command) return;
  command.tag = tag;
  command.mcid = intOf(get(doc, dict, Name.MCID), -1);
  command.actualText = 0;
  command.actualTextLength = 0;
  command.form = self.stream;
  const actual = get(doc, dict, Name.ActualText);
  if (kindOf(actual) == Kind.String) {
    // The list must not move while its command is filled in, so the text is decoded into the arena.
    const text = self.arena.alloc(<usize>lengthOf(actual) * 2 + 2);
    if (text) {
      command.actualText = text;
      command.actualTextLength = decodeText(stringOf(actual), lengthOf(actual), text);
    }
  }
  self.beginMark(tag == Name.OC && isHiddenLayer(doc, dict));
}
