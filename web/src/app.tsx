import { useEffect, useRef, useState } from 'react';
import { attachOpener } from './features/frame/frame.js';
import { Landing } from './features/open/open.js';
import { useDocument } from './features/open/use-document.js';
import { useWords } from './messages/messages.js';
import { Opened } from './opened.js';

/** The whole page: the open document, or the place to drop one; and wherever a file is dropped, it opens. */
export function App() {
  const { t } = useWords();
  const { state, openFile, openUrl, givePassword, close } = useDocument();
  const chooser = useRef<HTMLInputElement>(null);
  const [dragging, setDragging] = useState(false);
  const choose = () => chooser.current?.click();

  useEffect(() => attachOpener(openUrl), [openUrl]);

  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      if (event.key !== 'o' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      chooser.current?.click();
    };
    window.addEventListener('keydown', key);
    return () => window.removeEventListener('keydown', key);
  }, []);

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
        const file = event.dataTransfer.files[0];
        if (file) openFile(file);
      }}
    >
      <input
        ref={chooser}
        type="file"
        accept="application/pdf,.pdf"
        hidden
        data-testid="file-input"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = '';
          if (file) openFile(file);
        }}
      />
      {state.status === 'open' ? (
        <Opened key={state.id} state={state} onChoose={choose} onClose={close} />
      ) : (
        <Landing state={state} onChoose={choose} onPassword={givePassword} onCancel={close} />
      )}
    </div>
  );
}
