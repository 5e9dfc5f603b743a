export const isPdf = ({ type, name }: Pick<File, 'type' | 'name'>): boolean => type === 'application/pdf' || /\.pdf$/i.test(name);

/** The address that a text is, and nothing else; null: it is anything else. */
export function addressIn(text: string): string | null {
  const address = text.trim();
  return /^https?:\/\/[^\s/]\S*$/i.test(address) ? address : null;
}
