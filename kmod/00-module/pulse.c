// SPDX-License-Identifier: GPL-2.0-only
/*
 * pulse: named periodic timers, configured over netlink.
 *
 * Stage 00 can do nothing yet but load, say so, and leave.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/init.h>
#include <linux/module.h>
#include <linux/printk.h>

static int unit = 31;
module_param(unit, int, 0444);
MODULE_PARM_DESC(unit, "netlink protocol number to ask for");

static int __init pulse_init(void)
{
	pr_info("loaded; the next stage will ask for protocol %d\n", unit);

	return 0;
}

static void __exit pulse_exit(void)
{
	pr_info("unloaded\n");
}

module_init(pulse_init);
module_exit(pulse_exit);

MODULE_DESCRIPTION("Named periodic timers over netlink");
MODULE_LICENSE("GPL");
