import ipaddr from "ipaddr.js";

// Cloud providers answer here with credentials; most of them in ranges that are allowed otherwise.
const METADATA = ["169.254.169.254", "168.63.129.16", "100.100.100.200", "fd00:ec2::254", "fd20:ce::254"].map((text) =>
  ipaddr.parse(text).toString(),
);

const ALLOWED_V4 = new Set(["unicast", "private", "carrierGradeNat"]);
// Ranges that carry an IPv4 address, which is judged by itself.
const ALLOWED_V6 = new Set(["unicast", "uniqueLocal", "ipv4Mapped", "rfc6145", "rfc6052", "6to4", "teredo"]);

/**
 * Why nobody should be sent to this IP address unless an admin lists it: it leads to the machine itself, to its link,
 * to a metadata service, or nowhere. Undefined for public and private unicast addresses. What is no address is refused.
 */
export function refusalOf(address: string): string | undefined {
  const bare = address.replace(/^\[|\]$/g, "").replace(/%.*$/, "");
  if (!ipaddr.isValid(bare)) return "not an IP address";
  const parsed = ipaddr.parse(bare);
  if (METADATA.includes(parsed.toString())) return "a metadata service";
  if (parsed instanceof ipaddr.IPv4) {
    const range = parsed.range();
    return ALLOWED_V4.has(range) ? undefined : words(range);
  }
  // Networks place the IPv4 address differently in this one, so nobody can tell where it leads.
  if (hexOf(parsed).startsWith("0064ff9b0001")) return "a local NAT64 address";
  for (const embedded of embeddedIpv4(parsed)) {
    const refusal = refusalOf(embedded);
    if (refusal !== undefined) return refusal;
  }
  const range = parsed.range();
  return ALLOWED_V6.has(range) ? undefined : words(range);
}

/** One spelling for each address, so that a listed one is found again. */
export function canonicalAddress(address: string): string | undefined {
  const bare = address.replace(/^\[|\]$/g, "");
  return ipaddr.isValid(bare) ? ipaddr.process(bare).toString() : undefined;
}

// IPv6 forms that end at an IPv4 host: mapped, compatible, 6to4, NAT64, Teredo, ISATAP.
function embeddedIpv4(address: InstanceType<typeof ipaddr.IPv6>): string[] {
  const bytes = address.toByteArray();
  const hex = hexOf(address);
  const at = (start: number, flip = 0): string =>
    bytes
      .slice(start, start + 4)
      .map((byte) => byte ^ flip)
      .join(".");
  const found: string[] = [];
  const isLoopbackOrUnspecified = /^0{31}[01]$/.test(hex);
  if (/^0{20}(0000|ffff)/.test(hex) && !isLoopbackOrUnspecified) found.push(at(12));
  if (hex.startsWith("0000000000000000ffff0000")) found.push(at(12));
  if (hex.startsWith("2002")) found.push(at(2));
  if (hex.startsWith("0064ff9b")) found.push(at(12));
  if (hex.startsWith("20010000")) found.push(at(12, 0xff));
  if (/^.{16}0[02]005efe/.test(hex)) found.push(at(12));
  return found;
}

function hexOf(address: InstanceType<typeof ipaddr.IPv6>): string {
  return Buffer.from(address.toByteArray()).toString("hex");
}

function words(range: string): string {
  return range.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
