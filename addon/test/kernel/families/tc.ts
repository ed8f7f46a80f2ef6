// SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause)
// Made from tc.yaml by `npm run generate`: change that, and make this anew.
// biome-ignore-all format: a program wrote it
import type { FamilyTables, FurtherBytes, Undeclared } from '@both-sides/netlink/spec';

export type ClsFlags =
	| 'skip-hw'
	| 'skip-sw'
	| 'in-hw'
	| 'not-in-nw'
	| 'verbose';

export type FlowerKeyCtrlFlags =
	| 'frag'
	| 'firstfrag'
	| 'tuncsum'
	| 'tundf'
	| 'tunoam'
	| 'tuncrit';

export type Dualpi2DropOverload = 'overflow' | 'drop';

export type Dualpi2DropEarly = 'drop-dequeue' | 'drop-enqueue';

export type Dualpi2EcnMask = 'l4s-ect' | 'cla-ect' | 'any-ect';

export type Dualpi2SplitGso = 'no-split-gso' | 'split-gso';

export interface Tcmsg {
	family?: number | undefined;
	ifindex?: number | undefined;
	handle?: number | undefined;
	parent?: number | undefined;
	info?: number | undefined;
}

export interface TcStats {
	/** Number of enqueued bytes */
	bytes?: bigint | undefined;
	/** Number of enqueued packets */
	packets?: number | undefined;
	/** Packets dropped because of lack of resources */
	drops?: number | undefined;
	/**
	 * Number of throttle events when this flow goes out of allocated
	 * bandwidth
	 */
	overlimits?: number | undefined;
	/** Current flow byte rate */
	bps?: number | undefined;
	/** Current flow packet rate */
	pps?: number | undefined;
	qlen?: number | undefined;
	backlog?: number | undefined;
}

export interface TcCbsQopt {
	offload?: number | undefined;
	hicredit?: number | undefined;
	locredit?: number | undefined;
	idleslope?: number | undefined;
	sendslope?: number | undefined;
}

export interface TcEtfQopt {
	delta?: number | undefined;
	clockid?: number | undefined;
	flags?: number | undefined;
}

export interface TcFifoQopt {
	/** Queue length; bytes for bfifo, packets for pfifo */
	limit?: number | undefined;
}

export interface TcHtbOpt {
	rate?: TcRatespec | undefined;
	ceil?: TcRatespec | undefined;
	buffer?: number | undefined;
	cbuffer?: number | undefined;
	quantum?: number | undefined;
	level?: number | undefined;
	prio?: number | undefined;
}

export interface TcHtbGlob {
	version?: number | undefined;
	/** bps->quantum divisor */
	rate2quantum?: number | undefined;
	/** Default class number */
	defcls?: number | undefined;
	/** Debug flags */
	debug?: number | undefined;
	/** Count of non shaped packets */
	'direct-pkts'?: number | undefined;
}

export interface TcGredQopt {
	/** HARD maximal queue length in bytes */
	limit?: number | undefined;
	/** Min average length threshold in bytes */
	'qth-min'?: number | undefined;
	/** Max average length threshold in bytes */
	'qth-max'?: number | undefined;
	/** Up to 2^32 DPs */
	DP?: number | undefined;
	backlog?: number | undefined;
	qave?: number | undefined;
	forced?: number | undefined;
	early?: number | undefined;
	other?: number | undefined;
	pdrop?: number | undefined;
	/** log(W) */
	Wlog?: number | undefined;
	/** log(P_max / (qth-max - qth-min)) */
	Plog?: number | undefined;
	/** cell size for idle damping */
	'Scell-log'?: number | undefined;
	/** Priority of this VQ */
	prio?: number | undefined;
	packets?: number | undefined;
	bytesin?: number | undefined;
}

export interface TcGredSopt {
	DPs?: number | undefined;
	'def-DP'?: number | undefined;
	grio?: number | undefined;
	flags?: number | undefined;
}

export interface TcHfscQopt {
	defcls?: number | undefined;
}

export interface TcMqprioQopt {
	'num-tc'?: number | undefined;
	'prio-tc-map'?: Uint8Array | undefined;
	hw?: number | undefined;
	count?: Uint8Array | undefined;
	offset?: Uint8Array | undefined;
}

export interface TcMultiqQopt {
	/** Number of bands */
	bands?: number | undefined;
	/** Maximum number of queues */
	'max-bands'?: number | undefined;
}

export interface TcNetemQopt {
	/** Added delay in microseconds */
	latency?: number | undefined;
	/** Fifo limit in packets */
	limit?: number | undefined;
	/** Random packet loss (0=none, ~0=100%) */
	loss?: number | undefined;
	/** Re-ordering gap (0 for none) */
	gap?: number | undefined;
	/** Random packet duplication (0=none, ~0=100%) */
	duplicate?: number | undefined;
	/** Random jitter latency in microseconds */
	jitter?: number | undefined;
}

/** State transition probabilities for 4 state model */
export interface TcNetemGimodel {
	p13?: number | undefined;
	p31?: number | undefined;
	p32?: number | undefined;
	p14?: number | undefined;
	p23?: number | undefined;
}

/** Gilbert-Elliot models */
export interface TcNetemGemodel {
	p?: number | undefined;
	r?: number | undefined;
	h?: number | undefined;
	k1?: number | undefined;
}

export interface TcNetemCorr {
	/** Delay correlation */
	'delay-corr'?: number | undefined;
	/** Packet loss correlation */
	'loss-corr'?: number | undefined;
	/** Duplicate correlation */
	'dup-corr'?: number | undefined;
}

export interface TcNetemReorder {
	probability?: number | undefined;
	correlation?: number | undefined;
}

export interface TcNetemCorrupt {
	probability?: number | undefined;
	correlation?: number | undefined;
}

export interface TcNetemRate {
	rate?: number | undefined;
	'packet-overhead'?: number | undefined;
	'cell-size'?: number | undefined;
	'cell-overhead'?: number | undefined;
}

export interface TcNetemSlot {
	'min-delay'?: bigint | undefined;
	'max-delay'?: bigint | undefined;
	'max-packets'?: number | undefined;
	'max-bytes'?: number | undefined;
	'dist-delay'?: bigint | undefined;
	'dist-jitter'?: bigint | undefined;
}

export interface TcPlugQopt {
	action?: number | undefined;
	limit?: number | undefined;
}

export interface TcPrioQopt {
	/** Number of bands */
	bands?: number | undefined;
	/** Map of logical priority -> PRIO band */
	priomap?: Uint8Array | undefined;
}

export interface TcRedQopt {
	/** Hard queue length in packets */
	limit?: number | undefined;
	/** Min average threshold in packets */
	'qth-min'?: number | undefined;
	/** Max average threshold in packets */
	'qth-max'?: number | undefined;
	/** log(W) */
	Wlog?: number | undefined;
	/** log(P_max / (qth-max - qth-min)) */
	Plog?: number | undefined;
	/** Cell size for idle damping */
	'Scell-log'?: number | undefined;
	flags?: number | undefined;
}

export interface TcSfbQopt {
	'rehash-interval'?: number | undefined;
	'warmup-time'?: number | undefined;
	max?: number | undefined;
	'bin-size'?: number | undefined;
	increment?: number | undefined;
	decrement?: number | undefined;
	limit?: number | undefined;
	'penalty-rate'?: number | undefined;
	'penalty-burst'?: number | undefined;
}

export interface TcSfqQopt {
	/** Bytes per round allocated to flow */
	quantum?: number | undefined;
	/** Period of hash perturbation */
	'perturb-period'?: number | undefined;
	/** Maximal packets in queue */
	limit?: number | undefined;
	/** Hash divisor */
	divisor?: number | undefined;
	/** Maximal number of flows */
	flows?: number | undefined;
}

export interface TcSfqredStats {
	/** Early drops, below max threshold */
	'prob-drop'?: number | undefined;
	/** Early drops, after max threshold */
	'forced-drop'?: number | undefined;
	/** Marked packets, below max threshold */
	'prob-mark'?: number | undefined;
	/** Marked packets, after max threshold */
	'forced-mark'?: number | undefined;
	/** Marked packets, below max threshold */
	'prob-mark-head'?: number | undefined;
	/** Marked packets, after max threshold */
	'forced-mark-head'?: number | undefined;
}

export interface TcSfqQoptV1 {
	v0?: TcSfqQopt | undefined;
	/** Maximum number of packets per flow */
	depth?: number | undefined;
	headdrop?: number | undefined;
	/** HARD maximal flow queue length in bytes */
	limit?: number | undefined;
	/** Min average length threshold in bytes */
	'qth-min'?: number | undefined;
	/** Max average length threshold in bytes */
	'qth-max'?: number | undefined;
	/** log(W) */
	Wlog?: number | undefined;
	/** log(P_max / (qth-max - qth-min)) */
	Plog?: number | undefined;
	/** Cell size for idle damping */
	'Scell-log'?: number | undefined;
	flags?: number | undefined;
	/** probability, high resolution */
	'max-P'?: number | undefined;
	stats?: TcSfqredStats | undefined;
}

export interface TcRatespec {
	'cell-log'?: number | undefined;
	linklayer?: number | undefined;
	overhead?: number | undefined;
	'cell-align'?: number | undefined;
	mpu?: number | undefined;
	rate?: number | undefined;
}

export interface TcTbfQopt {
	rate?: TcRatespec | undefined;
	peakrate?: TcRatespec | undefined;
	limit?: number | undefined;
	buffer?: number | undefined;
	mtu?: number | undefined;
}

export interface TcSizespec {
	'cell-log'?: number | undefined;
	'size-log'?: number | undefined;
	'cell-align'?: number | undefined;
	overhead?: number | undefined;
	linklayer?: number | undefined;
	mpu?: number | undefined;
	mtu?: number | undefined;
	tsize?: number | undefined;
}

export interface GnetEstimator {
	/** Sampling period */
	interval?: number | undefined;
	/** The log() of measurement window weight */
	'ewma-log'?: number | undefined;
}

export interface TcChokeXstats {
	/** Early drops */
	early?: number | undefined;
	/** Drops due to queue limits */
	pdrop?: number | undefined;
	/** Drops due to drop() calls */
	other?: number | undefined;
	/** Marked packets */
	marked?: number | undefined;
	/** Drops due to flow match */
	matched?: number | undefined;
}

export interface TcCodelXstats {
	/** Largest packet we've seen so far */
	maxpacket?: number | undefined;
	/**
	 * How many drops we've done since the last time we entered dropping
	 * state
	 */
	count?: number | undefined;
	/** Count at entry to dropping state */
	lastcount?: number | undefined;
	/** in-queue delay seen by most recently dequeued packet */
	ldelay?: number | undefined;
	/** Time to drop next packet */
	'drop-next'?: number | undefined;
	/** Number of times max qdisc packet limit was hit */
	'drop-overlimit'?: number | undefined;
	/** Number of packets we've ECN marked instead of dropped */
	'ecn-mark'?: number | undefined;
	/** Are we in a dropping state? */
	dropping?: number | undefined;
	/** Number of CE marked packets because of ce-threshold */
	'ce-mark'?: number | undefined;
}

export interface TcFqCodelXstats {
	type?: number | undefined;
	/** Largest packet we've seen so far */
	maxpacket?: number | undefined;
	/** Number of times max qdisc packet limit was hit */
	'drop-overlimit'?: number | undefined;
	/** Number of packets we ECN marked instead of being dropped */
	'ecn-mark'?: number | undefined;
	/** Number of times packets created a new flow */
	'new-flow-count'?: number | undefined;
	/** Count of flows in new list */
	'new-flows-len'?: number | undefined;
	/** Count of flows in old list */
	'old-flows-len'?: number | undefined;
	/** Packets above ce-threshold */
	'ce-mark'?: number | undefined;
	/** Memory usage in bytes */
	'memory-usage'?: number | undefined;
	'drop-overmemory'?: number | undefined;
}

export interface TcDualpi2Xstats {
	/** Current base PI probability */
	prob?: number | undefined;
	/** Current C-queue delay in microseconds */
	'delay-c'?: number | undefined;
	/** Current L-queue delay in microseconds */
	'delay-l'?: number | undefined;
	/** Number of packets enqueued in the C-queue */
	'pkts-in-c'?: number | undefined;
	/** Number of packets enqueued in the L-queue */
	'pkts-in-l'?: number | undefined;
	/** Maximum number of packets seen by the DualPI2 */
	maxq?: number | undefined;
	/** All packets marked with ECN */
	'ecn-mark'?: number | undefined;
	/** Only packets marked with ECN due to L-queue step AQM */
	'step-mark'?: number | undefined;
	/** Current credit value for WRR */
	credit?: number | undefined;
	/** Memory used in bytes by the DualPI2 */
	'memory-used'?: number | undefined;
	/** Maximum memory used in bytes by the DualPI2 */
	'max-memory-used'?: number | undefined;
	/** Memory limit in bytes */
	'memory-limit'?: number | undefined;
}

export interface TcFqPieXstats {
	/** Total number of packets enqueued */
	'packets-in'?: number | undefined;
	/** Packets dropped due to fq_pie_action */
	dropped?: number | undefined;
	/** Dropped due to lack of space in queue */
	overlimit?: number | undefined;
	/** Dropped due to lack of memory in queue */
	overmemory?: number | undefined;
	/** Packets marked with ECN */
	'ecn-mark'?: number | undefined;
	/** Count of new flows created by packets */
	'new-flow-count'?: number | undefined;
	/** Count of flows in new list */
	'new-flows-len'?: number | undefined;
	/** Count of flows in old list */
	'old-flows-len'?: number | undefined;
	/** Total memory across all queues */
	'memory-usage'?: number | undefined;
}

export interface TcFqQdStats {
	'gc-flows'?: bigint | undefined;
	/** obsolete */
	'highprio-packets'?: bigint | undefined;
	/** obsolete */
	'tcp-retrans'?: bigint | undefined;
	throttled?: bigint | undefined;
	'flows-plimit'?: bigint | undefined;
	'pkts-too-long'?: bigint | undefined;
	'allocation-errors'?: bigint | undefined;
	'time-next-delayed-flow'?: bigint | undefined;
	flows?: number | undefined;
	'inactive-flows'?: number | undefined;
	'throttled-flows'?: number | undefined;
	'unthrottle-latency-ns'?: number | undefined;
	/** Packets above ce-threshold */
	'ce-mark'?: bigint | undefined;
	'horizon-drops'?: bigint | undefined;
	'horizon-caps'?: bigint | undefined;
	'fastpath-packets'?: bigint | undefined;
	'band-drops'?: Uint8Array | undefined;
	'band-pkt-count'?: Uint8Array | undefined;
}

export interface TcHhfXstats {
	/** Number of times max qdisc packet limit was hit */
	'drop-overlimit'?: number | undefined;
	/** Number of times max heavy-hitters was hit */
	'hh-overlimit'?: number | undefined;
	/** Number of captured heavy-hitters so far */
	'hh-tot-count'?: number | undefined;
	/** Number of current heavy-hitters */
	'hh-cur-count'?: number | undefined;
}

export interface TcPieXstats {
	/** Current probability */
	prob?: bigint | undefined;
	/** Current delay in ms */
	delay?: number | undefined;
	/** Current average dq rate in bits/pie-time */
	'avg-dq-rate'?: number | undefined;
	/** Is avg-dq-rate being calculated? */
	'dq-rate-estimating'?: number | undefined;
	/** Total number of packets enqueued */
	'packets-in'?: number | undefined;
	/** Packets dropped due to pie action */
	dropped?: number | undefined;
	/** Dropped due to lack of space in queue */
	overlimit?: number | undefined;
	/** Maximum queue size */
	maxq?: number | undefined;
	/** Packets marked with ECN */
	'ecn-mark'?: number | undefined;
}

export interface TcRedXstats {
	/** Early drops */
	early?: number | undefined;
	/** Drops due to queue limits */
	pdrop?: number | undefined;
	/** Drops due to drop() calls */
	other?: number | undefined;
	/** Marked packets */
	marked?: number | undefined;
}

