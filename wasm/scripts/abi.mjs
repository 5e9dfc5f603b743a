// Writes src/abi.ts: the engine's enums, the layouts of its records, and what it exports, as the compiler sees them. The
// host reads the engine's memory through this file, so that no number in it is written down twice.
import fs from 'node:fs';
import { ElementKind, TypeKind } from 'assemblyscript';

const file = new URL('../src/abi.ts', import.meta.url);

/** Enums that the host knows, by the files of assembly/ they are in. */
const ENUMS = {
  'content/loop': ['Progress'],
  'display/commands': ['Op', 'ImageFlag', 'GroupFlag', 'GlyphsFlag'],
  'display/paint': ['Rule', 'Blend', 'PatternKind'],
  'display/shading': ['ShadingKind'],
  'document/field-values': ['FieldValueKind'],
  'document/json-parts': ['Part'],
  'font/host-glyph': ['HostLanguage', 'HostStyle'],
  'font/record': ['FontKind'],
  'document/layer-usage': ['LayerEvent'],
  'document/open': ['Status'],
  'geometry/path': ['Verb'],
  'image/record': ['ImageKind'],
  'syntax/encryption': ['CryptMethod'],
  'syntax/warnings': ['Warning'],
  'text/letters': ['Break'],
  'text/runs': ['Direction'],
  'text/words': ['WordFlag'],
};
/** Records that the host reads. */
const RECORDS = {
  index: ['PageSize', 'ResourceName', 'DecodedImage'],
  'display/commands': [
    'Command',
    'FillPathCommand',
    'StrokePathCommand',
    'ClipPathCommand',
    'ImageCommand',
    'StencilCommand',
    'ShadeCommand',
    'BeginGroupCommand',
    'SoftMaskCommand',
    'BeginMarkCommand',
    'GlyphsCommand',
    'PlacedGlyph',
  ],
  'display/list': ['DisplayList'],
  'display/paint': ['Paint', 'Stroke', 'Pattern', 'SoftMask'],
  'display/shading': ['Shading'],
  'font/host-glyph': ['HostGlyph'],
  'font/record': ['Font'],
  'geometry/path': ['Path'],
  'image/host-decoder': ['HostImage'],
  'image/record': ['Image'],
  'memory/buffer': ['Buffer'],
  'syntax/warnings': ['WarningRecord'],
  'text/letters': ['Letter'],
  'text/runs': ['Run'],
  'text/words': ['Word'],
};
/** Records whose fields it writes, too. */
const WRITTEN = ['HostGlyph', 'HostImage'];
/** Records that come by the thousand, whose fields the host reads by their places: in steps of four bytes, see `writeOffsets`. */
const OFFSETS = ['Command', 'PlacedGlyph', 'Word'];
/** Plain numbers that go with them. */
const CONSTANTS = { 'display/commands': ['GLYPH_NONE'] };

/** How a DataView reads and writes a field, and its type in TypeScript. */
const ACCESS = {
  [TypeKind.Bool]: { method: 'Uint8', type: 'boolean' },
  [TypeKind.I8]: { method: 'Int8', type: 'number' },
  [TypeKind.U8]: { method: 'Uint8', type: 'number' },
  [TypeKind.I16]: { method: 'Int16', type: 'number' },
  [TypeKind.U16]: { method: 'Uint16', type: 'number' },
  [TypeKind.I32]: { method: 'Int32', type: 'number' },
  [TypeKind.U32]: { method: 'Uint32', type: 'number' },
  [TypeKind.Usize]: { method: 'Uint32', type: 'number' },
  [TypeKind.F32]: { method: 'Float32', type: 'number' },
  [TypeKind.F64]: { method: 'Float64', type: 'number' },
};

/** The transform for `asc.main` that writes the file. */
export const abi = {
  afterInitialize(program) {
    const text = describe(program);
    if (!fs.existsSync(file) || fs.readFileSync(file, 'utf8') !== text) fs.writeFileSync(file, text);
  },
};

function describe(program) {
  const find = (path, name) => {
    const element = program.elementsByName.get(`assembly/${path}/${name}`);
    if (!element) throw new Error(`abi: assembly/${path}.ts has no ${name}`);
    return element;
  };
  const each = (table, write) => Object.entries(table).flatMap(([path, names]) => names.map((name) => write(find(path, name), name)));
  return [
    '// Made by scripts/abi.mjs from the engine, assembly/.\n',
    ...each(ENUMS, writeEnum),
    ...each(CONSTANTS, (element, name) => `export const ${name} = ${element.initializerNode.range.toString()};\n`),
    ...each(RECORDS, (element, name) => writeRecord(program.resolver.resolveClass(element, null), name)),
    writeExports(program),
  ].join('\n');
}

