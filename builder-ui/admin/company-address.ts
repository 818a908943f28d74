import { TENANT_NAME_MAX, TENANT_NAME_PATTERN } from '../../schema/core/ids.ts';

/** An address for a company of this name: `Old Street Teas` → `old-street-teas`, 灯笼茶业 → `denglongchaye`. */
export async function addressOf(label: string): Promise<string> {
  const latin = /[^\p{ASCII}]/u.test(label) ? await spelled(label) : label;
  const address = typedAddress(latin).replaceAll(/-+$/g, '');
  return TENANT_NAME_PATTERN.test(address) ? address : '';
}

/** What is typed by hand, as an address: capitals become small, all else a hyphen (SPEC [ADM-53]). It may still grow. */
export function typedAddress(typed: string): string {
  return typed
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[^a-z]+/g, '')
    .slice(0, TENANT_NAME_MAX);
}

/** Characters by their pinyin; a stretch of them is one word. */
async function spelled(label: string): Promise<string> {
  const { pinyin } = await import('pinyin-pro');
  return label.replaceAll(/\p{Script=Han}+/gu, (word) => ` ${pinyin(word, { toneType: 'none', separator: '' })} `);
}
