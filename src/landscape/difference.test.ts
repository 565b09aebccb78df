import { expect, test } from 'vitest';
import { differenceText } from '../cli/differenceText.ts';
import { colorsFor } from '../cli/output.ts';
import { differenceOf, type Printed } from './difference.ts';
import { dependencies, inFolder, sound } from './landscape.fixture.ts';
import { printsOf } from './prints.ts';
import { readLandscape } from './read.ts';

function printed(files: Record<string, string>): Promise<Printed> {
  return inFolder(files, async (folder) => {
    const { landscape, problems } = await readLandscape(folder, dependencies);
    expect(problems).toEqual([]);
    return { landscape: landscape!, prints: await printsOf(landscape!) };
  });
}

const changed = (file: string, from: string, to: string) => {
  expect(sound[file]).toContain(from);
  return { ...sound, [file]: sound[file]!.replace(from, to) };
};

async function interfaces(files: Record<string, string>) {
  return differenceOf(await printed(sound), await printed(files)).interfaces;
}

test('a comment, and a folder elsewhere, change nothing', async () => {
  expect(await interfaces(changed('systems/wms.yaml', 'kind: wms', '# the old one\nkind: wms'))).toEqual([]);
});

test('a mapping, a statement, a code list and a connection each change the interfaces that run by them, and no others', async () => {
  expect(await interfaces(changed('systems/items.out.jsonata', 'localKey', 'record.number'))).toEqual([
    { interface: 'na-erp/item-proposals', change: 'changed', words: ['its mapping changed'] },
    {
      interface: 'na-erp/items',
      change: 'changed',
      words: ['its knowledge of what the hub writes to the same system changed'],
    },
  ]);
  expect(await interfaces(changed('systems/items.sql', '1', '2'))).toEqual([
    { interface: 'na-erp/items', change: 'changed', words: ['its SQL changed'] },
  ]);
  const codes = await interfaces(changed('codes/na-erp.unit.yaml', 'STK: EA', 'STCK: EA'));
  expect(codes.map((each) => [each.interface, each.words])).toEqual([
    ['na-erp/item-proposals', ['its code lists changed']],
    ['na-erp/items', ['its code lists changed']],
  ]);
  const zone = await interfaces(changed('enterprise.yaml', 'America/New_York', 'America/Chicago'));
  expect(zone).toEqual([{ interface: 'wms/moves', change: 'changed', words: ["the system's site changed"] }]);
});

test('what starts and what stops is told in words that can be pasted', async () => {
  const added = {
    ...sound,
    'systems/wms.yaml': `${sound['systems/wms.yaml']}  again: { source: inventoryMovement@1, map: items.in.jsonata }\n`,
  };
  const forward = differenceOf(await printed(sound), await printed(added));
  const text = differenceText(forward, colorsFor({ write: () => {} }, {}));
  expect(text).toContain('+ wms/again\n    starts, reading inventoryMovement from the beginning\n');
  expect(text).toContain('wms/again: what it states counts (was: had no part in it)');
  const back = differenceOf(await printed(added), await printed(sound));
  expect(back.interfaces).toEqual([
    {
      interface: 'wms/again',
      change: 'removed',
      words: ['stops: inventoryMovement is no longer read; how far it came is kept'],
    },
  ]);
});