export interface TcSfbXstats {
	earlydrop?: number | undefined;
	penaltydrop?: number | undefined;
	bucketdrop?: number | undefined;
	queuedrop?: number | undefined;
	/** drops in child qdisc */
	childdrop?: number | undefined;
	marked?: number | undefined;
	maxqlen?: number | undefined;
	maxprob?: number | undefined;
	avgprob?: number | undefined;
}

export interface TcSfqXstats {
	allot?: number | undefined;
}

export interface GnetStatsBasic {
	bytes?: bigint | undefined;
	packets?: number | undefined;
}

export interface GnetStatsRateEst {
	bps?: number | undefined;
	pps?: number | undefined;
}

export interface GnetStatsRateEst64 {
	bps?: bigint | undefined;
	pps?: bigint | undefined;
}

export interface GnetStatsQueue {
	qlen?: number | undefined;
	backlog?: number | undefined;
	drops?: number | undefined;
	requeues?: number | undefined;
	overlimits?: number | undefined;
}

export interface TcU32Key {
	mask?: number | undefined;
	val?: number | undefined;
	off?: number | undefined;
	offmask?: number | undefined;
}

export interface TcU32Mark {
	val?: number | undefined;
	mask?: number | undefined;
	success?: number | undefined;
}

export interface TcU32Sel {
	flags?: number | undefined;
	offshift?: number | undefined;
	nkeys?: number | undefined;
	offmask?: number | undefined;
	off?: number | undefined;
	offoff?: number | undefined;
	hoff?: number | undefined;
	hmask?: number | undefined;
	keys?: TcU32Key | undefined;
}

export interface TcU32Pcnt {
	rcnt?: bigint | undefined;
	rhit?: bigint | undefined;
	kcnts?: bigint | undefined;
}

export interface TcfT {
	install?: bigint | undefined;
	lastuse?: bigint | undefined;
	expires?: bigint | undefined;
	firstuse?: bigint | undefined;
}

export interface TcGact {
	index?: number | undefined;
	capab?: number | undefined;
	action?: number | undefined;
	refcnt?: number | undefined;
	bindcnt?: number | undefined;
}

export interface TcGactP {
	ptype?: number | undefined;
	pval?: number | undefined;
	paction?: number | undefined;
}

export interface TcfEmatchTreeHdr {
	nmatches?: number | undefined;
	progid?: number | undefined;
}

export interface TcBasicPcnt {
	rcnt?: bigint | undefined;
	rhit?: bigint | undefined;
}

export interface TcMatchallPcnt {
	rhit?: bigint | undefined;
}

export interface TcMpls {
	index?: number | undefined;
	capab?: number | undefined;
	action?: number | undefined;
	refcnt?: number | undefined;
	bindcnt?: number | undefined;
	'm-action'?: number | undefined;
}

export interface TcPolice {
	index?: number | undefined;
	action?: number | undefined;
	limit?: number | undefined;
	burst?: number | undefined;
	mtu?: number | undefined;
	rate?: TcRatespec | undefined;
	peakrate?: TcRatespec | undefined;
	refcnt?: number | undefined;
	bindcnt?: number | undefined;
	capab?: number | undefined;
}

export interface TcPeditSel {
	index?: number | undefined;
	capab?: number | undefined;
	action?: number | undefined;
	refcnt?: number | undefined;
	bindcnt?: number | undefined;
	nkeys?: number | undefined;
	flags?: number | undefined;
	keys?: TcPeditKey | undefined;
}

export interface TcPeditKey {
	mask?: number | undefined;
	val?: number | undefined;
	off?: number | undefined;
	at?: number | undefined;
	offmask?: number | undefined;
	shift?: number | undefined;
}

export interface TcVlan {
	index?: number | undefined;
	capab?: number | undefined;
	action?: number | undefined;
	refcnt?: number | undefined;
	bindcnt?: number | undefined;
	'v-action'?: number | undefined;
}

export interface AttrsCommon extends Undeclared {
	kind?: string | undefined;
	stats?: TcStats & FurtherBytes | undefined;
	rate?: GnetEstimator & FurtherBytes | undefined;
	fcnt?: number | undefined;
	stats2?: TcaStatsAttrs | undefined;
	stab?: TcaStabAttrs | undefined;
	'dump-invisible'?: boolean | undefined;
	chain?: number | undefined;
	'hw-offload'?: number | undefined;
	'ingress-block'?: number | undefined;
	'egress-block'?: number | undefined;
	'dump-flags'?: { value?: number | undefined; selector?: number | undefined } | undefined;
	'ext-warn-msg'?: string | undefined;
}

export type AttrsOptions =
	| { kind: 'basic'; options?: BasicAttrs | undefined }
	| { kind: 'bpf'; options?: BpfAttrs | undefined }
	| { kind: 'bfifo'; options?: TcFifoQopt & FurtherBytes | undefined }
	| { kind: 'cake'; options?: CakeAttrs | undefined }
	| { kind: 'cbs'; options?: CbsAttrs | undefined }
	| { kind: 'cgroup'; options?: CgroupAttrs | undefined }
	| { kind: 'choke'; options?: ChokeAttrs | undefined }
	| { kind: 'codel'; options?: CodelAttrs | undefined }
	| { kind: 'drr'; options?: DrrAttrs | undefined }
	| { kind: 'dualpi2'; options?: Dualpi2Attrs | undefined }
	| { kind: 'etf'; options?: EtfAttrs | undefined }
	| { kind: 'ets'; options?: EtsAttrs | undefined }
	| { kind: 'flow'; options?: FlowAttrs | undefined }
	| { kind: 'flower'; options?: FlowerAttrs | undefined }
	| { kind: 'fq'; options?: FqAttrs | undefined }
	| { kind: 'fq_codel'; options?: FqCodelAttrs | undefined }
	| { kind: 'fq_pie'; options?: FqPieAttrs | undefined }
	| { kind: 'fw'; options?: FwAttrs | undefined }
	| { kind: 'gred'; options?: GredAttrs | undefined }
	| { kind: 'hfsc'; options?: TcHfscQopt & FurtherBytes | undefined }
	| { kind: 'hhf'; options?: HhfAttrs | undefined }
	| { kind: 'htb'; options?: HtbAttrs | undefined }
	| { kind: 'matchall'; options?: MatchallAttrs | undefined }
	| { kind: 'mqprio'; options?: TcMqprioQopt & FurtherBytes | undefined }
	| { kind: 'multiq'; options?: TcMultiqQopt & FurtherBytes | undefined }
	| { kind: 'netem'; options?: Omit<TcNetemQopt, 'loss'> & { 'tc-netem-qopt.loss'?: TcNetemQopt['loss'] } & NetemAttrs | undefined }
	| { kind: 'pfifo'; options?: TcFifoQopt & FurtherBytes | undefined }
	| { kind: 'pfifo_fast'; options?: TcPrioQopt & FurtherBytes | undefined }
	| { kind: 'pfifo_head_drop'; options?: TcFifoQopt & FurtherBytes | undefined }
	| { kind: 'pie'; options?: PieAttrs | undefined }
	| { kind: 'plug'; options?: TcPlugQopt & FurtherBytes | undefined }
	| { kind: 'prio'; options?: TcPrioQopt & FurtherBytes | undefined }
	| { kind: 'qfq'; options?: QfqAttrs | undefined }
	| { kind: 'red'; options?: RedAttrs | undefined }
	| { kind: 'route'; options?: RouteAttrs | undefined }
	| { kind: 'sfb'; options?: TcSfbQopt & FurtherBytes | undefined }
	| { kind: 'sfq'; options?: TcSfqQoptV1 & FurtherBytes | undefined }
	| { kind: 'taprio'; options?: TaprioAttrs | undefined }
	| { kind: 'tbf'; options?: TbfAttrs | undefined }
	| { kind: 'u32'; options?: U32Attrs | undefined }
	| { options?: undefined };

export type AttrsXstats =
	| { kind: 'cake'; xstats?: CakeStatsAttrs | undefined }
	| { kind: 'choke'; xstats?: TcChokeXstats & FurtherBytes | undefined }
	| { kind: 'codel'; xstats?: TcCodelXstats & FurtherBytes | undefined }
	| { kind: 'dualpi2'; xstats?: TcDualpi2Xstats & FurtherBytes | undefined }
	| { kind: 'fq'; xstats?: TcFqQdStats & FurtherBytes | undefined }
	| { kind: 'fq_codel'; xstats?: TcFqCodelXstats & FurtherBytes | undefined }
	| { kind: 'fq_pie'; xstats?: TcFqPieXstats & FurtherBytes | undefined }
	| { kind: 'hhf'; xstats?: TcHhfXstats & FurtherBytes | undefined }
	| { kind: 'pie'; xstats?: TcPieXstats & FurtherBytes | undefined }
	| { kind: 'red'; xstats?: TcRedXstats & FurtherBytes | undefined }
	| { kind: 'sfb'; xstats?: TcSfbXstats & FurtherBytes | undefined }
	| { kind: 'sfq'; xstats?: TcSfqXstats & FurtherBytes | undefined }
	| { xstats?: undefined };

export type Attrs = AttrsCommon & AttrsOptions & AttrsXstats;

export interface ActAttrsCommon extends Undeclared {
	kind?: string | undefined;
	index?: number | undefined;
	stats?: TcaStatsAttrs | undefined;
	cookie?: Uint8Array | undefined;
	flags?: { value?: number | undefined; selector?: number | undefined } | undefined;
	'hw-stats'?: { value?: number | undefined; selector?: number | undefined } | undefined;
	'used-hw-stats'?: { value?: number | undefined; selector?: number | undefined } | undefined;
	'in-hw-count'?: number | undefined;
}

export type ActAttrsOptions =
	| { kind: 'bpf'; options?: ActBpfAttrs | undefined }
	| { kind: 'connmark'; options?: ActConnmarkAttrs | undefined }
	| { kind: 'csum'; options?: ActCsumAttrs | undefined }
	| { kind: 'ct'; options?: ActCtAttrs | undefined }
	| { kind: 'ctinfo'; options?: ActCtinfoAttrs | undefined }
	| { kind: 'gact'; options?: ActGactAttrs | undefined }
	| { kind: 'gate'; options?: ActGateAttrs | undefined }
	| { kind: 'ife'; options?: ActIfeAttrs | undefined }
	| { kind: 'mirred'; options?: ActMirredAttrs | undefined }
	| { kind: 'mpls'; options?: ActMplsAttrs | undefined }
	| { kind: 'nat'; options?: ActNatAttrs | undefined }
	| { kind: 'pedit'; options?: ActPeditAttrs | undefined }
	| { kind: 'police'; options?: PoliceAttrs | undefined }
	| { kind: 'sample'; options?: ActSampleAttrs | undefined }
	| { kind: 'simple'; options?: ActSimpleAttrs | undefined }
	| { kind: 'skbedit'; options?: ActSkbeditAttrs | undefined }
	| { kind: 'skbmod'; options?: ActSkbmodAttrs | undefined }
	| { kind: 'tunnel_key'; options?: ActTunnelKeyAttrs | undefined }
	| { kind: 'vlan'; options?: ActVlanAttrs | undefined }
	| { options?: undefined };

export type ActAttrs = ActAttrsCommon & ActAttrsOptions;

export interface ActBpfAttrs extends Undeclared {
	tm?: TcfT & FurtherBytes | undefined;
	parms?: Uint8Array | undefined;
	'ops-len'?: number | undefined;
	ops?: Uint8Array | undefined;
	fd?: number | undefined;
	name?: string | undefined;
	tag?: Uint8Array | undefined;
	id?: Uint8Array | undefined;
}

export interface ActConnmarkAttrs extends Undeclared {
	parms?: Uint8Array | undefined;
	tm?: TcfT & FurtherBytes | undefined;
}

export interface ActCsumAttrs extends Undeclared {
	parms?: Uint8Array | undefined;
	tm?: TcfT & FurtherBytes | undefined;
}

export interface ActCtAttrs extends Undeclared {
	parms?: Uint8Array | undefined;
	tm?: TcfT & FurtherBytes | undefined;
	action?: number | undefined;
	zone?: number | undefined;
	mark?: number | undefined;
	'mark-mask'?: number | undefined;
	labels?: Uint8Array | undefined;
	'labels-mask'?: Uint8Array | undefined;
	'nat-ipv4-min'?: number | undefined;
	'nat-ipv4-max'?: number | undefined;
	'nat-ipv6-min'?: Uint8Array | undefined;
	'nat-ipv6-max'?: Uint8Array | undefined;
	'nat-port-min'?: number | undefined;
	'nat-port-max'?: number | undefined;
	'helper-name'?: string | undefined;
	'helper-family'?: number | undefined;
	'helper-proto'?: number | undefined;
}

export interface ActCtinfoAttrs extends Undeclared {
	tm?: TcfT & FurtherBytes | undefined;
	act?: Uint8Array | undefined;
	zone?: number | undefined;
	'parms-dscp-mask'?: number | undefined;
	'parms-dscp-statemask'?: number | undefined;
	'parms-cpmark-mask'?: number | undefined;
	'stats-dscp-set'?: bigint | undefined;
	'stats-dscp-error'?: bigint | undefined;
	'stats-cpmark-set'?: bigint | undefined;
}

export interface ActGateAttrs extends Undeclared {
	tm?: TcfT & FurtherBytes | undefined;
	parms?: Uint8Array | undefined;
	priority?: number | undefined;
	'entry-list'?: Uint8Array | undefined;
	'base-time'?: bigint | undefined;
	'cycle-time'?: bigint | undefined;
	'cycle-time-ext'?: bigint | undefined;
	flags?: number | undefined;
	clockid?: number | undefined;
}

export interface ActIfeAttrs extends Undeclared {
	parms?: Uint8Array | undefined;
	tm?: TcfT & FurtherBytes | undefined;
	dmac?: Uint8Array | undefined;
	smac?: Uint8Array | undefined;
	type?: number | undefined;
	metalst?: Uint8Array | undefined;
}

export interface ActMirredAttrs extends Undeclared {
	tm?: TcfT & FurtherBytes | undefined;
	parms?: Uint8Array | undefined;
	blockid?: Uint8Array | undefined;
}

export interface ActMplsAttrs extends Undeclared {
	tm?: TcfT & FurtherBytes | undefined;
	parms?: TcMpls & FurtherBytes | undefined;
	proto?: number | undefined;
	label?: number | undefined;
	tc?: number | undefined;
	ttl?: number | undefined;
	bos?: number | undefined;
}

export interface ActNatAttrs extends Undeclared {
	parms?: Uint8Array | undefined;
	tm?: TcfT & FurtherBytes | undefined;
}

export interface ActPeditAttrs extends Undeclared {
	tm?: TcfT & FurtherBytes | undefined;
	parms?: TcPeditSel & FurtherBytes | undefined;
	'parms-ex'?: Uint8Array | undefined;
	'keys-ex'?: Uint8Array | undefined;
	'key-ex'?: Uint8Array | undefined;
}

export interface ActSimpleAttrs extends Undeclared {
	tm?: TcfT & FurtherBytes | undefined;
	parms?: Uint8Array | undefined;
	data?: Uint8Array | undefined;
}

export interface ActSkbeditAttrs extends Undeclared {
	tm?: TcfT & FurtherBytes | undefined;
	parms?: Uint8Array | undefined;
	priority?: number | undefined;
	'queue-mapping'?: number | undefined;
	mark?: number | undefined;
	ptype?: number | undefined;
	mask?: number | undefined;
	flags?: bigint | undefined;
	'queue-mapping-max'?: number | undefined;
}

export interface ActSkbmodAttrs extends Undeclared {
	tm?: TcfT & FurtherBytes | undefined;
	parms?: Uint8Array | undefined;
	dmac?: Uint8Array | undefined;
	smac?: Uint8Array | undefined;
	etype?: Uint8Array | undefined;
}

export interface ActTunnelKeyAttrs extends Undeclared {
	tm?: TcfT & FurtherBytes | undefined;
	parms?: Uint8Array | undefined;
	'enc-ipv4-src'?: number | undefined;
	'enc-ipv4-dst'?: number | undefined;
	'enc-ipv6-src'?: Uint8Array | undefined;
	'enc-ipv6-dst'?: Uint8Array | undefined;
	'enc-key-id'?: bigint | undefined;
	'enc-dst-port'?: number | undefined;
	'no-csum'?: number | undefined;
	'enc-opts'?: Uint8Array | undefined;
	'enc-tos'?: number | undefined;
	'enc-ttl'?: number | undefined;
	'no-frag'?: boolean | undefined;
}

