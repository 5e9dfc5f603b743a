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

export const MinusIcon = () => (
  <Icon>
    <path d="M4.5 10h11" />
  </Icon>
);
export const PlusIcon = () => (
  <Icon>
    <path d="M4.5 10h11M10 4.5v11" />
  </Icon>
);
export const FitWidthIcon = () => (
  <Icon>
    <path d="M2.5 4v12M17.5 4v12M5 10h10M7 8l-2 2 2 2M13 8l2 2-2 2" />
  </Icon>
);
export const FitPageIcon = () => (
  <Icon>
    <path d="M4 7V4h3M13 4h3v3M16 13v3h-3M7 16H4v-3" />
    <rect x="7" y="6.5" width="6" height="7" rx=".8" />
  </Icon>
);
export const CloseIcon = () => (
  <Icon>
    <path d="m5 5 10 10M15 5 5 15" />
  </Icon>
);
