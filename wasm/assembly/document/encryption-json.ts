import { Buffer } from '../memory/buffer';
import { Name } from '../syntax/names';
import { Kind, kindOf, lengthOf, numberOf, Obj, stringOf } from '../syntax/object';
import { at, get, getBool, getInt, getName, Store } from '../syntax/store';
import { CryptMethod, readCryptMethods } from '../syntax/encryption';
import { bool_, close, hex, integer, key, name, open } from './json';

/** Lists of recipients that are read: one for each set of permissions. */
const MAX_RECIPIENTS: u32 = 256;

/**
 * What the host needs of the encryption dictionary (ISO 32000-2, 7.6), as the `Encryption` of
 * wasm/src/crypt/standard-security.ts; 0 in a document that is not encrypted.
 */
export function encryptionJson(doc: Store): usize {
  const dict = get(doc, doc.trailer, Name.Encrypt);
  if (kindOf(dict) != Kind.Dict) return 0;
  const out = Buffer.create(1024);
  if (!out) return 0;
  readCryptMethods(doc);
  const filter = cryptFilter(doc, dict);
  doc.plainMetadata = !getBool(doc, dict, Name.EncryptMetadata, true) || !getBool(doc, filter, Name.EncryptMetadata, true);
  const version = getInt(doc, dict, Name.V);
  open(out, 0x7b);
  key(out, 'filter');
  name(doc, out, getName(doc, dict, Name.Filter));
  key(out, 'subFilter');
  name(doc, out, getName(doc, dict, Name.SubFilter));
  recipients(doc, out, dict, filter);
  key(out, 'v');
  integer(out, version);
  key(out, 'r');
  integer(out, getInt(doc, dict, Name.R));
  key(out, 'length');
  integer(out, getInt(doc, dict, Name.Length, version == 1 ? 40 : 128));
  key(out, 'p');
  integer(out, permissionBits(doc, dict));
  hexEntry(doc, out, 'o', dict, Name.O);
  hexEntry(doc, out, 'u', dict, Name.U);
  hexEntry(doc, out, 'oe', dict, Name.OE);
  hexEntry(doc, out, 'ue', dict, Name.UE);
  key(out, 'id');
  const id = at(doc, get(doc, doc.trailer, Name.ID), 0);
  hex(out, stringOf(id), lengthOf(id));
  key(out, 'encryptMetadata');
  bool_(out, !doc.plainMetadata);
  key(out, 'keyOptional');
  bool_(out, doc.stringMethod == CryptMethod.None && doc.streamMethod == CryptMethod.None);
  close(out, 0x7d);
  return changetype<usize>(out);
}

/** The crypt filter of streams, or of strings (7.6.6). */
function cryptFilter(doc: Store, dict: Obj): Obj {
  const filters = get(doc, dict, Name.CF);
  const streams = get(doc, filters, getName(doc, dict, Name.StmF));
  return streams ? streams : get(doc, filters, getName(doc, dict, Name.StrF));
}

/** 7.6.5.2: in the encryption dictionary, or with adbe.pkcs7.s5 in the crypt filter, where it may be one string. */
function recipients(doc: Store, out: Buffer, dict: Obj, filter: Obj): void {
  const own = get(doc, dict, Name.Recipients);
  const list = own ? own : get(doc, filter, Name.Recipients);
  key(out, 'recipients');
  open(out, 0x5b);
  const count: u32 = kindOf(list) == Kind.Array ? min(lengthOf(list), MAX_RECIPIENTS) : kindOf(list) == Kind.String ? 1 : 0;
  for (let i: u32 = 0; i < count; i++) {
    const one = kindOf(list) == Kind.Array ? at(doc, list, i) : list;
    hex(out, stringOf(one), kindOf(one) == Kind.String ? lengthOf(one) : 0);
  }
  close(out, 0x5d);
}

/** /P is a signed number of 32 bits; some writers give it unsigned. */
export function permissionBits(doc: Store, dict: Obj): i32 {
  const p = get(doc, dict, Name.P);
  return kindOf(p) == Kind.Real ? <i32>(<i64>numberOf(p)) : getInt(doc, dict, Name.P, -1);
}

function hexEntry(doc: Store, out: Buffer, literal: string, dict: Obj, entry: Name): void {
  const o = get(doc, dict, entry);
  key(out, literal);
  hex(out, stringOf(o), kindOf(o) == Kind.String ? lengthOf(o) : 0);
}
