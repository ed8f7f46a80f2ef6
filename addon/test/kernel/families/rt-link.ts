// SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause)
// Made from rt-link.yaml by `npm run generate`: change that, and make this anew.
// biome-ignore-all format: a program wrote it
import type { FamilyTables, FurtherBytes, Undeclared } from '@both-sides/netlink/spec';

export type IfinfoFlags =
	| 'up'
	| 'broadcast'
	| 'debug'
	| 'loopback'
	| 'point-to-point'
	| 'no-trailers'
	| 'running'
	| 'no-arp'
	| 'promisc'
	| 'all-multi'
	| 'master'
	| 'slave'
	| 'multicast'
	| 'portsel'
	| 'auto-media'
	| 'dynamic'
	| 'lower-up'
	| 'dormant'
	| 'echo';

export type VlanProtocols = '8021q' | '8021ad';

export type Ipv4Devconf =
	| 'forwarding'
	| 'mc-forwarding'
	| 'proxy-arp'
	| 'accept-redirects'
	| 'secure-redirects'
	| 'send-redirects'
	| 'shared-media'
	| 'rp-filter'
	| 'accept-source-route'
	| 'bootp-relay'
	| 'log-martians'
	| 'tag'
	| 'arpfilter'
	| 'medium-id'
	| 'noxfrm'
	| 'nopolicy'
	| 'force-igmp-version'
	| 'arp-announce'
	| 'arp-ignore'
	| 'promote-secondaries'
	| 'arp-accept'
	| 'arp-notify'
	| 'accept-local'
	| 'src-vmark'
	| 'proxy-arp-pvlan'
	| 'route-localnet'
	| 'igmpv2-unsolicited-report-interval'
	| 'igmpv3-unsolicited-report-interval'
	| 'ignore-routes-with-linkdown'
	| 'drop-unicast-in-l2-multicast'
	| 'drop-gratuitous-arp'
	| 'bc-forwarding'
	| 'arp-evict-nocarrier';

export type Ipv6Devconf =
	| 'forwarding'
	| 'hoplimit'
	| 'mtu6'
	| 'accept-ra'
	| 'accept-redirects'
	| 'autoconf'
	| 'dad-transmits'
	| 'rtr-solicits'
	| 'rtr-solicit-interval'
	| 'rtr-solicit-delay'
	| 'use-tempaddr'
	| 'temp-valid-lft'
	| 'temp-prefered-lft'
	| 'regen-max-retry'
	| 'max-desync-factor'
	| 'max-addresses'
	| 'force-mld-version'
	| 'accept-ra-defrtr'
	| 'accept-ra-pinfo'
	| 'accept-ra-rtr-pref'
	| 'rtr-probe-interval'
	| 'accept-ra-rt-info-max-plen'
	| 'proxy-ndp'
	| 'optimistic-dad'
	| 'accept-source-route'
	| 'mc-forwarding'
	| 'disable-ipv6'
	| 'accept-dad'
	| 'force-tllao'
	| 'ndisc-notify'
	| 'mldv1-unsolicited-report-interval'
	| 'mldv2-unsolicited-report-interval'
	| 'suppress-frag-ndisc'
	| 'accept-ra-from-local'
	| 'use-optimistic'
	| 'accept-ra-mtu'
	| 'stable-secret'
	| 'use-oif-addrs-only'
	| 'accept-ra-min-hop-limit'
	| 'ignore-routes-with-linkdown'
	| 'drop-unicast-in-l2-multicast'
	| 'drop-unsolicited-na'
	| 'keep-addr-on-down'
	| 'rtr-solicit-max-interval'
	| 'seg6-enabled'
	| 'seg6-require-hmac'
	| 'enhanced-dad'
	| 'addr-gen-mode'
	| 'disable-policy'
	| 'accept-ra-rt-info-min-plen'
	| 'ndisc-tclass'
	| 'rpl-seg-enabled'
	| 'ra-defrtr-metric'
	| 'ioam6-enabled'
	| 'ioam6-id'
	| 'ioam6-id-wide'
	| 'ndisc-evict-nocarrier'
	| 'accept-untracked-na';

export type IflaIcmp6Stats =
	| 'num'
	| 'inmsgs'
	| 'inerrors'
	| 'outmsgs'
	| 'outerrors'
	| 'csumerrors'
	| 'ratelimithost';

export type IflaInet6Stats =
	| 'num'
	| 'inpkts'
	| 'inoctets'
	| 'indelivers'
	| 'outforwdatagrams'
	| 'outpkts'
	| 'outoctets'
	| 'inhdrerrors'
	| 'intoobigerrors'
	| 'innoroutes'
	| 'inaddrerrors'
	| 'inunknownprotos'
	| 'intruncatedpkts'
	| 'indiscards'
	| 'outdiscards'
	| 'outnoroutes'
	| 'reasmtimeout'
	| 'reasmreqds'
	| 'reasmoks'
	| 'reasmfails'
	| 'fragoks'
	| 'fragfails'
	| 'fragcreates'
	| 'inmcastpkts'
	| 'outmcastpkts'
	| 'inbcastpkts'
	| 'outbcastpkts'
	| 'inmcastoctets'
	| 'outmcastoctets'
	| 'inbcastoctets'
	| 'outbcastoctets'
	| 'csumerrors'
	| 'noectpkts'
	| 'ect1-pkts'
	| 'ect0-pkts'
	| 'cepkts'
	| 'reasm-overlaps';

export type VlanFlags =
	| 'reorder-hdr'
	| 'gvrp'
	| 'loose-binding'
	| 'mvrp'
	| 'bridge-binding';

export type IflaVfLinkStateEnum = 'auto' | 'enable' | 'disable';

export type RtextFilter =
	| 'vf'
	| 'brvlan'
	| 'brvlan-compressed'
	| 'skip-stats'
	| 'mrp'
	| 'cfm-config'
	| 'cfm-status'
	| 'mst';

export type NetkitPolicy = 'forward' | 'blackhole';

export type NetkitMode = 'l2' | 'l3';

export type NetkitScrub = 'none' | 'default';

export type NetkitPairing = 'pair' | 'single';

export type OvpnMode = 'p2p' | 'mp';

export type BrStpMode = 'auto' | 'user' | 'kernel';

export interface Rtgenmsg {
	family?: number | undefined;
}

export interface Ifinfomsg {
	'ifi-family'?: number | undefined;
	'ifi-type'?: number | undefined;
	'ifi-index'?: number | undefined;
	'ifi-flags'?: readonly (IfinfoFlags | number)[] | undefined;
	'ifi-change'?: number | undefined;
}

export interface IflaBridgeId {
	prio?: number | undefined;
	addr?: string | undefined;
}

export interface IflaCacheinfo {
	'max-reasm-len'?: number | undefined;
	tstamp?: number | undefined;
	'reachable-time'?: number | undefined;
	'retrans-time'?: number | undefined;
}

export interface RtnlLinkStats {
	'rx-packets'?: number | undefined;
	'tx-packets'?: number | undefined;
	'rx-bytes'?: number | undefined;
	'tx-bytes'?: number | undefined;
	'rx-errors'?: number | undefined;
	'tx-errors'?: number | undefined;
	'rx-dropped'?: number | undefined;
	'tx-dropped'?: number | undefined;
	multicast?: number | undefined;
	collisions?: number | undefined;
	'rx-length-errors'?: number | undefined;
	'rx-over-errors'?: number | undefined;
	'rx-crc-errors'?: number | undefined;
	'rx-frame-errors'?: number | undefined;
	'rx-fifo-errors'?: number | undefined;
	'rx-missed-errors'?: number | undefined;
	'tx-aborted-errors'?: number | undefined;
	'tx-carrier-errors'?: number | undefined;
	'tx-fifo-errors'?: number | undefined;
	'tx-heartbeat-errors'?: number | undefined;
	'tx-window-errors'?: number | undefined;
	'rx-compressed'?: number | undefined;
	'tx-compressed'?: number | undefined;
	'rx-nohandler'?: number | undefined;
}

export interface RtnlLinkStats64 {
	'rx-packets'?: bigint | undefined;
	'tx-packets'?: bigint | undefined;
	'rx-bytes'?: bigint | undefined;
	'tx-bytes'?: bigint | undefined;
	'rx-errors'?: bigint | undefined;
	'tx-errors'?: bigint | undefined;
	'rx-dropped'?: bigint | undefined;
	'tx-dropped'?: bigint | undefined;
	multicast?: bigint | undefined;
	collisions?: bigint | undefined;
	'rx-length-errors'?: bigint | undefined;
	'rx-over-errors'?: bigint | undefined;
	'rx-crc-errors'?: bigint | undefined;
	'rx-frame-errors'?: bigint | undefined;
	'rx-fifo-errors'?: bigint | undefined;
	'rx-missed-errors'?: bigint | undefined;
	'tx-aborted-errors'?: bigint | undefined;
	'tx-carrier-errors'?: bigint | undefined;
	'tx-fifo-errors'?: bigint | undefined;
	'tx-heartbeat-errors'?: bigint | undefined;
	'tx-window-errors'?: bigint | undefined;
	'rx-compressed'?: bigint | undefined;
	'tx-compressed'?: bigint | undefined;
	'rx-nohandler'?: bigint | undefined;
	'rx-otherhost-dropped'?: bigint | undefined;
}

export interface RtnlLinkIfmap {
	'mem-start'?: bigint | undefined;
	'mem-end'?: bigint | undefined;
	'base-addr'?: bigint | undefined;
	irq?: number | undefined;
	dma?: number | undefined;
	port?: number | undefined;
}

export interface BrBooloptMulti {
	optval?: number | undefined;
	optmask?: number | undefined;
}

export interface IfStatsMsg {
	family?: number | undefined;
	ifindex?: number | undefined;
	'filter-mask'?: number | undefined;
}

export interface IflaVlanFlags {
	flags?: readonly (VlanFlags | number)[] | undefined;
	mask?: number | undefined;
}

export interface IflaVlanQosMapping {
	from?: number | undefined;
	to?: number | undefined;
}

export interface IflaGenevePortRange {
	low?: number | undefined;
	high?: number | undefined;
}

export interface IflaVfMac {
	vf?: number | undefined;
	mac?: Uint8Array | undefined;
}

