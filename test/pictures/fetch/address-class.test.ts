import assert from "node:assert/strict";
import { test } from "node:test";
import { canonicalAddress, refusalOf } from "../../../src/pictures/fetch/address-class.ts";

const GOOD = [
  "8.8.8.8",
  "10.211.55.3",
  "172.16.3.4",
  "192.168.1.1",
  "100.64.0.1",
  "[2001:4860:4860::8888]",
  "2001:4860:4860::8888",
  "2600:1f18::5efe:1",
  "fd12:3456::1",
  "::ffff:8.8.8.8",
  "::ffff:10.0.0.1",
  "::8.8.8.8",
  "::ffff:0:8.8.8.8",
  "2002:808:808::1",
  "64:ff9b::8.8.8.8",
  "2001:0:4136:e378:8000:63bf:f7f7:f7f7",
  "2606:4700::5efe:8.8.8.8",
];

for (const address of GOOD) {
  test(`${address} may be asked`, () => assert.equal(refusalOf(address), undefined));
}

const BAD: readonly (readonly [refusal: string, addresses: readonly string[]])[] = [
  ["loopback", ["127.0.0.1", "127.1", "127.255.255.254", "0x7f.1", "0x7f000001", "2130706433", "017700000001"]],
  ["loopback", ["0177.0.0.01", "::1", "[::1]", "0:0:0:0:0:0:0:1", "::1%lo", "[::1%25lo]"]],
  ["loopback", ["::ffff:127.0.0.1", "::ffff:7f00:1", "[::FFFF:7F00:1]", "0:0:0:0:0:ffff:127.0.0.1"]], // mapped
  ["loopback", ["::127.0.0.1", "::7f00:1"]], // compatible
  ["loopback", ["::ffff:0:127.0.0.1"]], // translated
  ["loopback", ["2002:7f00:1::", "2002:7f00:1::8.8.8.8"]], // 6to4
  ["loopback", ["64:ff9b::127.0.0.1", "64:ff9b::7f00:1"]], // NAT64
  ["loopback", ["2001:0:4136:e378:8000:63bf:80ff:fffe"]], // Teredo
  ["loopback", ["2606:4700::5efe:7f00:1", "2606:4700::200:5efe:127.0.0.1"]], // ISATAP
  ["unspecified", ["0.0.0.0", "0", "0.1.2.3", "::", "[::]", "::ffff:0.0.0.0", "64:ff9b::"]],
  ["link-local", ["169.254.1.1", "fe80::1", "fe80::1%eth0", "[fe80::1%25eth0]", "febf::1", "::ffff:169.254.1.1"]],
  ["a metadata service", ["169.254.169.254", "0xa9fea9fe", "2852039166", "[::ffff:169.254.169.254]"]],
  [
    "a metadata service",
    ["100.100.100.200", "168.63.129.16", "fd00:ec2::254", "fd20:ce::254", "FD00:0EC2:0::0254", "fd00:ec2::254%eth0"],
  ],
  ["a metadata service", ["2002:a9fe:a9fe::1", "64:ff9b::a9fe:a9fe", "::6464:64c8"]],
  ["a local NAT64 address", ["64:ff9b:1::10.0.0.1", "64:ff9b:1::127.0.0.1", "64:ff9b:1:7f00:0:100:808:808"]],
  ["a metadata service", ["2606:4700::5efe:a9fe:a9fe"]],
  ["multicast", ["224.0.0.1", "239.255.255.255", "ff02::1", "::ffff:224.0.0.1"]],
  ["broadcast", ["255.255.255.255", "::ffff:255.255.255.255"]],
  ["reserved", ["192.0.0.192", "192.0.2.1", "198.18.0.1", "203.0.113.1", "240.0.0.1", "2001:db8::1"]],
  ["deprecated-site-local", ["fec0::1"]],
  ["discard", ["100::1"]],
  ["not an IP address", ["", " ", "localhost", "example.org", "1.2.3.4.5", "256.256.256.256", "1:2:3", "::g"]],
];

for (const [refusal, addresses] of BAD) {
  for (const address of addresses) {
    test(`"${address}" is refused: ${refusal}`, () => assert.equal(refusalOf(address), refusal));
  }
}

for (const [canonical, spellings] of [
  ["127.0.0.1", ["127.0.0.1", "127.1", "2130706433", "0x7f.1", "::ffff:127.0.0.1", "[::ffff:7f00:1]"]],
  ["::1", ["::1", "[::1]", "0:0:0:0:0:0:0:1"]],
  ["fd12::ab", ["fd12::ab", "[FD12:0:0::00AB]"]],
  [undefined, ["localhost", "", "10.0.0.1:80"]],
] as const) {
  test(`${spellings.join(", ")} are written ${canonical}`, () => {
    for (const spelling of spellings) assert.equal(canonicalAddress(spelling), canonical);
  });
}
