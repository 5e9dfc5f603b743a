import { CfnOutput, Duration, RemovalPolicy, SecretValue, Stack, type StackProps } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elasticache from 'aws-cdk-lib/aws-elasticache';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { acknowledge } from '../checks/acknowledge.js';
import { DATABASE, documentsBucket, REDIS_PORT, secretName, stageName } from '../names.js';
import { ZONES } from '../settings.js';
import type { StageSettings } from '../stages.js';
import { logBucket } from './log-bucket.js';

const ROTATION = {
  'AwsSolutions-SMG4': 'Pods read it when they start; a rotation they do not follow would lock them out (runbook: change a password)',
};

/** Days after which documents are moved to Glacier. */
const GLACIER_DAYS = 30;

/** PostgreSQL, Redis and the documents, and the one key that encrypts them. */
export class DataStack extends Stack {
  readonly key: kms.Key;
  readonly documents: s3.Bucket;
  readonly database: rds.DatabaseInstance;
  readonly redis: elasticache.CfnReplicationGroup;
  /** What the pods' operators read: `ode/<stage>/…`. */
  readonly secrets: secretsmanager.ISecret[];

  constructor(scope: Construct, id: string, props: StackProps & { settings: StageSettings; vpc: ec2.IVpc; nodes: ec2.ISecurityGroup }) {
    super(scope, id, props);
    const { settings, vpc, nodes } = props;
    const removalPolicy = settings.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    this.key = new kms.Key(this, 'Key', {
      alias: `${stageName(settings.name)}-data`,
      description: 'Documents, database, cache and secrets',
      enableKeyRotation: true,
      removalPolicy,
    });
    this.documents = this.documentBucket(settings);
    this.database = this.postgres(settings, vpc, nodes);
    const redis = this.cache(settings, vpc, nodes);
    this.redis = redis.group;
    const grafana = this.grafana(settings);
    this.secrets = [
      this.database.secret as secretsmanager.ISecret,
      this.serviceUser(settings),
      redis.secret,
      this.service(settings),
      grafana,
    ];
    // A database that is brought back is of no use without the keys that seal what is in it.
    const generated = this.database.node.findChild('Secret') as secretsmanager.Secret;
    for (const secret of [generated, ...this.secrets, redis.token]) secret.applyRemovalPolicy(removalPolicy);

    // AWS_REGION and S3_BUCKET of k8s/overlays/<stage>/outputs.env.
    new CfnOutput(this, 'AwsRegion', { value: this.region });
    new CfnOutput(this, 'S3Bucket', { value: this.documents.bucketName });
    new CfnOutput(this, 'DatabaseEndpoint', { value: this.database.dbInstanceEndpointAddress });
    new CfnOutput(this, 'DatabaseSecret', { value: secretName(settings.name, 'database') });
    new CfnOutput(this, 'RedisEndpoint', { value: this.redis.attrPrimaryEndPointAddress });
    new CfnOutput(this, 'RedisSecret', { value: secretName(settings.name, 'redis') });
  }

