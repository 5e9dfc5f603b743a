import { ColorSpace, deviceSpace, parseColorSpace, SpaceKind } from '../color/space';
import { transferColors, transferred } from '../color/transfer';
import { ccittFax, FaxParameters } from '../filter/ccitt';
import { makeRunTables } from '../filter/ccitt-codes';
import { decodeJpeg } from '../filter/dct';
import { isOtherProcess } from '../filter/dct-process';
import { FlateRows } from '../filter/flate-rows';
import { Buffer } from '../memory/buffer';
import { alloc, allocZeroed, free } from '../memory/heap';
import { Name } from '../syntax/names';
import { Kind, kindOf, numberOf, Obj, ownerNumber, rawGet } from '../syntax/object';
import { at, get, getBool, getInt, spend, Store } from '../syntax/store';
import { readStream, releaseStream, StreamData, undoFlate } from '../syntax/stream';
import { Warning, warn } from '../syntax/warnings';
import { Converter, MAX_COMPONENTS } from './convert';
import { decodeHosted, hasModule, HostImage } from './host-decoder';
import { applyMask, Picture, undoMatte, undoPremultiplied } from './mask';
import { allocPixels, Image, ImageKind, MAX_PIXELS, shrinkOf, spareShrink } from './record';
import { Samples } from './samples';
import { addShrunk, takeShrunk } from './scale';

/** All that decoding one image needs, on the heap while it lasts. */
@unmanaged
class Work {
  data: StreamData;
  samples: Samples;
  converter: Converter;
  space: ColorSpace | null;
  /** The dictionary, and where its colour space may be named. */
  source: Obj;
  resources: Obj;
  objectNumber: u32;
  isStencil: bool;
  /** Pixels that are enough; see `loadImage`. */
  leastWidth: u32;
  leastHeight: u32;
  /** The data bring alpha with the colours. */
  hasAlpha: bool;
  /** One row of samples, and one of pixels. */
  row: usize;
  pixels: usize;
  /** Sums of `shrink` rows; 0: nothing is shrunk. */
  sums: usize;
}

/** Decodes an image with its masks and sets its pixels, size, kind and `opaque`. False when there is nothing to show. */
export function decodePixels(doc: Store, image: Image, leastWidth: u32, leastHeight: u32): bool {
  const p = allocZeroed(2 * offsetof<Picture>());
  if (!p) return false;
  const picture = changetype<Picture>(p);
  const mask = changetype<Picture>(p + offsetof<Picture>());
  picture.setLeast(u32.MAX_VALUE, u32.MAX_VALUE);
  mask.setLeast(u32.MAX_VALUE, u32.MAX_VALUE);
  const softMask: Obj = image.isStencil ? 0 : get(doc, image.source, Name.SMask);
  const hardMask: Obj = image.isStencil ? 0 : get(doc, image.source, Name.Mask);
  const masked = kindOf(softMask) == Kind.Stream || kindOf(hardMask) == Kind.Stream || kindOf(hardMask) == Kind.Array;
  let opaque = kindOf(hardMask) != Kind.Array;
  // What has a mask is brought to one size with it, and an inline image's pixels cannot be given back.
  const full = masked || image.arena != 0;
  if (!full) picture.setLeast(leastWidth, leastHeight);
  const alpha = masked || (image.transfer != 0 && transferColors(image.transfer));
  let ok = decodePicture(doc, picture, image.source, image.resources, image.objectNumber, alpha);
  if (picture.hasAlpha) opaque = false;
  // 11.6.5.2: a soft mask overrides /Mask.
  const other: Obj = kindOf(softMask) == Kind.Stream ? softMask : kindOf(hardMask) == Kind.Stream ? hardMask : 0;
  if (ok && other) {
    const number = ownerNumber(other);
    // Without resources: a mask's gray values are no colours that a default space could stand for.
    if (decodePicture(doc, mask, other, 0, number, false) && applyMask(picture, mask)) {
      opaque = false;
      const matte = get(doc, other, Name.Matte);
      const space = matte && other == softMask ? spaceOf(doc, image.source, image.resources, 0) : null;
      if (space) undoMatte(doc, picture, matte, space);
    }
  }
  mask.release();
  if (ok && image.transfer) transfer(picture, image.transfer);
  if (ok) ok = moveTo(image, picture);
  if (ok) image.opaque = opaque && image.kind != ImageKind.Stencil;
  free(p);
  return ok;
}

