/** The entry of the `ode` command. Each command is loaded when it is called: converting needs no server's code. */
import os from 'node:os';
import { Command, CommanderError, Option } from 'commander';
import { FALLBACK_FONT_RULE, parseFallbackFonts } from '@ode/server/fallback-fonts';
import { LIMITS } from './early-converter.js';
import { EXIT, UsageError } from './failure.js';
import { pageRanges, wholeNumber } from './input.js';

const program = new Command('ode')
  .description('Opens PDFs in the browser and converts them to HTML, Markdown, JSON, text and tables.')
  .version('0.1.0', '-V, --version')
  .showHelpAfterError('Run `ode help <command>` for examples.')
  .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'ode: ')) })
  .exitOverride()
  .addHelpText(
    'after',
    `
Examples:
  ode serve                                   the viewer and the service, on http://localhost:3000
  ode convert paper.pdf -o paper.html         one self-contained HTML file
  ode convert paper.pdf -o paper.md           Markdown; also .json .txt .csv, and -f html-reflow
  ode convert *.pdf -o out/                   many at once
  curl -s https://… | ode convert - -o -      in a pipe
  ode render paper.pdf --page 3 --scale 2 -o page.png
  ode text paper.pdf | grep -i conclusion
  ode find paper.pdf 'future work'
  ode info paper.pdf --json
  ode attachments invoice.pdf -o files/

Exit codes:
  0    all done
  1    some input failed; standard error has a line for each:  ode: paper.pdf: password-required: …
  2    the command or a setting was wrong; nothing was done
  130  interrupted`,
  );

const password = () => new Option('--password <password>', 'opens an encrypted document').env('ODE_PASSWORD');
const maxSize = () => new Option('--max-size <MB>', 'refuse files that are larger').default(1024).argParser(wholeNumber('--max-size', 1));
/** Told here, since the engine that knows them is loaded by the commands that need it. */
const FORMAT_NAMES = 'html, html-folder, html-reflow, markdown, text, json, csv, xlsx, epub, svg, png, jpeg or webp';
const pageNumber = wholeNumber('--page', 1);
const dataFolder = () => new Option('--data <folder>', 'of an embedded service (ODE_DATA)');

/** How many documents a conversion takes at a time, and how much each may use. */
const limitsOfConversion = (command: Command) =>
  command
    .addOption(
      new Option('-j, --jobs <n>', 'documents at a time')
        .default(os.availableParallelism(), 'one a core')
        .argParser(wholeNumber('--jobs', 1)),
    )
    .addOption(maxSize())
    .addOption(
      new Option('--timeout <seconds>', 'give up on a document after this').default(LIMITS.seconds).argParser(wholeNumber('--timeout', 1)),
    )
    .addOption(
      new Option('--memory <MB>', 'give up on a document that needs more').default(LIMITS.memoryMb).argParser(wholeNumber('--memory', 64)),
    );

/** What a tenant may use; `least` 0: a limit may be taken away. */
const limitsOfTenant = (command: Command, least: 0 | 1) =>
  command
    .option('--max-running <n>', 'most conversions at a time', wholeNumber('--max-running', least))
    .option('--monthly-pages <n>', 'most pages converted in a month', wholeNumber('--monthly-pages', least))
    .option('--monthly-mb <n>', 'most MB uploaded in a month', wholeNumber('--monthly-mb', least))
    .option('--keep-days <n>', 'delete documents after so many days', wholeNumber('--keep-days', least));

function scaleOf(value: string): number {
  const scale = Number(value);
  if (!(scale > 0 && scale <= 100)) throw new UsageError(`--scale must be a number above 0 and up to 100, not ${JSON.stringify(value)}`);
  return scale;
}

const ocrLanguages = () =>
  new Option('--ocr-languages <list>', 'the same; what they are written in, as Tesseract calls it')
    .default(['eng'], 'eng')
    .argParser(languages)
    .implies({ ocr: true });

function languages(value: string): string[] {
  const names = value.split(/[,+]/).filter(Boolean);
  if (!names.length) throw new UsageError('--ocr-languages must name languages, such as eng or deu,eng');
  return names;
}

