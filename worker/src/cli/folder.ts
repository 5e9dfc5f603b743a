import fs from 'node:fs/promises';
import path from 'node:path';

/** The PDFs in a folder and the folders in it, as paths from there, in order. */
export async function pdfsIn(folder: string): Promise<string[]> {
  const entries = await fs.readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && /\.pdf$/i.test(entry.name))
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
}
