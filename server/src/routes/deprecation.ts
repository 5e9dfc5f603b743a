import type { FastifyReply, FastifyRequest } from 'fastify';

/** Since when what lies outside /api/v1 is deprecated: 1 December 2026 (UTC), in seconds. */
const SINCE = 1_796_083_200;

/** A hook that says that an address is deprecated (RFC 9745), and which one takes its place (RFC 5829). */
export const deprecated = (successor: (request: FastifyRequest) => string) => async (request: FastifyRequest, reply: FastifyReply) => {
  reply.headers({ deprecation: `@${SINCE}`, link: `<${successor(request)}>; rel="successor-version"` });
};
