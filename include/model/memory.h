/*
 * memory.h -- what one reading of the content leaves for the next.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *	options.memory = site_memory_new();
 *	site = site_read(&options, ...);	again and again, at each save
 *	... site_free(the one before);
 *	site_memory_settle(options.memory);
 *
 * A reading with a memory gives the same site and the same messages as one
 * without. It takes less time: a file that looks as it did (source_entry.stamp)
 * is not read, and as long as nothing that can be linked changed its name, the
 * links in its text are as they were. Every site has records of its own; texts
 * are shared with the memory, which must outlive them.
 *
 * There may be two sites at a time, the last and the one before it. What only
 * older ones used is given back by site_memory_settle(), but for the records of
 * files that changed, which stay until the end: whoever runs for days begins
 * anew when site_memory_is_full().
 */
#ifndef MODEL_MEMORY_H
#define MODEL_MEMORY_H

#include <stdbool.h>

struct site_memory;

struct site_memory *site_memory_new(void);
void site_memory_free(struct site_memory *memory);

/* Nobody uses a site before the last one any more. */
void site_memory_settle(struct site_memory *memory);

bool site_memory_is_full(const struct site_memory *memory);

#endif
