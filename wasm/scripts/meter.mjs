// Gives a WebAssembly module a fuel gauge: a global, exported as `fuel`, from which every call of a function, every turn of
// a loop and every 64 bytes that are filled or copied at once take one; at 0 the module traps. So code that comes from
// elsewhere ends after its share, whatever its input.
//
// The binary format is that of the WebAssembly Core Specification 2.0, chapter 5.

const SECTION = { type: 1, import: 2, function: 3, global: 6, export: 7, code: 10 };
const END = 0x0b;
const LOOP = 0x03;
const I32 = 0x7f;
/** memory.copy and memory.fill, behind 0xfc, with their memories. */
const BULK = { 10: [0xfc, 10, 0, 0], 11: [0xfc, 11, 0] };

/** Returns the bytes of the metered module. Throws on instructions that it does not know. */
export function meter(bytes) {
  const reader = new Reader(bytes);
  reader.at = 8; // magic, version
  const sections = [];
  while (reader.at < bytes.length) {
    const id = reader.byte();
    const size = reader.unsigned();
    sections.push({ id, body: reader.take(size) });
  }
  const find = (id) => sections.find((section) => section.id === id);
  const imported = importCounts(find(SECTION.import).body);
  const fuel = imported.globals + vectorLength(find(SECTION.global).body);
  append(find(SECTION.global), [I32, 0x01, 0x41, ...signed(0x7fffffff), END]); // mutable, 2^31 - 1 at first
  append(find(SECTION.export), [4, ...Buffer.from('fuel'), 0x03, ...unsigned(fuel)]);
  // Functions that stand for memory.copy and memory.fill.
  const type = vectorLength(find(SECTION.type).body);
  append(find(SECTION.type), [0x60, 3, I32, I32, I32, 0]);
  let next = imported.functions + vectorLength(find(SECTION.function).body);
  const calls = {};
  const code = find(SECTION.code);
  const bodies = Object.entries(BULK).map(([number, instruction]) => {
    append(find(SECTION.function), unsigned(type));
    calls[number] = Buffer.from([0x10, ...unsigned(next++)]);
    return bulkBody(fuel, instruction);
  });
  code.body = meterFunctions(code.body, checkOf(fuel), calls);
  for (const body of bodies) append(code, [...unsigned(body.length), ...body]);
  return Buffer.concat([bytes.subarray(0, 8), ...sections.flatMap(({ id, body }) => [Buffer.from([id, ...unsigned(body.length)]), body])]);
}

/** if fuel = 0 then trap; fuel -= 1 */
function checkOf(fuel) {
  const get = [0x23, ...unsigned(fuel)];
  const set = [0x24, ...unsigned(fuel)];
  // global.get, i32.eqz, if, unreachable, end; global.get, i32.const -1, i32.add, global.set
  return Buffer.from([...get, 0x45, 0x04, 0x40, 0x00, END, ...get, 0x41, 0x7f, 0x6a, ...set]);
}

/** if fuel < size / 64 then fuel = 0 and trap; fuel -= size / 64; the instruction with its three operands */
function bulkBody(fuel, instruction) {
  const get = [0x23, ...unsigned(fuel)];
  const set = [0x24, ...unsigned(fuel)];
  const cost = [0x20, 2, 0x41, 6, 0x76]; // local.get 2, i32.const 6, i32.shr_u
  const test = [...get, ...cost, 0x49, 0x04, 0x40, 0x41, 0, ...set, 0x00, END]; // i32.lt_u, if, i32.const 0
  return [0, ...test, ...get, ...cost, 0x6b, ...set, 0x20, 0, 0x20, 1, 0x20, 2, ...instruction, END];
}

function meterFunctions(body, check, calls) {
  const reader = new Reader(body);
  const count = reader.unsigned();
  const out = [Buffer.from(unsigned(count))];
  for (let i = 0; i < count; i++) {
    const size = reader.unsigned();
    const metered = meterFunction(reader.take(size), check, calls);
    out.push(Buffer.from(unsigned(metered.length)), metered);
  }
  return Buffer.concat(out);
}

function meterFunction(body, check, calls) {
  const reader = new Reader(body);
  for (let groups = reader.unsigned(); groups > 0; groups--) {
    reader.unsigned();
    reader.byte();
  }
  const out = [];
  let copied = 0;
  /** Takes what has been read up to `end`, then `more`. */
  const put = (end, more) => {
    out.push(body.subarray(copied, end), more);
    copied = reader.at;
  };
  put(reader.at, check);
  while (reader.at < body.length) {
    const start = reader.at;
    const code = reader.byte();
    const bulk = code === 0xfc ? calls[body[reader.at]] : undefined;
    skipImmediates(reader, code);
    if (code === LOOP) put(reader.at, check);
    else if (bulk) put(start, bulk);
  }
  out.push(body.subarray(copied));
  return Buffer.concat(out);
}

