import type { FastifyRequest } from 'fastify';
import type { Landscape } from '../landscape/landscape.ts';
import { type Problem, problem } from '../vocabulary/problem.ts';
import type { Role } from '../vocabulary/role.ts';
import type { Access } from './access.ts';
import { refuse } from './problems.ts';
import { mayActAs } from './roles.ts';
import type { Api } from './typeProvider.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Under whose key the request came. */
    actor: string;
    access: Access;
  }
  interface FastifyContextConfig {
    /** Who may ask: one of these roles. Whoever has a key may ask what only reads. */
    roles?: readonly Role[];
    /** It concerns a site, and the handler refuses those of other sites; without it only a key for all sites will do. */
    atSites?: true;
  }
}

/** Routes that change something say who may, or the server does not start; and none is reached by another. */
export function guardRoutes(app: Api, find: (request: FastifyRequest) => Promise<Access | undefined>): void {
  app.decorateRequest('actor', '');
  app.decorateRequest('access', null as unknown as Access);
  app.addHook('onRoute', ({ method, url, config }) => {
    const reads = [method].flat().every((each) => each === 'GET' || each === 'HEAD');
    if (!reads && !config?.roles) throw new Error(`${url}: who may ask is not said`);
  });
  app.addHook('onRequest', async (request, reply) => {
    const access = await find(request);
    if (!access) {
      reply.header('www-authenticate', 'Bearer');
      return refuse(problem('unauthorized', 'api', 'The request carries no valid key.'));
    }
    request.access = access;
    request.actor = access.actor;
    const { roles = ['viewer'], atSites } = request.routeOptions.config;
    if (!mayActAs(access.role, roles)) return refuse(otherRole(access, roles));
    if (access.sites && !atSites && !roles.includes('viewer')) return refuse(everySite(access));
  });
}

/** Who acts, and on which systems: those at their sites; on all, when `systems` is absent. */
export function actingOf(
  { actor, access }: FastifyRequest,
  landscape: Landscape,
): { actor: string; systems?: readonly string[] } {
  const { sites } = access;
  if (!sites) return { actor };
  const theirs = [...landscape.systems.values()].filter(({ site }) => sites.includes(site));
  return { actor, systems: theirs.map(({ code }) => code) };
}

/** `na-erp/items` → where its system stands; undefined when there is no such system. */
export function siteOfInterface({ systems }: Landscape, id: string): string | undefined {
  return systems.get(id.split('/', 1)[0]!)?.site;
}

/** Refuses unless the bearer may act at this site; of what stands at no site only those may who act everywhere. */
export function refuseUnlessAt({ access }: FastifyRequest, site: string | undefined): void {
  if (!access.sites || (site !== undefined && access.sites.includes(site))) return;
  refuse(site === undefined ? everySite(access) : otherSite(access, site));
}

function otherRole({ actor, role }: Access, asked: readonly Role[]): Problem {
  return problem('forbidden', 'api', `${actor} is ${role}; this is for ${asked.join(' or ')}.`);
}

function otherSite({ actor, sites = [] }: Access, site: string): Problem {
  return problem('forbidden', 'api', `${actor} may act at ${sites.join(', ')}; this is at ${site}.`);
}

function everySite({ actor, sites = [] }: Access): Problem {
  return problem('forbidden', 'api', `${actor} may act at ${sites.join(', ')}; this concerns all sites.`);
}