/** A font that was named and is not there is told before anything is done. */
function checkFonts(): void {
  if (!parseFallbackFonts(process.env.ODE_FALLBACK_FONT)) throw new UsageError(FALLBACK_FONT_RULE);
}

/** The exit code of the command that ran. */
let exitCode: number = EXIT.done;

program
  .command('serve')
  .description('Run the viewer and the conversion service.')
  .option('-p, --port <port>', '3000 by default, or the next free one (PORT)')
  .option('--host <host>', 'address to listen on; localhost by default (HOST)')
  .option('--data <folder>', 'where data is kept; .ode by default (ODE_DATA)')
  .option('--workers <n>', 'conversions at a time; 0: none here (ODE_WORKERS)')
  .addHelpText(
    'after',
    `
On its own it brings its PostgreSQL, its queue and its files, all below one folder. With DATABASE_URL, REDIS_URL and
S3_BUCKET set it uses those instead; docs/configuration.md lists every setting.

Examples:
  ode serve
  ode serve --port 8080 --data /var/lib/ode
  ODE_MAX_UPLOAD_MB=50 ode serve --workers 2`,
  )
  .action(async (flags) => {
    exitCode = await (await import('./serve.js')).serve(flags);
  });

program
  .command('work')
  .description('Convert for a service that runs elsewhere (cluster mode).')
  .option('--workers <n>', 'conversions at a time (ODE_WORKERS)')
  .option('-p, --port <port>', 'serve /healthz, /readyz and /metrics there (PORT)')
  .addHelpText(
    'after',
    `
Example:
  DATABASE_URL=postgres://… REDIS_URL=redis://… S3_BUCKET=documents AWS_REGION=eu-central-1 ode work --workers 2`,
  )
  .action(async (flags) => {
    exitCode = await (await import('./serve.js')).work(flags);
  });

program
  .command('migrate')
  .description('Bring the database of a cluster to the newest schema, and end.')
  .addHelpText('after', '\nExample:\n  DATABASE_URL=postgres://… ode migrate')
  .action(async () => {
    exitCode = await (await import('./serve.js')).migrateDatabase();
  });

program
  .command('doctor')
  .description('Look at what the service stands on, and say what is wrong.')
  .addOption(dataFolder())
  .option('--json', 'for programs', false)
  .addHelpText(
    'after',
    '\nReads the settings that the service reads. Ends with 1 where the service would not work.\n\nExample:\n  ode doctor',
  )
  .action(async (flags) => {
    exitCode = await (await import('./doctor.js')).doctor(flags);
  });

program
  .command('backup')
  .description('Write all that an embedded service keeps into one file. The service has to be stopped.')
  .argument('<file>', 'a .tar.gz that is not there yet')
  .option('--data <folder>', 'of the embedded service (ODE_DATA)')
  .addHelpText('after', '\nExample:\n  ode backup --data /var/lib/ode ode-2026-12-01.tar.gz')
  .action(async (file, flags) => {
    exitCode = await (await import('./backup.js')).backup(file, flags);
  });

program
  .command('restore')
  .description('Lay out a backup in a new folder.')
  .argument('<file>', 'what `ode backup` wrote')
  .option('--data <folder>', 'where to; it must be empty or not there (ODE_DATA)')
  .addHelpText('after', '\nExample:\n  ode restore --data /var/lib/ode ode-2026-12-01.tar.gz')
  .action(async (file, flags) => {
    exitCode = await (await import('./backup.js')).restoreBackup(file, flags);
  });

const tenants = program.command('tenants').description('Whose documents the service keeps.');
limitsOfTenant(tenants.command('create'), 1)
  .description('Make a tenant.')
  .argument('<name>', 'a name of its own')
  .addOption(dataFolder())
  .addHelpText('after', '\nAlso while the service runs on the same data.\n\nExample:\n  ode tenants create acme')
  .action(async (name, flags) => {
    exitCode = await (await import('./administer.js')).createTenant(name, flags);
  });
