import {
  beginRender as begin,
  cancelRender as cancel,
  developRender as develop,
  finishRender as finish,
  recolorRender as recolor,
  render,
  renderedSoFar as soFar,
  RenderTask,
  stepRender as step,
} from './raster/render';
import { createRaster as newRaster, Raster } from './raster/raster';
import { renew } from './content/lifetimes';
import { beginPage as newPage, endPage as dropPage, pageBytes as bytesOfPage, PageTask, stepPage as readPage } from './content/page-task';
import { Op, ShadeCommand } from './display/commands';
import { DisplayList } from './display/list';
import { Blend, Pattern } from './display/paint';
import { openStore, unlock as unlockStore } from './document/open';
import { encryptionJson } from './document/encryption-json';
import { writeJson } from './document/json-parts';
import { attachmentData } from './document/attachments';
import { isTagged as saysTagged } from './document/metadata-json';
import { resetLayers as defaultLayers, setLayer as showLayer, setLayerUsage as useLayers } from './document/layers';
import { FieldValueKind, setFieldValue } from './document/field-values';
import { pageAt, pageBox, PageBox, pageCount as countPages } from './document/pages';
import { Font, fontOutline } from './font/font';
import { Path } from './geometry/path';
import { dropImage as drop, Image, ImageKind, loadImage } from './image/image';
import { jpegOf } from './image/passthrough';
import { Arena } from './memory/arena';
import { Buffer } from './memory/buffer';
import { alloc, bytesInUse, free, reach, refusals } from './memory/heap';
import { pop, push } from './memory/stack';
import { intern, nameRecord } from './syntax/name-table';
import { neededResource as neededAtom, provideResource as provide } from './syntax/resources';
import { refuel, Store } from './syntax/store';
import { warningAt as recordOf, warningCount as countWarnings, warnOfMemory } from './syntax/warnings';
import { pageText as writeText } from './text/page-text';
import { writePlaces } from './text/places';
import { freshTexts, readPage as readLetters } from './text/reading-order';
import { pageRuns as writeRuns } from './text/runs';
import { pageWords as writeWords } from './text/words';

/**
 * What the host may call; wasm/src/instance.ts is its other side. Addresses stay good until their page or document is
 * closed. A Buffer that is returned is the caller's, to be given back with its contents.
 */

/** Points, and degrees. */
@unmanaged
class PageSize {
  width: f64;
  height: f64;
  rotation: f64;
}

/** The bytes of a resource's name. */
@unmanaged
class ResourceName {
  bytes: usize;
  length: u32;
}


@unmanaged
class DecodedImage {
  width: u32;
  height: u32;
  kind: ImageKind;
  pixels: usize;
  /** A JPEG file that shows just the same, or 0. */
  jpeg: usize;
  jpegLength: u32;
}

/** `size` bytes; 0 when memory is out. */
export function take(size: u32): usize {
  return alloc(size);
}

export function give(address: usize): void {
  free(address);
}

/** Opens a file whose bytes the host has put into memory, with 32 readable ones behind them. The document; 0 when memory is out. */
export function openDocument(bytes: usize, length: u32): usize {
  return changetype<usize>(openStore(bytes, length));
}

/** Opens a file of so many bytes, which the host reads when they are needed. The document; 0 when memory is out. */
export function openSource(length: u32): usize {
  return changetype<usize>(openStore(0, length));
}

/** A `Status`. */
export function openStatus(doc: Store): u32 {
  return doc.status;
}

/** The encryption dictionary as JSON in a Buffer; 0 in a document that is not encrypted. */
export function encryption(doc: Store): usize {
  return encryptionJson(doc);
}

/** Goes on opening, now that the host can decrypt; a `Status`. */
export function unlock(doc: Store): u32 {
  unlockStore(doc);
  return doc.status;
}

export function pageCount(doc: Store): u32 {
  return countPages(doc);
}

/** Writes a page's size to `out`; false when there is no such page, or memory is out. */
export function pageSize(doc: Store, i: u32, out: PageSize): bool {
  refuel(doc);
  const page = changetype<usize>(out) ? pageAt(doc, i) : null;
  if (!page) return false;
  const box = changetype<PageBox>(push(offsetof<PageBox>()));
  doc.page = <i32>i;
  pageBox(doc, page, box);
  doc.page = -1;
  out.width = box.width;
  out.height = box.height;
  out.rotation = <f64>box.rotation;
  pop(changetype<usize>(box));
  return true;
}

/** Begins to interpret a page, without running any of it; 0 when there is no such page, or memory is out. */
export function beginPage(doc: Store, i: u32): usize {
  return changetype<usize>(newPage(doc, i));
}

/** The same for its text, words and shapes alone: its list is not to be drawn. */
export function beginText(doc: Store, i: u32): usize {
  return changetype<usize>(newPage(doc, i, true));
}

/** Goes on with a page for about so many units of fuel; a `Progress`. */
export function stepPage(page: PageTask, fuel: f64): u32 {
  return readPage(page, <i64>fuel);
}

