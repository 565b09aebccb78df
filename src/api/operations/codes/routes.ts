import { readDeclared } from '../../../landscape/codeFile.ts';
import { readAdditions } from '../../../stewardship/codeAdditions.ts';
import { nearest } from '../../../vocabulary/nearest.ts';
import { type Problem, problem } from '../../../vocabulary/problem.ts';
import { refuse } from '../../problems.ts';
import type { Api } from '../../typeProvider.ts';
import type { OperationsParts } from '../parts.ts';
import { addCode } from './add.ts';
import { AddCode, CodeAdded, CodeAdditions, MissingCodes } from './contract.ts';
import { allTranslations, showList, summariseLists } from './lists.ts';
import { CodeListAnswer, CodeListPath, CodeLists } from './listsContract.ts';
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

  app.get(
    '/codes/lists',
    {
      schema: {
        summary: 'The code lists that systems have words for, and how complete they are',
        tags,
        response: { 200: CodeLists },
      },
    },
    async () => {
      const [missing, added] = await Promise.all([readMissing(pool, landscape.codes), readAdditions(pool)]);
      const all = allTranslations(landscape.translated, added);
      return { lists: summariseLists(all, model.codeLists, missing) };
    },
  );

  app.get(
    '/codes/lists/:list',
    {
      schema: {
        summary: 'One code list: its values, and how each system writes them',
        tags,
        params: CodeListPath,
        response: { 200: CodeListAnswer },
      },
    },
    async ({ params: { list } }) => {
      const [missing, added] = await Promise.all([readMissing(pool, landscape.codes), readAdditions(pool)]);
      const found = showList(list, allTranslations(landscape.translated, added), model.codeLists, missing);
      const isKnown = found.systems.length > 0 || found.missing.length > 0 || model.codeLists.has(list);
      return isKnown ? found : refuse(unknownList(list, model.codeLists.keys()));
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

function unknownList(name: string, known: Iterable<string>): Problem {
  const meant = nearest(name, known);
  const advice = meant ? { advice: `Did you mean ${meant}?` } : {};
  return problem('not-found', 'api', `There is no code list ${name}.`, { value: name, ...advice });
}
