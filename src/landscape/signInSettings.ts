import Type, { type Static } from 'typebox';
import { roles } from '../vocabulary/role.ts';
import { code, oneOf, settings } from './settingTypes.ts';

const roleOfPeople = settings({
  value: Type.String({
    description: 'One value of the claim: a group, or a role of the provider.',
    minLength: 1,
    examples: ['plant-shift'],
  }),
  role: oneOf([...roles], { description: 'What who has it may do: see docs/access.md.' }),
  sites: Type.Optional(
    Type.Array(code(), {
      description: 'Sites where they may act; everywhere, when absent. They read everything.',
      minItems: 1,
      examples: [['detroit', 'toledo']],
    }),
  ),
});

/** `signIn:` of `enterprise.yaml`. */
export const signInSettings = settings(
  {
    name: Type.String({
      description: 'What people call it; the sign-in page shows “Sign in with” it.',
      minLength: 1,
      maxLength: 60,
      examples: ['Northfield account'],
    }),
    issuer: Type.String({
      description:
        'Address of the OpenID provider, as its discovery document names it; over TLS, but on this machine.',
      minLength: 1,
      examples: ['https://login.northfield.example'],
    }),
    clientId: Type.String({
      description: 'How the provider knows the hub.',
      minLength: 1,
      examples: ['lineshaft'],
    }),
    clientSecret: Type.String({
      description: 'Its secret there.',
      minLength: 1,
      'x-secret': true,
      // biome-ignore lint/suspicious/noTemplateCurlyInString: as it is written in YAML
      examples: ['${OIDC_SECRET}'],
    }),
    scopes: Type.Array(Type.String({ minLength: 1, pattern: '^\\S+$' }), {
      description: 'What the provider is asked for besides `openid`.',
      default: ['email'],
      examples: [['email', 'groups']],
    }),
    claim: Type.String({
      description: 'The claim whose values give the roles: one text, or a list of texts.',
      minLength: 1,
      default: 'groups',
    }),
    roles: Type.Array(roleOfPeople, {
      description:
        'Who may do what, by what the claim holds: the first that fits holds. Who has none of them does not come in.',
      minItems: 1,
    }),
  },
  { description: 'An OpenID provider where people sign in to the console, beside keys.' },
);

export type SignInSettings = Static<typeof signInSettings>;