/** The list of a page, as far as it has come: good as long as the page is not stepped or ended. */
export function pageList(page: PageTask): usize {
  return changetype<usize>(page.list);
}

export function endPage(page: PageTask): void {
  dropPage(page);
}

/** Bytes of memory that a page takes until it is ended. */
export function pageBytes(page: PageTask): u32 {
  return <u32>bytesOfPage(page);
}

/** Whether a page keeps things alive that are there for no other page any more: it is to be ended first. */
export function isStale(page: PageTask): bool {
  return page.generation != page.doc.generation;
}

/** How often memory was out. */
export function memoryRefusals(): u32 {
  return refusals();
}

/** The address behind all memory that has been written to: what comes there is as the host has given it. */
export function memoryReach(): u32 {
  return <u32>reach();
}

/** Bytes of memory that are in use, of which there may be more than that: it never becomes less. */
export function memoryInUse(): u32 {
  return <u32>bytesInUse();
}

/** By how many bytes what has been read of the file may grow before it begins anew. */
export function setCacheLimit(doc: Store, bytes: u32): void {
  doc.cacheLimit = bytes;
}

/** The `ResourceName` of the i-th resource that the host is to bring; 0: no more. */
export function neededResource(doc: Store, i: u32): usize {
  const atom = neededAtom(doc, i);
  return atom ? nameRecord(doc, atom) : 0;
}

/** Takes over a resource's bytes; length 0: the host has none of that name. */
export function provideResource(doc: Store, name: usize, nameLength: u32, bytes: usize, length: u32): void {
  provide(doc, intern(doc, name, nameLength), bytes, length);
}

export function createRaster(doc: Store): usize {
  return changetype<usize>(newRaster(doc));
}

/** Begins to draw a tile of a page, without drawing any of it; 0 when memory is out. See raster/render.ts, as for all of its steps. */
export function beginRender(
  raster: Raster,
  list: DisplayList,
  scale: f32,
  x: i32,
  y: i32,
  width: i32,
  height: i32,
  background: u32,
  flags: u32,
  zoom: f32,
): usize {
  const refused = refusals();
  const tile = begin(raster, list, scale, x, y, width, height, background, flags, zoom);
  tellOfMemory(raster.store, refused, list.page);
  return changetype<usize>(tile);
}

/** Has a tile that has just begun drawn in other colours, 0xBBGGRR: what black and white become; false when memory is out. */
export function recolorRender(tile: RenderTask, ink: u32, paper: u32): bool {
  const refused = refusals();
  const isRecolored = recolor(tile, ink, paper);
  tellOfMemory(tile.raster.store, refused, tile.list.page);
  return isRecolored;
}

/** Goes on with a tile for about so many units of fuel; whether it has drawn all that its list has so far. */
export function stepRender(tile: RenderTask, fuel: f64): bool {
  return step(tile, <i64>fuel);
}

/** The tile as it is: RGBA, width × height × 4 bytes on the heap; 0 when memory is out. */
export function renderedSoFar(tile: RenderTask): usize {
  return soFar(tile);
}

/** Goes on with making a tile ready of which all is drawn, a few megabytes of it; whether it is ready. */
export function developRender(tile: RenderTask): bool {
  const refused = refusals();
  const isDone = develop(tile, 0);
  tellOfMemory(tile.raster.store, refused, tile.list.page);
  return isDone;
}

/** Ends a tile: as `renderedSoFar`. */
export function finishRender(tile: RenderTask): usize {
  return finish(tile);
}

/** Gives up a tile. */
export function cancelRender(tile: RenderTask): void {
  cancel(tile);
}

/** Draws a shading pattern alone, over nothing: for exporters whose format has no such shading. As `finishRender`. */
export function renderShading(raster: Raster, pattern: Pattern, scale: f32, x: i32, y: i32, width: i32, height: i32): usize {
  const arena = Arena.create(1024);
  const list = arena ? DisplayList.create(arena) : null;
  if (!arena || !list) return 0;
  let pixels: usize = 0;
  const command = list.add<ShadeCommand>(Op.Shade);
  if (command) {
    command.pattern = pattern;
    command.alpha = 1;
    command.blend = Blend.Normal;
    pixels = render(raster, list, scale, x, y, width, height, 0, 0);
  }
  list.release();
  arena.destroy();
  return pixels;
}

/**
 * Draws a tile of a page, on white, as it looks before the command that begins so many bytes behind the first: for exporters
 * whose format cannot draw what comes before it. As `finishRender`.
 */
export function renderUntil(raster: Raster, list: DisplayList, end: u32, scale: f32, x: i32, y: i32, width: i32, height: i32): usize {
  const rest = list.unsettled;
  const length = list.commands.length;
  list.unsettled = length - min(end, length);
  const pixels = render(raster, list, scale, x, y, width, height, 0xffffffff, 1);
  list.unsettled = rest;
  return pixels;
}

/** Whether memory has been out since there were so many `refusals` is told of a page, or of the document (-1). */
function tellOfMemory(doc: Store, refused: u32, page: i32): void {
  doc.page = page;
  warnOfMemory(doc, refused);
  doc.page = -1;
}

