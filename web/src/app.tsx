import { lazily } from '@ode/viewer';
import { useCallback, useEffect, useRef, useState } from 'react';
import { receive } from './features/arriving/arriving.js';
import { chooseFiles } from './features/open/choose-files.js';
import { attachOpener, isFramed } from './features/frame/frame.js';
import { loadLanding } from './features/open/load-landing.js';
import { useDocuments } from './features/open/use-documents.js';
import { useWords } from './messages/messages.js';
import { Opened } from './opened.js';

const Landing = lazily(loadLanding, 'here');
/** A document that is alone has no need of them. */
const DocumentTabs = lazily(() => import('./features/open/document-tabs.js'), 'here');

/** The whole page: the open documents, or the place to drop one; and wherever files are dropped, they open. */
export function App() {
  const { t } = useWords();
  const { tabs, active, coming, openFile, openUrl, givePassword, close, show } = useDocuments();
  const chooser = useRef<HTMLInputElement>(null);
  const [dragging, setDragging] = useState(false);
  const choose = useCallback(async () => {
    const chosen = await chooseFiles();
    if (!chosen) return chooser.current?.click();
    for (const { file, handle } of chosen) openFile(file, Promise.resolve(handle));
  }, [openFile]);
  /** Tabs in which something has been filled in. */
  const filled = useRef(new Set<number>());
  const closeAsking = ({ id, name }: { id: number; name: string }) => {
    // In a frame of another origin browsers ask nothing, and say no: there the page around is told, and asks.
    if (!isFramed && filled.current.has(id) && !window.confirm(t('tabs.filled', { name }))) return;
    filled.current.delete(id);
    close(id);
  };
  const strip = tabs.length > 1 || (tabs.length === 1 && !active);

  // A page around this one has one document shown at a time.
  useEffect(() => {
    attachOpener((url) => {
      for (const { id } of tabs) close(id);
      openUrl(url);
    });
  }, [tabs, close, openUrl]);

  useEffect(() => receive({ openFile, openUrl }), [openFile, openUrl]);

  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      if (event.key !== 'o' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      void choose();
    };
    window.addEventListener('keydown', key);
    return () => window.removeEventListener('keydown', key);
  }, [choose]);

  const drop = (transfer: DataTransfer) => {
    const files = [...transfer.items]
      .filter(({ kind }) => kind === 'file')
      .map((item) => ({ file: item.getAsFile(), handle: handleOf(item) }));
    for (const { file, handle } of files) if (file) openFile(file, handle);
  };

  return (
    <div
      className={`app${dragging ? ' dragging' : ''}`}
      data-drop={t('app.drop')}
      onDragOver={(event) => {
        // Text that is dragged is none of our business.
        if (!event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        setDragging(true);
      }}
      onDragLeave={(event) => event.currentTarget.contains(event.relatedTarget as Node | null) || setDragging(false)}
      onDrop={(event) => {
        event.preventDefault();
        setDragging(false);
        drop(event.dataTransfer);
      }}
    >
      <input
        ref={chooser}
        type="file"
        accept="application/pdf,.pdf"
        multiple
        hidden
        data-testid="file-input"
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = '';
          for (const file of files) openFile(file);
        }}
      />
      {strip && <DocumentTabs tabs={tabs} active={active?.id ?? null} onShow={show} onClose={closeAsking} />}
      <div className="documents">
        {tabs.map(
          (tab) =>
            tab.state.status === 'open' && (
              // What was opened stays as it is, whichever is seen.
              <div className="document" key={tab.id} inert={tab !== active}>
                <Opened
                  state={tab.state}
                  name={tab.key}
                  seen={tab === active}
                  alone={!strip}
                  onChoose={() => void choose()}
                  onStart={() => show(null)}
                  onClose={() => closeAsking(tab)}
                  onFill={(isFilled) => void filled.current[isFilled ? 'add' : 'delete'](tab.id)}
                />
              </div>
            ),
        )}
        {active?.state.status !== 'open' && !coming && (
          <Landing
            state={active?.state ?? { status: 'empty' }}
            onChoose={() => void choose()}
            onFile={(file, handle) => openFile(file, Promise.resolve(handle))}
            onUrl={openUrl}
            onPassword={(password) => active && givePassword(active.id, password)}
            onCancel={() => active && close(active.id)}
          />
        )}
      </div>
    </div>
  );
}

interface WithHandle {
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>;
}

/** What a dropped file can be opened by again; undefined where the browser gives nothing of the kind. */
async function handleOf(item: DataTransferItem): Promise<FileSystemFileHandle | undefined> {
  try {
    const handle = await (item as WithHandle).getAsFileSystemHandle?.();
    return handle?.kind === 'file' ? (handle as FileSystemFileHandle) : undefined;
  } catch {
    return undefined;
  }
}
