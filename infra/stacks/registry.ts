import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { IMAGES, stageName } from '../names.js';
import { ACCOUNTS } from '../settings.js';
import { STAGES, type StageName } from '../stages.js';

/** How many images that ran in production stay, to go back to; what runs now is the newest of them. */
const RELEASES = 30;
/** Days that an image stays which never came to production. */
const TRIED_DAYS = 90;

const PULL = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
const PUSH = ['ecr:CompleteLayerUpload', 'ecr:DescribeImages', 'ecr:InitiateLayerUpload', 'ecr:PutImage', 'ecr:UploadLayerPart'];

/**
 * Images, in an account of their own: what was tried in staging goes to production by the same digest. No stage may delete
 * one, and a tag that is taken cannot be moved.
 */
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
          // An image that an earlier rule keeps is out of a later one's reach.
          { rulePriority: 1, description: 'What ran in production', tagPatternList: ['prod-*'], maxImageCount: RELEASES },
          {
            rulePriority: 2,
            description: 'Layers that lost their image',
            tagStatus: ecr.TagStatus.UNTAGGED,
            maxImageAge: Duration.days(7),
          },
          { rulePriority: 3, description: 'What was tried', tagStatus: ecr.TagStatus.ANY, maxImageAge: Duration.days(TRIED_DAYS) },
        ],
        removalPolicy: RemovalPolicy.RETAIN,
      });
      repository.addToResourcePolicy(
        new iam.PolicyStatement({
          sid: 'NodesPull',
          actions: PULL,
          principals: STAGES.map((stage) => new iam.AccountPrincipal(ACCOUNTS[stage])),
        }),
      );
      for (const stage of STAGES) repository.addToResourcePolicy(deploys(stage));
      new CfnOutput(this, `${repositoryName}-uri`, { value: repository.repositoryUri });
    }
  }
}

/** The role need not be there yet, as one that is named as principal would have to. */
function deploys(stage: StageName): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: `Deploy${stage}`,
    actions: stage === 'prod' ? ['ecr:DescribeImages', 'ecr:PutImage'] : PUSH,
    principals: [new iam.AccountPrincipal(ACCOUNTS[stage])],
    conditions: { ArnEquals: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNTS[stage]}:role/${stageName(stage)}-deploy` } },
  });
}