export interface IflaVfVlan {
	vf?: number | undefined;
	vlan?: number | undefined;
	qos?: number | undefined;
}

export interface IflaVfTxRate {
	vf?: number | undefined;
	rate?: number | undefined;
}

export interface IflaVfSpoofchk {
	vf?: number | undefined;
	setting?: number | undefined;
}

export interface IflaVfLinkState {
	vf?: number | undefined;
	'link-state'?: IflaVfLinkStateEnum | number | undefined;
}

export interface IflaVfRate {
	vf?: number | undefined;
	'min-tx-rate'?: number | undefined;
	'max-tx-rate'?: number | undefined;
}

export interface IflaVfRssQueryEn {
	vf?: number | undefined;
	setting?: number | undefined;
}

export interface IflaVfTrust {
	vf?: number | undefined;
	setting?: number | undefined;
}

export interface IflaVfGuid {
	vf?: number | undefined;
	guid?: bigint | undefined;
}

export interface IflaVfVlanInfo {
	vf?: number | undefined;
	vlan?: number | undefined;
	qos?: number | undefined;
	'vlan-proto'?: number | undefined;
}

export interface LinkAttrs extends Undeclared {
	address?: string | undefined;
	broadcast?: string | undefined;
	ifname?: string | undefined;
	mtu?: number | undefined;
	link?: number | undefined;
	qdisc?: string | undefined;
	stats?: RtnlLinkStats & FurtherBytes | undefined;
	master?: number | undefined;
	/** struct iw_event */
	wireless?: Uint8Array | undefined;
	/** A nest of ifla6-attrs or linkinfo-brport-attrs */
	protinfo?: Uint8Array | undefined;
	/** At most 32767. */
	txqlen?: number | undefined;
	map?: RtnlLinkIfmap & FurtherBytes | undefined;
	weight?: number | undefined;
	operstate?: number | undefined;
	linkmode?: number | undefined;
	linkinfo?: LinkinfoAttrs | undefined;
	'net-ns-pid'?: number | undefined;
	ifalias?: string | undefined;
	'num-vf'?: number | undefined;
	/**
	 * Per-VF details. The list holds at most 256 VFs, or 128 when
	 * statistics are included, because it is one attribute and has to fit
	 * in a u16 length. A device with more VFs than that reports a
	 * truncated list; num-vf still carries the real count.
	 */
	'vfinfo-list'?: VfinfoListAttrs | undefined;
	stats64?: RtnlLinkStats64 & FurtherBytes | undefined;
	'vf-ports'?: VfPortsAttrs | undefined;
	'port-self'?: PortSelfAttrs | undefined;
	'af-spec'?: AfSpecAttrs | undefined;
	group?: number | undefined;
	'net-ns-fd'?: number | undefined;
	'ext-mask'?: readonly (RtextFilter | number)[] | undefined;
	promiscuity?: number | undefined;
	'num-tx-queues'?: number | undefined;
	'num-rx-queues'?: number | undefined;
	carrier?: number | undefined;
	'phys-port-id'?: Uint8Array | undefined;
	'carrier-changes'?: number | undefined;
	'phys-switch-id'?: Uint8Array | undefined;
	'link-netnsid'?: number | undefined;
	'phys-port-name'?: string | undefined;
	'proto-down'?: number | undefined;
	'gso-max-segs'?: number | undefined;
	'gso-max-size'?: number | undefined;
	xdp?: XdpAttrs | undefined;
	event?: number | undefined;
	'new-netnsid'?: number | undefined;
	'target-netnsid'?: number | undefined;
	'carrier-up-count'?: number | undefined;
	'carrier-down-count'?: number | undefined;
	'new-ifindex'?: number | undefined;
	'min-mtu'?: number | undefined;
	'max-mtu'?: number | undefined;
	'prop-list'?: PropListLinkAttrs | undefined;
	'alt-ifname'?: string | undefined;
	'perm-address'?: string | undefined;
	'proto-down-reason'?: string | undefined;
	'parent-dev-name'?: string | undefined;
	'parent-dev-bus-name'?: string | undefined;
	'gro-max-size'?: number | undefined;
	'tso-max-size'?: number | undefined;
	'tso-max-segs'?: number | undefined;
	allmulti?: number | undefined;
	'devlink-port'?: Uint8Array | undefined;
	'gso-ipv4-max-size'?: number | undefined;
	'gro-ipv4-max-size'?: number | undefined;
	'dpll-pin'?: LinkDpllPinAttrs | undefined;
	/** EDT offload horizon supported by the device (in nsec). */
	'max-pacing-offload-horizon'?: bigint | undefined;
	'netns-immutable'?: number | undefined;
	headroom?: number | undefined;
	tailroom?: number | undefined;
}

export interface PropListLinkAttrs extends Undeclared {
	'alt-ifname'?: readonly string[] | undefined;
}

export interface AfSpecAttrs extends Undeclared {
	inet?: IflaAttrs | undefined;
	inet6?: Ifla6Attrs | undefined;
	mctp?: MctpAttrs | undefined;
}

export interface VfinfoListAttrs extends Undeclared {
	info?: readonly VfinfoAttrs[] | undefined;
}

export interface VfinfoAttrs extends Undeclared {
	mac?: IflaVfMac & FurtherBytes | undefined;
	vlan?: IflaVfVlan & FurtherBytes | undefined;
	'tx-rate'?: IflaVfTxRate & FurtherBytes | undefined;
	spoofchk?: IflaVfSpoofchk & FurtherBytes | undefined;
	'link-state'?: IflaVfLinkState & FurtherBytes | undefined;
	rate?: IflaVfRate & FurtherBytes | undefined;
	'rss-query-en'?: IflaVfRssQueryEn & FurtherBytes | undefined;
	stats?: VfStatsAttrs | undefined;
	trust?: IflaVfTrust & FurtherBytes | undefined;
	'ib-node-guid'?: IflaVfGuid & FurtherBytes | undefined;
	'ib-port-guid'?: IflaVfGuid & FurtherBytes | undefined;
	'vlan-list'?: VfVlanAttrs | undefined;
	broadcast?: Uint8Array | undefined;
}

export interface VfStatsAttrs extends Undeclared {
	'rx-packets'?: bigint | undefined;
	'tx-packets'?: bigint | undefined;
	'rx-bytes'?: bigint | undefined;
	'tx-bytes'?: bigint | undefined;
	broadcast?: bigint | undefined;
	multicast?: bigint | undefined;
	'rx-dropped'?: bigint | undefined;
	'tx-dropped'?: bigint | undefined;
}

export interface VfVlanAttrs extends Undeclared {
	info?: readonly (IflaVfVlanInfo & FurtherBytes)[] | undefined;
}

export interface VfPortsAttrs extends Undeclared {
}

export interface PortSelfAttrs extends Undeclared {
}

export interface LinkinfoAttrsCommon extends Undeclared {
	kind?: string | undefined;
	xstats?: Uint8Array | undefined;
	'slave-kind'?: string | undefined;
}

export type LinkinfoAttrsData =
	| { kind: 'bond'; data?: LinkinfoBondAttrs | undefined }
	| { kind: 'bridge'; data?: LinkinfoBridgeAttrs | undefined }
	| { kind: 'erspan'; data?: LinkinfoGreAttrs | undefined }
	| { kind: 'gre'; data?: LinkinfoGreAttrs | undefined }
	| { kind: 'gretap'; data?: LinkinfoGreAttrs | undefined }
	| { kind: 'ip6gre'; data?: LinkinfoGre6Attrs | undefined }
	| { kind: 'geneve'; data?: LinkinfoGeneveAttrs | undefined }
	| { kind: 'hsr'; data?: LinkinfoHsrAttrs | undefined }
	| { kind: 'ipip'; data?: LinkinfoIptunAttrs | undefined }
	| { kind: 'ip6tnl'; data?: LinkinfoIp6tnlAttrs | undefined }
	| { kind: 'sit'; data?: LinkinfoIptunAttrs | undefined }
	| { kind: 'tun'; data?: LinkinfoTunAttrs | undefined }
	| { kind: 'vlan'; data?: LinkinfoVlanAttrs | undefined }
	| { kind: 'vrf'; data?: LinkinfoVrfAttrs | undefined }
	| { kind: 'vti'; data?: LinkinfoVtiAttrs | undefined }
	| { kind: 'vti6'; data?: LinkinfoVti6Attrs | undefined }
	| { kind: 'netkit'; data?: LinkinfoNetkitAttrs | undefined }
	| { kind: 'ovpn'; data?: LinkinfoOvpnAttrs | undefined }
	| { data?: undefined };

export type LinkinfoAttrsSlaveData =
	| { 'slave-kind': 'bridge'; 'slave-data'?: LinkinfoBrportAttrs | undefined }
	| { 'slave-kind': 'bond'; 'slave-data'?: BondSlaveAttrs | undefined }
	| { 'slave-data'?: undefined };

export type LinkinfoAttrs = LinkinfoAttrsCommon & LinkinfoAttrsData & LinkinfoAttrsSlaveData;

export interface LinkinfoBondAttrs extends Undeclared {
	mode?: number | undefined;
	'active-slave'?: number | undefined;
	miimon?: number | undefined;
	updelay?: number | undefined;
	downdelay?: number | undefined;
	'use-carrier'?: number | undefined;
	'arp-interval'?: number | undefined;
	'arp-ip-target'?: readonly string[] | undefined;
	'arp-validate'?: number | undefined;
	'arp-all-targets'?: number | undefined;
	primary?: number | undefined;
	'primary-reselect'?: number | undefined;
	'fail-over-mac'?: number | undefined;
	'xmit-hash-policy'?: number | undefined;
	'resend-igmp'?: number | undefined;
	'num-peer-notif'?: number | undefined;
	'all-slaves-active'?: number | undefined;
	'min-links'?: number | undefined;
	'lp-interval'?: number | undefined;
	'packets-per-slave'?: number | undefined;
	'ad-lacp-rate'?: number | undefined;
	'ad-select'?: number | undefined;
	'ad-info'?: BondAdInfoAttrs | undefined;
	'ad-actor-sys-prio'?: number | undefined;
	'ad-user-port-key'?: number | undefined;
	'ad-actor-system'?: string | undefined;
	'tlb-dynamic-lb'?: number | undefined;
	'peer-notif-delay'?: number | undefined;
	'ad-lacp-active'?: number | undefined;
	'missed-max'?: number | undefined;
	/** 16 bytes. */
	'ns-ip6-target'?: readonly string[] | undefined;
	'coupled-control'?: number | undefined;
	'broadcast-neigh'?: number | undefined;
	'lacp-strict'?: number | undefined;
}

