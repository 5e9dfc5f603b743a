/* The dashboard of a cluster: people sign in with a provider of OpenID Connect, and have what their role allows on every screen. */
import fs from 'node:fs';
import { createLogger, openServices, readConfig, startServer, type RunningServer, type Services } from '@ode/server';
import { newId } from '@ode/server/db';
import { expect, test, type Page } from '@playwright/test';
import { freePort, s3Environment, startPostgres, startRedis, startS3, temporaryFolder, type Backend } from '../server/test/backends.js';
import { startOpenIdProvider, type OpenIdProvider } from '../server/test/openid-provider.js';
import { makePdf } from '../server/test/pdf.js';
import { expectAccessible } from './wcag.js';

const LOCAL_TENANT = '00000000-0000-7000-8000-000000000001';
const backends: Backend[] = [];
const data = temporaryFolder();
let provider: OpenIdProvider;
let services: Services;
let server: RunningServer;

test.beforeAll(async () => {
  const [postgres, redis, s3] = await Promise.all([startPostgres(), startRedis(), startS3()]);
  backends.push(postgres, redis, s3);
  const port = await freePort();
  const url = `http://localhost:${port}`;
  provider = await startOpenIdProvider(`${url}/api/auth/callback`);
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, ...bucket } = s3Environment(s3);
  Object.assign(process.env, { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY });
  const settings = {
    ...{ ODE_MODE: 'cluster', DATABASE_URL: postgres.url, REDIS_URL: redis.url, ...bucket, ODE_DATA: data },
    ...{ ODE_AUTH: 'keys', HOST: 'localhost', PORT: String(port), ODE_PUBLIC_URL: url, ODE_DRAIN_SECONDS: '0' },
    ...{ ODE_OIDC_ISSUER: provider.issuer, ODE_OIDC_CLIENT_ID: provider.clientId, ODE_OIDC_CLIENT_SECRET: provider.clientSecret },
    ...{ ODE_SECRET_KEYS: `test:${Buffer.alloc(32, 1).toString('base64')}`, ODE_WEBHOOKS_ANYWHERE: 'true' },
  };
  services = await openServices(readConfig(settings), createLogger('silent'));
  server = await startServer(services);
  const enter = (email: string, role: string) => services.db.member.create({ data: { id: newId(), tenantId: LOCAL_TENANT, email, role } });
  await enter('owner@example.org', 'owner');
  await enter('viewer@example.org', 'viewer');
  await services.db.quarantine.create({
    data: { tenantId: LOCAL_TENANT, sha256: 'ab'.repeat(32), code: 'converter-killed', jobId: newId() },
  });
});
test.afterAll(async () => {
  await server.close();
  await services.close();
  await provider.close();
  await Promise.all(backends.map((backend) => backend.stop()));
  fs.rmSync(data, { recursive: true, force: true });
});

/** Where a picture of each screen goes, to be looked at; unset, none is made. */
const pictures = process.env.ODE_PICTURES;
const picture = (page: Page, name: string) => pictures && page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });

