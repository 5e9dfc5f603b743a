/** How a browser is started: ODE_CHROMIUM names the one where Playwright's own is not installed. */
export const BROWSER = {
  executablePath: process.env.ODE_CHROMIUM || undefined,
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};
