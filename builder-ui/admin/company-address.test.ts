import { expect, it } from 'vitest';
import { addressOf, typedAddress } from './company-address.ts';

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

it.each([
  ['Old Street', 'old-street'],
  ['old-', 'old-'],
  ['3 Rivers', 'rivers'],
  ['灯笼', ''],
  ['x'.repeat(41), 'x'.repeat(40)],
])('[ADM-53] %s is typed as %s', (typed, address) => {
  expect(typedAddress(typed)).toBe(address);
});
