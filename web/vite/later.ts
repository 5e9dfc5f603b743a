import type { Plugin, Rolldown } from 'vite';

/** What code each part of the viewer begins with, below `viewer/src/`: see `fetchAhead`. */
const PARTS: Record<string, readonly string[]> = {
  pages: ['features/side-panel/side-panel.tsx', 'features/thumbnails/thumbnails.tsx'],
  outline: ['features/side-panel/side-panel.tsx', 'features/outline/outline.tsx'],
  attachments: ['features/side-panel/side-panel.tsx', 'features/attachments/attachments.tsx'],
  layers: ['features/side-panel/side-panel.tsx', 'features/layers/layers.tsx'],
};

type Chunk = Rolldown.OutputChunk;

/** Writes into the page which files the viewer, and each panel that a document may ask for, are made of. */
export function later(): Plugin {
  return {
    name: 'ode-later',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle = {} }) {
        const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
        const begun = filesOf(
          chunks.filter(({ isEntry }) => isEntry),
          chunks,
        );
        const files = (parts: readonly Chunk[]) =>
          [...filesOf(parts, chunks)].filter((file) => !begun.has(file)).map((file) => `./${file}`);
        const ofModule = (module: string) => found(chunks, ({ facadeModuleId }) => !!facadeModuleId?.endsWith(`/viewer/src/${module}`));
        const list = {
          viewer: files([found(chunks, ({ name }) => name === 'viewer')]),
          ...Object.fromEntries(Object.entries(PARTS).map(([part, modules]) => [part, files(modules.map(ofModule))])),
        };
        return html.replace('</title>', () => `</title>\n    <meta name="ode-later" content='${JSON.stringify(list)}' />`);
      },
    },
  };
}

function found(chunks: readonly Chunk[], is: (chunk: Chunk) => boolean): Chunk {
  const chunk = chunks.find(is);
  if (!chunk) throw new Error('The build lacks a part that is to be sent for ahead.');
  return chunk;
}

/** The files of chunks, of all that these import at once, and of their styles. */
function filesOf(wanted: readonly Chunk[], all: readonly Chunk[]): Set<string> {
  const files = new Set<string>();
  const add = (chunk: Chunk | undefined) => {
    if (!chunk || files.has(chunk.fileName)) return;
    files.add(chunk.fileName);
    for (const style of chunk.viteMetadata?.importedCss ?? []) files.add(style);
    for (const name of chunk.imports) add(all.find(({ fileName }) => fileName === name));
  };
  wanted.forEach(add);
  return files;
}