  private documentBucket(settings: StageSettings): s3.Bucket {
    return new s3.Bucket(this, 'Documents', {
      bucketName: documentsBucket(settings.name),
      encryption: s3.BucketEncryption.KMS,
      encryptionKey: this.key,
      bucketKeyEnabled: true,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      versioned: true,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      serverAccessLogsBucket: logBucket(this, 'DocumentsLog', settings, 'services'),
      cors: [
        {
          // Parts of large documents, from browsers: who may is told by the presigned address, which the API gives to those alone
          // who may upload. Nothing else is asked of a page: no cookie of anybody's leads to this bucket.
          allowedOrigins: ['*'],
          allowedMethods: [s3.HttpMethods.PUT],
          allowedHeaders: ['content-type'],
          // By which the parts are named when the upload is committed.
          exposedHeaders: ['ETag'],
          maxAge: 3600,
        },
      ],
      lifecycleRules: [
        {
          // The Glacier that answers at once: a result is downloaded, a document converted again, whenever that is. S3 leaves
          // objects below 128 KB where they are, since Glacier would count them as 128.
          transitions: [{ storageClass: s3.StorageClass.GLACIER_INSTANT_RETRIEVAL, transitionAfter: Duration.days(GLACIER_DAYS) }],
          // Objects are never written over. What was deleted is gone after a day: that is what its owner asked for.
          noncurrentVersionExpiration: Duration.days(1),
          // The service deletes first, and what it knows of them with it. Later than Glacier, or S3 would refuse the rule.
          expiration: Duration.days(Math.max(settings.documentDays, GLACIER_DAYS) + 7),
          // An upload that its server did not live to take back.
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
        { expiredObjectDeleteMarker: true },
      ],
      removalPolicy: settings.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
  }

  private postgres(settings: StageSettings, vpc: ec2.IVpc, nodes: ec2.ISecurityGroup): rds.DatabaseInstance {
    const engine = rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_17 });
    const database = new rds.DatabaseInstance(this, 'Database', {
      engine,
      instanceType: ec2.InstanceType.of(ec2.InstanceClass.T4G, ec2.InstanceSize.MEDIUM),
      vpc,
      vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
      securityGroups: [this.closedTo(nodes, vpc, 'Database', DATABASE.port)],
      port: DATABASE.port,
      databaseName: DATABASE.name,
      credentials: rds.Credentials.fromGeneratedSecret(DATABASE.user, {
        secretName: secretName(settings.name, 'database'),
        encryptionKey: this.key,
      }),
      multiAz: settings.standby,
      publiclyAccessible: false,
      storageType: rds.StorageType.GP3,
      allocatedStorage: 100,
      maxAllocatedStorage: 500,
      storageEncrypted: true,
      storageEncryptionKey: this.key,
      caCertificate: rds.CaCertificate.RDS_CA_RSA2048_G1,
      parameterGroup: new rds.ParameterGroup(this, 'DatabaseParameters', {
        engine,
        parameters: { 'rds.force_ssl': '1', max_connections: String(DATABASE.connections) },
      }),
      backupRetention: Duration.days(settings.backupDays),
      copyTagsToSnapshot: true,
      autoMinorVersionUpgrade: true,
      cloudwatchLogsExports: ['postgresql', 'upgrade'],
      deletionProtection: settings.keepData,
      removalPolicy: settings.keepData ? RemovalPolicy.SNAPSHOT : RemovalPolicy.DESTROY,
    });
    // RDS would make them itself, and keep them for ever.
    for (const log of ['postgresql', 'upgrade'])
      database.node.addDependency(
        new logs.LogGroup(this, `DatabaseLog-${log}`, {
          logGroupName: `/aws/rds/instance/${stageName(settings.name)}/${log}`,
          retention: settings.logDays as logs.RetentionDays,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
      );
    (database.node.defaultChild as rds.CfnDBInstance).dbInstanceIdentifier = stageName(settings.name);
    acknowledge(database, { 'AwsSolutions-RDS11': 'The port is no secret: the security group lets the nodes alone in', ...ROTATION });
    if (!settings.keepData) acknowledge(database, { 'AwsSolutions-RDS10': 'This stage is made and thrown away' });
    if (!settings.standby) acknowledge(database, { 'AwsSolutions-RDS3': 'This stage need not outlive its zone' });
    return database;
  }

  private cache(settings: StageSettings, vpc: ec2.IVpc, nodes: ec2.ISecurityGroup) {
    const name = stageName(settings.name);
    // The group needs its token before it has an address, and the secret that the pods read names both: so there are two.
    const token = new secretsmanager.Secret(this, 'RedisToken', {
      encryptionKey: this.key,
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
    });
    acknowledge(token, ROTATION);
    const subnets = new elasticache.CfnSubnetGroup(this, 'RedisSubnets', {
      cacheSubnetGroupName: name,
      description: 'Isolated subnets',
      subnetIds: vpc.selectSubnets({ subnetType: ec2.SubnetType.PRIVATE_ISOLATED }).subnetIds,
    });
    const parameters = new elasticache.CfnParameterGroup(this, 'RedisParameters', {
      cacheParameterGroupFamily: 'redis7',
      description: 'A queue forgets nothing',
      properties: { 'maxmemory-policy': 'noeviction' },
    });
    const group = new elasticache.CfnReplicationGroup(this, 'Redis', {
      replicationGroupId: name,
      replicationGroupDescription: 'The queue of conversions',
      engine: 'redis',
      engineVersion: '7.1',
      cacheNodeType: 'cache.t4g.small',
      numCacheClusters: settings.standby ? 2 : 1,
      automaticFailoverEnabled: settings.standby,
      multiAzEnabled: settings.standby,
      // It has no append-only file. A snapshot a day is for questions afterwards; the database fills an empty queue up again.
      snapshotRetentionLimit: settings.standby ? 1 : 0,
      port: REDIS_PORT,
      cacheSubnetGroupName: subnets.cacheSubnetGroupName,
      cacheParameterGroupName: parameters.ref,
      securityGroupIds: [this.closedTo(nodes, vpc, 'Redis', REDIS_PORT).securityGroupId],
      transitEncryptionEnabled: true,
      transitEncryptionMode: 'required',
      authToken: token.secretValue.unsafeUnwrap(),
      atRestEncryptionEnabled: true,
      kmsKeyId: this.key.keyArn,
      autoMinorVersionUpgrade: true,
    });
    group.addResourceDependency(subnets);
    acknowledge(group, {
      'AwsSolutions-AEC5': 'The port is no secret: the security group lets the nodes alone in, and the token guards it',
    });
    if (!settings.standby) acknowledge(group, { 'AwsSolutions-AEC4': 'This stage need not outlive its zone' });
    const secret = new secretsmanager.Secret(this, 'RedisAccess', {
      secretName: secretName(settings.name, 'redis'),
      encryptionKey: this.key,
      secretObjectValue: {
        host: SecretValue.unsafePlainText(group.attrPrimaryEndPointAddress),
        port: SecretValue.unsafePlainText(String(REDIS_PORT)),
        password: token.secretValue,
      },
    });
    acknowledge(secret, ROTATION);
    return { group, secret, token };
  }

  /** Whom the pods are to the database: one who may read and write rows. `ode migrate` makes the user, as the owner. */
  private serviceUser(settings: StageSettings): secretsmanager.Secret {
    return this.generated('ServiceUser', secretName(settings.name, 'service-user'), 'password', { username: DATABASE.serviceUser });
  }

  /**
   * The keys by which the service seals passwords (docs/configuration.md): bytes of a key of AES-256, each a letter or a digit,
   * 190 bits. To rotate one, it moves to `older` as `name:base64`.
   */
  private service(settings: StageSettings): secretsmanager.Secret {
    return this.generated('Service', secretName(settings.name, 'service'), 'key', { name: 'first', older: '' });
  }

  private generated(id: string, name: string, generateStringKey: string, template: object): secretsmanager.Secret {
    const secret = new secretsmanager.Secret(this, id, {
      secretName: name,
      encryptionKey: this.key,
      generateSecretString: {
        passwordLength: 32,
        excludePunctuation: true,
        secretStringTemplate: JSON.stringify(template),
        generateStringKey,
      },
    });
    acknowledge(secret, ROTATION);
    return secret;
  }

  private grafana(settings: StageSettings): secretsmanager.Secret {
    return this.generated('Grafana', secretName(settings.name, 'grafana'), 'password', { username: 'admin' });
  }

  /** A security group that lets the cluster's nodes call one port, and nothing call out. */
  private closedTo(nodes: ec2.ISecurityGroup, vpc: ec2.IVpc, id: string, port: number): ec2.SecurityGroup {
    const group = new ec2.SecurityGroup(this, `${id}Callers`, { vpc, description: `${id}, called by the nodes`, allowAllOutbound: false });
    group.addIngressRule(nodes, ec2.Port.tcp(port), "The cluster's nodes and pods");
    return group;
  }

  override get availabilityZones(): string[] {
    return ZONES;
  }
}