/** Takes a picture's colours through transfer tables, which leave gray gray where that is all that it has. A stencil has no colours. */
function transfer(picture: Picture, tables: usize): void {
  const end = picture.pixels + picture.size;
  if (picture.kind == ImageKind.Rgba) for (let p = picture.pixels; p < end; p += 4) store<u32>(p, transferred(tables, load<u32>(p)));
  else if (picture.kind == ImageKind.Gray) for (let p = picture.pixels; p < end; p++) store<u8>(p, load<u8>(tables + <usize>load<u8>(p)));
}

/** Makes a picture's pixels the image's own. */
function moveTo(image: Image, picture: Picture): bool {
  image.size = <u32>picture.size;
  if (image.arena) {
    image.pixels = allocPixels(image, picture.size);
    if (image.pixels) memory.copy(image.pixels, picture.pixels, picture.size);
    picture.release();
  } else {
    image.pixels = picture.pixels;
  }
  image.width = picture.width;
  image.height = picture.height;
  image.fullWidth = picture.fullWidth ? picture.fullWidth : picture.width;
  image.fullHeight = picture.fullHeight ? picture.fullHeight : picture.height;
  image.kind = picture.kind;
  return image.pixels != 0;
}

/** Decodes one stream, without masks but for a colour key. With `alpha` the picture gets an alpha channel in any case. */
function decodePicture(doc: Store, picture: Picture, source: Obj, resources: Obj, number: u32, alpha: bool): bool {
  const p = allocZeroed(offsetof<Work>() + offsetof<StreamData>() + offsetof<Samples>() + offsetof<Converter>() + 24);
  if (!p) return false;
  const work = changetype<Work>(p);
  work.data = changetype<StreamData>(align(p + offsetof<Work>()));
  work.samples = changetype<Samples>(align(changetype<usize>(work.data) + offsetof<StreamData>()));
  work.converter = changetype<Converter>(align(changetype<usize>(work.samples) + offsetof<Samples>()));
  work.source = source;
  work.resources = resources;
  work.objectNumber = number;
  work.isStencil = getBool(doc, source, Name.ImageMask);
  work.leastWidth = picture.leastWidth;
  work.leastHeight = picture.leastHeight;
  const ok = readData(doc, work) && openSamples(doc, work) && fill(doc, work, picture, alpha);
  picture.hasAlpha = work.hasAlpha;
  const rows = work.samples.rows;
  if (rows) {
    spend(doc, <i32>(work.samples.length >> 8)); // as `readData`, a sixteenth of what other bytes cost
    if (rows.isDamaged) warn(doc, Warning.StreamDamaged, number);
  }
  const jpeg = work.samples.jpeg;
  if (jpeg && jpeg.damaged) warn(doc, Warning.ImageDamaged, number);
  if (jpeg && jpeg.reduction > 1 && (picture.fullWidth || picture.width == jpeg.width)) {
    picture.fullWidth = jpeg.fullWidth;
    picture.fullHeight = jpeg.fullHeight;
  }
  work.samples.release();
  work.converter.release();
  free(work.row);
  free(work.pixels);
  free(work.sums);
  releaseStream(work.data);
  free(p);
  return ok;
}

/** As many times fewer than those of other streams do the bytes of an image cost, whose pixels are charged for (`loadImage`). */
const CHEAPER: i64 = 16;

function readData(doc: Store, work: Work): bool {
  doc.fuel = min<i64>(doc.fuel, i64.MAX_VALUE / CHEAPER) * CHEAPER;
  const isRead = readStream(doc, work.source, work.data, true);
  doc.fuel /= CHEAPER;
  return isRead;
}

function inflateData(doc: Store, work: Work): bool {
  doc.fuel = min<i64>(doc.fuel, i64.MAX_VALUE / CHEAPER) * CHEAPER;
  const isRead = undoFlate(doc, work.data, work.objectNumber);
  doc.fuel /= CHEAPER;
  return isRead;
}

// @ts-ignore: decorator
@inline function align(p: usize): usize {
  return (p + 7) & ~7;
}

/** Makes the stream's data readable as samples. */
function openSamples(doc: Store, work: Work): bool {
  const data = work.data;
  switch (data.filter) {
    case 0:
      return openRaw(doc, work);
    case Name.FlateDecode:
      return openRaw(doc, work) && openFlate(doc, work);
    case Name.DCTDecode:
      return openJpeg(doc, work);
    case Name.JPXDecode:
      return openJpx(doc, work);
    case Name.JBIG2Decode:
      return openRaw(doc, work) && openJbig2(doc, work);
    default:
      return openRaw(doc, work) && openFax(doc, work);
  }
}