limitsOfTenant(tenants.command('change'), 0)
  .description('Give a tenant other limits; 0 takes one away.')
  .argument('<name>', 'as `ode tenants list` tells it')
  .addOption(dataFolder())
  .addHelpText('after', '\nExample:\n  ode tenants change acme --monthly-pages 100000 --keep-days 30')
  .action(async (name, flags) => {
    exitCode = await (await import('./administer.js')).changeTenant(name, flags);
  });
tenants
  .command('list')
  .description('List the tenants.')
  .addOption(dataFolder())
  .action(async (flags) => {
    exitCode = await (await import('./administer.js')).listTenants(flags);
  });

const keys = program.command('keys').description('API keys, by which programs are known.');
keys
  .command('create')
  .description('Make an API key and print it: it is told this once.')
  .requiredOption('--tenant <name>', 'whose it is; `local` is the tenant of those who run the service')
  .addOption(new Option('--scope <scope>', 'what it may do').choices(['read', 'write', 'admin']).makeOptionMandatory())
  .option('--name <name>', 'to tell it from others', 'from the command line')
  .option('--days <n>', 'how long it is good for; for ever by default', wholeNumber('--days', 1))
  .option('--rate <n>', 'most requests in a minute', wholeNumber('--rate', 1))
  .option('--max-running <n>', 'most conversions at a time', wholeNumber('--max-running', 1))
  .option('--monthly-pages <n>', 'most pages converted in a month', wholeNumber('--monthly-pages', 1))
  .option('--monthly-mb <n>', 'most MB uploaded in a month', wholeNumber('--monthly-mb', 1))
  .addOption(dataFolder())
  .addHelpText(
    'after',
    '\nAlso while the service runs on the same data.\n\nExample:\n  ode keys create --tenant acme --scope write --days 365',
  )
  .action(async (flags) => {
    exitCode = await (await import('./administer.js')).createKey(flags);
  });
keys
  .command('list')
  .description('List API keys: their beginnings, never the keys.')
  .option('--tenant <name>', 'of one tenant only')
  .addOption(dataFolder())
  .action(async (flags) => {
    exitCode = await (await import('./administer.js')).listKeys(flags);
  });
keys
  .command('revoke')
  .description('Make an API key good for nothing, at once.')
  .argument('<id>', 'as `ode keys list` tells it')
  .addOption(dataFolder())
  .action(async (id, flags) => {
    exitCode = await (await import('./administer.js')).revokeKey(id, flags);
  });

const members = program.command('members').description('People who may sign in.');
members
  .command('add')
  .description('Let someone sign in, by their address; or give who may another role.')
  .argument('<email>', 'as the provider of OpenID Connect tells it')
  .requiredOption('--tenant <name>', 'where; `local` is the tenant of those who run the service')
  .addOption(new Option('--role <role>', 'what they may do').choices(['viewer', 'member', 'admin', 'owner']).makeOptionMandatory())
  .option('--password', 'make a password and print it: for an embedded service without a provider', false)
  .addOption(dataFolder())
  .addHelpText(
    'after',
    '\nAlso while the service runs on the same data.\n\nExample:\n  ode members add ada@example.org --tenant acme --role owner',
  )
  .action(async (email, flags) => {
    exitCode = await (await import('./administer.js')).addMember(email, flags);
  });
members
  .command('list')
  .description('List who may sign in.')
  .option('--tenant <name>', 'of one tenant only')
  .addOption(dataFolder())
  .action(async (flags) => {
    exitCode = await (await import('./administer.js')).listMembers(flags);
  });
members
  .command('remove')
  .description('Let someone sign in no more, and end their sessions.')
  .argument('<email>', 'as `ode members list` tells it')
  .requiredOption('--tenant <name>', 'where')
  .addOption(dataFolder())
  .action(async (email, flags) => {
    exitCode = await (await import('./administer.js')).removeMember(email, flags);
  });

