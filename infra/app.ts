import { App, Stage, Tags, type AppProps, type Environment } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { AccessStack, GithubStack } from './stacks/access.js';
import { ClusterStack } from './stacks/cluster.js';
import { DataStack } from './stacks/data.js';
import { DeliveryStack } from './stacks/delivery.js';
import { EdgeStack } from './stacks/edge.js';
import { NetworkStack } from './stacks/network.js';
import { RegistryStack } from './stacks/registry.js';
import { WatchStack } from './stacks/watch.js';
import { stageName } from './names.js';
import { ACCOUNTS, EDGE_REGION, REGION } from './settings.js';
import { SETTINGS, STAGES, type StageName, type StageSettings } from './stages.js';

/** A stage, whole: its stacks in the order in which they need one another. */
class OdeStage extends Stage {
  constructor(scope: Construct, settings: StageSettings, env: Environment) {
    const name = stageName(settings.name);
    super(scope, name, { env });
    Tags.of(this).add('ode:stage', settings.name);
    const props = (concern: string) => ({ settings, stackName: `${name}-${concern}`, terminationProtection: settings.keepData });

    const { vpc } = new NetworkStack(this, 'network', props('network'));
    const { cluster, nodes } = new ClusterStack(this, 'cluster', { ...props('cluster'), vpc });
    const { database, redis, key, secrets } = new DataStack(this, 'data', { ...props('data'), vpc, nodes });
    const crossRegionReferences = REGION !== EDGE_REGION;
    const { firewallArn } = new EdgeStack(this, 'edge', {
      ...props('edge'),
      name,
      env: { ...env, region: EDGE_REGION },
      crossRegionReferences,
    });
    const { distribution, loadBalancer, api } = new DeliveryStack(this, 'delivery', {
      ...props('delivery'),
      ...{ vpc, nodes, firewallArn, crossRegionReferences },
    });
    const github = new GithubStack(this, 'github', props('github'));
    const access = new AccessStack(this, 'access', {
      ...props('access'),
      ...{ cluster, key, secrets, distribution },
    });
    const watch = new WatchStack(this, 'watch', { ...props('watch'), database, redis, loadBalancer, api });
    // Its role trusts what the other stack makes.
    access.addStackDependency(github);
    // The alarms' key names Alertmanager's role, which has to be there.
    watch.addStackDependency(access);
  }
}

/** Everything: the images' registry, and three stages, each in an account of its own. */
export function odeApp(props: AppProps = {}, stages: readonly StageName[] = STAGES): App {
  const app = new App(props);
  // With the account: credentials of another are refused, rather than given a second stage.
  const env = (account: keyof typeof ACCOUNTS) => ({ account: ACCOUNTS[account], region: REGION });
  new RegistryStack(app, 'ode-registry', { env: env('registry') });
  for (const stage of stages) new OdeStage(app, SETTINGS[stage], env(stage));
  return app;
}
