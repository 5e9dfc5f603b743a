/**
 * Levels of headings as a web page has them: one `h1`, and none that is more than one deeper than the heading before it
 * (WCAG 2.2, technique H42; the HTML standard, 4.3.11). A document with several headings of the first level, such as
 * chapters, has the others one level deeper, with all that is below them.
 */
export class HeadingLevels {
  private last = 0;
  private shift = 0;

  /** Whether there has been a heading. */
  get hasBegun(): boolean {
    return this.last > 0;
  }

  /** The level of the next heading, 1 to 6, by its level in the document. */
  next(level: number): number {
    if (level <= 1 && this.last) this.shift = 1;
    const wanted = Math.max(level + this.shift, this.last ? 2 : 1);
    return (this.last = Math.min(wanted, this.last + 1, 6));
  }
}
