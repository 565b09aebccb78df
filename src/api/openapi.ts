import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import type { Landscape } from '../landscape/landscape.ts';

/** OpenAPI 3.1, made from the schemas of the routes. */
export function openapi(landscape: Landscape): FastifyDynamicSwaggerOptions {
  return {
    hideUntagged: true,
    openapi: {
      openapi: '3.1.0',
      info: {
        title: `Lineshaft of ${landscape.enterprise}`,
        version: '1',
        description: 'How the line stands, where a message is, and what is to be decided.',
      },
      tags: [
        { name: 'operations', description: 'What people on duty look at and decide.' },
        {
          name: 'experience',
          description: 'What leaders look at across sites, in their words; and current records, listed.',
        },
        { name: 'process', description: 'What is under way, thing by thing, and what is asked of it.' },
        { name: 'promising', description: 'What may be promised of items, and what is promised.' },
        { name: 'console', description: 'What the console alone needs: who is signed in.' },
        { name: 'health', description: 'For probes; needs no key.' },
      ],
      components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
      security: [{ key: [] }],
    },
  };
}
