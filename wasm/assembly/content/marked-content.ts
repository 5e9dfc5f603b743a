import { Op } from '../display/list';
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
  const p = self.list.add(Op.BeginMark, 28);
  if (!p) return;
  store<u32>(p, tag, 8);
  store<i32>(p, intOf(get(doc, dict, Name.MCID), -1), 12);
  store<u32>(p, 0, 16);
  store<u32>(p, 0, 20);
  store<u32>(p, self.stream, 24);
  const actual = get(doc, dict, Name.ActualText);
  if (kindOf(actual) == Kind.String) {
    // The list must not move while its command is filled in, so the text is decoded into the arena.
    const text = self.arena.alloc(<usize>lengthOf(actual) * 2 + 2);
    if (text) {
      store<u32>(p, <u32>text, 16);
      store<u32>(p, decodeText(stringOf(actual), lengthOf(actual), text), 20);
    }
  }
  self.beginMark(tag == Name.OC && isHiddenLayer(doc, dict));
}
