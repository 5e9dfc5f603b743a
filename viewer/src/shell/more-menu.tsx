import { Ellipsis } from 'lucide-react';
import { Toolbar } from 'radix-ui';
import { useState } from 'react';
import { useMessages } from '../messages/messages.js';
import { lazily } from './lazily.js';

const Menu = lazily(() => import('./menu.js'));

/** The button "More". The menu is loaded when it is first opened. */
export function MoreMenu() {
  const { t } = useMessages();
  const [open, setOpen] = useState(false);
  return (
    <div className="ode-more">
      <Toolbar.Button
        className="ode-button"
        aria-label={t('menu.more')}
        title={t('menu.more')}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Ellipsis size={20} strokeWidth={1.75} aria-hidden />
      </Toolbar.Button>
      {open && <Menu onClose={() => setOpen(false)} />}
    </div>
  );
}