export interface ActVlanAttrs extends Undeclared {
	tm?: TcfT & FurtherBytes | undefined;
	parms?: TcVlan & FurtherBytes | undefined;
	'push-vlan-id'?: number | undefined;
	'push-vlan-protocol'?: number | undefined;
	'push-vlan-priority'?: number | undefined;
	'push-eth-dst'?: Uint8Array | undefined;
	'push-eth-src'?: Uint8Array | undefined;
}

export interface BasicAttrs extends Undeclared {
	classid?: number | undefined;
	ematches?: EmatchAttrs | undefined;
	act?: readonly ActAttrs[] | undefined;
	police?: PoliceAttrs | undefined;
	pcnt?: TcBasicPcnt & FurtherBytes | undefined;
}

export interface BpfAttrs extends Undeclared {
	act?: readonly ActAttrs[] | undefined;
	police?: PoliceAttrs | undefined;
	classid?: number | undefined;
	'ops-len'?: number | undefined;
	ops?: Uint8Array | undefined;
	fd?: number | undefined;
	name?: string | undefined;
	flags?: number | undefined;
	'flags-gen'?: number | undefined;
	tag?: Uint8Array | undefined;
	id?: number | undefined;
}

export interface CakeAttrs extends Undeclared {
	'base-rate64'?: bigint | undefined;
	'diffserv-mode'?: number | undefined;
	atm?: number | undefined;
	'flow-mode'?: number | undefined;
	overhead?: number | undefined;
	rtt?: number | undefined;
	target?: number | undefined;
	autorate?: number | undefined;
	memory?: number | undefined;
	nat?: number | undefined;
	raw?: number | undefined;
	wash?: number | undefined;
	mpu?: number | undefined;
	ingress?: number | undefined;
	'ack-filter'?: number | undefined;
	'split-gso'?: number | undefined;
	fwmark?: number | undefined;
}

export interface CakeStatsAttrs extends Undeclared {
	'capacity-estimate64'?: bigint | undefined;
	'memory-limit'?: number | undefined;
	'memory-used'?: number | undefined;
	'avg-netoff'?: number | undefined;
	'min-netlen'?: number | undefined;
	'max-netlen'?: number | undefined;
	'min-adjlen'?: number | undefined;
	'max-adjlen'?: number | undefined;
	'tin-stats'?: readonly CakeTinStatsAttrs[] | undefined;
	deficit?: number | undefined;
	'cobalt-count'?: number | undefined;
	dropping?: number | undefined;
	'drop-next-us'?: number | undefined;
	'p-drop'?: number | undefined;
	'blue-timer-us'?: number | undefined;
	'active-queues'?: number | undefined;
}

export interface CakeTinStatsAttrs extends Undeclared {
	'sent-packets'?: number | undefined;
	'sent-bytes64'?: bigint | undefined;
	'dropped-packets'?: number | undefined;
	'dropped-bytes64'?: bigint | undefined;
	'acks-dropped-packets'?: number | undefined;
	'acks-dropped-bytes64'?: bigint | undefined;
	'ecn-marked-packets'?: number | undefined;
	'ecn-marked-bytes64'?: bigint | undefined;
	'backlog-packets'?: number | undefined;
	'backlog-bytes'?: number | undefined;
	'threshold-rate64'?: bigint | undefined;
	'target-us'?: number | undefined;
	'interval-us'?: number | undefined;
	'way-indirect-hits'?: number | undefined;
	'way-misses'?: number | undefined;
	'way-collisions'?: number | undefined;
	'peak-delay-us'?: number | undefined;
	'avg-delay-us'?: number | undefined;
	'base-delay-us'?: number | undefined;
	'sparse-flows'?: number | undefined;
	'bulk-flows'?: number | undefined;
	'unresponsive-flows'?: number | undefined;
	'max-skblen'?: number | undefined;
	'flow-quantum'?: number | undefined;
}

export interface CbsAttrs extends Undeclared {
	parms?: TcCbsQopt & FurtherBytes | undefined;
}

export interface CgroupAttrs extends Undeclared {
	act?: readonly ActAttrs[] | undefined;
	police?: PoliceAttrs | undefined;
	ematches?: Uint8Array | undefined;
}

export interface ChokeAttrs extends Undeclared {
	parms?: TcRedQopt & FurtherBytes | undefined;
	/** From 256 to 256 bytes. */
	stab?: Uint8Array | undefined;
	'max-p'?: number | undefined;
}

export interface CodelAttrs extends Undeclared {
	target?: number | undefined;
	limit?: number | undefined;
	interval?: number | undefined;
	ecn?: number | undefined;
	'ce-threshold'?: number | undefined;
}

export interface DrrAttrs extends Undeclared {
	quantum?: number | undefined;
}

export interface Dualpi2Attrs extends Undeclared {
	/** Limit of total number of packets in queue */
	limit?: number | undefined;
	/** Memory limit of total number of packets in queue */
	'memory-limit'?: number | undefined;
	/** Classic target delay in microseconds */
	target?: number | undefined;
	/** Drop probability update interval time in microseconds */
	tupdate?: number | undefined;
	/** Integral gain factor in Hz for PI controller */
	alpha?: number | undefined;
	/** Proportional gain factor in Hz for PI controller */
	beta?: number | undefined;
	/** L4S step marking threshold in packets */
	'step-thresh-pkts'?: number | undefined;
	/** L4S Step marking threshold in microseconds */
	'step-thresh-us'?: number | undefined;
	/**
	 * Packets enqueued to the L-queue can apply the step threshold when the queue
	 * length of L-queue is larger than this value. (0 is recommended)
	 */
	'min-qlen-step'?: number | undefined;
	/** Probability coupling factor between Classic and L4S (2 is recommended) */
	coupling?: number | undefined;
	/**
	 * Control the overload strategy (drop to preserve latency or let the queue
	 * overflow)
	 */
	'drop-overload'?: Dualpi2DropOverload | number | undefined;
	/** Decide where the Classic packets are PI-based dropped or marked */
	'drop-early'?: Dualpi2DropEarly | number | undefined;
	/** Classic WRR weight in percentage (from 0 to 100) */
	'c-protection'?: number | undefined;
	/** Configure the L-queue ECN classifier */
	'ecn-mask'?: Dualpi2EcnMask | number | undefined;
	/** Split aggregated skb or not */
	'split-gso'?: Dualpi2SplitGso | number | undefined;
}

export interface EmatchAttrs extends Undeclared {
	'tree-hdr'?: TcfEmatchTreeHdr & FurtherBytes | undefined;
	'tree-list'?: Uint8Array | undefined;
}

export interface FlowAttrs extends Undeclared {
	keys?: number | undefined;
	mode?: number | undefined;
	baseclass?: number | undefined;
	rshift?: number | undefined;
	addend?: number | undefined;
	mask?: number | undefined;
	xor?: number | undefined;
	divisor?: number | undefined;
	act?: Uint8Array | undefined;
	police?: PoliceAttrs | undefined;
	ematches?: Uint8Array | undefined;
	perturb?: number | undefined;
}

export interface FlowerAttrs extends Undeclared {
	classid?: number | undefined;
	indev?: string | undefined;
	act?: readonly ActAttrs[] | undefined;
	'key-eth-dst'?: string | undefined;
	'key-eth-dst-mask'?: string | undefined;
	'key-eth-src'?: string | undefined;
	'key-eth-src-mask'?: string | undefined;
	'key-eth-type'?: number | undefined;
	'key-ip-proto'?: number | undefined;
	'key-ipv4-src'?: string | undefined;
	'key-ipv4-src-mask'?: string | undefined;
	'key-ipv4-dst'?: string | undefined;
	'key-ipv4-dst-mask'?: string | undefined;
	'key-ipv6-src'?: string | undefined;
	'key-ipv6-src-mask'?: string | undefined;
	'key-ipv6-dst'?: string | undefined;
	'key-ipv6-dst-mask'?: string | undefined;
	'key-tcp-src'?: number | undefined;
	'key-tcp-dst'?: number | undefined;
	'key-udp-src'?: number | undefined;
	'key-udp-dst'?: number | undefined;
	flags?: readonly (ClsFlags | number)[] | undefined;
	'key-vlan-id'?: number | undefined;
	'key-vlan-prio'?: number | undefined;
	'key-vlan-eth-type'?: number | undefined;
	'key-enc-key-id'?: number | undefined;
	'key-enc-ipv4-src'?: string | undefined;
	'key-enc-ipv4-src-mask'?: string | undefined;
	'key-enc-ipv4-dst'?: string | undefined;
	'key-enc-ipv4-dst-mask'?: string | undefined;
	'key-enc-ipv6-src'?: string | undefined;
	'key-enc-ipv6-src-mask'?: string | undefined;
	'key-enc-ipv6-dst'?: string | undefined;
	'key-enc-ipv6-dst-mask'?: string | undefined;
	'key-tcp-src-mask'?: number | undefined;
	'key-tcp-dst-mask'?: number | undefined;
	'key-udp-src-mask'?: number | undefined;
	'key-udp-dst-mask'?: number | undefined;
	'key-sctp-src-mask'?: number | undefined;
	'key-sctp-dst-mask'?: number | undefined;
	'key-sctp-src'?: number | undefined;
	'key-sctp-dst'?: number | undefined;
	'key-enc-udp-src-port'?: number | undefined;
	'key-enc-udp-src-port-mask'?: number | undefined;
	'key-enc-udp-dst-port'?: number | undefined;
	'key-enc-udp-dst-port-mask'?: number | undefined;
	'key-flags'?: readonly (FlowerKeyCtrlFlags | number)[] | undefined;
	'key-flags-mask'?: readonly (FlowerKeyCtrlFlags | number)[] | undefined;
	'key-icmpv4-code'?: number | undefined;
	'key-icmpv4-code-mask'?: number | undefined;
	'key-icmpv4-type'?: number | undefined;
	'key-icmpv4-type-mask'?: number | undefined;
	'key-icmpv6-code'?: number | undefined;
	'key-icmpv6-code-mask'?: number | undefined;
	'key-icmpv6-type'?: number | undefined;
	'key-icmpv6-type-mask'?: number | undefined;
	'key-arp-sip'?: number | undefined;
	'key-arp-sip-mask'?: number | undefined;
	'key-arp-tip'?: number | undefined;
	'key-arp-tip-mask'?: number | undefined;
	'key-arp-op'?: number | undefined;
	'key-arp-op-mask'?: number | undefined;
	'key-arp-sha'?: string | undefined;
	'key-arp-sha-mask'?: string | undefined;
	'key-arp-tha'?: string | undefined;
	'key-arp-tha-mask'?: string | undefined;
	'key-mpls-ttl'?: number | undefined;
	'key-mpls-bos'?: number | undefined;
	'key-mpls-tc'?: number | undefined;
	'key-mpls-label'?: number | undefined;
	'key-tcp-flags'?: number | undefined;
	'key-tcp-flags-mask'?: number | undefined;
	'key-ip-tos'?: number | undefined;
	'key-ip-tos-mask'?: number | undefined;
	'key-ip-ttl'?: number | undefined;
	'key-ip-ttl-mask'?: number | undefined;
	'key-cvlan-id'?: number | undefined;
	'key-cvlan-prio'?: number | undefined;
	'key-cvlan-eth-type'?: number | undefined;
	'key-enc-ip-tos'?: number | undefined;
	'key-enc-ip-tos-mask'?: number | undefined;
	'key-enc-ip-ttl'?: number | undefined;
	'key-enc-ip-ttl-mask'?: number | undefined;
	'key-enc-opts'?: FlowerKeyEncOptsAttrs | undefined;
	'key-enc-opts-mask'?: FlowerKeyEncOptsAttrs | undefined;
	'in-hw-count'?: number | undefined;
	'key-port-src-min'?: number | undefined;
	'key-port-src-max'?: number | undefined;
	'key-port-dst-min'?: number | undefined;
	'key-port-dst-max'?: number | undefined;
	'key-ct-state'?: number | undefined;
	'key-ct-state-mask'?: number | undefined;
	'key-ct-zone'?: number | undefined;
	'key-ct-zone-mask'?: number | undefined;
	'key-ct-mark'?: number | undefined;
	'key-ct-mark-mask'?: number | undefined;
	'key-ct-labels'?: Uint8Array | undefined;
	'key-ct-labels-mask'?: Uint8Array | undefined;
	'key-mpls-opts'?: FlowerKeyMplsOptAttrs | undefined;
	'key-hash'?: number | undefined;
	'key-hash-mask'?: number | undefined;
	'key-num-of-vlans'?: number | undefined;
	'key-pppoe-sid'?: number | undefined;
	'key-ppp-proto'?: number | undefined;
	'key-l2tpv3-sid'?: number | undefined;
	'l2-miss'?: number | undefined;
	'key-cfm'?: FlowerKeyCfmAttrs | undefined;
	'key-spi'?: number | undefined;
	'key-spi-mask'?: number | undefined;
	'key-enc-flags'?: readonly (FlowerKeyCtrlFlags | number)[] | undefined;
	'key-enc-flags-mask'?: readonly (FlowerKeyCtrlFlags | number)[] | undefined;
}

export interface FlowerKeyEncOptsAttrs extends Undeclared {
	geneve?: FlowerKeyEncOptGeneveAttrs | undefined;
	vxlan?: FlowerKeyEncOptVxlanAttrs | undefined;
	erspan?: FlowerKeyEncOptErspanAttrs | undefined;
	gtp?: FlowerKeyEncOptGtpAttrs | undefined;
}

export interface FlowerKeyEncOptGeneveAttrs extends Undeclared {
	class?: number | undefined;
	type?: number | undefined;
	data?: Uint8Array | undefined;
}

export interface FlowerKeyEncOptVxlanAttrs extends Undeclared {
	gbp?: number | undefined;
}

export interface FlowerKeyEncOptErspanAttrs extends Undeclared {
	ver?: number | undefined;
	index?: number | undefined;
	dir?: number | undefined;
	hwid?: number | undefined;
}

export interface FlowerKeyEncOptGtpAttrs extends Undeclared {
	'pdu-type'?: number | undefined;
	qfi?: number | undefined;
}

export interface FlowerKeyMplsOptAttrs extends Undeclared {
	'lse-depth'?: number | undefined;
	'lse-ttl'?: number | undefined;
	'lse-bos'?: number | undefined;
	'lse-tc'?: number | undefined;
	'lse-label'?: number | undefined;
}

export interface FlowerKeyCfmAttrs extends Undeclared {
	'md-level'?: number | undefined;
	opcode?: number | undefined;
}

export interface FwAttrs extends Undeclared {
	classid?: number | undefined;
	police?: PoliceAttrs | undefined;
	indev?: string | undefined;
	act?: readonly ActAttrs[] | undefined;
	mask?: number | undefined;
}

export interface GredAttrs extends Undeclared {
	parms?: Uint8Array | undefined;
	stab?: readonly number[] | undefined;
	dps?: TcGredSopt & FurtherBytes | undefined;
	'max-p'?: readonly number[] | undefined;
	limit?: number | undefined;
	'vq-list'?: TcaGredVqListAttrs | undefined;
}

export interface TcaGredVqListAttrs extends Undeclared {
	entry?: readonly TcaGredVqEntryAttrs[] | undefined;
}

export interface TcaGredVqEntryAttrs extends Undeclared {
	dp?: number | undefined;
	'stat-bytes'?: bigint | undefined;
	'stat-packets'?: number | undefined;
	'stat-backlog'?: number | undefined;
	'stat-prob-drop'?: number | undefined;
	'stat-prob-mark'?: number | undefined;
	'stat-forced-drop'?: number | undefined;
	'stat-forced-mark'?: number | undefined;
	'stat-pdrop'?: number | undefined;
	'stat-other'?: number | undefined;
	flags?: number | undefined;
}

export interface HfscAttrs extends Undeclared {
	rsc?: Uint8Array | undefined;
	fsc?: Uint8Array | undefined;
	usc?: Uint8Array | undefined;
}

