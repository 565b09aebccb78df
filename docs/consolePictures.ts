// The README's pictures of the console: Northfield runs, and its pages are taken as they are. `node docs/consolePictures.ts`
import { fileURLToPath } from 'node:url';
import { openScene } from '../test/console/scene.ts';
import { until } from '../test/process.ts';

const folder = fileURLToPath(new URL('pictures/', import.meta.url));
const scene = await openScene();
const { page, go, opened, running } = scene;

await page.goto(opened.link!);
await page.getByRole('navigation', { name: 'Pages' }).waitFor();
await until(() => anyOrder().then((number) => number !== undefined));
await scene.disturb('wms-rotterdam', '/faults/cut');
await page.getByRole('heading', { name: /WMS Rotterdam/ }).waitFor();
await page.screenshot({ path: `${folder}console-network.png` });

await go(`/trace?key=${await anyOrder()}`);
await page
  .getByRole('region', { name: 'What the hub made of it' })
  .getByText('currency', { exact: true })
  .first()
  .hover();
await page.getByRole('heading', { name: 'Trace', level: 1 }).scrollIntoViewIfNeeded();
await page.screenshot({ path: `${folder}console-trace.png` });
await scene.close();

/** The number of an order that came from the CRM and went into an ERP. */
async function anyOrder(): Promise<string | undefined> {
  const { rows } = await running.hub.pool.query<{ number: string }>(
    `select split_part(crm.key, '~', 3) as number from observation crm
       join observation erp on erp.key = crm.key and erp.entity = crm.entity and erp.system = 'na-erp'
     where crm.system = 'crm' and crm.entity = 'salesOrder' order by crm.key limit 1`,
  );
  return rows[0]?.number;
}