async function signIn(page: Page, email: string): Promise<void> {
  provider.person = { subject: `subject of ${email}`, email, verified: true, name: email.split('@')[0] };
  await page.goto(`${server.url}/dashboard`);
  await page.getByRole('link', { name: 'Sign in with your organization' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Overview');
}
async function open(page: Page, screen: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: screen, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(screen);
}
/** What is in the dialog is the dialog's: of the page below it axe sees nothing. */
const dialog = (page: Page) => page.getByRole('dialog');

test('whoever has no session is asked to sign in, and a viewer sees no more than a viewer', async ({ page }) => {
  await page.goto(`${server.url}/dashboard`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sign in to the dashboard');
  await expectAccessible(page);
  await picture(page, 'sign-in');
  await page.getByLabel('API key').fill('ode_live_nonsense');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toContainText('not good');
  await signIn(page, 'viewer@example.org');
  await expect(page.getByRole('navigation', { name: 'Screens' }).getByRole('link')).toHaveText(['Overview', 'Jobs', 'Failures', 'Usage']);
  await page.goto(`${server.url}/dashboard#/keys`);
  await expect(page.getByText('There is no such screen')).toBeVisible();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sign in to the dashboard');
});

test('an owner has keys, members, tenants, webhooks, quarantine, usage, the audit log and health', async ({ page }) => {
  // Every screen is looked at in two schemes of colours.
  test.setTimeout(480_000);
  const complaints: string[] = [];
  await signIn(page, 'owner@example.org');
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));

  await open(page, 'Keys');
  await page.getByRole('button', { name: 'New key' }).click();
  await dialog(page).getByLabel('Name').fill('nightly');
  await expectAccessible(page);
  await picture(page, 'new-key');
  await dialog(page).getByRole('button', { name: 'Create' }).click();
  await expect(dialog(page)).toContainText('ode_live_');
  await expectAccessible(page);
  await dialog(page).getByRole('button', { name: 'Done' }).click();
  const key = page.getByTestId('key').filter({ hasText: 'nightly' });
  await expect(key).toContainText('good');
  await expectAccessible(page);
  await picture(page, 'keys');
  await key.getByRole('button', { name: 'Revoke nightly' }).click();
  await dialog(page).getByRole('button', { name: 'Revoke' }).click();
  await expect(key).toContainText('revoked');

  await open(page, 'Members');
  await page.getByRole('button', { name: 'Add a member' }).click();
  await dialog(page).getByLabel('Address').fill('Ada@example.org');
  await expectAccessible(page);
  await dialog(page).getByRole('button', { name: 'Add' }).click();
  const member = page.getByTestId('member').filter({ hasText: 'ada@example.org' });
  await expect(member).toContainText('Member');
  await member.getByRole('button', { name: /Change the role/ }).click();
  await dialog(page).getByText('Admin', { exact: true }).click();
  await dialog(page).getByRole('button', { name: 'Change' }).click();
  await expect(member).toContainText('Admin');
  await expectAccessible(page);
  await picture(page, 'members');
  await member.getByRole('button', { name: /Remove/ }).click();
  await dialog(page).getByRole('button', { name: 'Remove' }).click();
  await expect(member).toHaveCount(0);
  // The last owner stays.
  await page
    .getByTestId('member')
    .filter({ hasText: 'owner@' })
    .getByRole('button', { name: /Remove/ })
    .click();
  await dialog(page).getByRole('button', { name: 'Remove' }).click();
  await expect(dialog(page).getByRole('alert')).toContainText('last-owner');
  await dialog(page).getByRole('button', { name: 'Cancel' }).click();

  await open(page, 'Tenants');
  await page.getByRole('button', { name: 'New tenant' }).click();
  await dialog(page).getByLabel('Name').fill('acme');
  await dialog(page).getByRole('button', { name: 'Create' }).click();
  await page.getByRole('button', { name: 'New key for acme' }).click();
  await dialog(page).getByLabel('Name').fill('first');
  await dialog(page).getByRole('button', { name: 'Create' }).click();
  await expect(dialog(page)).toContainText('ode_live_');
  await dialog(page).getByRole('button', { name: 'Done' }).click();
  await expectAccessible(page);
  await picture(page, 'tenants');

  // A webhook that nobody answers, and a job that ends.
  const ask = (method: string, path: string, body?: object, type = 'application/json') =>
    page.evaluate(
      async ([method, path, body, type]) => {
        const init = {
          method,
          headers: { 'content-type': type },
          body: type === 'application/json' ? JSON.stringify(body) : new Uint8Array(body as number[]),
        };
        return (await (await fetch(`/api/v1${path}`, init)).json()) as { id: string };
      },
      [method, path, body, type] as const,
    );
  await ask('POST', '/webhooks', { url: 'http://127.0.0.1:1/hook' });
  const { id: documentId } = await ask('POST', '/documents?name=paper.pdf', [...makePdf()], 'application/pdf');
  const { id: job } = await ask('POST', '/jobs', { documentId });
  await ask('POST', `/jobs/${job}/cancel`, {});
  await open(page, 'Webhooks');
  const delivery = page.getByTestId('delivery').filter({ hasText: 'job.cancelled' });
  await expect(delivery).toContainText('waits', { timeout: 30_000 });
  await expectAccessible(page);
  await picture(page, 'webhooks');
  await delivery.getByRole('button', { name: /again/ }).click();

  await open(page, 'Failures');
  const quarantined = page.getByTestId('quarantined');
  await expect(quarantined).toContainText('converter-killed');
  await expectAccessible(page);
  await picture(page, 'quarantine');
  await quarantined.getByRole('button', { name: /Release/ }).click();
  await expect(quarantined).toHaveCount(0);

  const monthsAgo = (months: number) => new Date(Date.UTC(new Date().getUTCFullYear(), new Date().getUTCMonth() - months, 1));
  for (const [months, pages] of [
    [1, 4000],
    [2, 2500],
    [3, 900],
  ] as const)
    await services.db.usageMonth.create({
      data: {
        tenantId: LOCAL_TENANT,
        month: monthsAgo(months),
        documents: 30n,
        bytes: 90_000_000n,
        jobs: 40n,
        pages: BigInt(pages),
        resultBytes: 7n,
      },
    });
  await services.db.tenant.update({ where: { id: LOCAL_TENANT }, data: { monthlyPages: 5000n } });
  await open(page, 'Usage');
  await expect(page.getByTestId('month')).toHaveCount(4);
  await expect(page.getByTestId('month').nth(1)).toContainText('4,000');
  await expectAccessible(page);
  await picture(page, 'usage');
  const [saved] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save as CSV' }).click()]);
  const lines = fs.readFileSync(await saved.path(), 'utf8').split('\r\n');
  expect(lines[0]).toBe('month,documents,bytes,jobs,pages,resultBytes');
  expect(lines[2]).toBe(`${monthsAgo(1).toISOString().slice(0, 7)},30,90000000,40,4000,7`);
  await page.setViewportSize({ width: 390, height: 844 });
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await picture(page, 'usage-phone');
  await page.setViewportSize({ width: 1280, height: 720 });

  await open(page, 'Audit log');
  await expect(page.getByTestId('change').filter({ hasText: 'members.add' })).toHaveCount(1);
  await expect(page.getByTestId('change').filter({ hasText: 'keys.revoke' })).toHaveCount(1);
  await expectAccessible(page);
  await picture(page, 'audit');

  await open(page, 'Health');
  await expect(page.getByText('Nothing is converted until one starts.')).toBeVisible();
  await expect(page.locator('.figure').filter({ hasText: 'Database' })).toContainText('ok');
  await expectAccessible(page);
  await picture(page, 'health');
  // The refusal of the last owner's removal is the one thing that the browser complains of.
  expect(complaints.filter((text) => !/409|400/.test(text))).toEqual([]);
});
