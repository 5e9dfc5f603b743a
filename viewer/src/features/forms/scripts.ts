/**
 * The scripts that form editors attach to fields call a handful of functions of Acrobat's own ("Acrobat JavaScript
 * scripting reference", forms object). They are told by their look: no script is ever run.
 */
export interface Call {
  name: string;
  arguments: Argument[];
}
export type Argument = string | number | boolean | string[];

/** The call of an `AF…` function that a script consists of; null: it is anything else. */
export function callOf(script: string | undefined): Call | null {
  const match = /^\s*(?:event\.value\s*=\s*)?(AF\w+)\s*\(([\s\S]*)\)\s*;?\s*$/.exec(script ?? '');
  const read = match && argumentsOf(match[2]!);
  return read ? { name: match[1]!, arguments: read } : null;
}

const TOKEN =
  /\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(-?(?:\d+\.?\d*|\.\d+))|(true|false)\b|(new\s+Array\s*\(|\[)|([)\]])|(,)|(\/\*[\s\S]*?\*\/))/y;

function argumentsOf(text: string): Argument[] | null {
  const found: Argument[] = [];
  let list: string[] | null = null;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const token = TOKEN.exec(text);
    if (!token) return null;
    const [, double, single, number, truth, open, close] = token;
    const string = double ?? single;
    if (string !== undefined) (list ?? found).push(unescaped(string));
    else if (number !== undefined) found.push(Number(number));
    else if (truth) found.push(truth === 'true');
    else if (open) list = [];
    else if (close) {
      if (!list) return null;
      found.push(list);
      list = null;
    }
  }
  return list ? null : found;
}

function unescaped(text: string): string {
  return text.replace(/\\(?:u([0-9a-f]{4})|x([0-9a-f]{2})|([\s\S]))/gi, (_, four?: string, two?: string, one?: string) => {
    const code = four ?? two;
    if (code) return String.fromCharCode(parseInt(code, 16));
    return one === 'n' ? '\n' : one === 't' ? '\t' : one!;
  });
}
