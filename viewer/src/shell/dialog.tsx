import { X } from 'lucide-react';
import { useEffect, useRef, type ReactNode } from 'react';
import { useMessages } from '../messages/messages.js';
import './dialog.css';

interface DialogProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
}

/** A modal dialog of the browser's own: it keeps the keyboard, and Escape or a click beside it closes it. */
export function Dialog({ title, onClose, children }: DialogProps) {
  const { t } = useMessages();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current!;
    if (!element.open) element.showModal();
    // Enter does what the dialog is for.
    element.querySelector<HTMLElement>('[type=submit]')?.focus();
    return () => element.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className="ode-dialog"
      aria-label={title}
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && onClose()}
      // What is typed in a dialog is not for the pages.
      onKeyDown={(event) => event.stopPropagation()}
    >
      <div className="ode-dialog-inside">
        <header>
          <h2>{title}</h2>
          <button type="button" className="ode-button" aria-label={t('dialog.close')} onClick={onClose}>
            <X size={18} aria-hidden />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
