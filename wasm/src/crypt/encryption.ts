/** How a crypt filter encrypts (ISO 32000-2, table 25). */
export type CryptMethod = 'V2' | 'AESV2' | 'AESV3';

/** The entries of the document's encryption dictionary (tables 20 and 21) that the standard handler needs. */
export interface Encryption {
  filter: string;
  v: number;
  r: number;
  /** Bits. */
  length: number;
  p: number;
  o: Uint8Array;
  u: Uint8Array;
  oe: Uint8Array;
  ue: Uint8Array;
  id: Uint8Array;
  /** How the handler's own data are written; of public-key handlers one of table 23's values. */
  subFilter: string;
  /** Public-key handlers: a PKCS #7 object for each list of those who may read the document. */
  recipients: Uint8Array[];
  encryptMetadata: boolean;
  /** Pages can be read without the key: at most attachments are encrypted. */
  keyOptional: boolean;
}

/** The same, as the engine writes it: byte strings are hexadecimal digits. */
export type EncryptionJson = Omit<Encryption, 'o' | 'u' | 'oe' | 'ue' | 'id' | 'recipients'> &
  Record<'o' | 'u' | 'oe' | 'ue' | 'id', string> & { recipients: string[] };

export function encryptionOf(json: EncryptionJson): Encryption {
  const bytes = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (h) => parseInt(h, 16));
  return {
    ...json,
    o: bytes(json.o),
    u: bytes(json.u),
    oe: bytes(json.oe),
    ue: bytes(json.ue),
    id: bytes(json.id),
    recipients: json.recipients.map(bytes),
  };
}
