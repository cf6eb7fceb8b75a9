/*
 * life.c -- from the moments of an entry to its editions and what happened.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Within one commit a file that leaves one path arrives at another: it was
 * never away. So a departure is told only when the commit is over.
 */
#include "life.h"

#include <stdlib.h>

struct making {
	struct life *life;
	const struct trace *trace;
	struct arena *arena;
	struct happenings *happened;
	const struct moment *last;	/* of the last edition, with its text's sheet */
	const struct moment *leaving;	/* gone in the commit in hand; NULL: not */
	bool is_out;		/* there was an edition, and it is published no more */
};

static void happen(struct making *making, enum happening_kind kind, const struct moment *moment)
{
	const struct history *history = making->trace->history;
	struct life *life = making->life;
	struct happening happening = {
		.kind = kind, .life = life,
		.edition = life->count ? &life->editions[life->count - 1] : NULL,
		.moment = moment->event->commit,
		.commit = &history->commits[moment->event->commit],
		.author = history_author(history, moment->event),
	};

	if (moment->event->kind == HISTORY_FOUND || (moment->facts && moment->facts->unread))
		return;		/* it did not happen then, or may have been a draft */
	if (moment->facts && making->last && making->last != moment &&
	    !str_equal(making->last->sheet.key, moment->sheet.key))
		happening.from = making->last->sheet.key;
	vec_push(making->happened, happening);
}

/* ---- leaving ---- */

static void take_away(struct making *making, enum happening_kind kind, const struct moment *moment)
{
	if (!making->life->count || making->is_out)
		return;
	making->is_out = true;
	making->life->gone_moment = moment->event->commit;
	making->life->gone = &making->trace->history->commits[moment->event->commit];
	happen(making, kind, moment);
}

static void settle(struct making *making, const struct moment *next)
{
	const struct moment *leaving = making->leaving;

	if (!leaving || (next && next->event->commit == leaving->event->commit))
		return;
	making->leaving = NULL;
	making->life->was_away = true;
	take_away(making, HAPPENED_DELETED, leaving);
}

/* ---- an edition ---- */

static uint32_t earlier_same(const struct life *life, const struct object_id *blob)
{
	for (uint32_t i = life->count; i-- > 0;)
		if (object_id_equal(&life->editions[i].blob, blob))
			return life->editions[i].number;
	return 0;
}

static enum edition_status status_of(const struct blob_facts *facts)
{
	return !facts->readable ? EDITION_UNREADABLE :
	       facts->withdrawn ? EDITION_WITHDRAWN : EDITION_PUBLISHED;
}

static void describe(struct edition *edition, const struct sheet *sheet, const struct blob_facts *facts)
{
	edition->blob = sheet->blob;
	edition->path = sheet->path;
	edition->key = sheet->key.ptr ? sheet->key : sheet->path;
	edition->name = facts->name.ptr ? facts->name : edition->key;
	edition->brief = facts->brief.ptr ? facts->brief : edition->name;
	edition->bytes = facts->bytes;
	edition->words = facts->words;
	edition->names = facts->names;
	edition->unread = facts->unread;
	edition->status = status_of(facts);
	edition->change.summary = STR("");
}

static enum happening_kind kind_of(const struct making *making, const struct edition *edition)
{
	const struct edition *before = edition - 1;

	if (edition->number == 1)
		return HAPPENED_PUBLISHED;
	if (making->is_out)
		return HAPPENED_RETURNED;
	if (edition->status == EDITION_WITHDRAWN && before->status != EDITION_WITHDRAWN)
		return HAPPENED_WITHDRAWN;
	if (edition->status == EDITION_PUBLISHED && before->status == EDITION_WITHDRAWN)
		return HAPPENED_RESTORED;
	return edition->same_as ? HAPPENED_REVERTED : HAPPENED_REPLACED;
}

static void add_edition(struct making *making, const struct moment *moment)
{
	const struct history *history = making->trace->history;
	struct life *life = making->life;
	struct edition *edition = &life->editions[life->count];
	enum happening_kind kind;

	*edition = (struct edition){
		.number = life->count + 1, .moment = moment->event->commit,
		.commit = &history->commits[moment->event->commit],
		.author = history_author(history, moment->event),
		.undated = moment->event->kind == HISTORY_FOUND || moment->facts->unread,
		.same_as = earlier_same(life, &moment->sheet.blob),
	};
	describe(edition, &moment->sheet, moment->facts);
	if (life->count) {
		edition->moved = !str_equal(edition->path, making->last->sheet.path);
		edition->change = desk_compare(making->trace->desk, &making->last->sheet, &moment->sheet);
	}
	kind = kind_of(making, edition);
	life->count++;
	making->is_out = false;
	happen(making, kind, moment);
	making->last = moment;
}

