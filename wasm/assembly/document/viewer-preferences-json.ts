import { Buffer } from '../memory/buffer';
import { Name } from '../syntax/names';
import { intOf, isNumber, Kind, kindOf, lengthOf } from '../syntax/object';
import { at, get, getBool, getName, Store } from '../syntax/store';
import { writeActionTarget, writeDestination } from './destinations';
import { bool_, close, integer, key, name, open } from './json';

/** Pairs of /PrintPageRange that are told. */
const MAX_RANGES: u32 = 1024;

/**
 * Writes how a document asks to be shown, as `ViewerPreferences`: the catalog's /PageLayout, /PageMode and /OpenAction
 * (ISO 32000-2, 7.7.2), and its /ViewerPreferences (12.2, table 147). What is not said is left out.
 */
export function writeViewerPreferences(doc: Store, out: Buffer): void {
  const catalog = get(doc, doc.trailer, Name.Root);
  const preferences = get(doc, catalog, Name.ViewerPreferences);
  open(out, 0x7b);
  word(doc, out, 'pageLayout', getName(doc, catalog, Name.PageLayout));
  word(doc, out, 'pageMode', getName(doc, catalog, Name.PageMode));
  const first = get(doc, catalog, Name.OpenAction);
  if (kindOf(first) == Kind.Array) writeDestination(doc, out, first);
  else writeActionTarget(doc, out, first);
  flag(out, 'hideToolbar', getBool(doc, preferences, Name.HideToolbar));
  flag(out, 'hideMenubar', getBool(doc, preferences, Name.HideMenubar));
  flag(out, 'hideWindowUI', getBool(doc, preferences, Name.HideWindowUI));
  flag(out, 'fitWindow', getBool(doc, preferences, Name.FitWindow));
  flag(out, 'centerWindow', getBool(doc, preferences, Name.CenterWindow));
  flag(out, 'displayDocTitle', getBool(doc, preferences, Name.DisplayDocTitle));
  flag(out, 'rightToLeft', getName(doc, preferences, Name.Direction) == Name.R2L);
  word(doc, out, 'nonFullScreenPageMode', getName(doc, preferences, Name.NonFullScreenPageMode));
  word(doc, out, 'printScaling', getName(doc, preferences, Name.PrintScaling));
  word(doc, out, 'duplex', getName(doc, preferences, Name.Duplex));
  const copies = get(doc, preferences, Name.NumCopies);
  if (isNumber(copies) && intOf(copies) > 0) {
    key(out, 'copies');
    integer(out, intOf(copies));
  }
  const ranges = get(doc, preferences, Name.PrintPageRange);
  if (kindOf(ranges) == Kind.Array && lengthOf(ranges) >= 2) {
    key(out, 'printPages');
    open(out, 0x5b);
    for (let i: u32 = 0; i + 1 < min(lengthOf(ranges), MAX_RANGES * 2); i += 2) {
      open(out, 0x5b);
      // Numbered from 1 in the file.
      integer(out, intOf(at(doc, ranges, i)) - 1);
      integer(out, intOf(at(doc, ranges, i + 1)) - 1);
      close(out, 0x5d);
    }
    close(out, 0x5d);
  }
  close(out, 0x7d);
}

function word(doc: Store, out: Buffer, literal: string, atom: u32): void {
  if (!atom) return;
  key(out, literal);
  name(doc, out, atom);
}

/** A flag whose default is false is told where it is true. */
function flag(out: Buffer, literal: string, value: bool): void {
  if (!value) return;
  key(out, literal);
  bool_(out, true);
}
