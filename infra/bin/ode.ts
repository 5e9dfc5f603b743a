// What `cdk` runs (cdk.json). A finding of CloudFormation's linter or of cdk-nag that nobody has acknowledged ends it with 1:
// nothing is synthesized, compared or deployed that has one.
import fs from 'node:fs';
import path from 'node:path';
import { AwsSolutionsChecks } from 'cdk-nag';
import { Validations } from 'aws-cdk-lib';
import { odeApp } from '../app.js';
import { findingsIn } from '../checks/findings.js';

const app = odeApp();
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
const { directory } = app.synth();
const findings = findingsIn(directory);
for (const finding of findings) console.error(finding);
if (findings.length) {
  // What was written is not to be taken for good.
  fs.rmSync(path.join(directory, 'manifest.json'), { force: true });
  process.exitCode = 1;
}
