import { base64 } from './base64.js';
import type { Matrix } from './display-list.js';

/** Numbers, colours and attributes as they stand in SVG. */

/** `#rrggbb` of a colour whose red is in the lowest byte. */
export function hexColor(bgr: number): string {
  const rgb = ((bgr & 255) << 16) | (bgr & 0xff00) | ((bgr >> 16) & 255);
  return `#${(0x1000000 | rgb).toString(16).slice(1)}`;
}

/** A number with three decimals at the most: a thousandth of a point is less than anything that shows. */
export function short(value: number): string {
  return Number.isFinite(value) ? String(Math.round(value * 1000) / 1000) : '0';
}

export function matrixOf(m: Matrix): string {
  return `matrix(${m.map((v) => String(Number(v.toPrecision(6)))).join(' ')})`;
}

export type Attributes = Record<string, string>;

/** Attributes as they stand in a tag; empty ones are left out. Values come from numbers and fixed words, or are escaped. */
export function attributes(all: Attributes): string {
  let out = '';
  for (const name in all) if (all[name] !== '') out += ` ${name}="${all[name]!}"`;
  return out;
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Whether a text has letters alone that stand for themselves: most have, and many are asked for one by one. */
function isPlain(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x20 || unit === 0x22 || unit === 0x26 || unit === 0x3c || unit === 0x3e) return false;
    if ((unit >= 0x7f && unit < 0xa0) || unit >= 0xd800) return false;
  }
  return true;
}

/** Text for XML and HTML: what they cannot hold at all becomes U+FFFD. */
export function escapeXml(text: string): string {
  if (isPlain(text)) return text;
  return text.replace(/(?![\t\n\r])\p{Cc}|\p{Cs}|[\ufffe\uffff]/gu, '\ufffd').replace(/[&<>"]/g, (c) => ENTITIES[c]!);
}

export function dataUrl(type: string, bytes: Uint8Array): string {
  return `data:${type};base64,${base64(bytes)}`;
}

/** A language as HTML may name it: a well-formed tag (RFC 5646, 2.1), of which `x-` is private; `und` for anything else. */
export function languageOf(language: string | undefined): string {
  return language && /^([a-z]{2,3}|[a-z]{5,8}|x(?=-))(-[a-z\d]{1,8})*$/i.test(language) ? language : 'und';
}

/** An address of the web or of mail, as it may stand in a link; null for all others. */
export function safeUrl(url: string): string | null {
  if (!/^(https?:\/\/|mailto:)[^\s\p{Cc}]+$/iu.test(url)) return null;
  return URL.canParse(url) ? url : null;
}
