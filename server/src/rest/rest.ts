import { TRPCError } from '@trpc/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { appRouter } from '../router/index.js';
import { createCaller, publicError, type Context, type Meta, type Rest } from '../router/trpc.js';
import { OdeServiceError } from '../contract/index.js';

/** Below this the procedures are REST. */
export const V1 = '/api/v1';

/** A procedure that is reached by a method and a path too. */
export interface RestProcedure extends Rest {
  /** Its name in tRPC, such as `jobs.submit`. */
  name: string;
  access: Meta['access'];
  input: z.ZodType | null;
  output: z.ZodType | null;
  /** The fields of its input that stand in the path. */
  pathFields: string[];
}

interface Definition {
  meta?: Meta;
  inputs: unknown[];
  output?: unknown;
}

const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, { _def: Definition }>);

/** Every procedure with what is known of it; for those who walk all of them. */
export const allProcedures = procedures.map(([name, { _def }]) => ({ name, access: _def.meta?.access }));

export const restProcedures: RestProcedure[] = procedures.flatMap(([name, { _def }]) => {
  const { meta, inputs, output } = _def;
  if (!meta?.rest) return [];
  const pathFields = [...meta.rest.path.matchAll(/\{(\w+)\}/g)].map(([, field]) => field ?? '');
  return [
    {
      ...meta.rest,
      name,
      access: meta.access,
      input: (inputs[0] as z.ZodType | undefined) ?? null,
      output: (output as z.ZodType | undefined) ?? null,
      pathFields,
    },
  ];
});

/** The JSON Schema of what a schema takes or gives (2020-12, which is OpenAPI 3.1's). */
export function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Record<string, unknown> {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Record<string, unknown>;
  return rest;
}

type Properties = Record<string, { type?: string }>;
const propertiesOf = ({ input }: RestProcedure) => ((input && jsonSchema(input, 'input').properties) || {}) as Properties;

/** Serves the procedures under /api/v1, each by the same code as in tRPC. */
export function restRoutes(contextOf: (request: FastifyRequest) => Context) {
  const call = createCaller(appRouter);
  return async (app: FastifyInstance): Promise<void> => {
    for (const procedure of restProcedures) {
      const { method, path, name, status = 200, access } = procedure;
      const properties = propertiesOf(procedure);
      app.route({
        method,
        url: V1 + path.replace(/\{(\w+)\}/g, ':$1'),
        config: { access },
        handler: async (request: FastifyRequest, reply: FastifyReply) => {
          const input = inputOf(request, properties);
          const target = name.split('.').reduce<unknown>((at, part) => (at as Record<string, unknown>)[part], call(contextOf(request)));
          try {
            const result = await (target as (input: unknown) => Promise<unknown>)(procedure.input ? input : undefined);
            return await reply.status(status).send(result);
          } catch (error) {
            throw refusalOfTrpc(error);
          }
        },
      });
    }
  };
}

/** From the body, the query and the path; what is a number or a truth value arrives as text in the latter two. */
function inputOf(request: FastifyRequest, properties: Properties): Record<string, unknown> {
  const { body } = request;
  if (body !== undefined && body !== null && (typeof body !== 'object' || Array.isArray(body)))
    throw new OdeServiceError('bad-request', 'The body has to be a JSON object.');
  const named = { ...(request.query as Record<string, unknown>), ...(request.params as Record<string, unknown>) };
  const read = Object.entries(named).map(([name, value]) => {
    const type = properties[name]?.type;
    if (typeof value !== 'string') return [name, value];
    if (type === 'integer' || type === 'number') return [name, value.trim() === '' ? value : Number(value)];
    if (type === 'boolean' && (value === 'true' || value === 'false')) return [name, value === 'true'];
    return [name, value];
  });
  return { ...(body ?? {}), ...Object.fromEntries(read) };
}

/** What a procedure threw, as the routes throw it. */
export function refusalOfTrpc(error: unknown): unknown {
  if (!(error instanceof TRPCError)) return error;
  const { code, message } = publicError(error);
  if (code === 'internal') return error.cause ?? error;
  return new OdeServiceError(code, message, { cause: error.cause });
}
