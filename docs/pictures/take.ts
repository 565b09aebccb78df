import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { openScene, type Scene } from '../../test/console/scene.ts';
import { until } from '../../test/process.ts';

const SIZE = { width: 1280, height: 880 };
const folder = fileURLToPath(new URL('./', import.meta.url));

/** Takes the README's pictures of the console in a browser, on Northfield at work. */
const scene = await openScene();
try {
  await mkdir(folder, { recursive: true });
  await scene.page.setViewportSize(SIZE);
  await scene.page.emulateMedia({ colorScheme: 'light', reducedMotion: 'no-preference' });
  console.log('waiting for an order that is delivered and paid …');
  const order = await orderThatTravelled(scene);
  await takeTrace(scene, order);
  await takeNetwork(scene);
} finally {
  await scene.close();
}

/** The number of an order that went from the CRM through a plant and a warehouse to the customer, who has paid. */
async function orderThatTravelled({ running }: Scene): Promise<string> {
  let number: string | undefined;
  await until(async () => {
    const { rows } = await running.hub.pool.query<{ number: string }>(
      `select split_part(r.key, '~', 3) as number from record r
       where r.entity = 'salesOrder' and starts_with(r.key, 'so~crm~')
         and exists (select from process_instance i where i.id = 'order-to-cash~' || r.key and i.state::text = '"paid"')
         and exists (select from mention m join ledger l using (position) where m.key = r.key and l.entity = 'productionOrder')
       order by r.key limit 1`,
    );
    number = rows[0]?.number;
    return number !== undefined;
  });
  return number!;
}

async function takeTrace({ page, go }: Scene, order: string): Promise<void> {
  await go(`/trace?key=${order}`);
  const made = page.getByRole('region', { name: 'What the hub made of it' });
  const size = page.viewportSize()!;
  await page.setViewportSize({ ...size, height: 1400 });
  await made.getByText('number', { exact: true }).first().hover();
  await page.screenshot({ path: `${folder}console-trace.png` });
  await page.setViewportSize(size);
}

/** One plant is cut off: what is wrong is seen, and that the others go on. */
async function takeNetwork({ page, go, disturb }: Scene): Promise<void> {
  await go('/');
  await page.getByText(/mean of/).waitFor({ timeout: 300_000 });
  await disturb('mes-gdansk', '/faults/cut');
  await page.getByRole('region', { name: 'What is wrong now' }).getByText('MES Gdansk').first().waitFor();
  await page.screenshot({ path: `${folder}console-network.png` });
}
