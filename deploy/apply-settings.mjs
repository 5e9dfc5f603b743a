// `npm run settings`: writes what the overlays need of deploy/settings.json. With --check it writes nothing, and ends with 1
// where a file is not as it should be.
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';

const settings = JSON.parse(fs.readFileSync(new URL('settings.json', import.meta.url), 'utf8'));
const stages = ['dev', 'staging', 'prod'];

/** What a stage's files hold, by path from the project's folder. */
export function overlayFiles({ region, accounts }) {
  return Object.fromEntries(
    stages.flatMap((stage) => [
      [`k8s/overlays/${stage}/stage.env`, `STAGE=${stage}\nAWS_REGION=${region}\n`],
      // As infra/names.ts names the bucket.
      [`k8s/overlays/${stage}/outputs.env`, `AWS_REGION=${region}\nS3_BUCKET=ode-${stage}-documents-${accounts[stage]}\n`],
    ]),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = new URL('../', import.meta.url);
  const wrong = Object.entries(overlayFiles(settings)).filter(([file, text]) => {
    const at = new URL(file, root);
    if (fs.existsSync(at) && fs.readFileSync(at, 'utf8') === text) return false;
    if (!process.argv.includes('--check')) fs.writeFileSync(at, text);
    return true;
  });
  for (const [file] of wrong) console.log(file);
  if (process.argv.includes('--check') && wrong.length) process.exit(1);
}
