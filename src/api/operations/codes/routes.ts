import { readDeclared } from '../../../landscape/codeFile.ts';
import { readAdditions } from '../../../stewardship/codeAdditions.ts';
import { refuse } from '../../problems.ts';
import type { Api } from '../../typeProvider.ts';
import type { OperationsParts } from '../parts.ts';
import { addCode } from './add.ts';
import { AddCode, CodeAdded, CodeAdditions, MissingCodes } from './contract.ts';
import { readMissing } from './missing.ts';

const tags = ['operations'];

export function codesRoutes(app: Api, { pool, landscape, model, home }: OperationsParts): void {
  app.get(
    '/codes/missing',
    {
      schema: {
        summary: 'Values that code lists lack, by how many messages wait for them',
        tags,
        response: { 200: MissingCodes },
      },
    },
    async () => ({ missing: await readMissing(pool, landscape.codes) }),
  );

  app.get(
    '/codes/additions',
    {
      schema: {
        summary: 'What stewards added to code lists, and whether it stands in the landscape',
        tags,
        response: { 200: CodeAdditions },
      },
    },
    async () => {
      const [added, isDeclared] = await Promise.all([readAdditions(pool), readDeclared(home)]);
      return { additions: added.map((each) => ({ ...each, inFile: isDeclared(each) })) };
    },
  );

  app.post(
    '/codes',
    {
      config: { roles: ['steward'] },
      schema: { summary: 'Complete a code list', tags, body: AddCode, response: { 200: CodeAdded } },
    },
    async (request) => {
      const added = await addCode(pool, landscape, home, model, request.actor, request.body);
      return 'code' in added ? refuse(added) : added;
    },
  );
}
