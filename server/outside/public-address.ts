import { BlockList, isIP } from 'node:net';

/**
 * IPv4 that is not the public internet (RFC 6890 and the registry it names): this network, private, shared (CGNAT),
 * loopback, link-local, protocol assignments, documentation, 6to4 relays, benchmarks, multicast, reserved, broadcast.
 */
const CLOSED_V4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const;

/** Of global unicast IPv6: Teredo, ORCHID, documentation and 6to4, which carry or hide other addresses. */
const CLOSED_V6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const;

const closedV4 = new BlockList();
for (const [net, bits] of CLOSED_V4) closedV4.addSubnet(net, bits, 'ipv4');
const closedV6 = new BlockList();
for (const [net, bits] of CLOSED_V6) closedV6.addSubnet(net, bits, 'ipv6');
/** All that is assigned to the public: loopback, mapped, NAT64, unique local and link-local lie outside (RFC 4291). */
const globalV6 = new BlockList();
globalV6.addSubnet('2000::', 3, 'ipv6');

/** Whether an address is one of the public internet: where a server of ours may send what a tenant tells it to. */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !closedV4.check(address, 'ipv4');
    case 6:
      return !address.includes('%') && globalV6.check(address, 'ipv6') && !closedV6.check(address, 'ipv6');
    default:
      return false;
  }
}
