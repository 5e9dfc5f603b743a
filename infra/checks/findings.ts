/** Runs CloudFormation's linter and cdk-nag on an app, offline, as `cdk synth` does. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Validations, type App, type AppProps } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { CONTEXT, stacksOf, type Stack } from './resources.js';

interface Report {
  pluginReports: { violations: { ruleName: string; violatingConstructs: { constructPath: string }[] }[] }[];
}

/** What a synthesized app's report has: `rule: path`. */
export function findingsIn(outdir: string): string[] {
  const report = path.join(outdir, 'validation-report.json');
  if (!fs.existsSync(report)) return [];
  return (JSON.parse(fs.readFileSync(report, 'utf8')) as Report).pluginReports.flatMap(({ violations }) =>
    violations.flatMap(({ ruleName, violatingConstructs }) =>
      violatingConstructs.map(({ constructPath }) => `${ruleName}: ${constructPath}`),
    ),
  );
}

/** What the linter and cdk-nag have to say that nobody has acknowledged, warnings included: `rule: path`. */
export const findings = (make: (props: AppProps) => App): string[] => checked(make).findings;

/** An app's stacks, and what the linter and cdk-nag have to say of them. */
export function checked(make: (props: AppProps) => App): { stacks: Map<string, Stack>; findings: string[] } {
  const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'ode-infra-'));
  try {
    // The report is read here rather than thrown.
    const app = make({
      outdir,
      context: { ...CONTEXT, 'aws:cdk:enable-path-metadata': true, '@aws-cdk/core:failSynthOnValidationErrors': false },
    });
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    return { stacks: stacksOf(app.synth()), findings: findingsIn(outdir) };
  } finally {
    fs.rmSync(outdir, { recursive: true });
  }
}
