import { readInterfacesCourse, readLineCourse, readSystemsCourse } from '../../../observability/course.ts';
import type { Api } from '../../typeProvider.ts';
import { findSystem } from '../findSystem.ts';
import type { OperationsParts } from '../parts.ts';
import { Course, CourseQuery } from './contract.ts';

export function courseRoute(app: Api, { pool, landscape }: OperationsParts): void {
  const schema = {
    summary:
      'Messages a minute, lag, parked messages and failed attempts over the last hours, of the line, of a site or of a system',
    tags: ['operations'],
    querystring: CourseQuery,
    response: { 200: Course },
  };
  app.get('/course', { schema }, async ({ query: { system, site, hours = 1 } }): Promise<Course> => {
    if (system !== undefined) {
      const ids = [...findSystem(landscape, system).interfaces.values()].map(({ id }) => id);
      return { interfaces: await readInterfacesCourse(pool, system, ids, hours) };
    }
    if (site !== undefined) {
      const its = [...landscape.systems.values()].filter((each) => each.site === site);
      const codes = its.map(({ code }) => code);
      return { systems: await readSystemsCourse(pool, codes, hours) };
    }
    return { line: await readLineCourse(pool, landscape, hours) };
  });
}