export interface BondAdInfoAttrs extends Undeclared {
	aggregator?: number | undefined;
	'num-ports'?: number | undefined;
	'actor-key'?: number | undefined;
	'partner-key'?: number | undefined;
	'partner-mac'?: string | undefined;
}

export interface BondSlaveAttrs extends Undeclared {
	state?: number | undefined;
	'mii-status'?: number | undefined;
	'link-failure-count'?: number | undefined;
	'perm-hwaddr'?: string | undefined;
	'queue-id'?: number | undefined;
	'ad-aggregator-id'?: number | undefined;
	'ad-actor-oper-port-state'?: number | undefined;
	'ad-partner-oper-port-state'?: number | undefined;
	prio?: number | undefined;
}

export interface LinkinfoBridgeAttrs extends Undeclared {
	'forward-delay'?: number | undefined;
	'hello-time'?: number | undefined;
	'max-age'?: number | undefined;
	'ageing-time'?: number | undefined;
	'stp-state'?: number | undefined;
	priority?: number | undefined;
	'vlan-filtering'?: number | undefined;
	'vlan-protocol'?: number | undefined;
	'group-fwd-mask'?: number | undefined;
	'root-id'?: IflaBridgeId & FurtherBytes | undefined;
	'bridge-id'?: IflaBridgeId & FurtherBytes | undefined;
	'root-port'?: number | undefined;
	'root-path-cost'?: number | undefined;
	'topology-change'?: number | undefined;
	'topology-change-detected'?: number | undefined;
	'hello-timer'?: bigint | undefined;
	'tcn-timer'?: bigint | undefined;
	'topology-change-timer'?: bigint | undefined;
	'gc-timer'?: bigint | undefined;
	'group-addr'?: string | undefined;
	'fdb-flush'?: Uint8Array | undefined;
	'mcast-router'?: number | undefined;
	'mcast-snooping'?: number | undefined;
	'mcast-query-use-ifaddr'?: number | undefined;
	'mcast-querier'?: number | undefined;
	'mcast-hash-elasticity'?: number | undefined;
	'mcast-hash-max'?: number | undefined;
	'mcast-last-member-cnt'?: number | undefined;
	'mcast-startup-query-cnt'?: number | undefined;
	'mcast-last-member-intvl'?: bigint | undefined;
	'mcast-membership-intvl'?: bigint | undefined;
	'mcast-querier-intvl'?: bigint | undefined;
	'mcast-query-intvl'?: bigint | undefined;
	'mcast-query-response-intvl'?: bigint | undefined;
	'mcast-startup-query-intvl'?: bigint | undefined;
	'nf-call-iptables'?: number | undefined;
	'nf-call-ip6tables'?: number | undefined;
	'nf-call-arptables'?: number | undefined;
	'vlan-default-pvid'?: number | undefined;
	'vlan-stats-enabled'?: number | undefined;
	'mcast-stats-enabled'?: number | undefined;
	'mcast-igmp-version'?: number | undefined;
	'mcast-mld-version'?: number | undefined;
	'vlan-stats-per-port'?: number | undefined;
	'multi-boolopt'?: BrBooloptMulti & FurtherBytes | undefined;
	'mcast-querier-state'?: Uint8Array | undefined;
	'fdb-n-learned'?: number | undefined;
	'fdb-max-learned'?: number | undefined;
	'stp-mode'?: BrStpMode | number | undefined;
}

export interface LinkinfoBrportAttrs extends Undeclared {
	state?: number | undefined;
	priority?: number | undefined;
	cost?: number | undefined;
	mode?: number | undefined;
	guard?: number | undefined;
	protect?: number | undefined;
	'fast-leave'?: number | undefined;
	learning?: number | undefined;
	'unicast-flood'?: number | undefined;
	proxyarp?: number | undefined;
	'learning-sync'?: number | undefined;
	'proxyarp-wifi'?: number | undefined;
	'root-id'?: IflaBridgeId & FurtherBytes | undefined;
	'bridge-id'?: IflaBridgeId & FurtherBytes | undefined;
	'designated-port'?: number | undefined;
	'designated-cost'?: number | undefined;
	id?: number | undefined;
	no?: number | undefined;
	'topology-change-ack'?: number | undefined;
	'config-pending'?: number | undefined;
	'message-age-timer'?: bigint | undefined;
	'forward-delay-timer'?: bigint | undefined;
	'hold-timer'?: bigint | undefined;
	flush?: boolean | undefined;
	'multicast-router'?: number | undefined;
	'mcast-flood'?: number | undefined;
	'mcast-to-ucast'?: number | undefined;
	'vlan-tunnel'?: number | undefined;
	'bcast-flood'?: number | undefined;
	'group-fwd-mask'?: number | undefined;
	'neigh-suppress'?: number | undefined;
	isolated?: number | undefined;
	'backup-port'?: number | undefined;
	'mrp-ring-open'?: number | undefined;
	'mrp-in-open'?: number | undefined;
	'mcast-eht-hosts-limit'?: number | undefined;
	'mcast-eht-hosts-cnt'?: number | undefined;
	locked?: number | undefined;
	mab?: number | undefined;
	'mcast-n-groups'?: number | undefined;
	'mcast-max-groups'?: number | undefined;
	'neigh-vlan-suppress'?: number | undefined;
	'backup-nhid'?: number | undefined;
	'neigh-forward-grat'?: number | undefined;
}

export interface LinkinfoGreAttrs extends Undeclared {
	link?: number | undefined;
	iflags?: number | undefined;
	oflags?: number | undefined;
	ikey?: number | undefined;
	okey?: number | undefined;
	local?: string | undefined;
	remote?: string | undefined;
	ttl?: number | undefined;
	tos?: number | undefined;
	pmtudisc?: number | undefined;
	'encap-limit'?: number | undefined;
	flowinfo?: number | undefined;
	flags?: number | undefined;
	'encap-type'?: number | undefined;
	'encap-flags'?: number | undefined;
	'encap-sport'?: number | undefined;
	'encap-dport'?: number | undefined;
	'collect-metadata'?: boolean | undefined;
	'ignore-df'?: number | undefined;
	fwmark?: number | undefined;
	'erspan-index'?: number | undefined;
	'erspan-ver'?: number | undefined;
	'erspan-dir'?: number | undefined;
	'erspan-hwid'?: number | undefined;
}

export interface LinkinfoGre6Attrs extends Undeclared {
	link?: number | undefined;
	iflags?: number | undefined;
	oflags?: number | undefined;
	ikey?: number | undefined;
	okey?: number | undefined;
	local?: string | undefined;
	remote?: string | undefined;
	ttl?: number | undefined;
	'encap-limit'?: number | undefined;
	flowinfo?: number | undefined;
	flags?: number | undefined;
	'encap-type'?: number | undefined;
	'encap-flags'?: number | undefined;
	'encap-sport'?: number | undefined;
	'encap-dport'?: number | undefined;
	'collect-metadata'?: boolean | undefined;
	fwmark?: number | undefined;
	'erspan-index'?: number | undefined;
	'erspan-ver'?: number | undefined;
	'erspan-dir'?: number | undefined;
	'erspan-hwid'?: number | undefined;
}

export interface LinkinfoVtiAttrs extends Undeclared {
	link?: number | undefined;
	ikey?: number | undefined;
	okey?: number | undefined;
	local?: string | undefined;
	remote?: string | undefined;
	fwmark?: number | undefined;
}

export interface LinkinfoVti6Attrs extends Undeclared {
	link?: number | undefined;
	ikey?: number | undefined;
	okey?: number | undefined;
	local?: string | undefined;
	remote?: string | undefined;
	fwmark?: number | undefined;
}

export interface LinkinfoGeneveAttrs extends Undeclared {
	id?: number | undefined;
	remote?: string | undefined;
	ttl?: number | undefined;
	tos?: number | undefined;
	port?: number | undefined;
	'collect-metadata'?: boolean | undefined;
	remote6?: string | undefined;
	'udp-csum'?: number | undefined;
	'udp-zero-csum6-tx'?: number | undefined;
	'udp-zero-csum6-rx'?: number | undefined;
	label?: number | undefined;
	'ttl-inherit'?: number | undefined;
	df?: number | undefined;
	'inner-proto-inherit'?: boolean | undefined;
	'port-range'?: IflaGenevePortRange & FurtherBytes | undefined;
	'gro-hint'?: boolean | undefined;
	local?: string | undefined;
	local6?: string | undefined;
}

export interface LinkinfoHsrAttrs extends Undeclared {
	slave1?: number | undefined;
	slave2?: number | undefined;
	'multicast-spec'?: number | undefined;
	'supervision-addr'?: string | undefined;
	'seq-nr'?: number | undefined;
	version?: number | undefined;
	protocol?: number | undefined;
	interlink?: number | undefined;
}

export interface LinkinfoIptunAttrs extends Undeclared {
	link?: number | undefined;
	local?: string | undefined;
	remote?: string | undefined;
	ttl?: number | undefined;
	tos?: number | undefined;
	'encap-limit'?: number | undefined;
	flowinfo?: number | undefined;
	flags?: number | undefined;
	proto?: number | undefined;
	pmtudisc?: number | undefined;
	'6rd-prefix'?: string | undefined;
	'6rd-relay-prefix'?: string | undefined;
	'6rd-prefixlen'?: number | undefined;
	'6rd-relay-prefixlen'?: number | undefined;
	'encap-type'?: number | undefined;
	'encap-flags'?: number | undefined;
	'encap-sport'?: number | undefined;
	'encap-dport'?: number | undefined;
	'collect-metadata'?: boolean | undefined;
	fwmark?: number | undefined;
}

