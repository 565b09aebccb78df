import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RunningSystem } from '../plumbing/system.ts';
import { eventually, testOptions } from '../testing.ts';
import { start } from './start.ts';

let options: Awaited<ReturnType<typeof testOptions>>;
let mes: RunningSystem;
beforeEach(async () => {
  options = await testOptions();
  mes = await start(options);
});
afterEach(async () => {
  await mes.stop();
  await options.clean();
});

const header =
  'ORDEN;MATERIAL;CANTIDAD;UNIDAD;ENTREGA;ESTADO;RENGLON;COMPONENTE;CANT_COMP;UNI_COMP;OPERACION';
const folder = (name: 'IN' | 'OUT') => mes.addresses[`MES_MONTERREY_${name}`]!;
function write(name: string, ...rows: string[]) {
  writeFileSync(join(folder('IN'), `${name}.tmp`), [header, ...rows].join('\r\n'));
  renameSync(join(folder('IN'), `${name}.tmp`), join(folder('IN'), name));
}
const linesOf = (prefix: string) =>
  readdirSync(folder('OUT'))
    .filter((name) => name.startsWith(prefix) && name.endsWith('.csv'))
    .flatMap((name) =>
      iconv
        .decode(readFileSync(join(folder('OUT'), name)), 'win1252')
        .split('\r\n')
        .slice(1),
    );

test('reads an order file, puts it away and drops what happened, with decimal commas and in its own encoding', async () => {
  write(
    'ORD_1.csv',
    '1000001;100007;2,000;PZA;04/03/2026;LIBERADA;10;100234;4,500;KG;10',
    '1000001;100007;2,000;PZA;04/03/2026;LIBERADA;;;;;20',
  );
  await eventually(() => linesOf('CONF').filter((line) => line !== '').length === 4);
  await eventually(() => linesOf('MOV').filter((line) => line !== '').length === 2);
  expect(linesOf('MOV')[0]).toMatch(
    /^MM00000001;1000001;10;SAL;100234;Pieza de válvula;4,500;KG;RM01;;\d\d\/\d\d\/\d{4} /,
  );
  expect(linesOf('CONF').join()).toMatch(/Muñoz|Ibáñez/);
  expect(existsSync(join(folder('IN'), 'hecho', 'ORD_1.csv'))).toBe(true);
});

test('puts a file aside that it cannot read, with the reason', async () => {
  write('ORD_2.csv', '1000001;100007;2.5;PZA;04/03/2026;LIBERADA;;;;;10');
  const reason = join(folder('IN'), 'error', 'ORD_2.csv.txt');
  await eventually(() => existsSync(reason));
  expect(readFileSync(reason, 'utf8')).toBe('renglón 2: CANTIDAD 2.5\n');
});

test('its share is gone while it is cut', async () => {
  await mes.faults.cut();
  expect(existsSync(folder('OUT'))).toBe(false);
  await mes.faults.heal();
  expect(existsSync(folder('OUT'))).toBe(true);
  expect(await mes.faults.throttle(1)).toBe('unsupported');
});

test('an order that is planned and released in one file is worked on', async () => {
  write(
    'ORD_1.csv',
    '1000002;100007;2,000;PZA;04/03/2026;PLANEADA;10;100234;4,500;KG;10',
    '1000002;100007;2,000;PZA;04/03/2026;LIBERADA;10;100234;4,500;KG;10',
  );
  await eventually(() => linesOf('MOV').filter((line) => line !== '').length === 2);
  expect(mes.tally().received['orders']).toMatchObject({ accepted: 1, repeated: 1 });
});