export interface HhfAttrs extends Undeclared {
	'backlog-limit'?: number | undefined;
	quantum?: number | undefined;
	'hh-flows-limit'?: number | undefined;
	'reset-timeout'?: number | undefined;
	'admit-bytes'?: number | undefined;
	'evict-timeout'?: number | undefined;
	'non-hh-weight'?: number | undefined;
}

export interface HtbAttrs extends Undeclared {
	parms?: TcHtbOpt & FurtherBytes | undefined;
	init?: TcHtbGlob & FurtherBytes | undefined;
	ctab?: Uint8Array | undefined;
	rtab?: Uint8Array | undefined;
	'direct-qlen'?: number | undefined;
	rate64?: bigint | undefined;
	ceil64?: bigint | undefined;
	offload?: boolean | undefined;
}

export interface MatchallAttrs extends Undeclared {
	classid?: number | undefined;
	act?: readonly ActAttrs[] | undefined;
	flags?: number | undefined;
	pcnt?: TcMatchallPcnt & FurtherBytes | undefined;
}

export interface EtfAttrs extends Undeclared {
	parms?: TcEtfQopt & FurtherBytes | undefined;
}

export interface EtsAttrs extends Undeclared {
	nbands?: number | undefined;
	nstrict?: number | undefined;
	quanta?: EtsAttrs | undefined;
	'quanta-band'?: readonly number[] | undefined;
	priomap?: EtsAttrs | undefined;
	'priomap-band'?: readonly number[] | undefined;
}

export interface FqAttrs extends Undeclared {
	/** Limit of total number of packets in queue */
	plimit?: number | undefined;
	/** Limit of packets per flow */
	'flow-plimit'?: number | undefined;
	/** RR quantum */
	quantum?: number | undefined;
	/** RR quantum for new flow */
	'initial-quantum'?: number | undefined;
	/** Enable / disable rate limiting */
	'rate-enable'?: number | undefined;
	/** Obsolete, do not use */
	'flow-default-rate'?: number | undefined;
	/** Per flow max rate */
	'flow-max-rate'?: number | undefined;
	/** log2(number of buckets) */
	'buckets-log'?: number | undefined;
	/** Flow credit refill delay in usec */
	'flow-refill-delay'?: number | undefined;
	/** Mask applied to orphaned skb hashes */
	'orphan-mask'?: number | undefined;
	/** Per packet delay under this rate */
	'low-rate-threshold'?: number | undefined;
	/** DCTCP-like CE marking threshold */
	'ce-threshold'?: number | undefined;
	'timer-slack'?: number | undefined;
	/** Time horizon in usec */
	horizon?: number | undefined;
	/** Drop packets beyond horizon, or cap their EDT */
	'horizon-drop'?: number | undefined;
	priomap?: TcPrioQopt & FurtherBytes | undefined;
	/** Weights for each band */
	weights?: readonly number[] | undefined;
}

export interface FqCodelAttrs extends Undeclared {
	target?: number | undefined;
	limit?: number | undefined;
	interval?: number | undefined;
	ecn?: number | undefined;
	flows?: number | undefined;
	quantum?: number | undefined;
	'ce-threshold'?: number | undefined;
	'drop-batch-size'?: number | undefined;
	'memory-limit'?: number | undefined;
	'ce-threshold-selector'?: number | undefined;
	'ce-threshold-mask'?: number | undefined;
}

export interface FqPieAttrs extends Undeclared {
	limit?: number | undefined;
	flows?: number | undefined;
	target?: number | undefined;
	tupdate?: number | undefined;
	alpha?: number | undefined;
	beta?: number | undefined;
	quantum?: number | undefined;
	'memory-limit'?: number | undefined;
	'ecn-prob'?: number | undefined;
	ecn?: number | undefined;
	bytemode?: number | undefined;
	'dq-rate-estimator'?: number | undefined;
}

export interface NetemAttrs extends Undeclared {
	corr?: TcNetemCorr & FurtherBytes | undefined;
	'delay-dist'?: readonly number[] | undefined;
	reorder?: TcNetemReorder & FurtherBytes | undefined;
	corrupt?: TcNetemCorrupt & FurtherBytes | undefined;
	loss?: NetemLossAttrs | undefined;
	rate?: TcNetemRate & FurtherBytes | undefined;
	ecn?: number | undefined;
	rate64?: bigint | undefined;
	pad?: number | undefined;
	latency64?: bigint | undefined;
	jitter64?: bigint | undefined;
	slot?: TcNetemSlot & FurtherBytes | undefined;
	'slot-dist'?: readonly number[] | undefined;
	'prng-seed'?: bigint | undefined;
}

export interface NetemLossAttrs extends Undeclared {
	/** General Intuitive - 4 state model */
	gi?: TcNetemGimodel & FurtherBytes | undefined;
	/** Gilbert Elliot models */
	ge?: TcNetemGemodel & FurtherBytes | undefined;
}

export interface PieAttrs extends Undeclared {
	target?: number | undefined;
	limit?: number | undefined;
	tupdate?: number | undefined;
	alpha?: number | undefined;
	beta?: number | undefined;
	ecn?: number | undefined;
	bytemode?: number | undefined;
	'dq-rate-estimator'?: number | undefined;
}

export interface PoliceAttrs extends Undeclared {
	tbf?: TcPolice & FurtherBytes | undefined;
	rate?: Uint8Array | undefined;
	peakrate?: Uint8Array | undefined;
	avrate?: number | undefined;
	result?: number | undefined;
	tm?: TcfT & FurtherBytes | undefined;
	rate64?: bigint | undefined;
	peakrate64?: bigint | undefined;
	pktrate64?: bigint | undefined;
	pktburst64?: bigint | undefined;
}

export interface QfqAttrs extends Undeclared {
	weight?: number | undefined;
	lmax?: number | undefined;
}

export interface RedAttrs extends Undeclared {
	parms?: TcRedQopt & FurtherBytes | undefined;
	stab?: Uint8Array | undefined;
	'max-p'?: number | undefined;
	flags?: { value?: number | undefined; selector?: number | undefined } | undefined;
	'early-drop-block'?: number | undefined;
	'mark-block'?: number | undefined;
}

export interface RouteAttrs extends Undeclared {
	classid?: number | undefined;
	to?: number | undefined;
	from?: number | undefined;
	iif?: number | undefined;
	police?: PoliceAttrs | undefined;
	act?: readonly ActAttrs[] | undefined;
}

export interface TaprioAttrs extends Undeclared {
	priomap?: TcMqprioQopt & FurtherBytes | undefined;
	'sched-entry-list'?: TaprioSchedEntryList | undefined;
	'sched-base-time'?: bigint | undefined;
	'sched-single-entry'?: TaprioSchedEntry | undefined;
	'sched-clockid'?: number | undefined;
	'admin-sched'?: Uint8Array | undefined;
	'sched-cycle-time'?: bigint | undefined;
	'sched-cycle-time-extension'?: bigint | undefined;
	flags?: number | undefined;
	'txtime-delay'?: number | undefined;
	'tc-entry'?: TaprioTcEntryAttrs | undefined;
}

export interface TaprioSchedEntryList extends Undeclared {
	entry?: readonly TaprioSchedEntry[] | undefined;
}

export interface TaprioSchedEntry extends Undeclared {
	index?: number | undefined;
	cmd?: number | undefined;
	'gate-mask'?: number | undefined;
	interval?: number | undefined;
}

export interface TaprioTcEntryAttrs extends Undeclared {
	index?: number | undefined;
	'max-sdu'?: number | undefined;
	fp?: number | undefined;
}

export interface TbfAttrs extends Undeclared {
	parms?: TcTbfQopt & FurtherBytes | undefined;
	rtab?: Uint8Array | undefined;
	ptab?: Uint8Array | undefined;
	rate64?: bigint | undefined;
	prate64?: bigint | undefined;
	burst?: number | undefined;
	pburst?: number | undefined;
}

export interface ActSampleAttrs extends Undeclared {
	tm?: TcfT & FurtherBytes | undefined;
	parms?: TcGact & FurtherBytes | undefined;
	rate?: number | undefined;
	'trunc-size'?: number | undefined;
	'psample-group'?: number | undefined;
}

export interface ActGactAttrs extends Undeclared {
	tm?: TcfT & FurtherBytes | undefined;
	parms?: TcGact & FurtherBytes | undefined;
	prob?: TcGactP & FurtherBytes | undefined;
}

export interface TcaStabAttrs extends Undeclared {
	base?: TcSizespec & FurtherBytes | undefined;
	data?: Uint8Array | undefined;
}

export interface TcaStatsAttrs extends Undeclared {
	basic?: GnetStatsBasic & FurtherBytes | undefined;
	'rate-est'?: GnetStatsRateEst & FurtherBytes | undefined;
	queue?: GnetStatsQueue & FurtherBytes | undefined;
	app?: CakeStatsAttrs | TcChokeXstats & FurtherBytes | TcCodelXstats & FurtherBytes | TcDualpi2Xstats & FurtherBytes | TcFqQdStats & FurtherBytes | TcFqCodelXstats & FurtherBytes | TcFqPieXstats & FurtherBytes | TcHhfXstats & FurtherBytes | TcPieXstats & FurtherBytes | TcRedXstats & FurtherBytes | TcSfbXstats & FurtherBytes | TcSfqXstats & FurtherBytes | undefined;
	'rate-est64'?: GnetStatsRateEst64 & FurtherBytes | undefined;
	'basic-hw'?: GnetStatsBasic & FurtherBytes | undefined;
	pkt64?: bigint | undefined;
}

export interface U32Attrs extends Undeclared {
	classid?: number | undefined;
	hash?: number | undefined;
	link?: number | undefined;
	divisor?: number | undefined;
	sel?: TcU32Sel & FurtherBytes | undefined;
	police?: PoliceAttrs | undefined;
	act?: readonly ActAttrs[] | undefined;
	indev?: string | undefined;
	pcnt?: TcU32Pcnt & FurtherBytes | undefined;
	mark?: TcU32Mark & FurtherBytes | undefined;
	flags?: number | undefined;
}

export type NewqdiscRequest = Tcmsg & Attrs;
export type DelqdiscRequest = Tcmsg & Attrs;
export type GetqdiscRequest = Tcmsg & Attrs;
export type GetqdiscReply = Tcmsg & Attrs;
export type NewtclassRequest = Tcmsg & Attrs;
export type DeltclassRequest = Tcmsg & Attrs;
export type GettclassRequest = Tcmsg & Attrs;
export type NewtfilterRequest = Tcmsg & Attrs;
export type DeltfilterRequest = Tcmsg & Attrs;
export type GettfilterRequest = Tcmsg & Attrs;
export type NewchainRequest = Tcmsg & Attrs;
export type DelchainRequest = Tcmsg & Attrs;
export type GetchainRequest = Tcmsg & Attrs;

/** What the family tc can be asked, and what it tells. */
export type TcFamily = {
	do: {
		/** Create new tc qdisc. */
		newqdisc: { request: NewqdiscRequest; reply: undefined };
		/** Delete existing tc qdisc. */
		delqdisc: { request: DelqdiscRequest; reply: undefined };
		/** Get / dump tc qdisc information. */
		getqdisc: { request: GetqdiscRequest; reply: GetqdiscReply };
		/** Get / dump tc traffic class information. */
		newtclass: { request: NewtclassRequest; reply: undefined };
		/** Get / dump tc traffic class information. */
		deltclass: { request: DeltclassRequest; reply: undefined };
		/** Get / dump tc traffic class information. */
		gettclass: { request: GettclassRequest; reply: GetqdiscReply };
		/** Get / dump tc filter information. */
		newtfilter: { request: NewtfilterRequest; reply: undefined };
		/** Get / dump tc filter information. */
		deltfilter: { request: DeltfilterRequest; reply: undefined };
		/** Get / dump tc filter information. */
		gettfilter: { request: GettfilterRequest; reply: GetqdiscReply };
		/** Get / dump tc chain information. */
		newchain: { request: NewchainRequest; reply: undefined };
		/** Get / dump tc chain information. */
		delchain: { request: DelchainRequest; reply: undefined };
		/** Get / dump tc chain information. */
		getchain: { request: GetchainRequest; reply: GetqdiscReply };
	};
	dump: {
		/** Get / dump tc qdisc information. */
		getqdisc: { request: GetqdiscRequest; reply: GetqdiscReply };
		/** Get / dump tc filter information. */
		gettfilter: { request: GettfilterRequest; reply: GetqdiscReply };
	};
	events: {
		/** Get / dump tc qdisc information. */
		getqdisc: GetqdiscReply;
		/** Get / dump tc traffic class information. */
		gettclass: GetqdiscReply;
		/** Get / dump tc filter information. */
		gettfilter: GetqdiscReply;
		/** Get / dump tc chain information. */
		getchain: GetqdiscReply;
	};
	groups: 'rtnlgrp-tc';
};

/**
 * Netlink raw family for tc qdisc, chain, class and filter configuration over
 * rtnetlink.
 */
