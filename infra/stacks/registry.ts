import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import type { Construct } from 'constructs';
import { IMAGES } from '../names.js';

/** How many images of each kind stay: releases to go back to, and those under way. */
const KEPT = 50;

/** Images, once for the account: what was tried in staging goes to production by the same digest. */
export class RegistryStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);
    for (const repositoryName of IMAGES) {
      const repository = new ecr.Repository(this, repositoryName, {
        repositoryName,
        imageScanOnPush: true,
        imageTagMutability: ecr.TagMutability.IMMUTABLE,
        encryption: ecr.RepositoryEncryption.KMS,
        lifecycleRules: [
          {
            rulePriority: 1,
            description: 'Layers that lost their image',
            tagStatus: ecr.TagStatus.UNTAGGED,
            maxImageAge: Duration.days(7),
          },
          { rulePriority: 2, description: 'The newest releases', tagStatus: ecr.TagStatus.ANY, maxImageCount: KEPT },
        ],
        removalPolicy: RemovalPolicy.RETAIN,
      });
      new CfnOutput(this, `${repositoryName}-uri`, { value: repository.repositoryUri });
    }
  }
}
