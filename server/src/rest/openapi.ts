import { z } from 'zod';
import { documentSchema, ERRORS, FORMAT_FILES, FORMATS, jobSchema } from '../contract/index.js';
import { jsonSchema, restProcedures, V1, type RestProcedure } from './rest.js';

type Json = Record<string, unknown>;

const json = (schema: Json) => ({ 'application/json': { schema } });
const component = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const id = { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } };
const failures = { default: { $ref: '#/components/responses/Error' } };
const pdf = { 'application/pdf': { schema: { type: 'string', format: 'binary' } } };
/** What a result may be. */
const result = Object.fromEntries(
  Object.values(FORMAT_FILES).map(({ mediaType }) => [mediaType.replace(/;.*/, ''), { schema: { type: 'string' } }]),
);
const query = (name: string, description: string, schema: Json = { type: 'string' }) => ({ name, in: 'query', description, schema });
const header = (name: string, description: string) => ({ name, in: 'header', description, schema: { type: 'string' } });
const idempotency = header('Idempotency-Key', 'The same key again answers with what the first request made.');

/** The routes that stream, which are no procedures. */
const STREAMS: Record<string, Json> = {
  '/documents': {
    post: {
      operationId: 'documents.upload',
      summary: 'Upload a PDF: its bytes are the body',
      'x-scope': 'write',
      parameters: [query('name', 'The file’s name'), idempotency],
      requestBody: { required: true, content: pdf },
      responses: { 201: { description: 'The document', content: json(component('Document')) }, ...failures },
    },
  },
  '/documents/{id}/content': {
    get: {
      operationId: 'documents.content',
      summary: 'The document itself, as it was uploaded',
      'x-scope': 'read',
      parameters: [id, header('Range', 'A part of it')],
      responses: { 200: { description: 'The PDF', content: pdf }, 206: { description: 'A part of it', content: pdf }, ...failures },
    },
  },
  '/jobs/{id}/result': {
    get: {
      operationId: 'jobs.result',
      summary: 'The converted document',
      'x-scope': 'read',
      parameters: [id, query('inline', 'Shows it in the browser', { type: 'boolean' }), header('Range', 'A part of it')],
      responses: {
        200: { description: 'The result', content: result },
        206: { description: 'A part of it', content: result },
        ...failures,
      },
    },
  },
  '/jobs/{id}/events': {
    get: {
      operationId: 'jobs.events',
      summary: 'The job at once and at every change until it has ended: server-sent events',
      'x-scope': 'read',
      parameters: [id, header('Last-Event-ID', 'Where to go on from')],
      responses: { 200: { description: 'Events', content: { 'text/event-stream': { schema: { type: 'string' } } } }, ...failures },
    },
  },
  '/events': {
    get: {
      operationId: 'events',
      summary: 'What changes among all jobs: server-sent events `jobs` (as they are now) and `reload` (read lists anew)',
      'x-scope': 'read',
      parameters: [header('Last-Event-ID', 'Where to go on from')],
      responses: { 200: { description: 'Events', content: { 'text/event-stream': { schema: { type: 'string' } } } }, ...failures },
    },
  },
  '/convert': {
    post: {
      operationId: 'convert',
      summary: 'A PDF in, the converted document out: one call, for what is done within the time',
      'x-scope': 'write',
      parameters: [
        query('name', 'The file’s name'),
        query('title', 'The title of the result'),
        query('format', 'What to convert to', { type: 'string', enum: FORMATS, default: 'html' }),
        query('pages', 'Which pages, from 1: 1-3,7,10-'),
        query('furniture', 'html-reflow: keeps running heads and page numbers', { type: 'boolean' }),
        query('ocr', 'Languages in which pages that are pictures are read: eng, deu+eng'),
        query('wait', 'Seconds to wait at most; then the answer is 202 with the job', {
          type: 'integer',
          minimum: 1,
          maximum: 60,
          default: 30,
        }),
        header('X-Document-Password', 'Opens an encrypted document; in UTF-8'),
        idempotency,
      ],
      requestBody: { required: true, content: pdf },
      responses: {
        200: { description: 'The result', content: result },
        202: { description: 'It takes longer: the job to follow', content: json(component('Job')) },
        ...failures,
      },
    },
  },
  '/batches/{id}/result': {
    get: {
      operationId: 'batches.result',
      summary: 'All results of a batch in one zip, as it is made',
      'x-scope': 'read',
      parameters: [id],
      responses: {
        200: { description: 'The zip', content: { 'application/zip': { schema: { type: 'string', format: 'binary' } } } },
        ...failures,
      },
    },
  },
};

