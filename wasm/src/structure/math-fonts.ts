/** Fonts that are made for formulas, by their names: TeX's, MathTime's, Word's and their relatives. */
export const MATH_FONT =
  /^(CM(MI|SY|EX|BSY|MIB)|MS[AB]M|EU[FRSE][MBX]|LMMath|rsfs|wasy|stmary|MT(MI|SY|EX)|[tp]x(sy|mi|ex)|NewTXMI|Symbol)|Math/i;

/** Of these, the fonts whose signs hang down from where they stand (Knuth, "The TeXbook", appendix G). */
const HANGING_FONT = /^(CMEX|MTEX|[tp]xex|LMMathExt)/i;

/** Whether a word is such a sign. */
export function hangs({ fontName }: { fontName: string }): boolean {
  return HANGING_FONT.test(fontName);
}