function openRaw(doc: Store, work: Work): bool {
  const width = getInt(doc, work.source, Name.Width);
  const height = getInt(doc, work.source, Name.Height);
  let bits: i32 = 1;
  let components: u32 = 1;
  if (!work.isStencil) {
    const space = spaceOf(doc, work.source, work.resources, 0);
    if (!space) return false;
    work.space = space;
    components = space.components;
    // Table 87: what CCITTFaxDecode and JBIG2Decode give has one bit a sample, whatever the dictionary says.
    const isOfBits = work.data.filter != Name.None && work.data.filter != Name.FlateDecode;
    bits = isOfBits ? 1 : getInt(doc, work.source, Name.BitsPerComponent);
    if (bits != 1 && bits != 2 && bits != 4 && bits != 16) bits = 8;
  }
  if (width < 1 || height < 1 || <u64>width * <u64>components * <u64>bits > 1 << 27) {
    warn(doc, width < 1 || height < 1 ? Warning.ImageInvalid : Warning.MemoryOut, work.objectNumber);
    return false;
  }
  work.samples.setRaw(work.data, <u32>width, <u32>height, components, <u32>bits);
  return true;
}

/** Raw data of more bytes than this are decompressed row by row: they are never in memory as a whole. */
const MANY_BYTES: u64 = 1 << 21;

/** Decompresses the data, or has it done as rows are read. */
function openFlate(doc: Store, work: Work): bool {
  const data = work.data;
  const samples = work.samples;
  const parms = data.parms;
  if (<u64>samples.rowBytes * <u64>samples.height > MANY_BYTES) {
    const predictor = getInt(doc, parms, Name.Predictor, 1);
    const colors = getInt(doc, parms, Name.Colors, 1);
    const bits = getInt(doc, parms, Name.BitsPerComponent, 8);
    const columns = getInt(doc, parms, Name.Columns, 1);
    const rows = FlateRows.create(data.data, data.length, samples.rowBytes, predictor, colors, bits, columns);
    if (rows) {
      samples.setRows(rows);
      return true;
    }
  }
  if (!inflateData(doc, work)) return false;
  samples.data = data.data;
  samples.length = data.length;
  return true;
}

/** Puts the rows that CCITTFaxDecode gives in the place of the data. */
function openFax(doc: Store, work: Work): bool {
  const data = work.data;
  const samples = work.samples;
  const parms = data.parms;
  const out = Buffer.create();
  const p = allocZeroed(offsetof<FaxParameters>());
  if (!doc.faxCodes) doc.faxCodes = makeRunTables();
  if (!out || !p || !doc.faxCodes) {
    Buffer.drop(out);
    free(p);
    return false;
  }
  const parameters = changetype<FaxParameters>(p);
  parameters.k = getInt(doc, parms, Name.K);
  parameters.columns = <u32>max(getInt(doc, parms, Name.Columns, 1728), 0);
  parameters.rows = samples.height;
  parameters.byteAlign = getBool(doc, parms, Name.EncodedByteAlign);
  parameters.endOfBlock = getBool(doc, parms, Name.EndOfBlock, true);
  parameters.blackIs1 = getBool(doc, parms, Name.BlackIs1);
  if (ccittFax(data.data, data.length, parameters, doc.faxCodes, out) < 0) warn(doc, Warning.ImageDamaged, work.objectNumber);
  samples.rowBytes = (parameters.columns + 7) >> 3;
  free(p);
  releaseStream(data);
  data.data = out.data;
  data.length = out.length;
  data.owned = true;
  free(changetype<usize>(out)); // its contents are the stream's now
  samples.data = data.data;
  samples.length = data.length;
  return data.data != 0;
}

function openJpeg(doc: Store, work: Work): bool {
  const data = work.data;
  const jpeg = decodeJpeg(data.data, data.length, getInt(doc, data.parms, Name.ColorTransform, -1), work.leastWidth, work.leastHeight);
  // 8.9.6.2: a stencil has one bit a sample, which no JPEG has.
  if (!jpeg || work.isStencil) {
    warn(doc, !jpeg && isOtherProcess(data.data, data.length) ? Warning.JpegUnsupported : Warning.ImageInvalid, work.objectNumber);
    if (jpeg) jpeg.destroy();
    return false;
  }
  work.samples.setJpeg(jpeg);
  work.space = spaceOf(doc, work.source, work.resources, jpeg.components);
  return work.space != null;
}