/** A page's text, UTF-16 in a Buffer. */
export function pageText(doc: Store, list: DisplayList, page: u32, written: bool): usize {
  const refused = refusals();
  const out = Buffer.create(8192);
  refuel(doc);
  if (out) writeText(doc, list, page, out, written);
  tellOfMemory(doc, refused, <i32>page);
  return changetype<usize>(out);
}

/** A page's text runs, one `Run` after the other in a Buffer. */
export function pageRuns(doc: Store, list: DisplayList, page: u32, written: bool): usize {
  const refused = refusals();
  const out = Buffer.create(8192);
  if (out) writeRuns(doc, list, page, out, written);
  tellOfMemory(doc, refused, <i32>page);
  return changetype<usize>(out);
}

/** A page's text with the places of its letters, and what is written in form fields, for finding: text/places.ts in a Buffer. */
export function pagePlaces(doc: Store, list: DisplayList, page: u32): usize {
  const runs = Buffer.create(8192);
  const out = Buffer.create();
  refuel(doc);
  if (runs && out) {
    writeRuns(doc, list, page, runs, true);
    writePlaces(runs, out);
  }
  if (runs) runs.destroy();
  return changetype<usize>(out);
}

/** A page's letters in reading order, with what is written in form fields: records of text/letters.ts in a Buffer. */
export function pageLetters(doc: Store, list: DisplayList, page: u32): usize {
  const refused = refusals();
  const out = Buffer.create(1 << 14);
  const marks = Buffer.create(256);
  refuel(doc);
  const texts = freshTexts(doc);
  if (out && marks && texts) readLetters(doc, texts, list, page, out, marks, true);
  if (marks) marks.destroy();
  tellOfMemory(doc, refused, <i32>page);
  return changetype<usize>(out);
}

/** A page's words, records of text/words.ts in a Buffer. */
export function pageWords(doc: Store, list: DisplayList, page: u32): usize {
  const refused = refusals();
  const out = Buffer.create(8192);
  if (out) writeWords(doc, list, page, out);
  tellOfMemory(doc, refused, <i32>page);
  return changetype<usize>(out);
}

/** Shows or hides a layer, by its object number, on pages that are opened from now on. */
export function setLayer(doc: Store, number: u32, shown: bool): void {
  showLayer(doc, number, shown);
}

/** Says what pages are opened for from now on (a `LayerEvent`), and at which scale; whether the scale changes what is shown. */
export function setLayerUsage(doc: Store, event: u32, zoom: f64): bool {
  return useLayers(doc, event, zoom);
}

/** Shows layers as the document has it, on pages that are opened from now on. */
export function resetLayers(doc: Store): void {
  defaultLayers(doc);
}

/** Fills in the field of an object number, on pages that are opened from now on; false when it cannot. See document/field-values.ts. */
export function setField(doc: Store, number: u32, kind: FieldValueKind, bytes: usize, length: u32): bool {
  return setFieldValue(doc, number, kind, bytes, length);
}

/** Whether the document says that its structure tree is sound. */
export function isTagged(doc: Store): bool {
  refuel(doc);
  renew(doc);
  return saysTagged(doc);
}

/** A part of the document (document/json-parts.ts) as JSON in a Buffer; 0 when memory is out. */
export function documentJson(doc: Store, what: u32, page: u32): usize {
  const refused = refusals();
  refuel(doc);
  renew(doc);
  const json = writeJson(doc, what, page);
  tellOfMemory(doc, refused, -1);
  return json;
}

/** The contents of the i-th attachment in a Buffer; 0 where there is none. */
export function attachment(doc: Store, i: u32): usize {
  const refused = refusals();
  refuel(doc);
  renew(doc);
  const data = attachmentData(doc, i);
  tellOfMemory(doc, refused, -1);
  return data;
}

export function warningCount(doc: Store): u32 {
  return countWarnings(doc);
}

/** The address of a `WarningRecord`. */
export function warningAt(doc: Store, i: u32): usize {
  return recordOf(doc, i);
}

/** A glyph's outline in em space, a Path to be given back by `dropPath`; 0 when there is none. */
export function glyphOutline(_doc: Store, font: Font, glyph: u32): usize {
  const path = Path.create();
  if (!path) return 0;
  fontOutline(font, glyph, path);
  return changetype<usize>(path);
}

export function dropPath(path: usize): void {
  changetype<Path>(path).destroy();
}

/** Decodes an image of a page, from 0, whose warnings are that page's; false when it cannot be. */
export function imageInfo(doc: Store, page: i32, image: Image, out: DecodedImage): bool {
  doc.fuel = i64.MAX_VALUE;
  doc.page = page;
  const isThere = loadImage(doc, image);
  doc.page = -1;
  if (!isThere) return false;
  out.width = image.width;
  out.height = image.height;
  out.kind = image.kind;
  out.pixels = image.pixels;
  out.jpeg = 0;
  out.jpegLength = 0;
  jpegOf(doc, image, changetype<usize>(out) + offsetof<DecodedImage>('jpeg'));
  return true;
}

export function dropImage(image: Image): void {
  drop(image);
}
