import { expect, test } from 'vitest';
import { all } from '../checks/resources.js';
import { synthesized } from '../checks/synthesized.js';

/** Such a tag `deploy/keep.sh` gives (ops/delivery/keep.test.ts). */
const NAMED = 'prod-20261129-aaaaaaaaaaaa';

test('the registry keeps what production has named before it looks at how old anything is', () => {
  for (const { properties } of all(synthesized().stacks.get('ode-registry')?.resources ?? [], 'ECR::Repository')) {
    const { rules } = JSON.parse(properties.LifecyclePolicy.LifecyclePolicyText) as {
      rules: { rulePriority: number; selection: { tagPatternList?: string[]; countType: string; countNumber: number } }[];
    };
    const [first] = rules.sort((a, b) => a.rulePriority - b.rulePriority);
    expect(first?.selection).toMatchObject({ countType: 'imageCountMoreThan', countNumber: 30 });
    expect(first?.selection.tagPatternList?.some((pattern) => new RegExp(`^${pattern.replace('*', '.*')}$`).test(NAMED))).toBe(true);
  }
});
