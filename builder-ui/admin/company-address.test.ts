import { expect, it } from 'vitest';
import { addressOf } from './company-address.ts';

it.each([
  ['Old Street Teas', 'old-street-teas'],
  ['灯笼茶业', 'denglongchaye'],
  ['Lantern Tea 灯笼茶业', 'lantern-tea-denglongchaye'],
  ['Café Zürich & Söhne', 'cafe-zurich-sohne'],
  ['3 Rivers (2026)', 'rivers-2026'],
  ['A company with a name that is far too long for one', 'a-company-with-a-name-that-is-far-too-lo'],
  ['?!', ''],
  ['', ''],
])('[ADM-53] %s has the address %s', async (label, address) => {
  expect(await addressOf(label)).toBe(address);
});
