/** How each vendor numbers the things of the world. The numbers of one thing have nothing in common. */
const padded = (value: number, length: number) => String(value).padStart(length, '0');

export const naItem = (index: number) => padded(100001 + index, 18);
export const euProduct = (index: number) => String(70000001 + index * 3);
export const crmSku = (index: number) =>
  `NF-${(((index + 1) * 48271) % 2147483647).toString(36).toUpperCase().padStart(6, '0')}`;
export const naCustomer = (index: number) => padded(20001 + index, 10);
export const naSupplier = (index: number) => padded(30001 + index, 10);
export const euCustomer = (index: number) => String(1000001 + index * 2);
export const euSupplier = (index: number) => String(2000001 + index * 2);
export const crmAccount = (index: number) => `acc_${padded(index + 1, 6)}`;

/** `000100234` → `100234`; text that is not all digits stays as it is. */
export function unpadded(key: string): string {
  return /^\d+$/.test(key) ? key.replace(/^0+(?=\d)/, '') : key;
}
export function paddedTo(key: string, length: number): string {
  return /^\d+$/.test(key) ? unpadded(key).padStart(length, '0') : key;
}