export interface LinkinfoIp6tnlAttrs extends Undeclared {
	link?: number | undefined;
	local?: string | undefined;
	remote?: string | undefined;
	ttl?: number | undefined;
	'encap-limit'?: number | undefined;
	flowinfo?: number | undefined;
	flags?: number | undefined;
	proto?: number | undefined;
	'encap-type'?: number | undefined;
	'encap-flags'?: number | undefined;
	'encap-sport'?: number | undefined;
	'encap-dport'?: number | undefined;
	'collect-metadata'?: boolean | undefined;
	fwmark?: number | undefined;
}

export interface LinkinfoTunAttrs extends Undeclared {
	owner?: number | undefined;
	group?: number | undefined;
	type?: number | undefined;
	pi?: number | undefined;
	'vnet-hdr'?: number | undefined;
	persist?: number | undefined;
	'multi-queue'?: number | undefined;
	'num-queues'?: number | undefined;
	'num-disabled-queues'?: number | undefined;
}

export interface LinkinfoVlanAttrs extends Undeclared {
	id?: number | undefined;
	flags?: IflaVlanFlags & FurtherBytes | undefined;
	'egress-qos'?: IflaVlanQos | undefined;
	'ingress-qos'?: IflaVlanQos | undefined;
	protocol?: VlanProtocols | number | undefined;
}

export interface IflaVlanQos extends Undeclared {
	mapping?: readonly (IflaVlanQosMapping & FurtherBytes)[] | undefined;
}

export interface LinkinfoVrfAttrs extends Undeclared {
	table?: number | undefined;
}

export interface XdpAttrs extends Undeclared {
	fd?: number | undefined;
	attached?: number | undefined;
	flags?: number | undefined;
	'prog-id'?: number | undefined;
	'drv-prog-id'?: number | undefined;
	'skb-prog-id'?: number | undefined;
	'hw-prog-id'?: number | undefined;
	'expected-fd'?: number | undefined;
}

export interface IflaAttrs extends Undeclared {
	/** u32 indexed by ipv4-devconf - 1 on output, on input it's a nest */
	conf?: readonly number[] | undefined;
}

export interface Ifla6Attrs extends Undeclared {
	flags?: number | undefined;
	/** u32 indexed by ipv6-devconf - 1 on output, on input it's a nest */
	conf?: readonly number[] | undefined;
	stats?: readonly bigint[] | undefined;
	mcast?: Uint8Array | undefined;
	cacheinfo?: IflaCacheinfo & FurtherBytes | undefined;
	icmp6stats?: readonly bigint[] | undefined;
	token?: Uint8Array | undefined;
	'addr-gen-mode'?: number | undefined;
	'ra-mtu'?: number | undefined;
}

export interface MctpAttrs extends Undeclared {
	net?: number | undefined;
	'phys-binding'?: number | undefined;
}

export interface StatsAttrs extends Undeclared {
	'link-64'?: RtnlLinkStats64 & FurtherBytes | undefined;
	'link-xstats'?: Uint8Array | undefined;
	'link-xstats-slave'?: Uint8Array | undefined;
	'link-offload-xstats'?: LinkOffloadXstats | undefined;
	'af-spec'?: Uint8Array | undefined;
}

export interface LinkOffloadXstats extends Undeclared {
	'cpu-hit'?: Uint8Array | undefined;
	'hw-s-info'?: readonly HwSInfoOne[] | undefined;
	'l3-stats'?: Uint8Array | undefined;
}

export interface HwSInfoOne extends Undeclared {
	request?: number | undefined;
	used?: number | undefined;
}

export interface LinkDpllPinAttrs extends Undeclared {
	id?: number | undefined;
}

export interface LinkinfoNetkitAttrs extends Undeclared {
	'peer-info'?: Uint8Array | undefined;
	primary?: number | undefined;
	policy?: NetkitPolicy | number | undefined;
	'peer-policy'?: NetkitPolicy | number | undefined;
	mode?: NetkitMode | number | undefined;
	scrub?: NetkitScrub | number | undefined;
	'peer-scrub'?: NetkitScrub | number | undefined;
	headroom?: number | undefined;
	tailroom?: number | undefined;
	pairing?: NetkitPairing | number | undefined;
}

export interface LinkinfoOvpnAttrs extends Undeclared {
	mode?: OvpnMode | number | undefined;
}

export type NewlinkRequest = Ifinfomsg & LinkAttrs;
export type DellinkRequest = Ifinfomsg & LinkAttrs;
export type GetlinkRequest = Ifinfomsg & LinkAttrs;
export type GetlinkReply = Ifinfomsg & LinkAttrs;
export type SetlinkRequest = Ifinfomsg & LinkAttrs;
export type GetstatsRequest = IfStatsMsg & StatsAttrs;
export type GetstatsReply = IfStatsMsg & StatsAttrs;

/** What the family rt-link can be asked, and what it tells. */
export type RtLinkFamily = {
	do: {
		/** Create a new link. */
		newlink: { request: NewlinkRequest; reply: undefined };
		/** Delete an existing link. */
		dellink: { request: DellinkRequest; reply: undefined };
		/** Get / dump information about a link. */
		getlink: { request: GetlinkRequest; reply: GetlinkReply };
		/** Set information about a link. */
		setlink: { request: SetlinkRequest; reply: undefined };
		/** Get / dump link stats. */
		getstats: { request: GetstatsRequest; reply: GetstatsReply };
	};
	dump: {
		/** Get / dump information about a link. */
		getlink: { request: GetlinkRequest; reply: GetlinkReply };
		/** Get / dump link stats. */
		getstats: { request: GetstatsRequest; reply: GetstatsReply };
	};
	events: {
		/** Notify that a link has been created */
		'newlink-ntf': GetlinkReply;
	};
	groups: 'rtnlgrp-link' | 'rtnlgrp-stats';
};

