/** A file that the reader has chosen, and what opens it again another day, where the browser gives that. */
export interface ChosenFile {
  file: File;
  handle?: FileSystemFileHandle;
}

interface WithPicker {
  showOpenFilePicker?(options: {
    multiple: boolean;
    types: { description: string; accept: Record<string, string[]> }[];
  }): Promise<FileSystemFileHandle[]>;
}

/** Asks for PDF files. Null: this browser asks in the older way alone, by an `<input>`. */
export async function chooseFiles(): Promise<ChosenFile[] | null> {
  const { showOpenFilePicker } = window as WithPicker;
  if (!showOpenFilePicker) return null;
  try {
    const types = [{ description: 'PDF', accept: { 'application/pdf': ['.pdf'] } }];
    const handles = await showOpenFilePicker({ multiple: true, types });
    return await Promise.all(handles.map(async (handle) => ({ file: await handle.getFile(), handle })));
  } catch (error) {
    // Who chooses nothing has chosen; in a frame of another origin the picker is forbidden.
    return (error as Error).name === 'AbortError' ? [] : null;
  }
}
