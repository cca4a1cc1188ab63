/**
 * Whether a host name or address stays on this machine: 127.0.0.0/8, `::1`, `localhost` and names below it. Any other
 * name is taken for remote, whatever it may resolve to. Never throws. Source: RFC 5735, RFC 4291, RFC 6761.
 * @param host As in a URL, with or without the brackets of IPv6.
 */
export function isLoopback(host: string): boolean {
  const name = host
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');
  return (
    name === '::1' ||
    name === 'localhost' ||
    name.endsWith('.localhost') ||
    /^127(?:\.\d{1,3}){3}$/.test(name)
  );
}
