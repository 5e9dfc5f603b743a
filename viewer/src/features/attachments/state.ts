const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];

/** A number of bytes in a language's words: `12.3 kB`. */
export function bytesIn(bytes: number, locale: string): string {
  const step = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: UNITS[step]!,
    // The short form of "bytes" has no plural.
    unitDisplay: step ? 'short' : 'long',
    maximumFractionDigits: step ? 1 : 0,
  }).format(bytes / 1000 ** step);
}