export const tc: FamilyTables<TcFamily> = {
	name: 'tc',
	protocol: 0,
	enums: {
		'cls-flags': {
			type: 'flags',
			entries: {
				'skip-hw': 0,
				'skip-sw': 1,
				'in-hw': 2,
				'not-in-nw': 3,
				verbose: 4,
			},
		},
		'flower-key-ctrl-flags': {
			type: 'flags',
			entries: {
				frag: 0,
				firstfrag: 1,
				tuncsum: 2,
				tundf: 3,
				tunoam: 4,
				tuncrit: 5,
			},
		},
		'dualpi2-drop-overload': {
			type: 'enum',
			entries: { overflow: 0, drop: 1 },
		},
		'dualpi2-drop-early': {
			type: 'enum',
			entries: { 'drop-dequeue': 0, 'drop-enqueue': 1 },
		},
		'dualpi2-ecn-mask': {
			type: 'enum',
			entries: { 'l4s-ect': 1, 'cla-ect': 2, 'any-ect': 3 },
		},
		'dualpi2-split-gso': {
			type: 'enum',
			entries: { 'no-split-gso': 0, 'split-gso': 1 },
		},
	},
	structs: {
		tcmsg: {
			family: { type: 'u8' },
			pad: { type: 'pad', len: 3 },
			ifindex: { type: 's32' },
			handle: { type: 'u32' },
			parent: { type: 'u32' },
			info: { type: 'u32' },
		},
		'tc-stats': {
			bytes: { type: 'u64' },
			packets: { type: 'u32' },
			drops: { type: 'u32' },
			overlimits: { type: 'u32' },
			bps: { type: 'u32' },
			pps: { type: 'u32' },
			qlen: { type: 'u32' },
			backlog: { type: 'u32' },
		},
		'tc-cbs-qopt': {
			offload: { type: 'u8' },
			pad: { type: 'pad', len: 3 },
			hicredit: { type: 's32' },
			locredit: { type: 's32' },
			idleslope: { type: 's32' },
			sendslope: { type: 's32' },
		},
		'tc-etf-qopt': {
			delta: { type: 's32' },
			clockid: { type: 's32' },
			flags: { type: 's32' },
		},
		'tc-fifo-qopt': {
			limit: { type: 'u32' },
		},
		'tc-htb-opt': {
			rate: { type: 'binary', struct: 'tc-ratespec' },
			ceil: { type: 'binary', struct: 'tc-ratespec' },
			buffer: { type: 'u32' },
			cbuffer: { type: 'u32' },
			quantum: { type: 'u32' },
			level: { type: 'u32' },
			prio: { type: 'u32' },
		},
		'tc-htb-glob': {
			version: { type: 'u32' },
			rate2quantum: { type: 'u32' },
			defcls: { type: 'u32' },
			debug: { type: 'u32' },
			'direct-pkts': { type: 'u32' },
		},
		'tc-gred-qopt': {
			limit: { type: 'u32' },
			'qth-min': { type: 'u32' },
			'qth-max': { type: 'u32' },
			DP: { type: 'u32' },
			backlog: { type: 'u32' },
			qave: { type: 'u32' },
			forced: { type: 'u32' },
			early: { type: 'u32' },
			other: { type: 'u32' },
			pdrop: { type: 'u32' },
			Wlog: { type: 'u8' },
			Plog: { type: 'u8' },
			'Scell-log': { type: 'u8' },
			prio: { type: 'u8' },
			packets: { type: 'u32' },
			bytesin: { type: 'u32' },
		},
		'tc-gred-sopt': {
			DPs: { type: 'u32' },
			'def-DP': { type: 'u32' },
			grio: { type: 'u8' },
			flags: { type: 'u8' },
			pad: { type: 'pad', len: 2 },
		},
		'tc-hfsc-qopt': {
			defcls: { type: 'u16' },
		},
		'tc-mqprio-qopt': {
			'num-tc': { type: 'u8' },
			'prio-tc-map': { type: 'binary', len: 16 },
			hw: { type: 'u8' },
			count: { type: 'binary', len: 32 },
			offset: { type: 'binary', len: 32 },
		},
		'tc-multiq-qopt': {
			bands: { type: 'u16' },
			'max-bands': { type: 'u16' },
		},
		'tc-netem-qopt': {
			latency: { type: 'u32' },
			limit: { type: 'u32' },
			loss: { type: 'u32' },
			gap: { type: 'u32' },
			duplicate: { type: 'u32' },
			jitter: { type: 'u32' },
		},
		'tc-netem-gimodel': {
			p13: { type: 'u32' },
			p31: { type: 'u32' },
			p32: { type: 'u32' },
			p14: { type: 'u32' },
			p23: { type: 'u32' },
		},
		'tc-netem-gemodel': {
			p: { type: 'u32' },
			r: { type: 'u32' },
			h: { type: 'u32' },
			k1: { type: 'u32' },
		},
		'tc-netem-corr': {
			'delay-corr': { type: 'u32' },
			'loss-corr': { type: 'u32' },
			'dup-corr': { type: 'u32' },
		},
		'tc-netem-reorder': {
			probability: { type: 'u32' },
			correlation: { type: 'u32' },
		},
		'tc-netem-corrupt': {
			probability: { type: 'u32' },
			correlation: { type: 'u32' },
		},
		'tc-netem-rate': {
			rate: { type: 'u32' },
			'packet-overhead': { type: 's32' },
			'cell-size': { type: 'u32' },
			'cell-overhead': { type: 's32' },
		},
		'tc-netem-slot': {
			'min-delay': { type: 's64' },
			'max-delay': { type: 's64' },
			'max-packets': { type: 's32' },
			'max-bytes': { type: 's32' },
			'dist-delay': { type: 's64' },
			'dist-jitter': { type: 's64' },
		},
		'tc-plug-qopt': {
			action: { type: 's32' },
			limit: { type: 'u32' },
		},
		'tc-prio-qopt': {
			bands: { type: 'u32' },
			priomap: { type: 'binary', len: 16 },
		},
		'tc-red-qopt': {
			limit: { type: 'u32' },
			'qth-min': { type: 'u32' },
			'qth-max': { type: 'u32' },
			Wlog: { type: 'u8' },
			Plog: { type: 'u8' },
			'Scell-log': { type: 'u8' },
			flags: { type: 'u8' },
		},
		'tc-sfb-qopt': {
			'rehash-interval': { type: 'u32' },
			'warmup-time': { type: 'u32' },
			max: { type: 'u32' },
			'bin-size': { type: 'u32' },
			increment: { type: 'u32' },
			decrement: { type: 'u32' },
			limit: { type: 'u32' },
			'penalty-rate': { type: 'u32' },
			'penalty-burst': { type: 'u32' },
		},
		'tc-sfq-qopt': {
			quantum: { type: 'u32' },
			'perturb-period': { type: 's32' },
			limit: { type: 'u32' },
			divisor: { type: 'u32' },
			flows: { type: 'u32' },
		},
		'tc-sfqred-stats': {
			'prob-drop': { type: 'u32' },
			'forced-drop': { type: 'u32' },
			'prob-mark': { type: 'u32' },
			'forced-mark': { type: 'u32' },
			'prob-mark-head': { type: 'u32' },
			'forced-mark-head': { type: 'u32' },
		},
		'tc-sfq-qopt-v1': {
			v0: { type: 'binary', struct: 'tc-sfq-qopt' },
			depth: { type: 'u32' },
			headdrop: { type: 'u32' },
			limit: { type: 'u32' },
			'qth-min': { type: 'u32' },
			'qth-max': { type: 'u32' },
			Wlog: { type: 'u8' },
			Plog: { type: 'u8' },
			'Scell-log': { type: 'u8' },
			flags: { type: 'u8' },
			'max-P': { type: 'u32' },
			stats: { type: 'binary', struct: 'tc-sfqred-stats' },
		},
		'tc-ratespec': {
			'cell-log': { type: 'u8' },
			linklayer: { type: 'u8' },
			overhead: { type: 'u8' },
			'cell-align': { type: 'u8' },
			mpu: { type: 'u8' },
			rate: { type: 'u32' },
		},
		'tc-tbf-qopt': {
			rate: { type: 'binary', struct: 'tc-ratespec' },
			peakrate: { type: 'binary', struct: 'tc-ratespec' },
			limit: { type: 'u32' },
			buffer: { type: 'u32' },
			mtu: { type: 'u32' },
		},
		'tc-sizespec': {
			'cell-log': { type: 'u8' },
			'size-log': { type: 'u8' },
			'cell-align': { type: 's16' },
			overhead: { type: 's32' },
			linklayer: { type: 'u32' },
			mpu: { type: 'u32' },
			mtu: { type: 'u32' },
			tsize: { type: 'u32' },
		},
		'gnet-estimator': {
			interval: { type: 's8' },
			'ewma-log': { type: 'u8' },
		},
		'tc-choke-xstats': {
			early: { type: 'u32' },
			pdrop: { type: 'u32' },
			other: { type: 'u32' },
			marked: { type: 'u32' },
			matched: { type: 'u32' },
		},
		'tc-codel-xstats': {
			maxpacket: { type: 'u32' },
			count: { type: 'u32' },
			lastcount: { type: 'u32' },
			ldelay: { type: 'u32' },
			'drop-next': { type: 's32' },
			'drop-overlimit': { type: 'u32' },
			'ecn-mark': { type: 'u32' },
			dropping: { type: 'u32' },
			'ce-mark': { type: 'u32' },
		},
		'tc-fq-codel-xstats': {
			type: { type: 'u32' },
			maxpacket: { type: 'u32' },
			'drop-overlimit': { type: 'u32' },
			'ecn-mark': { type: 'u32' },
			'new-flow-count': { type: 'u32' },
			'new-flows-len': { type: 'u32' },
			'old-flows-len': { type: 'u32' },
			'ce-mark': { type: 'u32' },
			'memory-usage': { type: 'u32' },
			'drop-overmemory': { type: 'u32' },
		},
		'tc-dualpi2-xstats': {
			prob: { type: 'u32' },
			'delay-c': { type: 'u32' },
			'delay-l': { type: 'u32' },
			'pkts-in-c': { type: 'u32' },
			'pkts-in-l': { type: 'u32' },
			maxq: { type: 'u32' },
			'ecn-mark': { type: 'u32' },
			'step-mark': { type: 'u32' },
			credit: { type: 's32' },
			'memory-used': { type: 'u32' },
			'max-memory-used': { type: 'u32' },
			'memory-limit': { type: 'u32' },
		},
		'tc-fq-pie-xstats': {
			'packets-in': { type: 'u32' },
			dropped: { type: 'u32' },
			overlimit: { type: 'u32' },
			overmemory: { type: 'u32' },
			'ecn-mark': { type: 'u32' },
			'new-flow-count': { type: 'u32' },
			'new-flows-len': { type: 'u32' },
			'old-flows-len': { type: 'u32' },
			'memory-usage': { type: 'u32' },
		},
		'tc-fq-qd-stats': {
			'gc-flows': { type: 'u64' },
			'highprio-packets': { type: 'u64' },
			'tcp-retrans': { type: 'u64' },
			throttled: { type: 'u64' },
			'flows-plimit': { type: 'u64' },
			'pkts-too-long': { type: 'u64' },
			'allocation-errors': { type: 'u64' },
			'time-next-delayed-flow': { type: 's64' },
			flows: { type: 'u32' },
			'inactive-flows': { type: 'u32' },
			'throttled-flows': { type: 'u32' },
			'unthrottle-latency-ns': { type: 'u32' },
			'ce-mark': { type: 'u64' },
			'horizon-drops': { type: 'u64' },
			'horizon-caps': { type: 'u64' },
			'fastpath-packets': { type: 'u64' },
			'band-drops': { type: 'binary', len: 24 },
			'band-pkt-count': { type: 'binary', len: 12 },
			pad: { type: 'pad', len: 4 },
		},
		'tc-hhf-xstats': {
			'drop-overlimit': { type: 'u32' },
			'hh-overlimit': { type: 'u32' },
			'hh-tot-count': { type: 'u32' },
			'hh-cur-count': { type: 'u32' },
		},
		'tc-pie-xstats': {
			prob: { type: 'u64' },
			delay: { type: 'u32' },
			'avg-dq-rate': { type: 'u32' },
			'dq-rate-estimating': { type: 'u32' },
			'packets-in': { type: 'u32' },
			dropped: { type: 'u32' },
			overlimit: { type: 'u32' },
			maxq: { type: 'u32' },
			'ecn-mark': { type: 'u32' },
		},
		'tc-red-xstats': {
			early: { type: 'u32' },
			pdrop: { type: 'u32' },
			other: { type: 'u32' },
			marked: { type: 'u32' },
		},
		'tc-sfb-xstats': {
			earlydrop: { type: 'u32' },
			penaltydrop: { type: 'u32' },
			bucketdrop: { type: 'u32' },
			queuedrop: { type: 'u32' },
			childdrop: { type: 'u32' },
			marked: { type: 'u32' },
			maxqlen: { type: 'u32' },
			maxprob: { type: 'u32' },
			avgprob: { type: 'u32' },
		},
		'tc-sfq-xstats': {
			allot: { type: 's32' },
		},
		'gnet-stats-basic': {
			bytes: { type: 'u64' },
			packets: { type: 'u32' },
		},
		'gnet-stats-rate-est': {
			bps: { type: 'u32' },
			pps: { type: 'u32' },
		},
		'gnet-stats-rate-est64': {
			bps: { type: 'u64' },
			pps: { type: 'u64' },
		},
		'gnet-stats-queue': {
			qlen: { type: 'u32' },
			backlog: { type: 'u32' },
			drops: { type: 'u32' },
			requeues: { type: 'u32' },
			overlimits: { type: 'u32' },
		},
		'tc-u32-key': {
			mask: { type: 'u32', byteOrder: 'big-endian' },
			val: { type: 'u32', byteOrder: 'big-endian' },
			off: { type: 's32' },
			offmask: { type: 's32' },
		},
		'tc-u32-mark': {
			val: { type: 'u32' },
			mask: { type: 'u32' },
			success: { type: 'u32' },
		},
		'tc-u32-sel': {
			flags: { type: 'u8' },
			offshift: { type: 'u8' },
			nkeys: { type: 'u8' },
			offmask: { type: 'u16', byteOrder: 'big-endian' },
			off: { type: 'u16' },
			offoff: { type: 's16' },
			hoff: { type: 's16' },
			hmask: { type: 'u32', byteOrder: 'big-endian' },
			keys: { type: 'binary', struct: 'tc-u32-key' },
		},
		'tc-u32-pcnt': {
			rcnt: { type: 'u64' },
			rhit: { type: 'u64' },
			kcnts: { type: 'u64' },
		},
		'tcf-t': {
			install: { type: 'u64' },
			lastuse: { type: 'u64' },
			expires: { type: 'u64' },
			firstuse: { type: 'u64' },
		},
		'tc-gact': {
			index: { type: 'u32' },
			capab: { type: 'u32' },
			action: { type: 's32' },
			refcnt: { type: 's32' },
			bindcnt: { type: 's32' },
		},
		'tc-gact-p': {
			ptype: { type: 'u16' },
			pval: { type: 'u16' },
			paction: { type: 's32' },
		},
		'tcf-ematch-tree-hdr': {
			nmatches: { type: 'u16' },
			progid: { type: 'u16' },
		},
		'tc-basic-pcnt': {
			rcnt: { type: 'u64' },
			rhit: { type: 'u64' },
		},
		'tc-matchall-pcnt': {
			rhit: { type: 'u64' },
		},
		'tc-mpls': {
			index: { type: 'u32' },
			capab: { type: 'u32' },
			action: { type: 's32' },
			refcnt: { type: 's32' },
			bindcnt: { type: 's32' },
			'm-action': { type: 's32' },
		},
		'tc-police': {
			index: { type: 'u32' },
			action: { type: 's32' },
			limit: { type: 'u32' },
			burst: { type: 'u32' },
			mtu: { type: 'u32' },
			rate: { type: 'binary', struct: 'tc-ratespec' },
			peakrate: { type: 'binary', struct: 'tc-ratespec' },
			refcnt: { type: 's32' },
			bindcnt: { type: 's32' },
			capab: { type: 'u32' },
		},
		'tc-pedit-sel': {
			index: { type: 'u32' },
			capab: { type: 'u32' },
			action: { type: 's32' },
			refcnt: { type: 's32' },
			bindcnt: { type: 's32' },
			nkeys: { type: 'u8' },
			flags: { type: 'u8' },
			keys: { type: 'binary', struct: 'tc-pedit-key' },
		},
		'tc-pedit-key': {
			mask: { type: 'u32' },
			val: { type: 'u32' },
			off: { type: 'u32' },
			at: { type: 'u32' },
			offmask: { type: 'u32' },
			shift: { type: 'u32' },
		},
		'tc-vlan': {
			index: { type: 'u32' },
			capab: { type: 'u32' },
			action: { type: 's32' },
			refcnt: { type: 's32' },
			bindcnt: { type: 's32' },
			'v-action': { type: 's32' },
		},
	},
	sets: {
		attrs: {
			kind: { value: 1, type: 'string' },
			options: {
				value: 2,
				type: 'sub-message',
				subMessage: 'options-msg',
				selector: 'kind',
			},
			stats: { value: 3, type: 'binary', struct: 'tc-stats' },
			xstats: {
				value: 4,
				type: 'sub-message',
				subMessage: 'tca-stats-app-msg',
				selector: 'kind',
			},
			rate: { value: 5, type: 'binary', struct: 'gnet-estimator' },
			fcnt: { value: 6, type: 'u32' },
			stats2: { value: 7, type: 'nest', nestedAttributes: 'tca-stats-attrs' },
			stab: { value: 8, type: 'nest', nestedAttributes: 'tca-stab-attrs' },
			pad: { value: 9, type: 'pad' },
			'dump-invisible': { value: 10, type: 'flag' },
			chain: { value: 11, type: 'u32' },
			'hw-offload': { value: 12, type: 'u8' },
			'ingress-block': { value: 13, type: 'u32' },
			'egress-block': { value: 14, type: 'u32' },
			'dump-flags': { value: 15, type: 'bitfield32' },
			'ext-warn-msg': { value: 16, type: 'string' },
		},
		'act-attrs': {
			kind: { value: 1, type: 'string' },
			options: {
				value: 2,
				type: 'sub-message',
				subMessage: 'act-options-msg',
				selector: 'kind',
			},
			index: { value: 3, type: 'u32' },
			stats: { value: 4, type: 'nest', nestedAttributes: 'tca-stats-attrs' },
			pad: { value: 5, type: 'pad' },
			cookie: { value: 6, type: 'binary' },
			flags: { value: 7, type: 'bitfield32' },
			'hw-stats': { value: 8, type: 'bitfield32' },
			'used-hw-stats': { value: 9, type: 'bitfield32' },
			'in-hw-count': { value: 10, type: 'u32' },
		},
		'act-bpf-attrs': {
			tm: { value: 1, type: 'binary', struct: 'tcf-t' },
			parms: { value: 2, type: 'binary' },
			'ops-len': { value: 3, type: 'u16' },
			ops: { value: 4, type: 'binary' },
			fd: { value: 5, type: 'u32' },
			name: { value: 6, type: 'string' },
			pad: { value: 7, type: 'pad' },
			tag: { value: 8, type: 'binary' },
			id: { value: 9, type: 'binary' },
		},
		'act-connmark-attrs': {
			parms: { value: 1, type: 'binary' },
			tm: { value: 2, type: 'binary', struct: 'tcf-t' },
			pad: { value: 3, type: 'pad' },
		},
		'act-csum-attrs': {
			parms: { value: 1, type: 'binary' },
			tm: { value: 2, type: 'binary', struct: 'tcf-t' },
			pad: { value: 3, type: 'pad' },
		},
		'act-ct-attrs': {
			parms: { value: 1, type: 'binary' },
			tm: { value: 2, type: 'binary', struct: 'tcf-t' },
			action: { value: 3, type: 'u16' },
			zone: { value: 4, type: 'u16' },
			mark: { value: 5, type: 'u32' },
			'mark-mask': { value: 6, type: 'u32' },
			labels: { value: 7, type: 'binary' },
			'labels-mask': { value: 8, type: 'binary' },
			'nat-ipv4-min': { value: 9, type: 'u32', byteOrder: 'big-endian' },
			'nat-ipv4-max': { value: 10, type: 'u32', byteOrder: 'big-endian' },
			'nat-ipv6-min': { value: 11, type: 'binary' },
			'nat-ipv6-max': { value: 12, type: 'binary' },
			'nat-port-min': { value: 13, type: 'u16', byteOrder: 'big-endian' },
			'nat-port-max': { value: 14, type: 'u16', byteOrder: 'big-endian' },
			pad: { value: 15, type: 'pad' },
			'helper-name': { value: 16, type: 'string' },
			'helper-family': { value: 17, type: 'u8' },
			'helper-proto': { value: 18, type: 'u8' },
		},
		'act-ctinfo-attrs': {
			pad: { value: 1, type: 'pad' },
			tm: { value: 2, type: 'binary', struct: 'tcf-t' },
			act: { value: 3, type: 'binary' },
			zone: { value: 4, type: 'u16' },
			'parms-dscp-mask': { value: 5, type: 'u32' },
			'parms-dscp-statemask': { value: 6, type: 'u32' },
			'parms-cpmark-mask': { value: 7, type: 'u32' },
			'stats-dscp-set': { value: 8, type: 'u64' },
			'stats-dscp-error': { value: 9, type: 'u64' },
			'stats-cpmark-set': { value: 10, type: 'u64' },
		},
		'act-gate-attrs': {
			tm: { value: 1, type: 'binary', struct: 'tcf-t' },
			parms: { value: 2, type: 'binary' },
			pad: { value: 3, type: 'pad' },
			priority: { value: 4, type: 's32' },
			'entry-list': { value: 5, type: 'binary' },
			'base-time': { value: 6, type: 'u64' },
			'cycle-time': { value: 7, type: 'u64' },
			'cycle-time-ext': { value: 8, type: 'u64' },
			flags: { value: 9, type: 'u32' },
			clockid: { value: 10, type: 's32' },
		},
		'act-ife-attrs': {
			parms: { value: 1, type: 'binary' },
			tm: { value: 2, type: 'binary', struct: 'tcf-t' },
			dmac: { value: 3, type: 'binary' },
			smac: { value: 4, type: 'binary' },
			type: { value: 5, type: 'u16' },
			metalst: { value: 6, type: 'binary' },
			pad: { value: 7, type: 'pad' },
		},
		'act-mirred-attrs': {
			tm: { value: 1, type: 'binary', struct: 'tcf-t' },
			parms: { value: 2, type: 'binary' },
			pad: { value: 3, type: 'pad' },
			blockid: { value: 4, type: 'binary' },
		},
		'act-mpls-attrs': {
			tm: { value: 1, type: 'binary', struct: 'tcf-t' },
			parms: { value: 2, type: 'binary', struct: 'tc-mpls' },
			pad: { value: 3, type: 'pad' },
			proto: { value: 4, type: 'u16', byteOrder: 'big-endian' },
			label: { value: 5, type: 'u32' },
			tc: { value: 6, type: 'u8' },
			ttl: { value: 7, type: 'u8' },
			bos: { value: 8, type: 'u8' },
		},
		'act-nat-attrs': {
			parms: { value: 1, type: 'binary' },
			tm: { value: 2, type: 'binary', struct: 'tcf-t' },
			pad: { value: 3, type: 'pad' },
		},
		'act-pedit-attrs': {
			tm: { value: 1, type: 'binary', struct: 'tcf-t' },
			parms: { value: 2, type: 'binary', struct: 'tc-pedit-sel' },
			pad: { value: 3, type: 'pad' },
			'parms-ex': { value: 4, type: 'binary' },
			'keys-ex': { value: 5, type: 'binary' },
			'key-ex': { value: 6, type: 'binary' },
		},
		'act-simple-attrs': {
			tm: { value: 1, type: 'binary', struct: 'tcf-t' },
			parms: { value: 2, type: 'binary' },
			data: { value: 3, type: 'binary' },
			pad: { value: 4, type: 'pad' },
		},
		'act-skbedit-attrs': {
			tm: { value: 1, type: 'binary', struct: 'tcf-t' },
			parms: { value: 2, type: 'binary' },
			priority: { value: 3, type: 'u32' },
			'queue-mapping': { value: 4, type: 'u16' },
			mark: { value: 5, type: 'u32' },
			pad: { value: 6, type: 'pad' },
			ptype: { value: 7, type: 'u16' },
			mask: { value: 8, type: 'u32' },
			flags: { value: 9, type: 'u64' },
			'queue-mapping-max': { value: 10, type: 'u16' },
		},
		'act-skbmod-attrs': {
			tm: { value: 1, type: 'binary', struct: 'tcf-t' },
			parms: { value: 2, type: 'binary' },
			dmac: { value: 3, type: 'binary' },
			smac: { value: 4, type: 'binary' },
			etype: { value: 5, type: 'binary' },
			pad: { value: 6, type: 'pad' },
		},
		'act-tunnel-key-attrs': {
			tm: { value: 1, type: 'binary', struct: 'tcf-t' },
			parms: { value: 2, type: 'binary' },
			'enc-ipv4-src': { value: 3, type: 'u32', byteOrder: 'big-endian' },
			'enc-ipv4-dst': { value: 4, type: 'u32', byteOrder: 'big-endian' },
			'enc-ipv6-src': { value: 5, type: 'binary' },
			'enc-ipv6-dst': { value: 6, type: 'binary' },
			'enc-key-id': { value: 7, type: 'u64', byteOrder: 'big-endian' },
			pad: { value: 8, type: 'pad' },
			'enc-dst-port': { value: 9, type: 'u16', byteOrder: 'big-endian' },
			'no-csum': { value: 10, type: 'u8' },
			'enc-opts': { value: 11, type: 'binary' },
			'enc-tos': { value: 12, type: 'u8' },
			'enc-ttl': { value: 13, type: 'u8' },
			'no-frag': { value: 14, type: 'flag' },
		},
		'act-vlan-attrs': {
			tm: { value: 1, type: 'binary', struct: 'tcf-t' },
			parms: { value: 2, type: 'binary', struct: 'tc-vlan' },
			'push-vlan-id': { value: 3, type: 'u16' },
			'push-vlan-protocol': { value: 4, type: 'u16' },
			pad: { value: 5, type: 'pad' },
			'push-vlan-priority': { value: 6, type: 'u8' },
			'push-eth-dst': { value: 7, type: 'binary' },
			'push-eth-src': { value: 8, type: 'binary' },
		},
		'basic-attrs': {
			classid: { value: 1, type: 'u32' },
			ematches: { value: 2, type: 'nest', nestedAttributes: 'ematch-attrs' },
			act: {
				value: 3,
				type: 'indexed-array',
				subType: 'nest',
				nestedAttributes: 'act-attrs',
			},
			police: { value: 4, type: 'nest', nestedAttributes: 'police-attrs' },
			pcnt: { value: 5, type: 'binary', struct: 'tc-basic-pcnt' },
			pad: { value: 6, type: 'pad' },
		},
		'bpf-attrs': {
			act: {
				value: 1,
				type: 'indexed-array',
				subType: 'nest',
				nestedAttributes: 'act-attrs',
			},
			police: { value: 2, type: 'nest', nestedAttributes: 'police-attrs' },
			classid: { value: 3, type: 'u32' },
			'ops-len': { value: 4, type: 'u16' },
			ops: { value: 5, type: 'binary' },
			fd: { value: 6, type: 'u32' },
			name: { value: 7, type: 'string' },
			flags: { value: 8, type: 'u32' },
			'flags-gen': { value: 9, type: 'u32' },
			tag: { value: 10, type: 'binary' },
			id: { value: 11, type: 'u32' },
		},
		'cake-attrs': {
			pad: { value: 1, type: 'pad' },
			'base-rate64': { value: 2, type: 'u64' },
			'diffserv-mode': { value: 3, type: 'u32' },
			atm: { value: 4, type: 'u32' },
			'flow-mode': { value: 5, type: 'u32' },
			overhead: { value: 6, type: 'u32' },
			rtt: { value: 7, type: 'u32' },
			target: { value: 8, type: 'u32' },
			autorate: { value: 9, type: 'u32' },
			memory: { value: 10, type: 'u32' },
			nat: { value: 11, type: 'u32' },
			raw: { value: 12, type: 'u32' },
			wash: { value: 13, type: 'u32' },
			mpu: { value: 14, type: 'u32' },
			ingress: { value: 15, type: 'u32' },
			'ack-filter': { value: 16, type: 'u32' },
			'split-gso': { value: 17, type: 'u32' },
			fwmark: { value: 18, type: 'u32' },
		},
		'cake-stats-attrs': {
			pad: { value: 1, type: 'pad' },
			'capacity-estimate64': { value: 2, type: 'u64' },
			'memory-limit': { value: 3, type: 'u32' },
			'memory-used': { value: 4, type: 'u32' },
			'avg-netoff': { value: 5, type: 'u32' },
			'min-netlen': { value: 6, type: 'u32' },
			'max-netlen': { value: 7, type: 'u32' },
			'min-adjlen': { value: 8, type: 'u32' },
			'max-adjlen': { value: 9, type: 'u32' },
			'tin-stats': {
				value: 10,
				type: 'indexed-array',
				subType: 'nest',
				nestedAttributes: 'cake-tin-stats-attrs',
			},
			deficit: { value: 11, type: 's32' },
			'cobalt-count': { value: 12, type: 'u32' },
			dropping: { value: 13, type: 'u32' },
			'drop-next-us': { value: 14, type: 's32' },
			'p-drop': { value: 15, type: 'u32' },
			'blue-timer-us': { value: 16, type: 's32' },
			'active-queues': { value: 17, type: 'u32' },
		},
		'cake-tin-stats-attrs': {
			pad: { value: 1, type: 'pad' },
			'sent-packets': { value: 2, type: 'u32' },
			'sent-bytes64': { value: 3, type: 'u64' },
			'dropped-packets': { value: 4, type: 'u32' },
			'dropped-bytes64': { value: 5, type: 'u64' },
			'acks-dropped-packets': { value: 6, type: 'u32' },
			'acks-dropped-bytes64': { value: 7, type: 'u64' },
			'ecn-marked-packets': { value: 8, type: 'u32' },
			'ecn-marked-bytes64': { value: 9, type: 'u64' },
			'backlog-packets': { value: 10, type: 'u32' },
			'backlog-bytes': { value: 11, type: 'u32' },
			'threshold-rate64': { value: 12, type: 'u64' },
			'target-us': { value: 13, type: 'u32' },
			'interval-us': { value: 14, type: 'u32' },
			'way-indirect-hits': { value: 15, type: 'u32' },
			'way-misses': { value: 16, type: 'u32' },
			'way-collisions': { value: 17, type: 'u32' },
			'peak-delay-us': { value: 18, type: 'u32' },
			'avg-delay-us': { value: 19, type: 'u32' },
			'base-delay-us': { value: 20, type: 'u32' },
			'sparse-flows': { value: 21, type: 'u32' },
			'bulk-flows': { value: 22, type: 'u32' },
			'unresponsive-flows': { value: 23, type: 'u32' },
			'max-skblen': { value: 24, type: 'u32' },
			'flow-quantum': { value: 25, type: 'u32' },
		},
		'cbs-attrs': {
			parms: { value: 1, type: 'binary', struct: 'tc-cbs-qopt' },
		},
		'cgroup-attrs': {
			act: {
				value: 1,
				type: 'indexed-array',
				subType: 'nest',
				nestedAttributes: 'act-attrs',
			},
			police: { value: 2, type: 'nest', nestedAttributes: 'police-attrs' },
			ematches: { value: 3, type: 'binary' },
		},
		'choke-attrs': {
			parms: { value: 1, type: 'binary', struct: 'tc-red-qopt' },
			stab: { value: 2, type: 'binary' },
			'max-p': { value: 3, type: 'u32' },
		},
		'codel-attrs': {
			target: { value: 1, type: 'u32' },
			limit: { value: 2, type: 'u32' },
			interval: { value: 3, type: 'u32' },
			ecn: { value: 4, type: 'u32' },
			'ce-threshold': { value: 5, type: 'u32' },
		},
		'drr-attrs': {
			quantum: { value: 1, type: 'u32' },
		},
		'dualpi2-attrs': {
			limit: { value: 1, type: 'u32' },
			'memory-limit': { value: 2, type: 'u32' },
			target: { value: 3, type: 'u32' },
			tupdate: { value: 4, type: 'u32' },
			alpha: { value: 5, type: 'u32' },
			beta: { value: 6, type: 'u32' },
			'step-thresh-pkts': { value: 7, type: 'u32' },
			'step-thresh-us': { value: 8, type: 'u32' },
			'min-qlen-step': { value: 9, type: 'u32' },
			coupling: { value: 10, type: 'u8' },
			'drop-overload': { value: 11, type: 'u8', enum: 'dualpi2-drop-overload' },
			'drop-early': { value: 12, type: 'u8', enum: 'dualpi2-drop-early' },
			'c-protection': { value: 13, type: 'u8' },
			'ecn-mask': { value: 14, type: 'u8', enum: 'dualpi2-ecn-mask' },
			'split-gso': { value: 15, type: 'u8', enum: 'dualpi2-split-gso' },
		},
		'ematch-attrs': {
			'tree-hdr': { value: 1, type: 'binary', struct: 'tcf-ematch-tree-hdr' },
			'tree-list': { value: 2, type: 'binary' },
		},
		'flow-attrs': {
			keys: { value: 1, type: 'u32' },
			mode: { value: 2, type: 'u32' },
			baseclass: { value: 3, type: 'u32' },
			rshift: { value: 4, type: 'u32' },
			addend: { value: 5, type: 'u32' },
			mask: { value: 6, type: 'u32' },
			xor: { value: 7, type: 'u32' },
			divisor: { value: 8, type: 'u32' },
			act: { value: 9, type: 'binary' },
			police: { value: 10, type: 'nest', nestedAttributes: 'police-attrs' },
			ematches: { value: 11, type: 'binary' },
			perturb: { value: 12, type: 'u32' },
		},
		'flower-attrs': {
			classid: { value: 1, type: 'u32' },
			indev: { value: 2, type: 'string' },
			act: {
				value: 3,
				type: 'indexed-array',
				subType: 'nest',
				nestedAttributes: 'act-attrs',
			},
			'key-eth-dst': { value: 4, type: 'binary', displayHint: 'mac' },
			'key-eth-dst-mask': { value: 5, type: 'binary', displayHint: 'mac' },
			'key-eth-src': { value: 6, type: 'binary', displayHint: 'mac' },
			'key-eth-src-mask': { value: 7, type: 'binary', displayHint: 'mac' },
			'key-eth-type': { value: 8, type: 'u16', byteOrder: 'big-endian' },
			'key-ip-proto': { value: 9, type: 'u8' },
			'key-ipv4-src': {
				value: 10,
				type: 'u32',
				byteOrder: 'big-endian',
				displayHint: 'ipv4',
			},
			'key-ipv4-src-mask': {
				value: 11,
				type: 'u32',
				byteOrder: 'big-endian',
				displayHint: 'ipv4',
			},
			'key-ipv4-dst': {
				value: 12,
				type: 'u32',
				byteOrder: 'big-endian',
				displayHint: 'ipv4',
			},
			'key-ipv4-dst-mask': {
				value: 13,
				type: 'u32',
				byteOrder: 'big-endian',
				displayHint: 'ipv4',
			},
			'key-ipv6-src': { value: 14, type: 'binary', displayHint: 'ipv6' },
			'key-ipv6-src-mask': { value: 15, type: 'binary', displayHint: 'ipv6' },
			'key-ipv6-dst': { value: 16, type: 'binary', displayHint: 'ipv6' },
			'key-ipv6-dst-mask': { value: 17, type: 'binary', displayHint: 'ipv6' },
			'key-tcp-src': { value: 18, type: 'u16', byteOrder: 'big-endian' },
			'key-tcp-dst': { value: 19, type: 'u16', byteOrder: 'big-endian' },
			'key-udp-src': { value: 20, type: 'u16', byteOrder: 'big-endian' },
			'key-udp-dst': { value: 21, type: 'u16', byteOrder: 'big-endian' },
			flags: { value: 22, type: 'u32', enum: 'cls-flags', enumAsFlags: true },
			'key-vlan-id': { value: 23, type: 'u16', byteOrder: 'big-endian' },
			'key-vlan-prio': { value: 24, type: 'u8' },
			'key-vlan-eth-type': { value: 25, type: 'u16', byteOrder: 'big-endian' },
			'key-enc-key-id': { value: 26, type: 'u32', byteOrder: 'big-endian' },
			'key-enc-ipv4-src': {
				value: 27,
				type: 'u32',
				byteOrder: 'big-endian',
				displayHint: 'ipv4',
			},
			'key-enc-ipv4-src-mask': {
				value: 28,
				type: 'u32',
				byteOrder: 'big-endian',
				displayHint: 'ipv4',
			},
			'key-enc-ipv4-dst': {
				value: 29,
				type: 'u32',
				byteOrder: 'big-endian',
				displayHint: 'ipv4',
			},
			'key-enc-ipv4-dst-mask': {
				value: 30,
				type: 'u32',
				byteOrder: 'big-endian',
				displayHint: 'ipv4',
			},
			'key-enc-ipv6-src': { value: 31, type: 'binary', displayHint: 'ipv6' },
			'key-enc-ipv6-src-mask': {
				value: 32,
				type: 'binary',
				displayHint: 'ipv6',
			},
			'key-enc-ipv6-dst': { value: 33, type: 'binary', displayHint: 'ipv6' },
			'key-enc-ipv6-dst-mask': {
				value: 34,
				type: 'binary',
				displayHint: 'ipv6',
			},
			'key-tcp-src-mask': { value: 35, type: 'u16', byteOrder: 'big-endian' },
			'key-tcp-dst-mask': { value: 36, type: 'u16', byteOrder: 'big-endian' },
			'key-udp-src-mask': { value: 37, type: 'u16', byteOrder: 'big-endian' },
			'key-udp-dst-mask': { value: 38, type: 'u16', byteOrder: 'big-endian' },
			'key-sctp-src-mask': { value: 39, type: 'u16', byteOrder: 'big-endian' },
			'key-sctp-dst-mask': { value: 40, type: 'u16', byteOrder: 'big-endian' },
			'key-sctp-src': { value: 41, type: 'u16', byteOrder: 'big-endian' },
			'key-sctp-dst': { value: 42, type: 'u16', byteOrder: 'big-endian' },
			'key-enc-udp-src-port': {
				value: 43,
				type: 'u16',
				byteOrder: 'big-endian',
			},
			'key-enc-udp-src-port-mask': {
				value: 44,
				type: 'u16',
				byteOrder: 'big-endian',
			},
			'key-enc-udp-dst-port': {
				value: 45,
				type: 'u16',
				byteOrder: 'big-endian',
			},
			'key-enc-udp-dst-port-mask': {
				value: 46,
				type: 'u16',
				byteOrder: 'big-endian',
			},
			'key-flags': {
				value: 47,
				type: 'u32',
				byteOrder: 'big-endian',
				enum: 'flower-key-ctrl-flags',
				enumAsFlags: true,
			},
			'key-flags-mask': {
				value: 48,
				type: 'u32',
				byteOrder: 'big-endian',
				enum: 'flower-key-ctrl-flags',
				enumAsFlags: true,
			},
			'key-icmpv4-code': { value: 49, type: 'u8' },
			'key-icmpv4-code-mask': { value: 50, type: 'u8' },
			'key-icmpv4-type': { value: 51, type: 'u8' },
			'key-icmpv4-type-mask': { value: 52, type: 'u8' },
			'key-icmpv6-code': { value: 53, type: 'u8' },
			'key-icmpv6-code-mask': { value: 54, type: 'u8' },
			'key-icmpv6-type': { value: 55, type: 'u8' },
			'key-icmpv6-type-mask': { value: 56, type: 'u8' },
			'key-arp-sip': { value: 57, type: 'u32', byteOrder: 'big-endian' },
			'key-arp-sip-mask': { value: 58, type: 'u32', byteOrder: 'big-endian' },
			'key-arp-tip': { value: 59, type: 'u32', byteOrder: 'big-endian' },
			'key-arp-tip-mask': { value: 60, type: 'u32', byteOrder: 'big-endian' },
			'key-arp-op': { value: 61, type: 'u8' },
			'key-arp-op-mask': { value: 62, type: 'u8' },
			'key-arp-sha': { value: 63, type: 'binary', displayHint: 'mac' },
			'key-arp-sha-mask': { value: 64, type: 'binary', displayHint: 'mac' },
			'key-arp-tha': { value: 65, type: 'binary', displayHint: 'mac' },
			'key-arp-tha-mask': { value: 66, type: 'binary', displayHint: 'mac' },
			'key-mpls-ttl': { value: 67, type: 'u8' },
			'key-mpls-bos': { value: 68, type: 'u8' },
			'key-mpls-tc': { value: 69, type: 'u8' },
			'key-mpls-label': { value: 70, type: 'u32', byteOrder: 'big-endian' },
			'key-tcp-flags': { value: 71, type: 'u16', byteOrder: 'big-endian' },
			'key-tcp-flags-mask': { value: 72, type: 'u16', byteOrder: 'big-endian' },
			'key-ip-tos': { value: 73, type: 'u8' },
			'key-ip-tos-mask': { value: 74, type: 'u8' },
			'key-ip-ttl': { value: 75, type: 'u8' },
			'key-ip-ttl-mask': { value: 76, type: 'u8' },
			'key-cvlan-id': { value: 77, type: 'u16', byteOrder: 'big-endian' },
			'key-cvlan-prio': { value: 78, type: 'u8' },
			'key-cvlan-eth-type': { value: 79, type: 'u16', byteOrder: 'big-endian' },
			'key-enc-ip-tos': { value: 80, type: 'u8' },
			'key-enc-ip-tos-mask': { value: 81, type: 'u8' },
			'key-enc-ip-ttl': { value: 82, type: 'u8' },
			'key-enc-ip-ttl-mask': { value: 83, type: 'u8' },
			'key-enc-opts': {
				value: 84,
				type: 'nest',
				nestedAttributes: 'flower-key-enc-opts-attrs',
			},
			'key-enc-opts-mask': {
				value: 85,
				type: 'nest',
				nestedAttributes: 'flower-key-enc-opts-attrs',
			},
			'in-hw-count': { value: 86, type: 'u32' },
			'key-port-src-min': { value: 87, type: 'u16', byteOrder: 'big-endian' },
			'key-port-src-max': { value: 88, type: 'u16', byteOrder: 'big-endian' },
			'key-port-dst-min': { value: 89, type: 'u16', byteOrder: 'big-endian' },
			'key-port-dst-max': { value: 90, type: 'u16', byteOrder: 'big-endian' },
			'key-ct-state': { value: 91, type: 'u16' },
			'key-ct-state-mask': { value: 92, type: 'u16' },
			'key-ct-zone': { value: 93, type: 'u16' },
			'key-ct-zone-mask': { value: 94, type: 'u16' },
			'key-ct-mark': { value: 95, type: 'u32' },
			'key-ct-mark-mask': { value: 96, type: 'u32' },
			'key-ct-labels': { value: 97, type: 'binary' },
			'key-ct-labels-mask': { value: 98, type: 'binary' },
			'key-mpls-opts': {
				value: 99,
				type: 'nest',
				nestedAttributes: 'flower-key-mpls-opt-attrs',
			},
			'key-hash': { value: 100, type: 'u32' },
			'key-hash-mask': { value: 101, type: 'u32' },
			'key-num-of-vlans': { value: 102, type: 'u8' },
			'key-pppoe-sid': { value: 103, type: 'u16', byteOrder: 'big-endian' },
			'key-ppp-proto': { value: 104, type: 'u16', byteOrder: 'big-endian' },
			'key-l2tpv3-sid': { value: 105, type: 'u32', byteOrder: 'big-endian' },
			'l2-miss': { value: 106, type: 'u8' },
			'key-cfm': {
				value: 107,
				type: 'nest',
				nestedAttributes: 'flower-key-cfm-attrs',
			},
			'key-spi': { value: 108, type: 'u32', byteOrder: 'big-endian' },
			'key-spi-mask': { value: 109, type: 'u32', byteOrder: 'big-endian' },
			'key-enc-flags': {
				value: 110,
				type: 'u32',
				byteOrder: 'big-endian',
				enum: 'flower-key-ctrl-flags',
				enumAsFlags: true,
			},
			'key-enc-flags-mask': {
				value: 111,
				type: 'u32',
				byteOrder: 'big-endian',
				enum: 'flower-key-ctrl-flags',
				enumAsFlags: true,
			},
		},
		'flower-key-enc-opts-attrs': {
			geneve: {
				value: 1,
				type: 'nest',
				nestedAttributes: 'flower-key-enc-opt-geneve-attrs',
			},
			vxlan: {
				value: 2,
				type: 'nest',
				nestedAttributes: 'flower-key-enc-opt-vxlan-attrs',
			},
			erspan: {
				value: 3,
				type: 'nest',
				nestedAttributes: 'flower-key-enc-opt-erspan-attrs',
			},
			gtp: {
				value: 4,
				type: 'nest',
				nestedAttributes: 'flower-key-enc-opt-gtp-attrs',
			},
		},
		'flower-key-enc-opt-geneve-attrs': {
			class: { value: 1, type: 'u16' },
			type: { value: 2, type: 'u8' },
			data: { value: 3, type: 'binary' },
		},
		'flower-key-enc-opt-vxlan-attrs': {
			gbp: { value: 1, type: 'u32' },
		},
		'flower-key-enc-opt-erspan-attrs': {
			ver: { value: 1, type: 'u8' },
			index: { value: 2, type: 'u32' },
			dir: { value: 3, type: 'u8' },
			hwid: { value: 4, type: 'u8' },
		},
		'flower-key-enc-opt-gtp-attrs': {
			'pdu-type': { value: 1, type: 'u8' },
			qfi: { value: 2, type: 'u8' },
		},
		'flower-key-mpls-opt-attrs': {
			'lse-depth': { value: 1, type: 'u8' },
			'lse-ttl': { value: 2, type: 'u8' },
			'lse-bos': { value: 3, type: 'u8' },
			'lse-tc': { value: 4, type: 'u8' },
			'lse-label': { value: 5, type: 'u32' },
		},
		'flower-key-cfm-attrs': {
			'md-level': { value: 1, type: 'u8' },
			opcode: { value: 2, type: 'u8' },
		},
		'fw-attrs': {
			classid: { value: 1, type: 'u32' },
			police: { value: 2, type: 'nest', nestedAttributes: 'police-attrs' },
			indev: { value: 3, type: 'string' },
			act: {
				value: 4,
				type: 'indexed-array',
				subType: 'nest',
				nestedAttributes: 'act-attrs',
			},
			mask: { value: 5, type: 'u32' },
		},
		'gred-attrs': {
			parms: { value: 1, type: 'binary' },
			stab: { value: 2, type: 'binary', subType: 'u8' },
			dps: { value: 3, type: 'binary', struct: 'tc-gred-sopt' },
			'max-p': { value: 4, type: 'binary', subType: 'u32' },
			limit: { value: 5, type: 'u32' },
			'vq-list': {
				value: 6,
				type: 'nest',
				nestedAttributes: 'tca-gred-vq-list-attrs',
			},
		},
		'tca-gred-vq-list-attrs': {
			entry: {
				value: 1,
				type: 'nest',
				multiAttr: true,
				nestedAttributes: 'tca-gred-vq-entry-attrs',
			},
		},
		'tca-gred-vq-entry-attrs': {
			pad: { value: 1, type: 'pad' },
			dp: { value: 2, type: 'u32' },
			'stat-bytes': { value: 3, type: 'u64' },
			'stat-packets': { value: 4, type: 'u32' },
			'stat-backlog': { value: 5, type: 'u32' },
			'stat-prob-drop': { value: 6, type: 'u32' },
			'stat-prob-mark': { value: 7, type: 'u32' },
			'stat-forced-drop': { value: 8, type: 'u32' },
			'stat-forced-mark': { value: 9, type: 'u32' },
			'stat-pdrop': { value: 10, type: 'u32' },
			'stat-other': { value: 11, type: 'u32' },
			flags: { value: 12, type: 'u32' },
		},
		'hfsc-attrs': {
			rsc: { value: 1, type: 'binary' },
			fsc: { value: 2, type: 'binary' },
			usc: { value: 3, type: 'binary' },
		},
		'hhf-attrs': {
			'backlog-limit': { value: 1, type: 'u32' },
			quantum: { value: 2, type: 'u32' },
			'hh-flows-limit': { value: 3, type: 'u32' },
			'reset-timeout': { value: 4, type: 'u32' },
			'admit-bytes': { value: 5, type: 'u32' },
			'evict-timeout': { value: 6, type: 'u32' },
			'non-hh-weight': { value: 7, type: 'u32' },
		},
		'htb-attrs': {
			parms: { value: 1, type: 'binary', struct: 'tc-htb-opt' },
			init: { value: 2, type: 'binary', struct: 'tc-htb-glob' },
			ctab: { value: 3, type: 'binary' },
			rtab: { value: 4, type: 'binary' },
			'direct-qlen': { value: 5, type: 'u32' },
			rate64: { value: 6, type: 'u64' },
			ceil64: { value: 7, type: 'u64' },
			pad: { value: 8, type: 'pad' },
			offload: { value: 9, type: 'flag' },
		},
		'matchall-attrs': {
			classid: { value: 1, type: 'u32' },
			act: {
				value: 2,
				type: 'indexed-array',
				subType: 'nest',
				nestedAttributes: 'act-attrs',
			},
			flags: { value: 3, type: 'u32' },
			pcnt: { value: 4, type: 'binary', struct: 'tc-matchall-pcnt' },
			pad: { value: 5, type: 'pad' },
		},
		'etf-attrs': {
			parms: { value: 1, type: 'binary', struct: 'tc-etf-qopt' },
		},
		'ets-attrs': {
			nbands: { value: 1, type: 'u8' },
			nstrict: { value: 2, type: 'u8' },
			quanta: { value: 3, type: 'nest', nestedAttributes: 'ets-attrs' },
			'quanta-band': { value: 4, type: 'u32', multiAttr: true },
			priomap: { value: 5, type: 'nest', nestedAttributes: 'ets-attrs' },
			'priomap-band': { value: 6, type: 'u8', multiAttr: true },
		},
		'fq-attrs': {
			plimit: { value: 1, type: 'u32' },
			'flow-plimit': { value: 2, type: 'u32' },
			quantum: { value: 3, type: 'u32' },
			'initial-quantum': { value: 4, type: 'u32' },
			'rate-enable': { value: 5, type: 'u32' },
			'flow-default-rate': { value: 6, type: 'u32' },
			'flow-max-rate': { value: 7, type: 'u32' },
			'buckets-log': { value: 8, type: 'u32' },
			'flow-refill-delay': { value: 9, type: 'u32' },
			'orphan-mask': { value: 10, type: 'u32' },
			'low-rate-threshold': { value: 11, type: 'u32' },
			'ce-threshold': { value: 12, type: 'u32' },
			'timer-slack': { value: 13, type: 'u32' },
			horizon: { value: 14, type: 'u32' },
			'horizon-drop': { value: 15, type: 'u8' },
			priomap: { value: 16, type: 'binary', struct: 'tc-prio-qopt' },
			weights: { value: 17, type: 'binary', subType: 's32' },
		},
		'fq-codel-attrs': {
			target: { value: 1, type: 'u32' },
			limit: { value: 2, type: 'u32' },
			interval: { value: 3, type: 'u32' },
			ecn: { value: 4, type: 'u32' },
			flows: { value: 5, type: 'u32' },
			quantum: { value: 6, type: 'u32' },
			'ce-threshold': { value: 7, type: 'u32' },
			'drop-batch-size': { value: 8, type: 'u32' },
			'memory-limit': { value: 9, type: 'u32' },
			'ce-threshold-selector': { value: 10, type: 'u8' },
			'ce-threshold-mask': { value: 11, type: 'u8' },
		},
		'fq-pie-attrs': {
			limit: { value: 1, type: 'u32' },
			flows: { value: 2, type: 'u32' },
			target: { value: 3, type: 'u32' },
			tupdate: { value: 4, type: 'u32' },
			alpha: { value: 5, type: 'u32' },
			beta: { value: 6, type: 'u32' },
			quantum: { value: 7, type: 'u32' },
			'memory-limit': { value: 8, type: 'u32' },
			'ecn-prob': { value: 9, type: 'u32' },
			ecn: { value: 10, type: 'u32' },
			bytemode: { value: 11, type: 'u32' },
			'dq-rate-estimator': { value: 12, type: 'u32' },
		},
		'netem-attrs': {
			corr: { value: 1, type: 'binary', struct: 'tc-netem-corr' },
			'delay-dist': { value: 2, type: 'binary', subType: 's16' },
			reorder: { value: 3, type: 'binary', struct: 'tc-netem-reorder' },
			corrupt: { value: 4, type: 'binary', struct: 'tc-netem-corrupt' },
			loss: { value: 5, type: 'nest', nestedAttributes: 'netem-loss-attrs' },
			rate: { value: 6, type: 'binary', struct: 'tc-netem-rate' },
			ecn: { value: 7, type: 'u32' },
			rate64: { value: 8, type: 'u64' },
			pad: { value: 9, type: 'u32' },
			latency64: { value: 10, type: 's64' },
			jitter64: { value: 11, type: 's64' },
			slot: { value: 12, type: 'binary', struct: 'tc-netem-slot' },
			'slot-dist': { value: 13, type: 'binary', subType: 's16' },
			'prng-seed': { value: 14, type: 'u64' },
		},
		'netem-loss-attrs': {
			gi: { value: 1, type: 'binary', struct: 'tc-netem-gimodel' },
			ge: { value: 2, type: 'binary', struct: 'tc-netem-gemodel' },
		},
		'pie-attrs': {
			target: { value: 1, type: 'u32' },
			limit: { value: 2, type: 'u32' },
			tupdate: { value: 3, type: 'u32' },
			alpha: { value: 4, type: 'u32' },
			beta: { value: 5, type: 'u32' },
			ecn: { value: 6, type: 'u32' },
			bytemode: { value: 7, type: 'u32' },
			'dq-rate-estimator': { value: 8, type: 'u32' },
		},
		'police-attrs': {
			tbf: { value: 1, type: 'binary', struct: 'tc-police' },
			rate: { value: 2, type: 'binary' },
			peakrate: { value: 3, type: 'binary' },
			avrate: { value: 4, type: 'u32' },
			result: { value: 5, type: 'u32' },
			tm: { value: 6, type: 'binary', struct: 'tcf-t' },
			pad: { value: 7, type: 'pad' },
			rate64: { value: 8, type: 'u64' },
			peakrate64: { value: 9, type: 'u64' },
			pktrate64: { value: 10, type: 'u64' },
			pktburst64: { value: 11, type: 'u64' },
		},
		'qfq-attrs': {
			weight: { value: 1, type: 'u32' },
			lmax: { value: 2, type: 'u32' },
		},
		'red-attrs': {
			parms: { value: 1, type: 'binary', struct: 'tc-red-qopt' },
			stab: { value: 2, type: 'binary' },
			'max-p': { value: 3, type: 'u32' },
			flags: { value: 4, type: 'bitfield32' },
			'early-drop-block': { value: 5, type: 'u32' },
			'mark-block': { value: 6, type: 'u32' },
		},
		'route-attrs': {
			classid: { value: 1, type: 'u32' },
			to: { value: 2, type: 'u32' },
			from: { value: 3, type: 'u32' },
			iif: { value: 4, type: 'u32' },
			police: { value: 5, type: 'nest', nestedAttributes: 'police-attrs' },
			act: {
				value: 6,
				type: 'indexed-array',
				subType: 'nest',
				nestedAttributes: 'act-attrs',
			},
		},
		'taprio-attrs': {
			priomap: { value: 1, type: 'binary', struct: 'tc-mqprio-qopt' },
			'sched-entry-list': {
				value: 2,
				type: 'nest',
				nestedAttributes: 'taprio-sched-entry-list',
			},
			'sched-base-time': { value: 3, type: 's64' },
			'sched-single-entry': {
				value: 4,
				type: 'nest',
				nestedAttributes: 'taprio-sched-entry',
			},
			'sched-clockid': { value: 5, type: 's32' },
			pad: { value: 6, type: 'pad' },
			'admin-sched': { value: 7, type: 'binary' },
			'sched-cycle-time': { value: 8, type: 's64' },
			'sched-cycle-time-extension': { value: 9, type: 's64' },
			flags: { value: 10, type: 'u32' },
			'txtime-delay': { value: 11, type: 'u32' },
			'tc-entry': {
				value: 12,
				type: 'nest',
				nestedAttributes: 'taprio-tc-entry-attrs',
			},
		},
		'taprio-sched-entry-list': {
			entry: {
				value: 1,
				type: 'nest',
				multiAttr: true,
				nestedAttributes: 'taprio-sched-entry',
			},
		},
		'taprio-sched-entry': {
			index: { value: 1, type: 'u32' },
			cmd: { value: 2, type: 'u8' },
			'gate-mask': { value: 3, type: 'u32' },
			interval: { value: 4, type: 'u32' },
		},
		'taprio-tc-entry-attrs': {
			index: { value: 1, type: 'u32' },
			'max-sdu': { value: 2, type: 'u32' },
			fp: { value: 3, type: 'u32' },
		},
		'tbf-attrs': {
			parms: { value: 1, type: 'binary', struct: 'tc-tbf-qopt' },
			rtab: { value: 2, type: 'binary' },
			ptab: { value: 3, type: 'binary' },
			rate64: { value: 4, type: 'u64' },
			prate64: { value: 5, type: 'u64' },
			burst: { value: 6, type: 'u32' },
			pburst: { value: 7, type: 'u32' },
			pad: { value: 8, type: 'pad' },
		},
		'act-sample-attrs': {
			tm: { value: 1, type: 'binary', struct: 'tcf-t' },
			parms: { value: 2, type: 'binary', struct: 'tc-gact' },
			rate: { value: 3, type: 'u32' },
			'trunc-size': { value: 4, type: 'u32' },
			'psample-group': { value: 5, type: 'u32' },
			pad: { value: 6, type: 'pad' },
		},
		'act-gact-attrs': {
			tm: { value: 1, type: 'binary', struct: 'tcf-t' },
			parms: { value: 2, type: 'binary', struct: 'tc-gact' },
			prob: { value: 3, type: 'binary', struct: 'tc-gact-p' },
			pad: { value: 4, type: 'pad' },
		},
		'tca-stab-attrs': {
			base: { value: 1, type: 'binary', struct: 'tc-sizespec' },
			data: { value: 2, type: 'binary' },
		},
		'tca-stats-attrs': {
			basic: { value: 1, type: 'binary', struct: 'gnet-stats-basic' },
			'rate-est': { value: 2, type: 'binary', struct: 'gnet-stats-rate-est' },
			queue: { value: 3, type: 'binary', struct: 'gnet-stats-queue' },
			app: {
				value: 4,
				type: 'sub-message',
				subMessage: 'tca-stats-app-msg',
				selector: 'kind',
			},
			'rate-est64': {
				value: 5,
				type: 'binary',
				struct: 'gnet-stats-rate-est64',
			},
			pad: { value: 6, type: 'pad' },
			'basic-hw': { value: 7, type: 'binary', struct: 'gnet-stats-basic' },
			pkt64: { value: 8, type: 'u64' },
		},
		'u32-attrs': {
			classid: { value: 1, type: 'u32' },
			hash: { value: 2, type: 'u32' },
			link: { value: 3, type: 'u32' },
			divisor: { value: 4, type: 'u32' },
			sel: { value: 5, type: 'binary', struct: 'tc-u32-sel' },
			police: { value: 6, type: 'nest', nestedAttributes: 'police-attrs' },
			act: {
				value: 7,
				type: 'indexed-array',
				subType: 'nest',
				nestedAttributes: 'act-attrs',
			},
			indev: { value: 8, type: 'string' },
			pcnt: { value: 9, type: 'binary', struct: 'tc-u32-pcnt' },
			mark: { value: 10, type: 'binary', struct: 'tc-u32-mark' },
			flags: { value: 11, type: 'u32' },
			pad: { value: 12, type: 'pad' },
		},
	},
	subMessages: {
		'options-msg': {
			basic: { attributeSet: 'basic-attrs' },
			bpf: { attributeSet: 'bpf-attrs' },
			bfifo: { fixedHeader: 'tc-fifo-qopt' },
			cake: { attributeSet: 'cake-attrs' },
			cbs: { attributeSet: 'cbs-attrs' },
			cgroup: { attributeSet: 'cgroup-attrs' },
			choke: { attributeSet: 'choke-attrs' },
			clsact: {},
			codel: { attributeSet: 'codel-attrs' },
			drr: { attributeSet: 'drr-attrs' },
			dualpi2: { attributeSet: 'dualpi2-attrs' },
			etf: { attributeSet: 'etf-attrs' },
			ets: { attributeSet: 'ets-attrs' },
			flow: { attributeSet: 'flow-attrs' },
			flower: { attributeSet: 'flower-attrs' },
			fq: { attributeSet: 'fq-attrs' },
			fq_codel: { attributeSet: 'fq-codel-attrs' },
			fq_pie: { attributeSet: 'fq-pie-attrs' },
			fw: { attributeSet: 'fw-attrs' },
			gred: { attributeSet: 'gred-attrs' },
			hfsc: { fixedHeader: 'tc-hfsc-qopt' },
			hhf: { attributeSet: 'hhf-attrs' },
			htb: { attributeSet: 'htb-attrs' },
			ingress: {},
			matchall: { attributeSet: 'matchall-attrs' },
			mq: {},
			mqprio: { fixedHeader: 'tc-mqprio-qopt' },
			multiq: { fixedHeader: 'tc-multiq-qopt' },
			netem: { fixedHeader: 'tc-netem-qopt', attributeSet: 'netem-attrs' },
			pfifo: { fixedHeader: 'tc-fifo-qopt' },
			pfifo_fast: { fixedHeader: 'tc-prio-qopt' },
			pfifo_head_drop: { fixedHeader: 'tc-fifo-qopt' },
			pie: { attributeSet: 'pie-attrs' },
			plug: { fixedHeader: 'tc-plug-qopt' },
			prio: { fixedHeader: 'tc-prio-qopt' },
			qfq: { attributeSet: 'qfq-attrs' },
			red: { attributeSet: 'red-attrs' },
			route: { attributeSet: 'route-attrs' },
			sfb: { fixedHeader: 'tc-sfb-qopt' },
			sfq: { fixedHeader: 'tc-sfq-qopt-v1' },
			taprio: { attributeSet: 'taprio-attrs' },
			tbf: { attributeSet: 'tbf-attrs' },
			u32: { attributeSet: 'u32-attrs' },
		},
		'act-options-msg': {
			bpf: { attributeSet: 'act-bpf-attrs' },
			connmark: { attributeSet: 'act-connmark-attrs' },
			csum: { attributeSet: 'act-csum-attrs' },
			ct: { attributeSet: 'act-ct-attrs' },
			ctinfo: { attributeSet: 'act-ctinfo-attrs' },
			gact: { attributeSet: 'act-gact-attrs' },
			gate: { attributeSet: 'act-gate-attrs' },
			ife: { attributeSet: 'act-ife-attrs' },
			mirred: { attributeSet: 'act-mirred-attrs' },
			mpls: { attributeSet: 'act-mpls-attrs' },
			nat: { attributeSet: 'act-nat-attrs' },
			pedit: { attributeSet: 'act-pedit-attrs' },
			police: { attributeSet: 'police-attrs' },
			sample: { attributeSet: 'act-sample-attrs' },
			simple: { attributeSet: 'act-simple-attrs' },
			skbedit: { attributeSet: 'act-skbedit-attrs' },
			skbmod: { attributeSet: 'act-skbmod-attrs' },
			tunnel_key: { attributeSet: 'act-tunnel-key-attrs' },
			vlan: { attributeSet: 'act-vlan-attrs' },
		},
		'tca-stats-app-msg': {
			cake: { attributeSet: 'cake-stats-attrs' },
			choke: { fixedHeader: 'tc-choke-xstats' },
			codel: { fixedHeader: 'tc-codel-xstats' },
			dualpi2: { fixedHeader: 'tc-dualpi2-xstats' },
			fq: { fixedHeader: 'tc-fq-qd-stats' },
			fq_codel: { fixedHeader: 'tc-fq-codel-xstats' },
			fq_pie: { fixedHeader: 'tc-fq-pie-xstats' },
			hhf: { fixedHeader: 'tc-hhf-xstats' },
			pie: { fixedHeader: 'tc-pie-xstats' },
			red: { fixedHeader: 'tc-red-xstats' },
			sfb: { fixedHeader: 'tc-sfb-xstats' },
			sfq: { fixedHeader: 'tc-sfq-xstats' },
		},
	},
	operations: {
		newqdisc: {
			fixedHeader: 'tcmsg',
			attributeSet: 'attrs',
			do: { request: 36 },
		},
		delqdisc: {
			fixedHeader: 'tcmsg',
			attributeSet: 'attrs',
			do: { request: 37 },
		},
		getqdisc: {
			fixedHeader: 'tcmsg',
			attributeSet: 'attrs',
			do: { request: 38, reply: 36 },
			dump: { request: 38, reply: 36 },
		},
		newtclass: {
			fixedHeader: 'tcmsg',
			attributeSet: 'attrs',
			do: { request: 40 },
		},
		deltclass: {
			fixedHeader: 'tcmsg',
			attributeSet: 'attrs',
			do: { request: 41 },
		},
		gettclass: {
			fixedHeader: 'tcmsg',
			attributeSet: 'attrs',
			do: { request: 42, reply: 40 },
		},
		newtfilter: {
			fixedHeader: 'tcmsg',
			attributeSet: 'attrs',
			do: { request: 44 },
		},
		deltfilter: {
			fixedHeader: 'tcmsg',
			attributeSet: 'attrs',
			do: { request: 45 },
		},
		gettfilter: {
			fixedHeader: 'tcmsg',
			attributeSet: 'attrs',
			do: { request: 46, reply: 44 },
			dump: { request: 46, reply: 44 },
		},
		newchain: {
			fixedHeader: 'tcmsg',
			attributeSet: 'attrs',
			do: { request: 100 },
		},
		delchain: {
			fixedHeader: 'tcmsg',
			attributeSet: 'attrs',
			do: { request: 101 },
		},
		getchain: {
			fixedHeader: 'tcmsg',
			attributeSet: 'attrs',
			do: { request: 102, reply: 100 },
		},
	},
	events: {
		getqdisc: { fixedHeader: 'tcmsg', attributeSet: 'attrs', value: 36 },
		gettclass: { fixedHeader: 'tcmsg', attributeSet: 'attrs', value: 40 },
		gettfilter: { fixedHeader: 'tcmsg', attributeSet: 'attrs', value: 44 },
		getchain: { fixedHeader: 'tcmsg', attributeSet: 'attrs', value: 100 },
	},
	groups: {
		'rtnlgrp-tc': 4,
	},
};
