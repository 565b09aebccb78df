import type { Master } from '../judge/masters.ts';
import { said, word, european as words } from './words.ts';

type Shown = Record<string, string> & { Plants?: { Plant: string; SafetyStock: string }[] };

/** What the European ERP holds. */
export async function readEuropean(env: Record<string, string>): Promise<Master[]> {
  const products = await readSet(env, 'Products');
  const partners = await readSet(env, 'BusinessPartners');
  return [...products.map(product), ...partners.map(partner)];
}

async function readSet(env: Record<string, string>, set: string): Promise<Shown[]> {
  const login = Buffer.from(`${env['EU_ERP_USER']}:${env['EU_ERP_PASSWORD']}`).toString('base64');
  const records: Shown[] = [];
  for (
    let link: string | undefined = `${set}?$orderby=${set === 'Products' ? 'Product' : 'BusinessPartner'}`;
    link;
  ) {
    const answer: Response = await fetch(`${env['EU_ERP_URL']}/${link}`, {
      headers: { authorization: `Basic ${login}` },
    });
    if (!answer.ok) throw new Error(`eu-erp ${link}: ${answer.status}`);
    const page = (await answer.json()) as { value: Shown[]; '@odata.nextLink'?: string };
    records.push(...page.value);
    link = page['@odata.nextLink'];
  }
  return records;
}

function product(shown: Shown): Master {
  const stocks = (shown.Plants ?? [])
    .filter(({ Plant }) => Plant in words.site)
    .map(({ Plant, SafetyStock }) => [`safety stock ${word(words.site, Plant)}`, String(SafetyStock)]);
  return {
    system: 'eu-erp',
    entity: 'item',
    number: shown['Product']!,
    values: said({
      name: shown['ProductDescription'],
      status: word(words.itemStatus, shown['CrossPlantStatus']!),
      unit: word(words.unit, shown['BaseUnit']!),
      gtin: shown['GlobalTradeItemNumber'],
      ...Object.fromEntries(stocks),
    }),
  };
}

function partner(shown: Shown): Master {
  return {
    system: 'eu-erp',
    entity: shown['Role'] === 'CUSTOMER' ? 'customer' : 'supplier',
    number: shown['BusinessPartner']!,
    values: said({
      name: shown['Name'],
      status: word(words.partyStatus, shown['BusinessPartnerStatus']!),
      terms: word(words.terms, shown['PaymentTerms']!),
      city: shown['City'],
      duns: shown['DUNSNumber'],
    }),
  };
}
