/**
 * Fonts of the reader's own for characters that no font of the document has: those that systems bring along for Chinese, Japanese
 * and Korean, whose characters are all as wide as high. They are named, since a browser that has none would draw boxes: it is left with
 * glyphs that show nothing.
 */

const JAPANESE = ['Hiragino Sans', 'Yu Gothic', 'Meiryo', 'Noto Sans CJK JP', 'Noto Sans JP', 'IPAGothic', 'TakaoGothic'];
const CHINESE = [
  'PingFang SC',
  'Microsoft YaHei',
  'Noto Sans CJK SC',
  'Noto Sans SC',
  'WenQuanYi Micro Hei',
  'PingFang TC',
  'Microsoft JhengHei',
  'Noto Sans CJK TC',
];
const KOREAN = ['Apple SD Gothic Neo', 'Malgun Gothic', 'Noto Sans CJK KR', 'Noto Sans KR', 'NanumGothic'];

const IDEOGRAPHIC =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\u3000-\u303f\uff00-\uffef]+$/u;

/** Whether readers' fonts have a text's characters as the document has them. */
export function readersHave(text: string): boolean {
  return IDEOGRAPHIC.test(text);
}

/** The names of such fonts as CSS has them, those of the texts' own language first. */
export function readerFonts(texts: Iterable<string>): string {
  const all = [...texts].join('');
  const first = /\p{Script=Hangul}/u.test(all) ? KOREAN : /[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(all) ? JAPANESE : CHINESE;
  return [...new Set([...first, ...JAPANESE, ...CHINESE, ...KOREAN])].map((name) => `"${name}"`).join(',');
}
