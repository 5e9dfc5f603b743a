/** The dialog "Print" says this in English, which comes with it. */
export const enPrint = {
  'print.all': 'All pages ({count, number})',
  'print.annotations': 'With comments and forms',
  'print.cancel': 'Cancel',
  'print.current': 'This page ({page, number})',
  'print.failed': 'The pages could not be prepared for printing.',
  'print.none': 'No such pages. Write, for example, 1-3, 8.',
  'print.pages': 'Pages',
  'print.preparing': 'Page {done, number} of {count, number} …',
  'print.range': '1-3, 8',
} as const;
