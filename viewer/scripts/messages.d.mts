import type * as esbuild from 'esbuild';
import type { Plugin } from 'vite';

export function messages(): Plugin;
export const messagesForEsbuild: esbuild.Plugin;
