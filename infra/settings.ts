/*
 * deploy/settings.json, read and checked: what differs from one deployer to the next. The stacks, the manifests' overlays
 * and the pipeline read the same file; docs/operations/runbook.md tells where each value is found.
 */
import fs from 'node:fs';

/** ODE_SETTINGS: another file, by which `npm run check:first-deploy` tries another region. */
const file = process.env.ODE_SETTINGS ?? new URL('../deploy/settings.json', import.meta.url);
const settings = JSON.parse(fs.readFileSync(file, 'utf8')) as Settings;

/** Where CloudFront calls origins from: AWS's own list `com.amazonaws.global.cloudfront.origin-facing`, in each region. */
const CLOUDFRONT_PREFIX_LISTS: Record<string, string> = {
  'us-east-1': 'pl-3b927c52',
  'us-east-2': 'pl-b6a144df',
  'us-west-2': 'pl-82a045eb',
  'eu-west-1': 'pl-4fa04526',
  'eu-central-1': 'pl-a3a144ca',
};

export interface Settings {
  region: string;
  /** Three letters. Names of zones differ from account to account; docs/operations/runbook.md tells which to avoid. */
  zones: string[];
  /** Twelve digits each: where the images lie, and where each stage runs. */
  accounts: { registry: string; dev: string; staging: string; prod: string };
  /** Whose workflows may deploy: names on GitHub, and the numbers that stay when the names change. */
  repository: { owner: string; name: string; ownerId: string; id: string };
  /** Who hears of alarms and of the budget. */
  contact: string;
  /** For a region that is not known here: `aws ec2 describe-managed-prefix-lists` has it. */
  cloudFrontPrefixList?: string;
}

/** An account that nobody has: the example's, of one digit. */
const unfilled = (account: string) => /^(\d)\1{11}$/.test(account);

/** Throws an error that names everything that is wrong. The example as it is serves to try things out; half of it does not. */
export function checkSettings(s: Settings): void {
  const accounts = Object.entries(s.accounts);
  const example = accounts.every(([, account]) => unfilled(account));
  const checks: [boolean, string][] = [
    [/^[a-z]{2}(-[a-z]+)+-\d$/.test(s.region), 'region is no region'],
    [s.zones.length === 3 && new Set(s.zones).size === 3 && s.zones.every((zone) => /^[a-z]$/.test(zone)), 'zones are three letters'],
    [accounts.every(([, account]) => /^\d{12}$/.test(account)), 'accounts have twelve digits'],
    // Whoever deploys a stage is administrator of its account, by way of CloudFormation: only another account is out of reach. And
    // an account can know GitHub once, which each stage tells it.
    [new Set(accounts.map(([, account]) => account)).size === accounts.length, 'no two accounts are the same'],
    // It could be somebody's, whom the registry would let in.
    ...accounts.map(([name, account]): [boolean, string] => [example || !unfilled(account), `accounts.${name} is still the example's`]),
    [/^[\w.-]+$/.test(s.repository.owner) && /^[\w.-]+$/.test(s.repository.name), 'repository has an owner and a name'],
    [/^\d+$/.test(s.repository.ownerId) && /^\d+$/.test(s.repository.id), 'ownerId and id of the repository are numbers'],
    [/^[^@\s]+@[^@\s]+$/.test(s.contact), 'contact is no e-mail address'],
    [example || !s.contact.endsWith('.example'), 'contact is still nobody: alarms and the budget would go there'],
    // Its workflows would be let into these accounts.
    [example || s.repository.ownerId !== '1000001', "repository is still the example's"],
    [
      /^pl-[0-9a-f]+$/.test(s.cloudFrontPrefixList ?? CLOUDFRONT_PREFIX_LISTS[s.region] ?? ''),
      `cloudFrontPrefixList is not known for ${s.region}: aws ec2 describe-managed-prefix-lists --filters Name=prefix-list-name,Values=com.amazonaws.global.cloudfront.origin-facing`,
    ],
  ];
  const wrong = checks.filter(([good]) => !good).map(([, what]) => what);
  if (wrong.length) throw new Error(`deploy/settings.json: ${wrong.join('; ')}`);
}

checkSettings(settings);

export const { region: REGION, accounts: ACCOUNTS, repository: REPOSITORY, contact: CONTACT } = settings;
/** Where CloudFront's firewalls and certificates live, wherever the rest stands. */
export const EDGE_REGION = 'us-east-1';
export const ZONES = settings.zones.map((zone) => `${REGION}${zone}`);
export const CLOUDFRONT = settings.cloudFrontPrefixList ?? CLOUDFRONT_PREFIX_LISTS[REGION] ?? '';

/**
 * What GitHub calls a workflow of an environment in its tokens. Repositories made or renamed since 15 July 2026 have
 * numbers in it, which nobody can take over with a name; older ones have names alone.
 */
export const subjects = ({ owner, name, ownerId, id }: Settings['repository'], environment: string): string[] => [
  `repo:${owner}@${ownerId}/${name}@${id}:environment:${environment}`,
  `repo:${owner}/${name}:environment:${environment}`,
];