/** JPEG 2000, 7.4.9: the data bring their size, their depth and, where the dictionary names none, their colours. */
function openJpx(doc: Store, work: Work): bool {
  if (!hasModule(doc, Name.openjpeg_wasm)) {
    warn(doc, Warning.JpxUnsupported, work.objectNumber);
    return false;
  }
  const named = rawGet(work.source, Name.ColorSpace) ? spaceOf(doc, work.source, work.resources, 0) : null;
  const p = allocZeroed(offsetof<HostImage>());
  if (!p) return false;
  const image = changetype<HostImage>(p);
  // Table 87: 1 and 2 say that the data bring alpha along, 2 also that the colours have been multiplied by it.
  const maskInData = getInt(doc, work.source, Name.SMaskInData);
  image.alpha = <u32>(maskInData > 0);
  image.components = named && !image.alpha ? named.components : 0;
  image.indexed = <u32>(named != null && named.kind == SpaceKind.Indexed);
  const asked = image.components;
  const ok = decodeHosted(doc, work.data, image) && <u64>image.width * <u64>image.height * <u64>image.components <= 1 << 28;
  if (ok) {
    releaseStream(work.data);
    work.data.data = image.data;
    work.data.length = image.width * image.height * image.components;
    work.data.owned = true;
    const rgba = !asked && image.components == 4;
    work.space = rgba || !named || named.components != image.components ? deviceSpace(doc, rgba ? 3 : image.components) : named;
    work.hasAlpha = rgba && image.alpha != 0;
    work.samples.setRaw(work.data, image.width, image.height, image.components, 8);
    if (rgba) work.samples.setRgba();
    if (work.hasAlpha && maskInData == 2) undoPremultiplied(image.data, image.width * image.height);
  } else {
    warn(doc, image.isTooLarge ? Warning.MemoryOut : Warning.ImageInvalid, work.objectNumber);
  }
  free(p);
  return ok && work.space != null;
}

/** JBIG2, 7.4.7. */
function openJbig2(doc: Store, work: Work): bool {
  if (!hasModule(doc, Name.jbig2_wasm)) {
    warn(doc, Warning.Jbig2Unsupported, work.objectNumber);
    return false;
  }
  const samples = work.samples;
  const p = allocZeroed(offsetof<HostImage>() + offsetof<StreamData>() + 8);
  if (!p) return false;
  const image = changetype<HostImage>(p);
  const globals = changetype<StreamData>(align(p + offsetof<HostImage>()));
  image.width = samples.width;
  image.height = samples.height;
  image.components = 1;
  if (readStream(doc, get(doc, work.data.parms, Name.JBIG2Globals), globals)) {
    image.globals = globals.data;
    image.globalsLength = globals.length;
  }
  const ok = decodeHosted(doc, work.data, image);
  releaseStream(globals);
  if (ok) {
    const data = work.data;
    releaseStream(data);
    data.data = image.data;
    data.length = ((image.width + 7) >> 3) * image.height;
    data.owned = true;
    samples.setRaw(data, image.width, image.height, 1, 1);
  } else {
    warn(doc, image.isTooLarge ? Warning.MemoryOut : Warning.ImageInvalid, work.objectNumber);
  }
  free(p);
  return ok;
}

/**
 * The colour space of an image; a device space where it has none, or one that is not for images. `components`: how many
 * the data are known to have, 0: not known.
 */
function spaceOf(doc: Store, source: Obj, resources: Obj, components: u32): ColorSpace | null {
  const raw = rawGet(source, Name.ColorSpace);
  const space = raw ? parseColorSpace(doc, raw, resources) : null;
  if (!space) return deviceSpace(doc, components ? components : 1);
  if (components && space.components != components) return deviceSpace(doc, components);
  if (space.kind == SpaceKind.Pattern || !space.components || space.components > MAX_COMPONENTS)
    return deviceSpace(doc, components ? components : 1);
  return space;
}

