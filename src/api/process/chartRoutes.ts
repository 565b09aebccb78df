import type { Pool } from '../../database/pool.ts';
import type { Landscape } from '../../landscape/landscape.ts';
import { refuse } from '../problems.ts';
import type { Api } from '../typeProvider.ts';
import { readChart } from './chart.ts';
import { ChartQuery, ChartView, Counts, Processes } from './chartContract.ts';
import { ProcessPath } from './contract.ts';
import { countStates, listProcesses } from './counts.ts';

const tags = ['process'];

/** The processes there are, their charts, and how many instances are where. */
export function chartRoutes(app: Api, { pool, landscape }: { pool: Pool; landscape: Landscape }): void {
  app.get(
    '/',
    { schema: { summary: 'Every process, and how its instances stand', tags, response: { 200: Processes } } },
    () => listProcesses(pool, landscape),
  );

  app.get(
    '/:process/chart',
    {
      schema: {
        summary: 'The chart of a process as a drawing',
        tags,
        params: ProcessPath,
        querystring: ChartQuery,
        response: { 200: ChartView },
      },
    },
    async ({ params, query }) => {
      const chart = await readChart(pool, landscape.processes.get(params.process)!, query.version);
      return 'code' in chart ? refuse(chart) : chart;
    },
  );

  app.get(
    '/:process/counts',
    {
      schema: {
        summary: 'How many open instances are in each state',
        tags,
        params: ProcessPath,
        querystring: ChartQuery,
        response: { 200: Counts },
      },
    },
    ({ params, query }) => countStates(pool, params.process, query.version),
  );
}
