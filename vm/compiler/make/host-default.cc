/* Host hooks of a cc1 that runs as WebAssembly.

   A precompiled header is a piece of memory with addresses in it, so it has
   to lie where it lay when it was made.  There is no mmap here to ask for a
   place, but a static array lies at the same address in each instance of a
   program.  GCC reads the file into it.  */

#include "config.h"
#include "system.h"
#include "coretypes.h"
#include "hosthooks.h"
#include "hosthooks-def.h"

static char place[64 << 20] __attribute__ ((aligned (65536)));

static void *
get_address (size_t size, int)
{
  return size <= sizeof place ? place : NULL;
}

/* 0: the place is there, and the file is to be read into it; -1: refused.  */

static int
use_address (void *&address, size_t size, int, size_t)
{
  if (size == 0 || size > sizeof place)
    return -1;
  address = place;
  return 0;
}

#undef HOST_HOOKS_GT_PCH_GET_ADDRESS
#define HOST_HOOKS_GT_PCH_GET_ADDRESS get_address
#undef HOST_HOOKS_GT_PCH_USE_ADDRESS
#define HOST_HOOKS_GT_PCH_USE_ADDRESS use_address

const struct host_hooks host_hooks = HOST_HOOKS_INITIALIZER;
