import { refusals } from '../memory/heap';
import { Store } from './state';

/** What was repaired or could not be drawn. The host maps these to stable names (wasm/src/warnings.ts), which stand behind each. */
export const enum Warning {
  None = 0,
  XrefRebuilt = 1, // xref-rebuilt
  XrefDamaged = 2, // xref-damaged
  ObjectMissing = 3, // object-missing
  StreamLengthWrong = 4, // stream-length-wrong
  StreamDamaged = 5, // stream-damaged
  FilterUnknown = 6, // filter-unknown
  PageTreeDamaged = 7, // page-tree-damaged
  PageBoxInvalid = 8, // page-box-invalid
  DecryptionFailed = 9, // decryption-failed
  MemoryOut = 10, // memory-limit
  FuelOut = 11, // work-limit
  NestingTooDeep = 12, // nesting-limit
  ImageInvalid = 13, // image-invalid
  ImageDamaged = 14, // image-damaged
  JpxUnsupported = 15, // jpx
  Jbig2Unsupported = 16, // jbig2
  ShadingInvalid = 17, // shading-invalid
  FontInvalid = 18, // font-invalid
  FontMissing = 19, // font-not-embedded
  XfaForm = 20, // xfa-form
  FontDamaged = 21, // font-damaged
  CMapMissing = 22, // cmap-missing
  JpegUnsupported = 23, // jpeg-process
  FontSubstituted = 24, // font-substituted
  ReferenceXObject = 25, // reference-xobject
}


@unmanaged
export class WarningRecord {
  code: Warning;
  /** -1: the document. */
  page: i32;
  /** 0: not known. */
  objectNumber: u32;
}
/** More would tell nobody more; that many have room from the start, since memory that is out is one of them. */
const MOST: u32 = 500;
export const WARNINGS_ROOM: u32 = MOST * <u32>offsetof<WarningRecord>();

/** Notes what happened, on the page that is being read; the same thing once. */
export function warn(doc: Store, code: Warning, objectNumber: u32 = 0): void {
  const list = doc.warnings;
  const count = list.length / <u32>offsetof<WarningRecord>();
  if (count >= MOST) return;
  for (let i: u32 = 0; i < count; i++) {
    const known = changetype<WarningRecord>(warningAt(doc, i));
    if (known.code == code && known.page == doc.page && known.objectNumber == objectNumber) return;
  }
  const p = list.extend(<u32>offsetof<WarningRecord>());
  if (!p) return;
  const record = changetype<WarningRecord>(p);
  record.code = code;
  record.page = doc.page;
  record.objectNumber = objectNumber;
}

/** Notes that memory has been out, if it has since there were so many `refusals`: what was made meanwhile may lack something. */
export function warnOfMemory(doc: Store, refused: u32): void {
  if (refusals() != refused) warn(doc, Warning.MemoryOut);
}

/** Notes on the page that is being read what was noted of an object on others. */
export function warnAgain(doc: Store, objectNumber: u32): void {
  if (!objectNumber) return;
  const count = doc.warnings.length / <u32>offsetof<WarningRecord>();
  for (let i: u32 = 0; i < count; i++) {
    const record = changetype<WarningRecord>(warningAt(doc, i)); // anew each time: noting may move the list
    if (record.objectNumber == objectNumber) warn(doc, record.code, objectNumber);
  }
}

export function warningCount(doc: Store): u32 {
  return doc.warnings.length / <u32>offsetof<WarningRecord>();
}

/** The address of the i-th record. */
export function warningAt(doc: Store, i: u32): usize {
  return doc.warnings.data + <usize>i * offsetof<WarningRecord>();
}
