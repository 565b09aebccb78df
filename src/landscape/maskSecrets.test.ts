// biome-ignore-all lint/suspicious/noTemplateCurlyInString: `${VAR}` is what is tested
import { expect, test } from 'vitest';
import { dependencies, inFolder, sound } from './landscape.fixture.ts';
import { maskSecrets } from './maskSecrets.ts';
import { readLandscape } from './read.ts';

test('what sits at x-secret, came from a variable or is a password in an address is never shown', async () => {
  const environment = {
    NA_ERP_URL: 'postgres://erp:hush1@host/erp',
    QUERY: 'items.sql',
    USER: 'hush2',
    LIMIT: '991',
  };
  const files = {
    ...sound,
    'systems/na-erp.yaml': sound['systems/na-erp.yaml']!.replace('query: items.sql', 'query: ${QUERY}')
      .replace('{ table: PROPOSALS }', '{ table: "http://user:hush3@host/x" }')
      .replace('author: LINESHAFT', 'author: ${USER}')
      .replace('kind: erp\n', 'kind: erp\nlimits: { concurrency: ${LIMIT} }\n'),
  };
  const { landscape, problems } = await inFolder(files, (folder) =>
    readLandscape(folder, { ...dependencies, environment }),
  );
  expect(problems).toEqual([]);
  expect(landscape!.systems.get('na-erp')!.limits.concurrency).toBe(991);
  const shown = maskSecrets(landscape!);
  expect(JSON.stringify(shown)).not.toMatch(/hush|991/);
  expect(shown).toMatchObject({
    enterprise: 'Northfield',
    systems: {
      'na-erp': {
        connection: { url: '***' },
        author: '***',
        limits: { concurrency: '***' },
        interfaces: {
          items: { source: 'item@1', read: { query: '***', every: '5s' } },
          'item-proposals': { write: { table: 'http://user:***@host/x' } },
        },
      },
    },
  });
});

test('a secret written into the file itself is masked too', async () => {
  const files = {
    ...sound,
    'systems/na-erp.yaml': sound['systems/na-erp.yaml']!.replace('${NA_ERP_URL}', 'plain-hush'),
  };
  const { landscape } = await inFolder(files, (folder) => readLandscape(folder, dependencies));
  expect(JSON.stringify(maskSecrets(landscape!))).not.toContain('plain-hush');
});
