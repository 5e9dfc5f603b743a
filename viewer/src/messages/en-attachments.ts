/** The tab "Attachments" says this in English, which comes with it. */
export const enAttachments = {
  'attachments.empty': 'The document names this file, but does not hold it.',
  'attachments.none': 'Nothing is attached to this document.',
  'attachments.save': 'Save {name}',
} as const;