/** Link configuration over rtnetlink. */
export const rtLink: FamilyTables<RtLinkFamily> = {
	name: 'rt-link',
	protocol: 0,
	enums: {
		'ifinfo-flags': {
			type: 'flags',
			entries: {
				up: 0,
				broadcast: 1,
				debug: 2,
				loopback: 3,
				'point-to-point': 4,
				'no-trailers': 5,
				running: 6,
				'no-arp': 7,
				promisc: 8,
				'all-multi': 9,
				master: 10,
				slave: 11,
				multicast: 12,
				portsel: 13,
				'auto-media': 14,
				dynamic: 15,
				'lower-up': 16,
				dormant: 17,
				echo: 18,
			},
		},
		'vlan-protocols': {
			type: 'enum',
			entries: { '8021q': 33024, '8021ad': 34984 },
		},
		'ipv4-devconf': {
			type: 'enum',
			entries: {
				forwarding: 0,
				'mc-forwarding': 1,
				'proxy-arp': 2,
				'accept-redirects': 3,
				'secure-redirects': 4,
				'send-redirects': 5,
				'shared-media': 6,
				'rp-filter': 7,
				'accept-source-route': 8,
				'bootp-relay': 9,
				'log-martians': 10,
				tag: 11,
				arpfilter: 12,
				'medium-id': 13,
				noxfrm: 14,
				nopolicy: 15,
				'force-igmp-version': 16,
				'arp-announce': 17,
				'arp-ignore': 18,
				'promote-secondaries': 19,
				'arp-accept': 20,
				'arp-notify': 21,
				'accept-local': 22,
				'src-vmark': 23,
				'proxy-arp-pvlan': 24,
				'route-localnet': 25,
				'igmpv2-unsolicited-report-interval': 26,
				'igmpv3-unsolicited-report-interval': 27,
				'ignore-routes-with-linkdown': 28,
				'drop-unicast-in-l2-multicast': 29,
				'drop-gratuitous-arp': 30,
				'bc-forwarding': 31,
				'arp-evict-nocarrier': 32,
			},
		},
		'ipv6-devconf': {
			type: 'enum',
			entries: {
				forwarding: 0,
				hoplimit: 1,
				mtu6: 2,
				'accept-ra': 3,
				'accept-redirects': 4,
				autoconf: 5,
				'dad-transmits': 6,
				'rtr-solicits': 7,
				'rtr-solicit-interval': 8,
				'rtr-solicit-delay': 9,
				'use-tempaddr': 10,
				'temp-valid-lft': 11,
				'temp-prefered-lft': 12,
				'regen-max-retry': 13,
				'max-desync-factor': 14,
				'max-addresses': 15,
				'force-mld-version': 16,
				'accept-ra-defrtr': 17,
				'accept-ra-pinfo': 18,
				'accept-ra-rtr-pref': 19,
				'rtr-probe-interval': 20,
				'accept-ra-rt-info-max-plen': 21,
				'proxy-ndp': 22,
				'optimistic-dad': 23,
				'accept-source-route': 24,
				'mc-forwarding': 25,
				'disable-ipv6': 26,
				'accept-dad': 27,
				'force-tllao': 28,
				'ndisc-notify': 29,
				'mldv1-unsolicited-report-interval': 30,
				'mldv2-unsolicited-report-interval': 31,
				'suppress-frag-ndisc': 32,
				'accept-ra-from-local': 33,
				'use-optimistic': 34,
				'accept-ra-mtu': 35,
				'stable-secret': 36,
				'use-oif-addrs-only': 37,
				'accept-ra-min-hop-limit': 38,
				'ignore-routes-with-linkdown': 39,
				'drop-unicast-in-l2-multicast': 40,
				'drop-unsolicited-na': 41,
				'keep-addr-on-down': 42,
				'rtr-solicit-max-interval': 43,
				'seg6-enabled': 44,
				'seg6-require-hmac': 45,
				'enhanced-dad': 46,
				'addr-gen-mode': 47,
				'disable-policy': 48,
				'accept-ra-rt-info-min-plen': 49,
				'ndisc-tclass': 50,
				'rpl-seg-enabled': 51,
				'ra-defrtr-metric': 52,
				'ioam6-enabled': 53,
				'ioam6-id': 54,
				'ioam6-id-wide': 55,
				'ndisc-evict-nocarrier': 56,
				'accept-untracked-na': 57,
			},
		},
		'ifla-icmp6-stats': {
			type: 'enum',
			entries: {
				num: 0,
				inmsgs: 1,
				inerrors: 2,
				outmsgs: 3,
				outerrors: 4,
				csumerrors: 5,
				ratelimithost: 6,
			},
		},
		'ifla-inet6-stats': {
			type: 'enum',
			entries: {
				num: 0,
				inpkts: 1,
				inoctets: 2,
				indelivers: 3,
				outforwdatagrams: 4,
				outpkts: 5,
				outoctets: 6,
				inhdrerrors: 7,
				intoobigerrors: 8,
				innoroutes: 9,
				inaddrerrors: 10,
				inunknownprotos: 11,
				intruncatedpkts: 12,
				indiscards: 13,
				outdiscards: 14,
				outnoroutes: 15,
				reasmtimeout: 16,
				reasmreqds: 17,
				reasmoks: 18,
				reasmfails: 19,
				fragoks: 20,
				fragfails: 21,
				fragcreates: 22,
				inmcastpkts: 23,
				outmcastpkts: 24,
				inbcastpkts: 25,
				outbcastpkts: 26,
				inmcastoctets: 27,
				outmcastoctets: 28,
				inbcastoctets: 29,
				outbcastoctets: 30,
				csumerrors: 31,
				noectpkts: 32,
				'ect1-pkts': 33,
				'ect0-pkts': 34,
				cepkts: 35,
				'reasm-overlaps': 36,
			},
		},
		'vlan-flags': {
			type: 'flags',
			entries: {
				'reorder-hdr': 0,
				gvrp: 1,
				'loose-binding': 2,
				mvrp: 3,
				'bridge-binding': 4,
			},
		},
		'ifla-vf-link-state-enum': {
			type: 'enum',
			entries: { auto: 0, enable: 1, disable: 2 },
		},
		'rtext-filter': {
			type: 'flags',
			entries: {
				vf: 0,
				brvlan: 1,
				'brvlan-compressed': 2,
				'skip-stats': 3,
				mrp: 4,
				'cfm-config': 5,
				'cfm-status': 6,
				mst: 7,
			},
		},
		'netkit-policy': { type: 'enum', entries: { forward: 0, blackhole: 2 } },
		'netkit-mode': { type: 'enum', entries: { l2: 0, l3: 1 } },
		'netkit-scrub': { type: 'enum', entries: { none: 0, default: 1 } },
		'netkit-pairing': { type: 'enum', entries: { pair: 0, single: 1 } },
		'ovpn-mode': { type: 'enum', entries: { p2p: 0, mp: 1 } },
		'br-stp-mode': { type: 'enum', entries: { auto: 0, user: 1, kernel: 2 } },
	},
	structs: {
		rtgenmsg: {
			family: { type: 'u8' },
		},
		ifinfomsg: {
			'ifi-family': { type: 'u8' },
			pad: { type: 'pad', len: 1 },
			'ifi-type': { type: 'u16' },
			'ifi-index': { type: 's32' },
			'ifi-flags': { type: 'u32', enum: 'ifinfo-flags', enumAsFlags: true },
			'ifi-change': { type: 'u32' },
		},
		'ifla-bridge-id': {
			prio: { type: 'u16' },
			addr: { type: 'binary', len: 6, displayHint: 'mac' },
		},
		'ifla-cacheinfo': {
			'max-reasm-len': { type: 'u32' },
			tstamp: { type: 'u32' },
			'reachable-time': { type: 's32' },
			'retrans-time': { type: 'u32' },
		},
		'rtnl-link-stats': {
			'rx-packets': { type: 'u32' },
			'tx-packets': { type: 'u32' },
			'rx-bytes': { type: 'u32' },
			'tx-bytes': { type: 'u32' },
			'rx-errors': { type: 'u32' },
			'tx-errors': { type: 'u32' },
			'rx-dropped': { type: 'u32' },
			'tx-dropped': { type: 'u32' },
			multicast: { type: 'u32' },
			collisions: { type: 'u32' },
			'rx-length-errors': { type: 'u32' },
			'rx-over-errors': { type: 'u32' },
			'rx-crc-errors': { type: 'u32' },
			'rx-frame-errors': { type: 'u32' },
			'rx-fifo-errors': { type: 'u32' },
			'rx-missed-errors': { type: 'u32' },
			'tx-aborted-errors': { type: 'u32' },
			'tx-carrier-errors': { type: 'u32' },
			'tx-fifo-errors': { type: 'u32' },
			'tx-heartbeat-errors': { type: 'u32' },
			'tx-window-errors': { type: 'u32' },
			'rx-compressed': { type: 'u32' },
			'tx-compressed': { type: 'u32' },
			'rx-nohandler': { type: 'u32' },
		},
		'rtnl-link-stats64': {
			'rx-packets': { type: 'u64' },
			'tx-packets': { type: 'u64' },
			'rx-bytes': { type: 'u64' },
			'tx-bytes': { type: 'u64' },
			'rx-errors': { type: 'u64' },
			'tx-errors': { type: 'u64' },
			'rx-dropped': { type: 'u64' },
			'tx-dropped': { type: 'u64' },
			multicast: { type: 'u64' },
			collisions: { type: 'u64' },
			'rx-length-errors': { type: 'u64' },
			'rx-over-errors': { type: 'u64' },
			'rx-crc-errors': { type: 'u64' },
			'rx-frame-errors': { type: 'u64' },
			'rx-fifo-errors': { type: 'u64' },
			'rx-missed-errors': { type: 'u64' },
			'tx-aborted-errors': { type: 'u64' },
			'tx-carrier-errors': { type: 'u64' },
			'tx-fifo-errors': { type: 'u64' },
			'tx-heartbeat-errors': { type: 'u64' },
			'tx-window-errors': { type: 'u64' },
			'rx-compressed': { type: 'u64' },
			'tx-compressed': { type: 'u64' },
			'rx-nohandler': { type: 'u64' },
			'rx-otherhost-dropped': { type: 'u64' },
		},
		'rtnl-link-ifmap': {
			'mem-start': { type: 'u64' },
			'mem-end': { type: 'u64' },
			'base-addr': { type: 'u64' },
			irq: { type: 'u16' },
			dma: { type: 'u8' },
			port: { type: 'u8' },
		},
		'br-boolopt-multi': {
			optval: { type: 'u32' },
			optmask: { type: 'u32' },
		},
		'if-stats-msg': {
			family: { type: 'u8' },
			pad: { type: 'pad', len: 3 },
			ifindex: { type: 'u32' },
			'filter-mask': { type: 'u32' },
		},
		'ifla-vlan-flags': {
			flags: { type: 'u32', enum: 'vlan-flags', enumAsFlags: true },
			mask: { type: 'u32', displayHint: 'hex' },
		},
		'ifla-vlan-qos-mapping': {
			from: { type: 'u32' },
			to: { type: 'u32' },
		},
		'ifla-geneve-port-range': {
			low: { type: 'u16', byteOrder: 'big-endian' },
			high: { type: 'u16', byteOrder: 'big-endian' },
		},
		'ifla-vf-mac': {
			vf: { type: 'u32' },
			mac: { type: 'binary', len: 32 },
		},
		'ifla-vf-vlan': {
			vf: { type: 'u32' },
			vlan: { type: 'u32' },
			qos: { type: 'u32' },
		},
		'ifla-vf-tx-rate': {
			vf: { type: 'u32' },
			rate: { type: 'u32' },
		},
		'ifla-vf-spoofchk': {
			vf: { type: 'u32' },
			setting: { type: 'u32' },
		},
		'ifla-vf-link-state': {
			vf: { type: 'u32' },
			'link-state': { type: 'u32', enum: 'ifla-vf-link-state-enum' },
		},
		'ifla-vf-rate': {
			vf: { type: 'u32' },
			'min-tx-rate': { type: 'u32' },
			'max-tx-rate': { type: 'u32' },
		},
		'ifla-vf-rss-query-en': {
			vf: { type: 'u32' },
			setting: { type: 'u32' },
		},
		'ifla-vf-trust': {
			vf: { type: 'u32' },
			setting: { type: 'u32' },
		},
		'ifla-vf-guid': {
			vf: { type: 'u32' },
			guid: { type: 'u64' },
		},
		'ifla-vf-vlan-info': {
			vf: { type: 'u32' },
			vlan: { type: 'u32' },
			qos: { type: 'u32' },
			'vlan-proto': { type: 'u32' },
		},
	},
	sets: {
		'link-attrs': {
			address: { value: 1, type: 'binary', displayHint: 'mac' },
			broadcast: { value: 2, type: 'binary', displayHint: 'mac' },
			ifname: { value: 3, type: 'string' },
			mtu: { value: 4, type: 'u32' },
			link: { value: 5, type: 'u32' },
			qdisc: { value: 6, type: 'string' },
			stats: { value: 7, type: 'binary', struct: 'rtnl-link-stats' },
			master: { value: 10, type: 'u32' },
			wireless: { value: 11, type: 'binary' },
			protinfo: { value: 12, type: 'binary' },
			txqlen: { value: 13, type: 'u32' },
			map: { value: 14, type: 'binary', struct: 'rtnl-link-ifmap' },
			weight: { value: 15, type: 'u32' },
			operstate: { value: 16, type: 'u8' },
			linkmode: { value: 17, type: 'u8' },
			linkinfo: { value: 18, type: 'nest', nestedAttributes: 'linkinfo-attrs' },
			'net-ns-pid': { value: 19, type: 'u32' },
			ifalias: { value: 20, type: 'string' },
			'num-vf': { value: 21, type: 'u32' },
			'vfinfo-list': {
				value: 22,
				type: 'nest',
				nestedAttributes: 'vfinfo-list-attrs',
			},
			stats64: { value: 23, type: 'binary', struct: 'rtnl-link-stats64' },
			'vf-ports': {
				value: 24,
				type: 'nest',
				nestedAttributes: 'vf-ports-attrs',
			},
			'port-self': {
				value: 25,
				type: 'nest',
				nestedAttributes: 'port-self-attrs',
			},
			'af-spec': { value: 26, type: 'nest', nestedAttributes: 'af-spec-attrs' },
			group: { value: 27, type: 'u32' },
			'net-ns-fd': { value: 28, type: 'u32' },
			'ext-mask': {
				value: 29,
				type: 'u32',
				enum: 'rtext-filter',
				enumAsFlags: true,
			},
			promiscuity: { value: 30, type: 'u32' },
			'num-tx-queues': { value: 31, type: 'u32' },
			'num-rx-queues': { value: 32, type: 'u32' },
			carrier: { value: 33, type: 'u8' },
			'phys-port-id': { value: 34, type: 'binary' },
			'carrier-changes': { value: 35, type: 'u32' },
			'phys-switch-id': { value: 36, type: 'binary' },
			'link-netnsid': { value: 37, type: 's32' },
			'phys-port-name': { value: 38, type: 'string' },
			'proto-down': { value: 39, type: 'u8' },
			'gso-max-segs': { value: 40, type: 'u32' },
			'gso-max-size': { value: 41, type: 'u32' },
			pad: { value: 42, type: 'pad' },
			xdp: { value: 43, type: 'nest', nestedAttributes: 'xdp-attrs' },
			event: { value: 44, type: 'u32' },
			'new-netnsid': { value: 45, type: 's32' },
			'target-netnsid': { value: 46, type: 's32' },
			'carrier-up-count': { value: 47, type: 'u32' },
			'carrier-down-count': { value: 48, type: 'u32' },
			'new-ifindex': { value: 49, type: 's32' },
			'min-mtu': { value: 50, type: 'u32' },
			'max-mtu': { value: 51, type: 'u32' },
			'prop-list': {
				value: 52,
				type: 'nest',
				nestedAttributes: 'prop-list-link-attrs',
			},
			'alt-ifname': { value: 53, type: 'string' },
			'perm-address': { value: 54, type: 'binary', displayHint: 'mac' },
			'proto-down-reason': { value: 55, type: 'string' },
			'parent-dev-name': { value: 56, type: 'string' },
			'parent-dev-bus-name': { value: 57, type: 'string' },
			'gro-max-size': { value: 58, type: 'u32' },
			'tso-max-size': { value: 59, type: 'u32' },
			'tso-max-segs': { value: 60, type: 'u32' },
			allmulti: { value: 61, type: 'u32' },
			'devlink-port': { value: 62, type: 'binary' },
			'gso-ipv4-max-size': { value: 63, type: 'u32' },
			'gro-ipv4-max-size': { value: 64, type: 'u32' },
			'dpll-pin': {
				value: 65,
				type: 'nest',
				nestedAttributes: 'link-dpll-pin-attrs',
			},
			'max-pacing-offload-horizon': { value: 66, type: 'uint' },
			'netns-immutable': { value: 67, type: 'u8' },
			headroom: { value: 68, type: 'u16' },
			tailroom: { value: 69, type: 'u16' },
		},
		'prop-list-link-attrs': {
			'alt-ifname': { value: 53, type: 'string', multiAttr: true },
		},
		'af-spec-attrs': {
			inet: { value: 2, type: 'nest', nestedAttributes: 'ifla-attrs' },
			inet6: { value: 10, type: 'nest', nestedAttributes: 'ifla6-attrs' },
			mctp: { value: 45, type: 'nest', nestedAttributes: 'mctp-attrs' },
		},
		'vfinfo-list-attrs': {
			info: {
				value: 1,
				type: 'nest',
				multiAttr: true,
				nestedAttributes: 'vfinfo-attrs',
			},
		},
		'vfinfo-attrs': {
			mac: { value: 1, type: 'binary', struct: 'ifla-vf-mac' },
			vlan: { value: 2, type: 'binary', struct: 'ifla-vf-vlan' },
			'tx-rate': { value: 3, type: 'binary', struct: 'ifla-vf-tx-rate' },
			spoofchk: { value: 4, type: 'binary', struct: 'ifla-vf-spoofchk' },
			'link-state': { value: 5, type: 'binary', struct: 'ifla-vf-link-state' },
			rate: { value: 6, type: 'binary', struct: 'ifla-vf-rate' },
			'rss-query-en': {
				value: 7,
				type: 'binary',
				struct: 'ifla-vf-rss-query-en',
			},
			stats: { value: 8, type: 'nest', nestedAttributes: 'vf-stats-attrs' },
			trust: { value: 9, type: 'binary', struct: 'ifla-vf-trust' },
			'ib-node-guid': { value: 10, type: 'binary', struct: 'ifla-vf-guid' },
			'ib-port-guid': { value: 11, type: 'binary', struct: 'ifla-vf-guid' },
			'vlan-list': {
				value: 12,
				type: 'nest',
				nestedAttributes: 'vf-vlan-attrs',
			},
			broadcast: { value: 13, type: 'binary' },
		},
		'vf-stats-attrs': {
			'rx-packets': { value: 0, type: 'u64' },
			'tx-packets': { value: 1, type: 'u64' },
			'rx-bytes': { value: 2, type: 'u64' },
			'tx-bytes': { value: 3, type: 'u64' },
			broadcast: { value: 4, type: 'u64' },
			multicast: { value: 5, type: 'u64' },
			pad: { value: 6, type: 'pad' },
			'rx-dropped': { value: 7, type: 'u64' },
			'tx-dropped': { value: 8, type: 'u64' },
		},
		'vf-vlan-attrs': {
			info: {
				value: 1,
				type: 'binary',
				multiAttr: true,
				struct: 'ifla-vf-vlan-info',
			},
		},
		'vf-ports-attrs': {},
		'port-self-attrs': {},
		'linkinfo-attrs': {
			kind: { value: 1, type: 'string' },
			data: {
				value: 2,
				type: 'sub-message',
				subMessage: 'linkinfo-data-msg',
				selector: 'kind',
			},
			xstats: { value: 3, type: 'binary' },
			'slave-kind': { value: 4, type: 'string' },
			'slave-data': {
				value: 5,
				type: 'sub-message',
				subMessage: 'linkinfo-member-data-msg',
				selector: 'slave-kind',
			},
		},
		'linkinfo-bond-attrs': {
			mode: { value: 1, type: 'u8' },
			'active-slave': { value: 2, type: 'u32' },
			miimon: { value: 3, type: 'u32' },
			updelay: { value: 4, type: 'u32' },
			downdelay: { value: 5, type: 'u32' },
			'use-carrier': { value: 6, type: 'u8' },
			'arp-interval': { value: 7, type: 'u32' },
			'arp-ip-target': {
				value: 8,
				type: 'indexed-array',
				subType: 'u32',
				byteOrder: 'big-endian',
				displayHint: 'ipv4',
			},
			'arp-validate': { value: 9, type: 'u32' },
			'arp-all-targets': { value: 10, type: 'u32' },
			primary: { value: 11, type: 'u32' },
			'primary-reselect': { value: 12, type: 'u8' },
			'fail-over-mac': { value: 13, type: 'u8' },
			'xmit-hash-policy': { value: 14, type: 'u8' },
			'resend-igmp': { value: 15, type: 'u32' },
			'num-peer-notif': { value: 16, type: 'u8' },
			'all-slaves-active': { value: 17, type: 'u8' },
			'min-links': { value: 18, type: 'u32' },
			'lp-interval': { value: 19, type: 'u32' },
			'packets-per-slave': { value: 20, type: 'u32' },
			'ad-lacp-rate': { value: 21, type: 'u8' },
			'ad-select': { value: 22, type: 'u8' },
			'ad-info': {
				value: 23,
				type: 'nest',
				nestedAttributes: 'bond-ad-info-attrs',
			},
			'ad-actor-sys-prio': { value: 24, type: 'u16' },
			'ad-user-port-key': { value: 25, type: 'u16' },
			'ad-actor-system': { value: 26, type: 'binary', displayHint: 'mac' },
			'tlb-dynamic-lb': { value: 27, type: 'u8' },
			'peer-notif-delay': { value: 28, type: 'u32' },
			'ad-lacp-active': { value: 29, type: 'u8' },
			'missed-max': { value: 30, type: 'u8' },
			'ns-ip6-target': {
				value: 31,
				type: 'indexed-array',
				subType: 'binary',
				displayHint: 'ipv6',
			},
			'coupled-control': { value: 32, type: 'u8' },
			'broadcast-neigh': { value: 33, type: 'u8' },
			'lacp-strict': { value: 34, type: 'u8' },
		},
		'bond-ad-info-attrs': {
			aggregator: { value: 1, type: 'u16' },
			'num-ports': { value: 2, type: 'u16' },
			'actor-key': { value: 3, type: 'u16' },
			'partner-key': { value: 4, type: 'u16' },
			'partner-mac': { value: 5, type: 'binary', displayHint: 'mac' },
		},
		'bond-slave-attrs': {
			state: { value: 1, type: 'u8' },
			'mii-status': { value: 2, type: 'u8' },
			'link-failure-count': { value: 3, type: 'u32' },
			'perm-hwaddr': { value: 4, type: 'binary', displayHint: 'mac' },
			'queue-id': { value: 5, type: 'u16' },
			'ad-aggregator-id': { value: 6, type: 'u16' },
			'ad-actor-oper-port-state': { value: 7, type: 'u8' },
			'ad-partner-oper-port-state': { value: 8, type: 'u16' },
			prio: { value: 9, type: 'u32' },
		},
		'linkinfo-bridge-attrs': {
			'forward-delay': { value: 1, type: 'u32' },
			'hello-time': { value: 2, type: 'u32' },
			'max-age': { value: 3, type: 'u32' },
			'ageing-time': { value: 4, type: 'u32' },
			'stp-state': { value: 5, type: 'u32' },
			priority: { value: 6, type: 'u16' },
			'vlan-filtering': { value: 7, type: 'u8' },
			'vlan-protocol': { value: 8, type: 'u16' },
			'group-fwd-mask': { value: 9, type: 'u16' },
			'root-id': { value: 10, type: 'binary', struct: 'ifla-bridge-id' },
			'bridge-id': { value: 11, type: 'binary', struct: 'ifla-bridge-id' },
			'root-port': { value: 12, type: 'u16' },
			'root-path-cost': { value: 13, type: 'u32' },
			'topology-change': { value: 14, type: 'u8' },
			'topology-change-detected': { value: 15, type: 'u8' },
			'hello-timer': { value: 16, type: 'u64' },
			'tcn-timer': { value: 17, type: 'u64' },
			'topology-change-timer': { value: 18, type: 'u64' },
			'gc-timer': { value: 19, type: 'u64' },
			'group-addr': { value: 20, type: 'binary', displayHint: 'mac' },
			'fdb-flush': { value: 21, type: 'binary' },
			'mcast-router': { value: 22, type: 'u8' },
			'mcast-snooping': { value: 23, type: 'u8' },
			'mcast-query-use-ifaddr': { value: 24, type: 'u8' },
			'mcast-querier': { value: 25, type: 'u8' },
			'mcast-hash-elasticity': { value: 26, type: 'u32' },
			'mcast-hash-max': { value: 27, type: 'u32' },
			'mcast-last-member-cnt': { value: 28, type: 'u32' },
			'mcast-startup-query-cnt': { value: 29, type: 'u32' },
			'mcast-last-member-intvl': { value: 30, type: 'u64' },
			'mcast-membership-intvl': { value: 31, type: 'u64' },
			'mcast-querier-intvl': { value: 32, type: 'u64' },
			'mcast-query-intvl': { value: 33, type: 'u64' },
			'mcast-query-response-intvl': { value: 34, type: 'u64' },
			'mcast-startup-query-intvl': { value: 35, type: 'u64' },
			'nf-call-iptables': { value: 36, type: 'u8' },
			'nf-call-ip6tables': { value: 37, type: 'u8' },
			'nf-call-arptables': { value: 38, type: 'u8' },
			'vlan-default-pvid': { value: 39, type: 'u16' },
			pad: { value: 40, type: 'pad' },
			'vlan-stats-enabled': { value: 41, type: 'u8' },
			'mcast-stats-enabled': { value: 42, type: 'u8' },
			'mcast-igmp-version': { value: 43, type: 'u8' },
			'mcast-mld-version': { value: 44, type: 'u8' },
			'vlan-stats-per-port': { value: 45, type: 'u8' },
			'multi-boolopt': {
				value: 46,
				type: 'binary',
				struct: 'br-boolopt-multi',
			},
			'mcast-querier-state': { value: 47, type: 'binary' },
			'fdb-n-learned': { value: 48, type: 'u32' },
			'fdb-max-learned': { value: 49, type: 'u32' },
			'stp-mode': { value: 50, type: 'u32', enum: 'br-stp-mode' },
		},
		'linkinfo-brport-attrs': {
			state: { value: 1, type: 'u8' },
			priority: { value: 2, type: 'u16' },
			cost: { value: 3, type: 'u32' },
			mode: { value: 4, type: 'u8' },
			guard: { value: 5, type: 'u8' },
			protect: { value: 6, type: 'u8' },
			'fast-leave': { value: 7, type: 'u8' },
			learning: { value: 8, type: 'u8' },
			'unicast-flood': { value: 9, type: 'u8' },
			proxyarp: { value: 10, type: 'u8' },
			'learning-sync': { value: 11, type: 'u8' },
			'proxyarp-wifi': { value: 12, type: 'u8' },
			'root-id': { value: 13, type: 'binary', struct: 'ifla-bridge-id' },
			'bridge-id': { value: 14, type: 'binary', struct: 'ifla-bridge-id' },
			'designated-port': { value: 15, type: 'u16' },
			'designated-cost': { value: 16, type: 'u16' },
			id: { value: 17, type: 'u16' },
			no: { value: 18, type: 'u16' },
			'topology-change-ack': { value: 19, type: 'u8' },
			'config-pending': { value: 20, type: 'u8' },
			'message-age-timer': { value: 21, type: 'u64' },
			'forward-delay-timer': { value: 22, type: 'u64' },
			'hold-timer': { value: 23, type: 'u64' },
			flush: { value: 24, type: 'flag' },
			'multicast-router': { value: 25, type: 'u8' },
			pad: { value: 26, type: 'pad' },
			'mcast-flood': { value: 27, type: 'u8' },
			'mcast-to-ucast': { value: 28, type: 'u8' },
			'vlan-tunnel': { value: 29, type: 'u8' },
			'bcast-flood': { value: 30, type: 'u8' },
			'group-fwd-mask': { value: 31, type: 'u16' },
			'neigh-suppress': { value: 32, type: 'u8' },
			isolated: { value: 33, type: 'u8' },
			'backup-port': { value: 34, type: 'u32' },
			'mrp-ring-open': { value: 35, type: 'u8' },
			'mrp-in-open': { value: 36, type: 'u8' },
			'mcast-eht-hosts-limit': { value: 37, type: 'u32' },
			'mcast-eht-hosts-cnt': { value: 38, type: 'u32' },
			locked: { value: 39, type: 'u8' },
			mab: { value: 40, type: 'u8' },
			'mcast-n-groups': { value: 41, type: 'u32' },
			'mcast-max-groups': { value: 42, type: 'u32' },
			'neigh-vlan-suppress': { value: 43, type: 'u8' },
			'backup-nhid': { value: 44, type: 'u32' },
			'neigh-forward-grat': { value: 45, type: 'u8' },
		},
		'linkinfo-gre-attrs': {
			link: { value: 1, type: 'u32' },
			iflags: { value: 2, type: 'u16', byteOrder: 'big-endian' },
			oflags: { value: 3, type: 'u16', byteOrder: 'big-endian' },
			ikey: { value: 4, type: 'u32', byteOrder: 'big-endian' },
			okey: { value: 5, type: 'u32', byteOrder: 'big-endian' },
			local: { value: 6, type: 'binary', displayHint: 'ipv4-or-v6' },
			remote: { value: 7, type: 'binary', displayHint: 'ipv4-or-v6' },
			ttl: { value: 8, type: 'u8' },
			tos: { value: 9, type: 'u8' },
			pmtudisc: { value: 10, type: 'u8' },
			'encap-limit': { value: 11, type: 'u8' },
			flowinfo: { value: 12, type: 'u32', byteOrder: 'big-endian' },
			flags: { value: 13, type: 'u32' },
			'encap-type': { value: 14, type: 'u16' },
			'encap-flags': { value: 15, type: 'u16' },
			'encap-sport': { value: 16, type: 'u16', byteOrder: 'big-endian' },
			'encap-dport': { value: 17, type: 'u16', byteOrder: 'big-endian' },
			'collect-metadata': { value: 18, type: 'flag' },
			'ignore-df': { value: 19, type: 'u8' },
			fwmark: { value: 20, type: 'u32' },
			'erspan-index': { value: 21, type: 'u32' },
			'erspan-ver': { value: 22, type: 'u8' },
			'erspan-dir': { value: 23, type: 'u8' },
			'erspan-hwid': { value: 24, type: 'u16' },
		},
		'linkinfo-gre6-attrs': {
			link: { value: 1, type: 'u32' },
			iflags: { value: 2, type: 'u16', byteOrder: 'big-endian' },
			oflags: { value: 3, type: 'u16', byteOrder: 'big-endian' },
			ikey: { value: 4, type: 'u32', byteOrder: 'big-endian' },
			okey: { value: 5, type: 'u32', byteOrder: 'big-endian' },
			local: { value: 6, type: 'binary', displayHint: 'ipv6' },
			remote: { value: 7, type: 'binary', displayHint: 'ipv6' },
			ttl: { value: 8, type: 'u8' },
			'encap-limit': { value: 11, type: 'u8' },
			flowinfo: { value: 12, type: 'u32', byteOrder: 'big-endian' },
			flags: { value: 13, type: 'u32' },
			'encap-type': { value: 14, type: 'u16' },
			'encap-flags': { value: 15, type: 'u16' },
			'encap-sport': { value: 16, type: 'u16', byteOrder: 'big-endian' },
			'encap-dport': { value: 17, type: 'u16', byteOrder: 'big-endian' },
			'collect-metadata': { value: 18, type: 'flag' },
			fwmark: { value: 20, type: 'u32' },
			'erspan-index': { value: 21, type: 'u32' },
			'erspan-ver': { value: 22, type: 'u8' },
			'erspan-dir': { value: 23, type: 'u8' },
			'erspan-hwid': { value: 24, type: 'u16' },
		},
		'linkinfo-vti-attrs': {
			link: { value: 1, type: 'u32' },
			ikey: { value: 2, type: 'u32', byteOrder: 'big-endian' },
			okey: { value: 3, type: 'u32', byteOrder: 'big-endian' },
			local: { value: 4, type: 'binary', displayHint: 'ipv4-or-v6' },
			remote: { value: 5, type: 'binary', displayHint: 'ipv4-or-v6' },
			fwmark: { value: 6, type: 'u32' },
		},
		'linkinfo-vti6-attrs': {
			link: { value: 1, type: 'u32' },
			ikey: { value: 2, type: 'u32', byteOrder: 'big-endian' },
			okey: { value: 3, type: 'u32', byteOrder: 'big-endian' },
			local: { value: 4, type: 'binary', displayHint: 'ipv6' },
			remote: { value: 5, type: 'binary', displayHint: 'ipv6' },
			fwmark: { value: 6, type: 'u32' },
		},
		'linkinfo-geneve-attrs': {
			id: { value: 1, type: 'u32' },
			remote: {
				value: 2,
				type: 'u32',
				byteOrder: 'big-endian',
				displayHint: 'ipv4',
			},
			ttl: { value: 3, type: 'u8' },
			tos: { value: 4, type: 'u8' },
			port: { value: 5, type: 'u16', byteOrder: 'big-endian' },
			'collect-metadata': { value: 6, type: 'flag' },
			remote6: { value: 7, type: 'binary', displayHint: 'ipv6' },
			'udp-csum': { value: 8, type: 'u8' },
			'udp-zero-csum6-tx': { value: 9, type: 'u8' },
			'udp-zero-csum6-rx': { value: 10, type: 'u8' },
			label: { value: 11, type: 'u32', byteOrder: 'big-endian' },
			'ttl-inherit': { value: 12, type: 'u8' },
			df: { value: 13, type: 'u8' },
			'inner-proto-inherit': { value: 14, type: 'flag' },
			'port-range': {
				value: 15,
				type: 'binary',
				struct: 'ifla-geneve-port-range',
			},
			'gro-hint': { value: 16, type: 'flag' },
			local: {
				value: 17,
				type: 'u32',
				byteOrder: 'big-endian',
				displayHint: 'ipv4',
			},
			local6: { value: 18, type: 'binary', displayHint: 'ipv6' },
		},
		'linkinfo-hsr-attrs': {
			slave1: { value: 1, type: 'u32' },
			slave2: { value: 2, type: 'u32' },
			'multicast-spec': { value: 3, type: 'u8' },
			'supervision-addr': { value: 4, type: 'binary', displayHint: 'mac' },
			'seq-nr': { value: 5, type: 'u16' },
			version: { value: 6, type: 'u8' },
			protocol: { value: 7, type: 'u8' },
			interlink: { value: 8, type: 'u32' },
		},
		'linkinfo-iptun-attrs': {
			link: { value: 1, type: 'u32' },
			local: { value: 2, type: 'binary', displayHint: 'ipv4-or-v6' },
			remote: { value: 3, type: 'binary', displayHint: 'ipv4-or-v6' },
			ttl: { value: 4, type: 'u8' },
			tos: { value: 5, type: 'u8' },
			'encap-limit': { value: 6, type: 'u8' },
			flowinfo: { value: 7, type: 'u32', byteOrder: 'big-endian' },
			flags: { value: 8, type: 'u16', byteOrder: 'big-endian' },
			proto: { value: 9, type: 'u8' },
			pmtudisc: { value: 10, type: 'u8' },
			'6rd-prefix': { value: 11, type: 'binary', displayHint: 'ipv6' },
			'6rd-relay-prefix': {
				value: 12,
				type: 'u32',
				byteOrder: 'big-endian',
				displayHint: 'ipv4',
			},
			'6rd-prefixlen': { value: 13, type: 'u16' },
			'6rd-relay-prefixlen': { value: 14, type: 'u16' },
			'encap-type': { value: 15, type: 'u16' },
			'encap-flags': { value: 16, type: 'u16' },
			'encap-sport': { value: 17, type: 'u16', byteOrder: 'big-endian' },
			'encap-dport': { value: 18, type: 'u16', byteOrder: 'big-endian' },
			'collect-metadata': { value: 19, type: 'flag' },
			fwmark: { value: 20, type: 'u32' },
		},
		'linkinfo-ip6tnl-attrs': {
			link: { value: 1, type: 'u32' },
			local: { value: 2, type: 'binary', displayHint: 'ipv6' },
			remote: { value: 3, type: 'binary', displayHint: 'ipv6' },
			ttl: { value: 4, type: 'u8' },
			'encap-limit': { value: 6, type: 'u8' },
			flowinfo: { value: 7, type: 'u32', byteOrder: 'big-endian' },
			flags: { value: 8, type: 'u32', byteOrder: 'big-endian' },
			proto: { value: 9, type: 'u8' },
			'encap-type': { value: 15, type: 'u16' },
			'encap-flags': { value: 16, type: 'u16' },
			'encap-sport': { value: 17, type: 'u16', byteOrder: 'big-endian' },
			'encap-dport': { value: 18, type: 'u16', byteOrder: 'big-endian' },
			'collect-metadata': { value: 19, type: 'flag' },
			fwmark: { value: 20, type: 'u32' },
		},
		'linkinfo-tun-attrs': {
			owner: { value: 1, type: 'u32' },
			group: { value: 2, type: 'u32' },
			type: { value: 3, type: 'u8' },
			pi: { value: 4, type: 'u8' },
			'vnet-hdr': { value: 5, type: 'u8' },
			persist: { value: 6, type: 'u8' },
			'multi-queue': { value: 7, type: 'u8' },
			'num-queues': { value: 8, type: 'u32' },
			'num-disabled-queues': { value: 9, type: 'u32' },
		},
		'linkinfo-vlan-attrs': {
			id: { value: 1, type: 'u16' },
			flags: { value: 2, type: 'binary', struct: 'ifla-vlan-flags' },
			'egress-qos': {
				value: 3,
				type: 'nest',
				nestedAttributes: 'ifla-vlan-qos',
			},
			'ingress-qos': {
				value: 4,
				type: 'nest',
				nestedAttributes: 'ifla-vlan-qos',
			},
			protocol: {
				value: 5,
				type: 'u16',
				byteOrder: 'big-endian',
				enum: 'vlan-protocols',
			},
		},
		'ifla-vlan-qos': {
			mapping: {
				value: 1,
				type: 'binary',
				multiAttr: true,
				struct: 'ifla-vlan-qos-mapping',
			},
		},
		'linkinfo-vrf-attrs': {
			table: { value: 1, type: 'u32' },
		},
		'xdp-attrs': {
			fd: { value: 1, type: 's32' },
			attached: { value: 2, type: 'u8' },
			flags: { value: 3, type: 'u32' },
			'prog-id': { value: 4, type: 'u32' },
			'drv-prog-id': { value: 5, type: 'u32' },
			'skb-prog-id': { value: 6, type: 'u32' },
			'hw-prog-id': { value: 7, type: 'u32' },
			'expected-fd': { value: 8, type: 's32' },
		},
		'ifla-attrs': {
			conf: { value: 1, type: 'binary', subType: 'u32' },
		},
		'ifla6-attrs': {
			flags: { value: 1, type: 'u32' },
			conf: { value: 2, type: 'binary', subType: 'u32' },
			stats: { value: 3, type: 'binary', subType: 'u64' },
			mcast: { value: 4, type: 'binary' },
			cacheinfo: { value: 5, type: 'binary', struct: 'ifla-cacheinfo' },
			icmp6stats: { value: 6, type: 'binary', subType: 'u64' },
			token: { value: 7, type: 'binary' },
			'addr-gen-mode': { value: 8, type: 'u8' },
			'ra-mtu': { value: 9, type: 'u32' },
		},
		'mctp-attrs': {
			net: { value: 1, type: 'u32' },
			'phys-binding': { value: 2, type: 'u8' },
		},
		'stats-attrs': {
			'link-64': { value: 1, type: 'binary', struct: 'rtnl-link-stats64' },
			'link-xstats': { value: 2, type: 'binary' },
			'link-xstats-slave': { value: 3, type: 'binary' },
			'link-offload-xstats': {
				value: 4,
				type: 'nest',
				nestedAttributes: 'link-offload-xstats',
			},
			'af-spec': { value: 5, type: 'binary' },
		},
		'link-offload-xstats': {
			'cpu-hit': { value: 1, type: 'binary' },
			'hw-s-info': {
				value: 2,
				type: 'indexed-array',
				subType: 'nest',
				nestedAttributes: 'hw-s-info-one',
			},
			'l3-stats': { value: 3, type: 'binary' },
		},
		'hw-s-info-one': {
			request: { value: 1, type: 'u8' },
			used: { value: 2, type: 'u8' },
		},
		'link-dpll-pin-attrs': {
			id: { value: 1, type: 'u32' },
		},
		'linkinfo-netkit-attrs': {
			'peer-info': { value: 1, type: 'binary' },
			primary: { value: 2, type: 'u8' },
			policy: { value: 3, type: 'u32', enum: 'netkit-policy' },
			'peer-policy': { value: 4, type: 'u32', enum: 'netkit-policy' },
			mode: { value: 5, type: 'u32', enum: 'netkit-mode' },
			scrub: { value: 6, type: 'u32', enum: 'netkit-scrub' },
			'peer-scrub': { value: 7, type: 'u32', enum: 'netkit-scrub' },
			headroom: { value: 8, type: 'u16' },
			tailroom: { value: 9, type: 'u16' },
			pairing: { value: 10, type: 'u32', enum: 'netkit-pairing' },
		},
		'linkinfo-ovpn-attrs': {
			mode: { value: 1, type: 'u8', enum: 'ovpn-mode' },
		},
	},
	subMessages: {
		'linkinfo-data-msg': {
			bond: { attributeSet: 'linkinfo-bond-attrs' },
			bridge: { attributeSet: 'linkinfo-bridge-attrs' },
			erspan: { attributeSet: 'linkinfo-gre-attrs' },
			gre: { attributeSet: 'linkinfo-gre-attrs' },
			gretap: { attributeSet: 'linkinfo-gre-attrs' },
			ip6gre: { attributeSet: 'linkinfo-gre6-attrs' },
			geneve: { attributeSet: 'linkinfo-geneve-attrs' },
			hsr: { attributeSet: 'linkinfo-hsr-attrs' },
			ipip: { attributeSet: 'linkinfo-iptun-attrs' },
			ip6tnl: { attributeSet: 'linkinfo-ip6tnl-attrs' },
			sit: { attributeSet: 'linkinfo-iptun-attrs' },
			tun: { attributeSet: 'linkinfo-tun-attrs' },
			vlan: { attributeSet: 'linkinfo-vlan-attrs' },
			vrf: { attributeSet: 'linkinfo-vrf-attrs' },
			vti: { attributeSet: 'linkinfo-vti-attrs' },
			vti6: { attributeSet: 'linkinfo-vti6-attrs' },
			netkit: { attributeSet: 'linkinfo-netkit-attrs' },
			ovpn: { attributeSet: 'linkinfo-ovpn-attrs' },
		},
		'linkinfo-member-data-msg': {
			bridge: { attributeSet: 'linkinfo-brport-attrs' },
			bond: { attributeSet: 'bond-slave-attrs' },
		},
	},
	operations: {
		newlink: {
			fixedHeader: 'ifinfomsg',
			attributeSet: 'link-attrs',
			do: { request: 16 },
		},
		dellink: {
			fixedHeader: 'ifinfomsg',
			attributeSet: 'link-attrs',
			do: { request: 17 },
		},
		getlink: {
			fixedHeader: 'ifinfomsg',
			attributeSet: 'link-attrs',
			do: { request: 18, reply: 16 },
			dump: { request: 18, reply: 16 },
		},
		setlink: {
			fixedHeader: 'ifinfomsg',
			attributeSet: 'link-attrs',
			do: { request: 19 },
		},
		getstats: {
			fixedHeader: 'if-stats-msg',
			attributeSet: 'stats-attrs',
			do: { request: 94, reply: 92 },
			dump: { request: 94, reply: 92 },
		},
	},
	events: {
		'newlink-ntf': {
			fixedHeader: 'ifinfomsg',
			attributeSet: 'link-attrs',
			value: 16,
		},
	},
	groups: {
		'rtnlgrp-link': 1,
		'rtnlgrp-stats': 36,
	},
};