/** Reads all rows into a new picture. */
function fill(doc: Store, work: Work, picture: Picture, alpha: bool): bool {
  const samples = work.samples;
  const decode = get(doc, work.source, Name.Decode);
  const converter = work.converter;
  if (!work.isStencil) {
    if (!converter.init(doc, work.space!, samples.bits, samples.step, decode, <u64>samples.width * <u64>samples.height)) return false;
    const keyed = kindOf(get(doc, work.source, Name.SMask)) != Kind.Stream;
    if (keyed && !converter.setKeys(doc, get(doc, work.source, Name.Mask), samples.rawBits == 16 ? 8 : 0)) return false;
  }
  picture.kind = work.isStencil ? ImageKind.Stencil : converter.isGray && !alpha && !converter.keys ? ImageKind.Gray : ImageKind.Rgba;
  const least = shrinkOf(samples.width, samples.height, picture.channels);
  const shrink = max(least, spareShrink(samples.width, samples.height, picture.channels, work.leastWidth, work.leastHeight));
  if (shrink > least) {
    picture.fullWidth = (samples.width + least - 1) / least;
    picture.fullHeight = (samples.height + least - 1) / least;
  }
  picture.width = (samples.width + shrink - 1) / shrink;
  picture.height = (samples.height + shrink - 1) / shrink;
  picture.pixels = allocZeroed(picture.size + 32);
  work.row = alloc(<usize>samples.width * <usize>samples.step + 64);
  if (shrink > 1) {
    work.pixels = alloc(((<usize>samples.width) << 2) + 64);
    work.sums = allocZeroed(((<usize>picture.width) << 4) + 64);
  }
  if (!picture.pixels || !work.row || (shrink > 1 && (!work.pixels || !work.sums))) {
    picture.release();
    warn(doc, Warning.MemoryOut, work.objectNumber);
    return false;
  }
  // 8.9.6.2: a sample of 0 paints, unless /Decode is [1 0].
  const paints: u32 = work.isStencil && kindOf(decode) == Kind.Array && numberOf(at(doc, decode, 0)) > 0 ? 1 : 0;
  const channels = picture.channels;
  const stride = <usize>picture.width * <usize>channels;
  let to = picture.pixels;
  let held: u32 = 0; // rows in the sums
  const isRaw = work.data.filter == Name.None || work.data.filter == Name.FlateDecode;
  // Of a picture of very many pixels not every row counts that becomes part of a mean.
  const taken = <u32>min<u64>(max<u64>((<u64>shrink * MAX_PIXELS) / (<u64>samples.width * <u64>samples.height), 1), shrink);
  for (let y: u32 = 0; y < samples.height; y++) {
    if (y % shrink >= taken) continue;
    if (!samples.readRow(y, work.row)) {
      // Data that are too short go on as zeros, as in MuPDF, PDFium and pdf.js.
      const rows = samples.rows;
      const isCut = samples.length > 0 || work.data.damaged || (rows != null && rows.isDamaged);
      if (isRaw && isCut && !work.isStencil) to = padRows(work, picture, paints, shrink, to);
      break;
    }
    if (shrink == 1) {
      convert(work, picture.kind, paints, to);
      to += stride;
      continue;
    }
    convert(work, picture.kind, paints, work.pixels);
    addShrunk(work.sums, work.pixels, samples.width, channels, shrink);
    if (++held < taken && y + 1 < samples.height) continue;
    takeShrunk(work.sums, to, samples.width, channels, shrink, held);
    to += stride;
    held = 0;
  }
  // Rows that never came are white in a fax, and no paint in a stencil.
  const end = picture.pixels + picture.size;
  if (!work.isStencil) memory.fill(to, 255, end - to);
  return true;
}

/** Fills the rest of a picture with what the row of zeros becomes that has been read in place of the next row; its end. */
function padRows(work: Work, picture: Picture, paints: u32, shrink: u32, to: usize): usize {
  const width = work.samples.width;
  const stride = <usize>picture.width * <usize>picture.channels;
  const end = picture.pixels + picture.size;
  if (shrink == 1) {
    convert(work, picture.kind, paints, to);
  } else {
    // Rows that wait in the sums are let go: the mean is that of zeros.
    memory.fill(work.sums, 0, (<usize>picture.width) << 4);
    convert(work, picture.kind, paints, work.pixels);
    addShrunk(work.sums, work.pixels, width, picture.channels, shrink);
    takeShrunk(work.sums, to, width, picture.channels, shrink, 1);
  }
  for (let row = to + stride; row < end; row += stride) memory.copy(row, to, stride);
  return end;
}

/** Turns the row that has been read into pixels. */
function convert(work: Work, kind: ImageKind, paints: u32, to: usize): void {
  const width = work.samples.width;
  if (kind == ImageKind.Rgba) {
    work.converter.toRgba(work.row, to, width);
  } else if (kind == ImageKind.Gray) {
    work.converter.toGray(work.row, to, width);
  } else {
    // A sample that paints becomes 255: 0 - 1, or 1 - 2.
    const flip = i8x16.splat(<i8>(1 - paints));
    let i: usize = 0;
    for (; i + 16 <= <usize>width; i += 16) v128.store(to + i, i8x16.neg(v128.xor(v128.load(work.row + i), flip)));
    for (; i < <usize>width; i++) store<u8>(to + i, <u8>-((<i32>load<u8>(work.row + i)) ^ (1 - <i32>paints)));
  }
}