/* The bytes of the last edition again: at another place, or back from where it
   was taken. */
static void see_again(struct making *making, const struct moment *moment)
{
	bool moved = !str_equal(moment->sheet.path, making->last->sheet.path);

	if (making->is_out) {
		making->is_out = false;
		happen(making, HAPPENED_RETURNED, moment);
	} else if (moved) {
		happen(making, HAPPENED_MOVED, moment);
	}
	making->last = moment;
}

static void see(struct making *making, const struct moment *moment)
{
	struct life *life = making->life;

	settle(making, moment);
	if (!moment->facts) {
		making->leaving = moment;
		return;
	}
	making->leaving = NULL;
	life->unread += moment->facts->unread;
	life->damaged += moment->facts->damaged;
	if (moment->facts->draft)
		take_away(making, HAPPENED_DRAFTED, moment);
	else if (making->last && object_id_equal(&making->last->sheet.blob, &moment->sheet.blob))
		see_again(making, moment);
	else
		add_edition(making, moment);
}

/* ---- the whole ---- */

/* What the last moment says of the file. */
static enum life_state state_of(const struct making *making)
{
	const struct life *life = making->life;
	size_t count = making->trace->moments.count;

	if (making->is_out)
		return count && !making->trace->moments.at[count - 1].facts ? LIFE_DELETED : LIFE_DRAFT;
	if (!life->count)
		return LIFE_NEW;
	if (life->kind < ENTRY_KINDS && !life->entry)
		return LIFE_UNSAVED;
	return life->editions[life->count - 1].status == EDITION_WITHDRAWN ? LIFE_WITHDRAWN
									  : LIFE_PUBLISHED;
}

void life_make(struct life *life, const struct trace *trace, struct arena *arena,
	       struct happenings *happened)
{
	struct making making = {
		.life = life, .trace = trace, .arena = arena, .happened = happened,
	};

	life->editions = ARENA_ARRAY(arena, trace->moments.count, struct edition);
	life->gone_moment = HISTORY_NONE;
	for (size_t i = 0; i < trace->moments.count; i++)
		see(&making, &trace->moments.at[i]);
	settle(&making, NULL);
	/* what is not in a shallow clone may have been there, and gone, before */
	life->incomplete = life->unread || trace->history->gap != HISTORY_WHOLE;
	if (!making.is_out) {
		life->gone = NULL;
		life->gone_moment = HISTORY_NONE;
	}
	life->state = state_of(&making);
}

void life_make_working(struct life *life, struct desk *desk, const struct sheet *sheet,
		       const struct version_text *text, struct arena *arena)
{
	const struct edition *last = life_latest(life);
	struct edition *edition = ARENA_NEW(arena, struct edition);
	struct sheet before;

	edition->moment = HISTORY_NONE;
	describe(edition, sheet, desk_look(desk, life->kind, text));
	if (last) {
		before = (struct sheet){ life->kind, last->blob, last->key, last->path };
		edition->moved = !str_equal(edition->path, last->path);
		edition->change = desk_compare_text(desk, &before, text);
	}
	life->working = edition;
}

/* ---- asking a life ---- */

bool edition_is_clockless(const struct edition *edition)
{
	return edition->commit && !edition->undated && !instant_has_date(edition->commit->time);
}

const struct edition *life_edition(const struct life *life, uint32_t number)
{
	return number >= 1 && number <= life->count ? &life->editions[number - 1] : NULL;
}

const struct edition *life_latest(const struct life *life)
{
	return life_edition(life, life->count);
}

const struct edition *life_at(const struct life *life, uint32_t moment)
{
	for (uint32_t i = life->count; i-- > 0;)
		if (life->editions[i].moment <= moment)
			return &life->editions[i];
	return NULL;
}

const struct history_commit *life_last_substance(const struct life *life)
{
	for (uint32_t i = life->count; i-- > 0;) {
		const struct edition *edition = &life->editions[i];

		if (i == 0 || !edition->change.known || edition->change.kind == COMPARE_SUBSTANCE)
			return edition->undated ? NULL : edition->commit;
	}
	return NULL;
}
