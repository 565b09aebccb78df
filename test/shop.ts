/** The files of a shop that pushes orders through a door (`/in/shop/orders`, key `promise`), mapped by this. */
export function shopFiles(map: string): Record<string, string> {
  return {
    'systems/shop.yaml': `
system: shop
kind: crm
site: detroit
connector: http
connection: { url: "http://127.0.0.1:9" }
interfaces:
  orders:
    source: salesOrder@1
    read: { push: true, auth: { key: { header: x-key, value: promise } } }
    map: orders.in.jsonata
`,
    'systems/orders.in.jsonata': map,
  };
}
