/**
 * V8's options under which the engine does best in a process that lives for some seconds, such as one that converts a few documents.
 *
 * V8 compiles again what has run for some milliseconds, JavaScript and WebAssembly: for documents of few pages that takes longer than
 * it saves. The first, plain code it makes at once, which takes next to nothing. The old generation grows no further than what is in
 * it asks for, since of a long document little stays: a sixth of the memory goes for a twentieth of the time.
 */
const BRIEF = ['--interrupt-budget=4000000', '--wasm-tiering-budget=20000000', '--always-sparkplug', '--heap-growing-percent=100'];

/**
 * With these it is started: memory is cleaned up on several threads otherwise, which takes longer in all. It is the one option that leaves the code
 * which V8 has kept as it is (see `setOptions`), and cannot be set later.
 */
export const AT_START: readonly string[] = ['--single-threaded-gc'];

/** Of V8's options those that are among `listing`, as `node --v8-options` prints them. Names come and go: Node 24 has no `--interrupt-budget`. */
export const knownOptions = (options: readonly string[], listing: string): string[] =>
  options.filter((option) => listing.split('\n').some((line) => line.trimStart().split(' ')[0] === option.split('=')[0]));

/** The V8 of Node 20 knows all of them: to ask it would take longer than they save. */
const KNOWING = '11.3.';

let brief: readonly string[] | undefined;

/** Those that this Node has: it complains of one that it does not know. */
export const briefOptions = (): readonly string[] =>
  (brief ??= process.versions.v8.startsWith(KNOWING) ? BRIEF : knownOptions(BRIEF, v8Options()));

function v8Options(): string {
  const { spawnSync } = process.getBuiltinModule('node:child_process');
  return spawnSync(process.execPath, ['--v8-options'], { encoding: 'utf8' }).stdout ?? '';
}

/**
 * Sets options of V8. When all code is loaded, not on the command line: the code that V8 has kept of Node, and of the engine, is for a
 * process without options, and is made anew where it has some.
 */
export function setOptions(options: readonly string[]): void {
  // What Node loads when it is first used: its own streams, and those of pages.
  const { setFlagsFromString } = process.getBuiltinModule('node:v8');
  new ReadableStream();
  for (const option of options) setFlagsFromString(option);
}
