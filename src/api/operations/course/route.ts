import { allInterfaces } from '../../../landscape/allInterfaces.ts';
import type { Api } from '../../typeProvider.ts';
import { findSystem } from '../findSystem.ts';
import type { OperationsParts } from '../parts.ts';
import { Course, CourseQuery } from './contract.ts';
import { sumOf } from './sum.ts';

export function courseRoute(app: Api, { landscape, rates }: OperationsParts): void {
  const schema = {
    summary: 'Messages a minute over the last hour, of the whole line or of one system',
    tags: ['operations'],
    querystring: CourseQuery,
    response: { 200: Course },
  };
  app.get('/course', { schema }, async ({ query: { system } }): Promise<Course> => {
    if (system === undefined)
      return { minutes: sumOf(allInterfaces(landscape).map(({ id }) => rates.history(id))) };
    const ids = [...findSystem(landscape, system).interfaces.values()].map(({ id }) => id);
    const interfaces = ids.map((id) => ({ id, minutes: rates.history(id) }));
    return { minutes: sumOf(interfaces.map(({ minutes }) => minutes)), interfaces };
  });
}