/** Procedures that know the same request again. */
const IDEMPOTENT = new Set(['jobs.submit', 'batches.create', 'documents.import']);

function operation(procedure: RestProcedure): Json {
  const { name, summary, access, input, output, pathFields, method, status = 200 } = procedure;
  const schema = input ? jsonSchema(input, 'input') : { properties: {} };
  const properties = (schema.properties ?? {}) as Record<string, Json>;
  const required = (schema.required ?? []) as string[];
  const parameter = (field: string) => ({
    name: field,
    in: pathFields.includes(field) ? 'path' : 'query',
    required: pathFields.includes(field) || required.includes(field),
    schema: properties[field] ?? { type: 'string' },
  });
  const others = Object.keys(properties).filter((field) => !pathFields.includes(field));
  const body = method === 'POST' && others.length > 0;
  return {
    operationId: name,
    summary,
    'x-scope': access,
    ...(access === 'public' && { security: [] }),
    parameters: [...[...pathFields, ...(body ? [] : others)].map(parameter), ...(IDEMPOTENT.has(name) ? [idempotency] : [])],
    ...(body && {
      requestBody: {
        required: others.some((field) => required.includes(field)),
        content: json({
          ...schema,
          properties: Object.fromEntries(others.map((field) => [field, properties[field]])),
          required: required.filter((field) => others.includes(field)),
        }),
      },
    }),
    responses: {
      [status]: { description: 'Done', ...(output && { content: json(named(output)) }) },
      ...failures,
    },
  };
}

const named = (schema: z.ZodType) =>
  schema === documentSchema ? component('Document') : schema === (jobSchema as z.ZodType) ? component('Job') : jsonSchema(schema, 'output');

/** The description of /api/v1 in OpenAPI 3.1, made of the procedures themselves. */
export function openApi(version: string): Json {
  const paths: Record<string, Json> = structuredClone(STREAMS);
  for (const procedure of restProcedures) {
    const at = (paths[procedure.path] ??= {});
    at[procedure.method.toLowerCase()] = operation(procedure);
  }
  const errorSchema = z.object({
    error: z.object({ code: z.enum(Object.keys(ERRORS) as [string]), message: z.string(), requestId: z.string() }),
  });
  return {
    openapi: '3.1.0',
    info: {
      title: 'ODE',
      version,
      description:
        'Converts PDFs. Every caller has an API key. Errors have one shape and stable codes; lists are paged by cursor. What is under /api/v1 is only ever added to: fields may come, none goes or changes its meaning before /api/v2, which would run beside it for a year.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: V1 }],
    security: [{ key: [] }],
    paths,
    components: {
      securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'An API key: ode_live_…' } },
      schemas: {
        Document: jsonSchema(documentSchema, 'output'),
        Job: jsonSchema(jobSchema, 'output'),
        Error: jsonSchema(errorSchema, 'output'),
      },
      responses: {
        Error: {
          description: 'A refusal: its code is stable, its message says what to do',
          headers: { 'Retry-After': { description: 'Seconds, where the machine is at fault', schema: { type: 'integer' } } },
          content: json(component('Error')),
        },
      },
    },
  };
}
