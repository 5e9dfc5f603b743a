/**
 * How a browser is started: ODE_CHROMIUM names the one where Playwright's own is not installed. Debian's runs as root in CI; the rest
 * keeps it from looking for servers that nobody here needs.
 */
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
