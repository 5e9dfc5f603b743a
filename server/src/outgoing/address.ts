import dns from 'node:dns';
import net, { type LookupFunction } from 'node:net';

/** What is not the internet (IANA's special-purpose registries for IPv4 and IPv6), by network and length. */
const SPECIAL = new net.BlockList();
for (const [network, length] of [
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
  ['224.0.0.0', 3],
] as const)
  SPECIAL.addSubnet(network, length, 'ipv4');
/** Of IPv6 only 2000::/3 is given out, and of that these are not. */
const GLOBAL = new net.BlockList();
GLOBAL.addSubnet('2000::', 3, 'ipv6');
for (const [network, length] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  SPECIAL.addSubnet(network, length, 'ipv6');

/** Whether an address is one of the internet, and not of this machine or its network. */
export function isPublic(address: string): boolean {
  if (net.isIPv4(address)) return !SPECIAL.check(address, 'ipv4');
  if (!net.isIPv6(address)) return false;
  return GLOBAL.check(address, 'ipv6') && !SPECIAL.check(address, 'ipv6');
}

/** Whether an address is not to be called, as far as it says that itself: `publicLookup` is for the names. */
export function isForbidden({ protocol, hostname, username, password }: URL, anywhere: boolean): boolean {
  if (username || password) return true;
  if (anywhere) return protocol !== 'https:' && protocol !== 'http:';
  const bare = hostname.replace(/^\[|\]$/g, '');
  return protocol !== 'https:' || (net.isIP(bare) !== 0 && !isPublic(bare));
}

/** An address that is not to be called. */
export class ForbiddenAddress extends Error {
  override readonly name = 'ForbiddenAddress';
}

/**
 * Looks a name up for a connection, and refuses what is not of the internet. It is this answer of the DNS that is
 * connected to, so that no later one can be another.
 */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  dns.lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '', 0);
    const forbidden = addresses.find(({ address }) => !isPublic(address));
    if (forbidden || !addresses.length) return callback(new ForbiddenAddress(`${hostname} is not on the internet`), '', 0);
    if (options.all) return callback(null, addresses);
    const [first] = addresses;
    callback(null, first?.address ?? '', first?.family);
  });
};
