/** A line above the pages says this in English, which comes with it. */
export const enNotice = {
  'notice.close': 'Close the notice',
  'notice.xfa-form':
    'This form was made for Adobe’s XFA, which this viewer does not show. What you see are the pages that stand in for it.',
} as const;