/** 5.4. */
function skipImmediates(reader, code) {
  if (code >= 0x02 && code <= 0x04)
    reader.signed(); // block, loop, if: their type
  else if (code === 0x0c || code === 0x0d || code === 0x10)
    reader.unsigned(); // br, br_if, call
  else if (code === 0x0e)
    for (let n = reader.unsigned(); n >= 0; n--) reader.unsigned(); // br_table
  else if (code === 0x11)
    reader.skip(2); // call_indirect
  else if (code === 0x1c)
    for (let n = reader.unsigned(); n > 0; n--) reader.byte(); // select of types
  else if (code >= 0x20 && code <= 0x26)
    reader.unsigned(); // locals, globals, tables
  else if (code >= 0x28 && code <= 0x3e)
    reader.skip(2); // loads and stores
  else if (code === 0x3f || code === 0x40)
    reader.unsigned(); // memory.size, memory.grow
  else if (code === 0x41 || code === 0x42)
    reader.signed(); // i32.const, i64.const
  else if (code === 0x43) reader.at += 4;
  else if (code === 0x44) reader.at += 8;
  else if (code === 0xd0 || code === 0xd2)
    reader.unsigned(); // ref.null, ref.func
  else if (code === 0xfc) skipLong(reader, reader.unsigned());
  else if (code === 0xfd) skipVector(reader, reader.unsigned());
  else if (!isPlain(code)) throw new Error(`An instruction that is not known: 0x${code.toString(16)}`);
}

/** unreachable, nop, else, end, return, drop, select; comparisons, arithmetic, conversions; ref.is_null */
function isPlain(code) {
  return (
    code <= 0x01 ||
    code === 0x05 ||
    code === END ||
    code === 0x0f ||
    code === 0x1a ||
    code === 0x1b ||
    (code >= 0x45 && code <= 0xc4) ||
    code === 0xd1
  );
}

function skipLong(reader, code) {
  if (code <= 7) return; // conversions that saturate
  if (code > 17) throw new Error(`An instruction that is not known: 0xfc ${code}`);
  reader.skip(code === 8 || code === 10 || code === 12 || code === 14 ? 2 : 1);
}

function skipVector(reader, code) {
  if (code <= 11 || code === 92 || code === 93) reader.skip(2);
  else if (code === 12 || code === 13) reader.at += 16;
  else if (code >= 21 && code <= 34) reader.at += 1;
  else if (code >= 84 && code <= 91) {
    reader.skip(2);
    reader.at += 1;
  }
}

function importCounts(body) {
  const reader = new Reader(body);
  const counts = { functions: 0, globals: 0 };
  for (let n = reader.unsigned(); n > 0; n--) {
    for (let name = 0; name < 2; name++) reader.take(reader.unsigned());
    const kind = reader.byte();
    if (kind === 0) {
      counts.functions++;
      reader.unsigned();
    } else if (kind === 3) {
      counts.globals++;
      reader.at += 2;
    } else {
      if (kind === 1) reader.byte();
      reader.skip(reader.byte() & 1 ? 2 : 1); // limits
    }
  }
  return counts;
}

function vectorLength(body) {
  return new Reader(body).unsigned();
}

/** Adds an element to a section that is a vector. */
function append(section, element) {
  const reader = new Reader(section.body);
  const count = reader.unsigned();
  section.body = Buffer.concat([Buffer.from(unsigned(count + 1)), section.body.subarray(reader.at), Buffer.from(element)]);
}

/** LEB128, 5.2.2. */
function unsigned(value) {
  const out = [];
  do {
    out.push((value % 128) | (value > 127 ? 128 : 0));
    value = Math.floor(value / 128);
  } while (value);
  return out;
}

function signed(value) {
  const out = [];
  for (;;) {
    const low = value & 127;
    value >>= 7;
    if ((value === 0 && !(low & 64)) || (value === -1 && low & 64)) return [...out, low];
    out.push(low | 128);
  }
}

class Reader {
  at = 0;
  constructor(bytes) {
    this.bytes = bytes;
  }
  byte() {
    return this.bytes[this.at++];
  }
  take(length) {
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }
  unsigned() {
    let value = 0;
    for (let weight = 1; ; weight *= 128) {
      const byte = this.byte();
      value += (byte & 127) * weight;
      if (byte < 128) return value;
    }
  }
  /** The value is of no interest. */
  signed() {
    while (this.byte() >= 128);
  }
  /** Skips `count` numbers. */
  skip(count) {
    for (; count > 0; count--) this.signed();
  }
}
