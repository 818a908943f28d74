import { describe, expect, it } from 'vitest';
import { isPublicAddress } from './public-address.ts';

describe('addresses', () => {
  it('[RUN-31] of the public internet may be called', () => {
    for (const address of [
      '1.1.1.1',
      '93.184.216.34',
      '172.15.0.1',
      '172.32.0.1',
      '100.63.255.255',
      '2606:4700::1111',
      '2a00:1450::5',
    ])
      expect([address, isPublicAddress(address)]).toEqual([address, true]);
  });

  it('[RUN-31] that are private, local, shared, mapped or tunnelled may not', () => {
    const closed = [
      ['0.0.0.0', '10.1.2.3', '100.64.0.1', '100.127.255.255', '127.0.0.1', '127.9.9.9', '169.254.169.254'],
      ['172.16.0.1', '172.31.255.255', '192.168.0.1', '192.0.0.8', '192.0.2.1', '198.18.0.1', '198.51.100.7'],
      ['203.0.113.5', '224.0.0.1', '239.1.1.1', '240.0.0.1', '255.255.255.255'],
      ['::', '::1', '::ffff:10.0.0.1', '::ffff:8.8.8.8', '::ffff:7f00:1', '64:ff9b::808:808', 'fc00::1', 'fd12::1'],
      ['fe80::1', 'fe80::1%eth0', 'ff02::1', '2001:db8::1', '2001::1', '2002:7f00:1::', '3fff::1', '100::1'],
      ['', 'localhost', '127.1', '0x7f000001', '2130706433', '1.1.1.1%eth0', ' 1.1.1.1'],
    ].flat();
    for (const address of closed) expect([address, isPublicAddress(address)]).toEqual([address, false]);
  });
});
