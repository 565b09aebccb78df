const NAME = 'lineshaft-meant';

/** An address of this console; `/` for what would lead elsewhere. */
export function ownPath(address: string | undefined): string {
  if (!address?.startsWith('/')) return '/';
  const own = 'http://console';
  const url = URL.parse(address, own);
  return url?.origin === own ? url.pathname + url.search + url.hash : '/';
}

/** Where somebody meant to go, kept while they are at the provider. */
export function keepMeant(address: string | undefined): void {
  sessionStorage.setItem(NAME, ownPath(address));
}

export function takeMeant(): string | undefined {
  const kept = sessionStorage.getItem(NAME) ?? undefined;
  sessionStorage.removeItem(NAME);
  return kept;
}
