/** Has the browser save a file under a name. */
export function saveAs(file: Blob, name: string): void {
  const link = window.document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // The browser reads it after the click, at its own time.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
