import type { Problem } from '../vocabulary/problem.ts';
import type { EnterpriseSettings } from './enterpriseSettings.ts';
import { refuse, unknownWord } from './report.ts';
import type { SignInSettings } from './signInSettings.ts';
import { child, type YamlFile } from './yaml.ts';

/** The provider can be reached safely, its sites are there, and no role stands behind another of the same value. */
export function checkSignIn(
  { signIn, sites = {} }: Pick<EnterpriseSettings, 'signIn' | 'sites'>,
  yaml: YamlFile,
): Problem[] {
  if (signIn === undefined) return [];
  return [...checkIssuer(signIn, yaml), ...(signIn.roles ?? []).flatMap(checkRole)];

  function checkRole(each: SignInSettings['roles'][number], i: number, all: SignInSettings['roles']) {
    const at = child('/signIn/roles', i);
    const unknown = (each.sites ?? []).flatMap((site, j) =>
      site in sites ? [] : [unknownWord('site', site, Object.keys(sites), yaml, child(`${at}/sites`, j))],
    );
    const isFirst = all.findIndex(({ value }) => value === each.value) === i;
    return isFirst ? unknown : [...unknown, twice(each.value, `${at}/value`, yaml)];
  }
}

function twice(value: string, pointer: string, yaml: YamlFile): Problem {
  const detail = `\`${value}\` has a role already`;
  return refuse(yaml, { pointer, at: 'value', detail, advice: 'The first holds: take one of them out.' });
}

/** Codes, tokens and the secret go there. */
function checkIssuer({ issuer }: Partial<SignInSettings>, yaml: YamlFile): Problem[] {
  if (issuer === undefined) return [];
  const url = URL.parse(issuer);
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url));
  if (isSafe && url.search === '' && url.hash === '') return [];
  const advice =
    'Expected an address such as `https://login.northfield.example`; without TLS only on this machine.';
  return [
    refuse(yaml, {
      pointer: '/signIn/issuer',
      at: 'value',
      detail: 'This is no address of a provider',
      advice,
    }),
  ];
}

/** Whether an address is on this machine, where nobody listens between. */
export function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}