/** The documentation in front of a declaration. */
function comment(node, indent = '') {
  const source = node.range.source.text;
  const before = source.slice(0, node.range.start).replace(/(\s|@\w+(\([^)]*\))?|export|const|\/\/ @ts-ignore: decorator)+$/, '');
  if (!before.endsWith('*/')) return '';
  return indent + before.slice(before.lastIndexOf('/**')).replace(/\n\s*/g, `\n${indent} `) + '\n';
}

function writeEnum(element, name) {
  let next = 0;
  const members = [...element.members.values()].map((member) => {
    const literal = member.valueNode?.range.toString();
    const value = literal === undefined ? next : Number(literal);
    if (!Number.isInteger(value)) throw new Error(`abi: ${name}.${member.name} is not a plain number`);
    next = value + 1;
    return `  ${member.name} = ${value},`;
  });
  return `${comment(element.declaration)}export const enum ${name} {\n${members.join('\n')}\n}\n`;
}

function writeRecord(record, name) {
  const isWritten = WRITTEN.includes(name);
  const fields = [...record.members.values()].filter(({ kind }) => kind === ElementKind.PropertyPrototype);
  const accessors = fields
    .map((field) => field.propertyInstance ?? record.program.resolver.resolveProperty(field, null))
    .filter((field) => field?.isField && field.memoryOffset >= 0)
    .map((field) => writeField(field, isWritten));
  return `${comment(record.declaration)}export class ${name} {
  /** Bytes from one record to the next. */
  static readonly byteLength = ${record.nextMemoryOffset};
${OFFSETS.includes(name) ? writeOffsets(fields, record) : ''}
  constructor(
    private readonly view: DataView,
    /** The record's address. */
    readonly address: number,
  ) {}

${accessors.join('\n')}}
`;
}

/** Where those fields lie that have four bytes, in elements of an array of such. */
function writeOffsets(fields, record) {
  const at = fields
    .map((field) => field.propertyInstance ?? record.program.resolver.resolveProperty(field, null))
    .filter((field) => field?.isField && field.memoryOffset >= 0 && field.type.byteSize === 4)
    .map((field) => `    ${field.name}: ${field.memoryOffset / 4},\n`);
  return `  /** Where its fields of four bytes lie, in elements. */\n  static readonly at = {\n${at.join('')}  } as const;\n`;
}

const isEnum = (name) => Object.values(ENUMS).some((names) => names.includes(name));

function writeField(field, isWritten) {
  const { method, type: plain } = ACCESS[field.type.kind] ?? {};
  if (!method) throw new Error(`abi: ${field.internalName} has a type that the host cannot read`);
  const declared = field.declaration.type.range.toString();
  const type = isEnum(declared) ? declared : plain;
  const at = field.memoryOffset ? `this.address + ${field.memoryOffset}` : 'this.address';
  const order = method.endsWith('8') ? '' : ', true';
  const read = `this.view.get${method}(${at}${order})`;
  const write = `this.view.set${method}(${at}, ${type === 'boolean' ? 'Number(value)' : 'value'}${order})`;
  const getter = `${comment(field.declaration, '  ')}  get ${field.name}(): ${type} {
    return ${type === 'boolean' ? `${read} !== 0` : read};
  }
`;
  return isWritten ? `${getter}  set ${field.name}(value: ${type}) {\n    ${write};\n  }\n` : getter;
}

/** The functions of assembly/index.ts. Numbers are addresses unless their names say otherwise. */
function writeExports(program) {
  const functions = [...program.filesByName.get('assembly/index').exports].map(([name, element]) => {
    const { signature } = element.functionTypeNode ? element.declaration : {};
    const { parameters, returnType } = signature;
    const list = parameters.map((parameter) => `${parameter.name.text.replace(/^_/, '')}: ${typeName(parameter.type)}`);
    return `${comment(element.declaration, '  ')}  ${name}(${list.join(', ')}): ${typeName(returnType)};`;
  });
  return `/** What assembly/index.ts exports. */
export interface EngineExports {
  memory: WebAssembly.Memory;
${functions.join('\n')}
}
`;
}

/** How a value of the engine comes to JavaScript. */
function typeName(node) {
  const name = node.range.toString();
  return name === 'void' ? 'void' : name === 'i64' || name === 'u64' ? 'bigint' : 'number';
}
