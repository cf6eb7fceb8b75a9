/*
 * past.h -- what changed, as feeds and as TimeMaps: between sitemap.c, which
 * plans the exports, and feed.c and timemap.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Feeds are Atom (RFC 4287): one of the site, one of each fund, unit and
 * entity, one of each evaluation, also of those that are gone. An entry is one
 * thing that happened and carries the change itself. What was of form alone is
 * in none, and moves no date. Of what is gone there is an entry that tells so,
 * and the entry that had published it becomes a tombstone (RFC 6721).
 *
 * Identities are urn:uuid: made of the commit, the file and what happened:
 * they are the same in every feed, at every address of the site, on any
 * machine, for as long as the history is not rewritten. A feed's own identity
 * is made of the site's entity and the feed's path. So a site that does not
 * say its `url` has feeds too; its links are relative then, and it has no
 * `self`.
 *
 * An address that had a feed keeps one: at an identity that an evaluation had
 * stands the feed of what it is now, which tells the move; that of a fund, a
 * unit or an entity which is gone tells that it is. One that never had a file,
 * and that no evaluation names any more, has that of the evaluations that did.
 *
 * A feed tells the newest FEED_ENTRIES; what was before them is on the pages of
 * changes. One without anything to tell is not made: Atom wants a date of it,
 * and a made-up one is worse than none.
 */
#ifndef GENERATOR_EXPORT_PAST_H
#define GENERATOR_EXPORT_PAST_H

#include "export/export.h"

#define FEED_ENTRIES 50
#define FEED_CHANGES 40		/* of one entry: the page has them all */

/* What a feed is about: item->entry; the life chronicle->lives[item->about], or
   others[item->about]; or the whole site. */
enum past_kind {
	PAST_SITE_FEED, PAST_ENTRY_FEED, PAST_LIFE_FEED, PAST_OTHER_FEED,
	PAST_UNFILED_FEED,	/* of what evaluations named and no file ever told: item->entry is no site's */
	PAST_TIMEMAP, PAST_POINTER,
};

void put_feed(const struct export_inputs *inputs, const struct plan_item *item, enum past_kind kind,
	      struct arena *scratch, struct buf *out);
void put_timemap(const struct export_inputs *inputs, const struct plan_item *item,
		 struct arena *scratch, struct buf *out);

/* pointer.c: the datos.json of an identity that has no data any more. */
void put_pointer(const struct export_inputs *inputs, const struct plan_item *item,
		 struct arena *scratch, struct buf *out);

/* What feed KIND has to tell, newest first: what a reader could see. In ARENA. */
struct happening_list feed_happenings(const struct export_inputs *inputs, struct arena *arena,
				      enum past_kind kind, const struct entry *entry, uint32_t about);

#endif