limitsOfConversion(program.command('convert'))
  .description('Convert PDFs to HTML, Markdown, JSON, text, tables, e-books or pictures. Needs no server.')
  .argument('<input...>', 'PDF files, folders of them, or patterns of their names in quotes; - reads standard input')
  .requiredOption('-o, --output <output>', 'a file, - for standard output, or a folder for several inputs')
  .option('-f, --format <format>', `${FORMAT_NAMES}; by default what the output is called, else html`)
  .addOption(new Option('--pages <pages>', 'which pages, from 1: 1-3,7,10-').argParser(pageRanges))
  .option('--furniture', 'markdown, html-reflow: keep running heads and page numbers')
  .option('--faithful', 'markdown: as the pages have it, with running heads and the hyphens at the ends of lines')
  .option('--no-links', 'markdown: leave out links')
  .option('--images', 'markdown: with pictures of figures')
  .option('--hidden', 'keep text that nobody sees; by default only json has it, marked')
  .option('--no-hidden', 'leave it out of json as well')
  .addOption(new Option('--scale <s>', 'png, jpeg, webp: pixels a point; 2 by default').argParser(scaleOf))
  .addOption(new Option('--width <n>', 'png, jpeg, webp: pixels across, as for thumbnails').argParser(wholeNumber('--width', 1)))
  .option('--ocr', 'read pages that are pictures; takes seconds a page')
  .addOption(ocrLanguages())
  .addOption(password())
  .option('--title <title>', "the page's title, instead of the document's own")
  .addHelpText(
    'after',
    `
An output appears when it is whole, or not at all. An input that fails does not stop the others. Text whose own font is
not embedded (Chinese, Japanese, Korean) is drawn by that of ODE_FALLBACK_FONT; docs/configuration.md tells of it.

Examples:
  ode convert paper.pdf -o paper.html
  ode convert paper.pdf -o paper.md
  ode convert paper.pdf -f html-reflow -o paper.html
  ode convert report.pdf --pages 3-5 -o tables.csv
  ode convert scan.pdf --ocr --ocr-languages deu,eng -o scan.md
  ode convert paper.pdf --pages 1 --width 300 -o cover.jpg
  ode convert paper.pdf --pages 1 -o cover.png            each page is a file: of several, a .zip
  ode convert papers/*.pdf -f markdown -o md/ md/ is made; md/<name>.md for each
  ode convert 'papers/**/*.pdf' -o html/      a pattern that the shell leaves alone, over folders in folders
  ode convert paper.pdf -f html-folder -o paper           index.html, fonts/ and images/
  ode convert - -o - < paper.pdf > paper.html
  ODE_PASSWORD=secret ode convert locked.pdf -o open.html`,
  )
  .hook('preAction', checkFonts)
  .action(async (inputs, flags) => {
    exitCode = await (await import('./convert.js')).convert(inputs, flags);
  });

limitsOfConversion(program.command('batch'))
  .description('Convert a folder of PDFs, and the folders in it, on all cores; go on where it was stopped.')
  .argument('<folder>', 'PDFs are those that are called so')
  .requiredOption('-o, --output <folder>', 'is made; its files lie as the PDFs do')
  .option('-f, --format <format>', `${FORMAT_NAMES}; html by default`)
  .option('--furniture', 'html-reflow: keep running heads and page numbers', false)
  .addOption(new Option('--scale <s>', 'png, jpeg, webp: pixels a point; 2 by default').argParser(scaleOf))
  .addOption(new Option('--width <n>', 'png, jpeg, webp: pixels across, as for thumbnails').argParser(wholeNumber('--width', 1)))
  .option('--ocr', 'read pages that are pictures; takes seconds a page')
  .addOption(ocrLanguages())
  .addOption(password())
  .addHelpText(
    'after',
    `
What is there and is not older than its PDF is left. Standard error has a line for each that fails, and one at the end.

Example:
  ode batch archive/ -f markdown -o archive-md/`,
  )
  .hook('preAction', checkFonts)
  .action(async (folder, flags) => {
    exitCode = await (await import('./batch.js')).batch(folder, flags);
  });

