/** What shows comments says this in English, which comes with it. */
export const enComments = {
  'comments.by': 'Comment by {author}',
  'comments.count': '{count, plural, one {# comment} other {# comments}}',
  'comments.mark':
    '{type, select, FileAttachment {Attached file} FreeText {Text} PolyLine {Line} Squiggly {Wavy underline} StrikeOut {Struck out} other {{type}}}',
  'comments.nobody': 'Unnamed',
  'comments.none': 'There are no comments in this document.',
  'comments.reading': 'Page {read, number} of {count, number} …',
  'comments.state': '{state} by {author}',
  'comments.verdict': '{state}',
} as const;
