import type * as esbuild from 'esbuild';
import type { Plugin } from 'vite';

export function messages(): Plugin;
export const messagesForEsbuild: esbuild.Plugin;

/** What a catalogue's module exports, by its source: messages by their keys. */
export function cataloguesOf(source: string): Promise<Record<string, Record<string, string>>>;
