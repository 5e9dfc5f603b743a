let context: OffscreenCanvasRenderingContext2D | null = null;

/** How wide a text is in the text layer's font, in em. */
export function measure(text: string): number {
  if (!context) {
    context = new OffscreenCanvas(1, 1).getContext('2d')!;
    context.font = '100px sans-serif';
  }
  return context.measureText(text).width / 100;
}

/** The place between two characters that is nearest to a part of a text's width, in code units. */
export function offsetAlong(text: string, along: number, width: (text: string) => number = measure): number {
  const wanted = along * width(text);
  let [low, high] = [0, text.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (width(text.slice(0, middle)) <= wanted) low = middle;
    else high = middle;
  }
  const [before, behind] = [width(text.slice(0, low)), width(text.slice(0, high))];
  const offset = wanted - before < behind - wanted ? low : high;
  // Not within a character of two units.
  return /[\udc00-\udfff]/.test(text[offset] ?? '') ? offset + 1 : offset;
}

/** Parts of a text's width, from 0 to 1, between which some of its code units stand. */
export function partAlong(text: string, from: number, to: number): [start: number, end: number] {
  const whole = measure(text) || 1;
  return [measure(text.slice(0, from)) / whole, measure(text.slice(0, to)) / whole];
}
