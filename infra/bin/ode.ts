// What `cdk` runs (cdk.json).
import { AwsSolutionsChecks } from 'cdk-nag';
import { Validations } from 'aws-cdk-lib';
import { odeApp } from '../app.js';

const app = odeApp();
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
app.synth();
