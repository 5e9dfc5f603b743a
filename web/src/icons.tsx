import type { ReactNode } from 'react';

/** Icons of 20 × 20, drawn with the text's colour. */
function Icon({ children }: { children: ReactNode }) {
  return (
    <svg
      className="icon"
      viewBox="0 0 20 20"
      width="20"
      height="20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

export const OpenIcon = () => (
  <Icon>
    <path d="M2.5 15.5v-11a1 1 0 0 1 1-1h3.6l1.8 2h6.6a1 1 0 0 1 1 1v1.5M2.5 15.5l2.2-6.3a1 1 0 0 1 1-.7h11a1 1 0 0 1 .9 1.3l-1.9 5a1 1 0 0 1-1 .7z" />
  </Icon>
);
export const ConvertIcon = () => (
  <Icon>
    <path d="M6.5 6 3 10l3.5 4M13.5 6 17 10l-3.5 4M11.2 4.5 8.8 15.5" />
  </Icon>
);
export const FileIcon = () => (
  <Icon>
    <path d="M11.5 2.5h-6a1 1 0 0 0-1 1v13a1 1 0 0 0 1 1h9a1 1 0 0 0 1-1v-10zM11.5 2.5v4h4" />
  </Icon>
);
export const CloseIcon = () => (
  <Icon>
    <path d="m5 5 10 10M15 5 5 15" />
  </Icon>
);
export const LockIcon = () => (
  <Icon>
    <rect x="4" y="9" width="12" height="8" rx="1.6" />
    <path d="M6.8 9V6.4a3.2 3.2 0 0 1 6.4 0V9" />
  </Icon>
);
export const WarningIcon = () => (
  <Icon>
    <path d="M10 3.2 17.6 16H2.4zM10 8v3.6M10 13.8v.1" />
  </Icon>
);
export const Logo = () => (
  <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
    <rect x="5" y="2" width="22" height="28" rx="4" fill="var(--accent)" />
    <circle cx="16" cy="16" r="6.5" fill="none" stroke="#fff" strokeWidth="3" />
  </svg>
);
