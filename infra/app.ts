import { App, Stage, Tags, type AppProps, type Environment } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { AccessStack, GithubStack } from './stacks/access.js';
import { ClusterStack } from './stacks/cluster.js';
import { DataStack } from './stacks/data.js';
import { DeliveryStack } from './stacks/delivery.js';
import { NetworkStack } from './stacks/network.js';
import { RegistryStack } from './stacks/registry.js';
import { WatchStack } from './stacks/watch.js';
import { stageName } from './names.js';
import { REGION, SETTINGS, STAGES, type StageName, type StageSettings } from './stages.js';

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
    const { distribution, loadBalancer, api } = new DeliveryStack(this, 'delivery', { ...props('delivery'), vpc, nodes });
    const access = new AccessStack(this, 'access', {
      ...props('access'),
      ...{ cluster, key, secrets, distribution },
    });
    const watch = new WatchStack(this, 'watch', { ...props('watch'), database, redis, loadBalancer, api });
    // The alarms' key names Alertmanager's role, which has to be there.
    watch.addStackDependency(access);
  }
}

/** Everything: what an account has once (`ode-registry`, `ode-github`), and three stages. */
export function odeApp(props: AppProps = {}, stages: readonly StageName[] = STAGES): App {
  const app = new App(props);
  // No account: the templates are those of the tests, and go to whichever account the credentials are of.
  const env = { region: REGION };
  new RegistryStack(app, 'ode-registry', { env });
  new GithubStack(app, 'ode-github', { env });
  for (const stage of stages) new OdeStage(app, SETTINGS[stage], env);
  return app;
}
