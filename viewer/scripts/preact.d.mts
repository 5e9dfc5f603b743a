export const preact: Record<string, string>;
