import type { IdentityProvider } from '../../../landscape/landscape.ts';
import type { Access } from '../../access.ts';

/** Whom a provider knows, and what it says of them that gives a role. */
export interface Person {
  issuer: string;
  /** Its key for them, which stays. */
  subject: string;
  /** What stands with all they decide: the e-mail address that the provider vouches for, else the subject. */
  name: string;
  /** The values of the claim that the roles are given by. */
  values: string[];
}

/** What a person may do by the landscape in force; undefined: they may not come in, or its provider is another one. */
export function accessOfPerson(
  provider: IdentityProvider | undefined,
  { issuer, name, values }: Person,
): Access | undefined {
  if (provider?.issuer !== issuer) return undefined;
  const fits = provider.roles.find(({ value }) => values.includes(value));
  return fits && { actor: name, role: fits.role, person: true, ...(fits.sites && { sites: fits.sites }) };
}

type Claims = Readonly<Record<string, unknown>>;

export function personOf({ issuer, claim }: IdentityProvider, subject: string, claims: Claims): Person {
  const { email } = claims;
  const isVouchedFor = typeof email === 'string' && email !== '' && claims['email_verified'] !== false;
  const name = isVouchedFor ? email : subject;
  return { issuer, subject, name: name.slice(0, 200), values: valuesOf(claims[claim]) };
}

/** One text or a list of texts, as providers write it. */
function valuesOf(claim: unknown): string[] {
  return [claim].flat().filter((each) => typeof each === 'string');
}
