export const Logo = () => (
  <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
    <rect x="5" y="2" width="22" height="28" rx="4" fill="var(--accent)" />
    <circle cx="16" cy="16" r="6.5" fill="none" stroke="#fff" strokeWidth="3" />
  </svg>
);
