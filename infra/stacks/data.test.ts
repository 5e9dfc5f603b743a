import { describe, expect, test } from 'vitest';
import { at, ofStage } from '../checks/resources.js';
import { synthesized } from '../checks/synthesized.js';
import { STAGES } from '../stages.js';

const { stacks } = synthesized();

describe.each(STAGES)('%s', (stage) => {
  test('a page puts parts of a document into the bucket, reads how each is named, and reads or deletes nothing', () => {
    const { CorsConfiguration } = at(ofStage(stacks, stage), 'data/Documents').properties;
    expect(CorsConfiguration.CorsRules).toEqual([
      { AllowedOrigins: ['*'], AllowedMethods: ['PUT'], AllowedHeaders: ['content-type'], ExposedHeaders: ['ETag'], MaxAge: 3600 },
    ]);
  });
});
