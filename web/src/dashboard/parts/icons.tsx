import type { ReactNode } from 'react';

/** Icons of 20 × 20, drawn with the text's colour. */
function Icon({ children }: { children: ReactNode }) {
  return (
    <svg
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

export const OverviewIcon = () => (
  <Icon>
    <path d="M3 16.5h14M5.5 13.5v-4M10 13.5v-9M14.5 13.5V7" />
  </Icon>
);
export const JobsIcon = () => (
  <Icon>
    <path d="M7.5 5h9M7.5 10h9M7.5 15h9M3.5 5h.01M3.5 10h.01M3.5 15h.01" />
  </Icon>
);
export const FailuresIcon = () => (
  <Icon>
    <path d="M10 3 2.5 16.5h15zM10 8v4M10 14.3h.01" />
  </Icon>
);
export const KeyIcon = () => (
  <Icon>
    <circle cx="6.5" cy="13.5" r="3.5" />
    <path d="m9 11 7.5-7.5M13 7l2.5 2.5" />
  </Icon>
);
export const TenantsIcon = () => (
  <Icon>
    <path d="M3 17V5.5L10 3v14M10 8h7v9M2 17h16M6 7.5h1M6 11h1M6 14h1M13 11.5h1M13 14.5h1" />
  </Icon>
);
export const WebhooksIcon = () => (
  <Icon>
    <path d="M3 10h9M9 6.5l3.5 3.5L9 13.5M14 4.5h2.5v11H14" />
  </Icon>
);
export const HealthIcon = () => (
  <Icon>
    <path d="M2.5 10.5h3.5l2-5.5 3.5 10 2-4.5h4" />
  </Icon>
);
