/** Runs CloudFormation's linter and cdk-nag on an app, offline, as `cdk synth` does. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Validations, type App, type AppProps } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { CONTEXT } from './resources.js';

interface Report {
  pluginReports: { violations: { ruleName: string; violatingConstructs: { constructPath: string }[] }[] }[];
}

/** What the linter and cdk-nag have to say that nobody has acknowledged, warnings included: `rule: path`. */
export function findings(make: (props: AppProps) => App): string[] {
  const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'ode-infra-'));
  try {
    // The report is read here rather than thrown.
    const app = make({ outdir, context: { ...CONTEXT, '@aws-cdk/core:failSynthOnValidationErrors': false } });
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    app.synth();
    const report = path.join(outdir, 'validation-report.json');
    if (!fs.existsSync(report)) return [];
    return (JSON.parse(fs.readFileSync(report, 'utf8')) as Report).pluginReports.flatMap(({ violations }) =>
      violations.flatMap(({ ruleName, violatingConstructs }) =>
        violatingConstructs.map(({ constructPath }) => `${ruleName}: ${constructPath}`),
      ),
    );
  } finally {
    fs.rmSync(outdir, { recursive: true });
  }
}