program
  .command('render')
  .description('Draw a page as PNG.')
  .argument('<input>', 'a PDF file; - reads standard input')
  .addOption(new Option('--page <n>', 'which page, from 1').default(1).argParser(pageNumber))
  .addOption(new Option('--scale <s>', '1 is 72 dpi, a pixel a point').default(2).argParser(scaleOf))
  .requiredOption('-o, --output <output>', 'a PNG file, or - for standard output')
  .option('--transparent', 'leave the paper out', false)
  .addOption(password())
  .addOption(maxSize())
  .addHelpText(
    'after',
    `
Examples:
  ode render paper.pdf -o first.png
  ode render paper.pdf --page 3 --scale 4.1667 -o page3.png      300 dpi`,
  )
  .hook('preAction', checkFonts)
  .action(async (input, flags) => {
    exitCode = await (await import('./inspect.js')).render(input, flags);
  });

program
  .command('text')
  .description('Print the text, in reading order.')
  .argument('<input>', 'a PDF file; - reads standard input')
  .addOption(new Option('--page <n>', 'one page only, from 1').argParser(pageNumber))
  .option('-o, --output <output>', 'a file instead of standard output', '-')
  .addOption(password())
  .addOption(maxSize())
  .addHelpText('after', '\nA form feed stands after each page.\n\nExample:\n  ode text paper.pdf | less')
  .action(async (input, flags) => {
    exitCode = await (await import('./inspect.js')).text(input, flags);
  });

program
  .command('find')
  .description('Find a text: a line for each place, with its page.')
  .argument('<input>', 'a PDF file; - reads standard input')
  .argument('<query>', 'what to look for')
  .option('-c, --match-case', 'upper and lower case differ', false)
  .option('-w, --whole-words', 'whole words only', false)
  .option('-a, --accents', 'letters with and without accents differ', false)
  .option('-E, --regular-expression', 'the query is a regular expression (ECMAScript)', false)
  .option('--json', 'for programs: an object on each line, with the places on the page', false)
  .addOption(password())
  .addOption(maxSize())
  .addHelpText(
    'after',
    `
Words that a line's end divides are found whole; ligatures, quotation marks, dashes and spaces are what they mean.

Examples:
  ode find paper.pdf 'future work'
  ode find paper.pdf -E 'Section \\d+' --json | jq '.page'`,
  )
  .action(async (input, query, flags) => {
    exitCode = await (await import('./find.js')).find(input, query, flags);
  });

program
  .command('info')
  .description(
    'Tell what a PDF says about itself: pages, metadata, permissions, outline, attachments, layers, viewer preferences, warnings.',
  )
  .argument('<input>', 'a PDF file; - reads standard input')
  .option('--json', 'for programs', false)
  .addOption(password())
  .addOption(maxSize())
  .addHelpText('after', "\nExample:\n  ode info paper.pdf --json | jq '.metadata.title'")
  .action(async (input, flags) => {
    exitCode = await (await import('./inspect.js')).info(input, flags);
  });

program
  .command('attachments')
  .description('Take out the files that a PDF carries.')
  .argument('<input>', 'a PDF file; - reads standard input')
  .requiredOption('-o, --output <folder>', 'where they go; it is made')
  .addOption(password())
  .addOption(maxSize())
  .addHelpText(
    'after',
    `
Prints the path of each. Names are made safe, and what stands in the folder is never written over.

Examples:
  ode attachments invoice.pdf -o files/
  ode info invoice.pdf --json | jq '.attachments'`,
  )
  .action(async (input, flags) => {
    exitCode = await (await import('./attachments.js')).attachments(input, flags);
  });

// `ode text paper.pdf | head`: writing on is an error of the write (EPIPE), not of the process.
process.stdout.on('error', () => undefined);

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) exitCode = error.exitCode === 0 ? EXIT.done : EXIT.wrongUse;
  else {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${message.replace(/^/gm, 'ode: ')}\n`);
    if (process.env.ODE_DEBUG) console.error(error);
    exitCode = error instanceof UsageError ? EXIT.wrongUse : EXIT.inputFailed;
  }
}
process.exit(exitCode);
