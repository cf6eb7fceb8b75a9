/*
 * chronicle.c -- the published past of the whole site: what changed, when, by whom.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * (1) Each path that is not left for another (trace.h) may be a life. All are
 *     traced, on all workers; what two of them claim because of an `antes` is
 *     then given to the one that says so, and whoever lost by that is traced
 *     once more, without it.
 * (2) A life's memory is that of the worker which made it, and lasts as long as
 *     the chronicle.
 */
#include "version/chronicle.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/pool.h"
#include "life.h"
#include "shelf.h"

#define LARGE_BLOB ((uint64_t)16 << 20)

/* A way to the objects for whoever renders; those not in use wait in a list. */
struct way {
	struct repository_reader *reader;
	struct markdown_memory *markdown;
};

/* A path, or an entry that no commit has, and what it turned out to be. */
struct candidate {
	const struct history_path *path;	/* NULL: in no commit */
	enum entry_kind kind;
	struct str key, file;
	struct entry *entry;	/* of the site */
	uint32_t start;		/* see (1) */
	bool dropped;
	const struct working_file *working;	/* differs from the commit, or NULL */
	struct life *life;
	struct happenings happened;
	struct claim {
		const struct history_path *path;
		uint32_t before;
	} *claims;
	uint32_t claim_count;
};

struct chronicle_internal {
	struct chronicle_inputs in;
	struct facts facts;
	struct desk *desks;
	struct arena *arenas;	/* one for each worker */
	struct arena arena;
	VEC(struct candidate) candidates;
	uint32_t *todo;		/* candidates to trace in this round */
	struct map lives;	/* from "kind key" to a life */
	pthread_mutex_t lock, large;	/* large: whoever holds it reads a large blob */
	VEC(struct way) ways;
	struct shelf *shelf;
	struct working working;
	struct about *about;
};

/* ---- who may be a life ---- */

static struct entry *find_entry(const struct site *site, enum entry_kind kind, struct str key)
{
	return kind < ENTRY_KINDS ? site_find(site, kind, key) : NULL;
}

/* True for an entry that stands in a file, not only in what others say. */
static bool has_file(const struct entry *entry)
{
	return entry && entry->path.ptr;
}

static bool is_settings(struct str path)
{
	return str_equal(path, STR("sitio.yaml"));
}

static void add_paths(struct chronicle_internal *all)
{
	const struct history *history = all->in.history;

	for (uint32_t i = 0; i < history->path_count; i++) {
		const struct history_path *path = &history->paths[i];
		struct candidate candidate = { .path = path, .file = path->path };
		const struct history_event *last;

		candidate.kind = entry_place(path->path, &candidate.key);
		if (candidate.kind == ENTRY_KINDS && !is_settings(path->path))
			continue;
		if (!candidate.key.ptr)
			candidate.key = path->path;
		last = &history->events[history->by_path[path->first + path->count - 1]];
		if (event_moves_on(history, last))
			continue;
		candidate.entry = find_entry(all->in.site, candidate.kind, candidate.key);
		if (!has_file(candidate.entry))
			candidate.entry = NULL;
		vec_push(&all->candidates, candidate);
	}
}

/* The path of ENTRY below the content folder: as messages show it, without the
   folder's name. */
static struct str path_below(const struct entry *entry)
{
	for (size_t at = 0; at < entry->path.len; at++) {
		struct str rest = str_slice(entry->path, at, (size_t)-1), key;

		if ((at == 0 || entry->path.ptr[at - 1] == '/') &&
		    entry_place(rest, &key) == entry->kind && str_equal(key, entry->key))
			return rest;
	}
	return (struct str){ 0 };
}

/* Entries that no commit ever had. */
static void add_new(struct chronicle_internal *all)
{
	const struct site *site = all->in.site;

	for (uint32_t i = 0; i < site->count; i++) {
		struct entry *entry = site->entries[i];
		struct candidate candidate = { .kind = entry->kind, .key = entry->key, .entry = entry };

		if (!has_file(entry))
			continue;
		candidate.file = path_below(entry);
		if (candidate.file.ptr && !history_find(all->in.history, candidate.file))
			vec_push(&all->candidates, candidate);
	}
}

/* ---- the working tree ---- */

static int compare_candidates(const void *a, const void *b)
{
	return str_compare(((const struct candidate *)a)->file, ((const struct candidate *)b)->file);
}

static int find_working(const void *key, const void *file)
{
	return str_compare(*(const struct str *)key, ((const struct working_file *)file)->path);
}

/* Which files of the site that is built are not what the commit has. */
static void compare_working(struct chronicle_internal *all, struct diag *diag)
{
	struct str *paths = memory_alloc((all->candidates.count + 1) * sizeof *paths);
	size_t count = 0;

	if (all->candidates.count > 1)
		qsort(all->candidates.at, all->candidates.count, sizeof *all->candidates.at,
		      compare_candidates);
	for (size_t i = 0; i < all->candidates.count; i++)
		if (all->candidates.at[i].entry && all->candidates.at[i].kind != ENTRY_FILE)
			paths[count++] = all->candidates.at[i].file;
	if (repository_compare(all->in.repository, paths, count, &all->working, &all->arena, diag) != 0)
		all->working = (struct working){ 0 };
	free(paths);
	for (size_t i = 0; i < all->candidates.count; i++) {
		struct candidate *candidate = &all->candidates.at[i];
		const struct working_file *file = !all->working.count ? NULL :
			bsearch(&candidate->file, all->working.at, all->working.count,
				sizeof *all->working.at, find_working);

		if (candidate->entry && file &&
		    (file->state == WORKING_CHANGED || file->state == WORKING_NEW))
			candidate->working = file;
	}
}

static bool read_working(const struct chronicle_internal *all, struct buf *out, struct str path)
{
	struct source_entry entry = { .path = path, .shown = path };
	struct diag *silent = diag_new();
	bool read = all->in.source->read(all->in.source->context, &entry, out, silent) == 0;

	diag_free(silent);
	return read;
}

static void look_at_working(struct chronicle_internal *all, struct desk *desk,
			    struct candidate *candidate)
{
	struct sheet sheet = {
		candidate->kind, candidate->working->blob, candidate->key, candidate->file,
	};
	struct version_text text;
	struct buf bytes;

	buf_init(&bytes);
	if (read_working(all, &bytes, candidate->file)) {
		sheet_parse(&text, &desk->held, desk->markdown, &sheet,
			    arena_str(&desk->held, buf_str(&bytes)), desk->silent);
		life_make_working(candidate->life, desk, &sheet, &text, desk->arena);
	}
	buf_dispose(&bytes);
}

/* ---- one life ---- */

/* A file that is new in the folder may have been elsewhere. */
static void trace_new(struct trace *trace, const struct candidate *candidate)
{
	const struct record *record = candidate->entry->record;
	int field = record ? record_type_find(record->type, STR("antes")) : -1;
	struct slot_list list;

	if (field < 0)
		return;
	list = record_list(record, field);
	for (uint32_t i = 0; i < list.count; i++)
		if (list.at[i].state == STATE_VALUE)
			trace_former(trace, candidate->file, candidate->key, list.at[i].text,
				     HISTORY_NONE);
}

static void keep_claims(struct candidate *candidate, const struct trace *trace, struct arena *arena)
{
	candidate->claims = ARENA_ARRAY(arena, trace->stations.count, struct claim);
	candidate->claim_count = 0;
	for (size_t i = 0; i < trace->stations.count; i++)
		if (trace->stations.at[i].former)
			candidate->claims[candidate->claim_count++] = (struct claim){
				trace->stations.at[i].path, trace->stations.at[i].before,
			};
}

static void trace_job(void *context, unsigned worker, size_t index)
{
	struct chronicle_internal *all = context;
	struct candidate *candidate = &all->candidates.at[all->todo[index]];
	struct desk *desk = &all->desks[worker];
	struct arena *arena = &all->arenas[worker];
	struct trace trace;

	desk_clear(desk);
	trace_init(&trace, all->in.history, desk, arena);
	candidate->happened.count = 0;
	candidate->life = ARENA_NEW(arena, struct life);
	candidate->life->kind = candidate->kind;
	candidate->life->key = candidate->key;
	candidate->life->entry = candidate->entry;
	if (!candidate->path)
		trace_new(&trace, candidate);
	trace_run(&trace, candidate->path, candidate->start);
	life_make(candidate->life, &trace, arena, &candidate->happened);
	if (candidate->working)
		look_at_working(all, desk, candidate);
	keep_claims(candidate, &trace, arena);
	trace_dispose(&trace);
}

/* ---- what two claim: (1) ---- */

/* The candidate at the path that CLAIM names, if it is another than WHO. */
static struct candidate *loser_of(struct chronicle_internal *all, const uint32_t *owner,
				  const struct claim *claim, size_t who)
{
	uint32_t other = owner[claim->path - all->in.history->paths];

	return other == HISTORY_NONE || other == who ? NULL : &all->candidates.at[other];
}

/* Nothing came to the path after the claim: then it is no life of its own,
   unless the file is still there. */
static void drop_loser(struct chronicle_internal *all, const struct claim *claim,
		       struct candidate *loser)
{
	if (!loser->entry && !path_comes_after(all->in.history, claim->path, claim->before) &&
	    (claim->before == HISTORY_NONE || path_is_gone(all->in.history, claim->path, HISTORY_NONE)))
		loser->dropped = true;
}

/* What came to the path later is another entry. */
static void cut_loser(struct chronicle_internal *all, const struct claim *claim,
		      struct candidate *loser)
{
	if (path_comes_after(all->in.history, claim->path, claim->before) &&
	    path_is_gone(all->in.history, claim->path, claim->before) && claim->before >= loser->start)
		loser->start = claim->before + 1;
}

/* What a candidate claims that was dropped itself is claimed by whoever got it. */
static void settle_with(struct chronicle_internal *all, const uint32_t *owner,
			void (*settle)(struct chronicle_internal *, const struct claim *,
				       struct candidate *))
{
	for (size_t i = 0; i < all->candidates.count; i++) {
		const struct candidate *winner = &all->candidates.at[i];

		for (uint32_t k = 0; k < winner->claim_count && !winner->dropped; k++) {
			struct candidate *loser = loser_of(all, owner, &winner->claims[k], i);

			if (loser)
				settle(all, &winner->claims[k], loser);
		}
	}
}

static void settle_claims(struct chronicle_internal *all)
{
	size_t paths = all->in.history->path_count;
	uint32_t *owner = memory_alloc((paths + 1) * sizeof *owner);
	uint32_t count = 0;

	memset(owner, 0xff, (paths + 1) * sizeof *owner);
	for (size_t i = 0; i < all->candidates.count; i++)
		if (all->candidates.at[i].path)
			owner[all->candidates.at[i].path - all->in.history->paths] = (uint32_t)i;
	settle_with(all, owner, drop_loser);
	settle_with(all, owner, cut_loser);
	for (size_t i = 0; i < all->candidates.count; i++)
		if (all->candidates.at[i].start && !all->candidates.at[i].dropped)
			all->todo[count++] = (uint32_t)i;
	pool_run(all->in.workers, count, trace_job, all);
	free(owner);
}

/* ---- all of it, in order ---- */

static int compare_lives(const void *a, const void *b)
{
	const struct life *x = *(struct life *const *)a, *y = *(struct life *const *)b;

	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	return str_compare(x->key, y->key);
}

static int compare_happenings(const void *a, const void *b)
{
	const struct happening *x = a, *y = b;
	int order;

	if (x->moment != y->moment)
		return x->moment > y->moment ? -1 : 1;
	if (x->life->kind != y->life->kind)
		return x->life->kind < y->life->kind ? -1 : 1;
	order = str_compare(x->life->key, y->life->key);
	return order ? order : (int)x->kind - (int)y->kind;
}

static struct str life_name(struct arena *arena, enum entry_kind kind, struct str key)
{
	return arena_printf(arena, "%d %.*s", (int)kind, STR_ARG(key));
}

static bool is_life(const struct candidate *candidate)
{
	return !candidate->dropped && (candidate->life->count || candidate->life->working);
}

static void gather(struct chronicle *chronicle)
{
	struct chronicle_internal *all = chronicle->internal;
	VEC(struct happening) happenings = { 0 };
	size_t count = all->candidates.count;

	chronicle->lives = ARENA_ARRAY(&all->arena, count, struct life *);
	chronicle->others = ARENA_ARRAY(&all->arena, count, struct life *);
	for (size_t i = 0; i < count; i++) {
		struct candidate *candidate = &all->candidates.at[i];

		if (!is_life(candidate))
			continue;
		if (candidate->kind == ENTRY_EVALUATION)
			chronicle->lives[chronicle->count++] = candidate->life;
		else
			chronicle->others[chronicle->other_count++] = candidate->life;
		map_set(&all->lives, life_name(&all->arena, candidate->kind, candidate->key), candidate->life);
		chronicle->unread += candidate->life->unread;
		chronicle->damaged += candidate->life->damaged;
		for (size_t k = 0; k < candidate->happened.count; k++)
			vec_push(&happenings, candidate->happened.at[k]);
	}
	if (chronicle->count > 1)
		qsort(chronicle->lives, chronicle->count, sizeof *chronicle->lives, compare_lives);
	if (chronicle->other_count > 1)
		qsort(chronicle->others, chronicle->other_count, sizeof *chronicle->others, compare_lives);
	if (happenings.count > 1)
		qsort(happenings.at, happenings.count, sizeof *happenings.at, compare_happenings);
	chronicle->happenings = happenings.at;
	chronicle->happening_count = (uint32_t)happenings.count;
}

/* One version on its way to an address. */
struct placing {
	struct edition *edition;
	const struct life *life;
};

static int compare_placings(const void *a, const void *b)
{
	const struct placing *x = a, *y = b;

	if (x->edition->moment != y->edition->moment)
		return x->edition->moment < y->edition->moment ? -1 : 1;
	if (x->life != y->life)
		return str_compare(x->life->key, y->life->key);
	return x->edition->number < y->edition->number ? -1 : 1;
}

/* ---- who has numbers ---- */

/* Mark the lives whose versions lie in a folder where there are some that
   nobody can number; what is unread may also say, in its `antes`, that it is
   what was taken away elsewhere. */
static void spread_doubt(struct chronicle *chronicle)
{
	struct map doubtful;	/* keys of folders */
	bool unread = false;

	map_init(&doubtful);
	for (uint32_t i = 0; i < chronicle->count; i++) {
		const struct life *life = chronicle->lives[i];

		unread |= life->unread > 0;
		for (uint32_t k = 0; life->incomplete && k < life->count; k++)
			map_set(&doubtful, life->editions[k].key, chronicle);
	}
	for (uint32_t i = 0; i < chronicle->count; i++) {
		struct life *life = chronicle->lives[i];

		life->incomplete |= unread && life->was_away;
		for (uint32_t k = 0; k < life->count; k++)
			life->incomplete |= map_get(&doubtful, life->editions[k].key) != NULL;
	}
	map_dispose(&doubtful);
}

/* Give each version its place: in the order of the line, so that what comes
   later moves nothing. */
static void place_editions(struct chronicle *chronicle)
{
	VEC(struct placing) all = { 0 };
	struct map taken;	/* from a key to the last place in its folder */

	for (uint32_t i = 0; i < chronicle->count; i++)
		for (uint32_t k = 0; !chronicle->lives[i]->incomplete && k < chronicle->lives[i]->count; k++)
			vec_push(&all, ((struct placing){ &chronicle->lives[i]->editions[k], chronicle->lives[i] }));
	if (all.count > 1)
		qsort(all.at, all.count, sizeof *all.at, compare_placings);
	map_init(&taken);
	for (size_t i = 0; i < all.count; i++) {
		struct edition *edition = all.at[i].edition;
		uintptr_t last = (uintptr_t)map_get(&taken, edition->key);

		edition->place = edition->number > last ? edition->number : (uint32_t)last + 1;
		map_set(&taken, edition->key, (void *)(uintptr_t)edition->place);
	}
	map_dispose(&taken);
	vec_dispose(&all);
}

static void open_desks(struct chronicle_internal *all)
{
	all->desks = memory_alloc(all->in.workers * sizeof *all->desks);
	all->arenas = memory_alloc(all->in.workers * sizeof *all->arenas);
	for (unsigned i = 0; i < all->in.workers; i++) {
		arena_init(&all->arenas[i]);
		desk_init(&all->desks[i], &all->facts, repository_reader_new(all->in.repository),
			  &all->arenas[i]);
		all->desks[i].site = all->in.site;
		if (all->in.room)
			all->desks[i].room = all->in.room;
	}
}

/* Keep what the desks know, and their readers for whoever renders. */
static void close_desks(struct chronicle_internal *all)
{
	struct used_facts *used = memory_alloc(all->in.workers * sizeof *used);
	size_t fresh = 0, count = 0;

	for (unsigned i = 0; i < all->in.workers; i++) {
		used[i] = all->desks[i].used;
		fresh += all->desks[i].fresh;
		count += used[i].count;
	}
	if (all->in.file && all->in.keep &&
	    (fresh || count < all->facts.blobs.count + all->facts.pairs.count))
		facts_save(used, all->in.workers, all->in.file, all->in.program);
	free(used);
	for (unsigned i = 0; i < all->in.workers; i++) {
		struct way way = { .reader = all->desks[i].reader };

		if (way.reader) {
			way.markdown = markdown_memory_new();
			vec_push(&all->ways, way);
		}
		desk_dispose(&all->desks[i]);
	}
	free(all->desks);
}

/* PROGRAM, and the policy on contacts: under another one other words are shown. */
static struct str program_and_policy(const struct chronicle_inputs *inputs, struct arena *arena)
{
	const struct record *record = inputs->site->record;
	struct slot_list domains = record_list(record, SITE_DOMAINS);
	struct buf name;
	struct str text;

	buf_init(&name);
	buf_put_str(&name, inputs->program);
	buf_put_text(&name, record_is(record, SITE_CONTACTS, "todos") ? "\ntodos" :
		     record_is(record, SITE_CONTACTS, "ninguno") ? "\nninguno" : "\ninstitucionales");
	for (uint32_t i = 0; i < domains.count; i++)
		if (slot_has(&domains.at[i])) {
			buf_put_char(&name, '\n');
			buf_put_str(&name, domains.at[i].text);
		}
	text = arena_str(arena, buf_str(&name));
	buf_dispose(&name);
	return text;
}

/* The change since BEFORE, without what was ordered out. */
static void restate(const struct chronicle *chronicle, struct life *life, const struct edition *before,
		    struct edition *edition, struct arena *scratch)
{
	struct version_text old, new;
	bool hidden_old, hidden_new;

	if (chronicle_shown(chronicle, scratch, life, before, STR(""), &old, &hidden_old) &&
	    chronicle_shown(chronicle, scratch, life, edition, STR(""), &new, &hidden_new) &&
	    (old.ordered || new.ordered))
		edition->change = difference_of(&chronicle->internal->arena,
			chronicle_compare_shown(chronicle, scratch, life, before, edition, &old, &new));
	arena_reset(scratch);
}

/* Orders are few, and stand in what is there now: none of this is kept. */
static void follow_orders(struct chronicle *chronicle)
{
	struct arena scratch;

	arena_init(&scratch);
	for (uint32_t i = 0; i < chronicle->count; i++) {
		struct life *life = chronicle->lives[i];

		if (!life_has_orders(chronicle, &scratch, life))
			continue;
		for (uint32_t k = 1; k < life->count; k++)
			restate(chronicle, life, &life->editions[k - 1], &life->editions[k], &scratch);
		if (life->working && life->count)
			restate(chronicle, life, life_latest(life), life->working, &scratch);
		arena_reset(&scratch);
	}
	arena_dispose(&scratch);
}

static struct chronicle *chronicle_new(const struct chronicle_inputs *inputs)
{
	struct chronicle *chronicle = memory_alloc(sizeof *chronicle);
	struct chronicle_internal *all = memory_alloc(sizeof *all);

	*chronicle = (struct chronicle){
		.history = inputs->history, .site = inputs->site, .zone = inputs->site->zone, .internal = all,
		.gap_words = history_words(inputs->history->gap),
	};
	memset(all, 0, sizeof *all);
	all->in = *inputs;
	arena_init(&all->arena);
	map_init(&all->lives);
	pthread_mutex_init(&all->lock, NULL);
	pthread_mutex_init(&all->large, NULL);
	all->shelf = shelf_new();
	all->in.program = program_and_policy(inputs, &all->arena);
	facts_open(&all->facts, inputs->file, all->in.program);
	return chronicle;
}

struct chronicle *chronicle_read(const struct chronicle_inputs *inputs, struct diag *diag)
{
	struct chronicle *chronicle = chronicle_new(inputs);
	struct chronicle_internal *all = chronicle->internal;

	open_desks(all);
	add_paths(all);
	if (!inputs->is_committed) {
		add_new(all);
		compare_working(all, diag);
	}
	all->todo = memory_alloc((all->candidates.count + 1) * sizeof *all->todo);
	for (size_t i = 0; i < all->candidates.count; i++)
		all->todo[i] = (uint32_t)i;
	pool_run(inputs->workers, all->candidates.count, trace_job, all);
	settle_claims(all);
	gather(chronicle);
	spread_doubt(chronicle);
	place_editions(chronicle);
	close_desks(all);
	follow_orders(chronicle);
	all->about = about_new(chronicle, &all->arena);
	return chronicle;
}

void chronicle_free(struct chronicle *chronicle)
{
	struct chronicle_internal *all = chronicle ? chronicle->internal : NULL;

	if (!all)
		return;
	for (size_t i = 0; i < all->candidates.count; i++)
		vec_dispose(&all->candidates.at[i].happened);
	for (size_t i = 0; i < all->ways.count; i++) {
		repository_reader_free(all->ways.at[i].reader);
		markdown_memory_free(all->ways.at[i].markdown);
	}
	for (unsigned i = 0; i < all->in.workers; i++)
		arena_dispose(&all->arenas[i]);
	free(all->arenas);
	free(all->todo);
	vec_dispose(&all->candidates);
	vec_dispose(&all->ways);
	map_dispose(&all->lives);
	facts_dispose(&all->facts);
	arena_dispose(&all->arena);
	pthread_mutex_destroy(&all->lock);
	pthread_mutex_destroy(&all->large);
	shelf_free(all->shelf);
	free(all);
	free(chronicle->happenings);
	free(chronicle);
}

/* ---- asking ---- */

const struct life *chronicle_find(const struct chronicle *chronicle, enum entry_kind kind, struct str key)
{
	struct buf name;
	const struct life *life;

	buf_init(&name);
	buf_printf(&name, "%d %.*s", (int)kind, STR_ARG(key));
	life = map_get(&chronicle->internal->lives, buf_str(&name));
	buf_dispose(&name);
	return life;
}

const struct life *chronicle_life(const struct chronicle *chronicle, const struct entry *entry)
{
	return chronicle_find(chronicle, entry->kind, entry->key);
}

/* The last commit (of history.commits, and one) by which LIFE was called KEY
   where it was seen; 0: never. */
static uint64_t was_called(const struct life *life, struct str key)
{
	uint64_t last = 0;

	for (uint32_t i = 0; i < life->count; i++)
		if (str_equal(life->editions[i].key, key))
			last = (uint64_t)life->editions[i].moment + 1;
	for (uint32_t i = 0; i < life->happening_count; i++) {
		const struct happening *happening = life->happenings[i];

		if (str_equal(happening->from, key) && happening->moment + (uint64_t)1 > last)
			last = happening->moment + (uint64_t)1;
	}
	return last;
}

/* That is named as it was before, in `antes` of the folder that is built. */
static const struct life *called_by_antes(const struct chronicle *chronicle, struct str key)
{
	const struct site *site = chronicle->site;

	for (uint32_t i = 0; i < site->former_count; i++)
		if (site->formers[i].entry->kind == ENTRY_EVALUATION && str_equal(site->formers[i].key, key))
			return chronicle_life(chronicle, site->formers[i].entry);
	return NULL;
}

const struct life *chronicle_once(const struct chronicle *chronicle, struct str key)
{
	const struct life *found = chronicle_find(chronicle, ENTRY_EVALUATION, key);
	uint64_t best = 0;

	if (found)
		return found;
	for (uint32_t i = 0; i < chronicle->count; i++) {
		uint64_t last = was_called(chronicle->lives[i], key);

		if (last > best) {
			best = last;
			found = chronicle->lives[i];
		}
	}
	return found ? found : called_by_antes(chronicle, key);
}

struct happening_list chronicle_about(const struct chronicle *chronicle, const struct entry *entry)
{
	return about_entry(chronicle->internal->about, entry);
}

const struct entry *chronicle_next_lost(const struct chronicle *chronicle, const struct entry *entry)
{
	return about_next_lost(chronicle->internal->about, entry);
}

/* ---- texts, for any thread ---- */

static struct way take_way(struct chronicle_internal *all)
{
	struct way way = { NULL, NULL };

	pthread_mutex_lock(&all->lock);
	if (all->ways.count)
		way = all->ways.at[--all->ways.count];
	pthread_mutex_unlock(&all->lock);
	if (!way.reader) {
		way.reader = repository_reader_new(all->in.repository);
		way.markdown = way.reader ? markdown_memory_new() : NULL;
	}
	return way;
}

static void give_way(struct chronicle_internal *all, struct way way)
{
	if (!way.reader)
		return;
	pthread_mutex_lock(&all->lock);
	vec_push(&all->ways, way);
	pthread_mutex_unlock(&all->lock);
}

static bool text_of_working(const struct chronicle_internal *all, struct arena *arena,
			    struct markdown_memory *markdown, const struct sheet *sheet,
			    struct version_text *text)
{
	struct diag *silent = diag_new();
	struct buf bytes;
	bool read;

	buf_init(&bytes);
	read = read_working(all, &bytes, sheet->path);
	if (read)
		sheet_parse(text, arena, markdown, sheet, arena_str(arena, buf_str(&bytes)), silent);
	buf_dispose(&bytes);
	diag_free(silent);
	return read;
}

static bool text_of_blob(struct chronicle_internal *all, struct arena *arena, struct way way,
			 const struct sheet *sheet, struct version_text *text)
{
	struct book *book = shelf_take(all->shelf, sheet);

	if (!book)
		book = shelf_put(all->shelf, sheet, way.reader, way.markdown);
	if (!book)
		return false;
	book_copy(book, arena, text);
	shelf_return(all->shelf, book);
	return true;
}

bool chronicle_text(const struct chronicle *chronicle, struct arena *arena,
		    const struct life *life, const struct edition *edition,
		    struct version_text *text)
{
	struct chronicle_internal *all = chronicle->internal;
	struct sheet sheet = { life->kind, edition->blob, edition->key, edition->path };
	struct way way = take_way(all);
	bool read = false;

	*text = (struct version_text){ .bytes = STR("") };
	if (edition->number == 0)
		read = text_of_working(all, arena, way.markdown, &sheet, text);
	else if (way.reader)
		read = text_of_blob(all, arena, way, &sheet, text);
	give_way(all, way);
	return read;
}

enum blob_state chronicle_measure_blob(const struct chronicle *chronicle, const struct object_id *blob,
				       uint64_t *size)
{
	struct way way = take_way(chronicle->internal);
	enum blob_state state = BLOB_DAMAGED;

	*size = 0;
	if (way.reader)
		state = repository_measure_blob(way.reader, blob, size);
	give_way(chronicle->internal, way);
	return state;
}

enum blob_state chronicle_take_blob(const struct chronicle *chronicle, const struct object_id *blob,
				    size_t limit, void (*take)(void *context, struct str bytes), void *context)
{
	struct chronicle_internal *all = chronicle->internal;
	struct way way = take_way(all);
	enum blob_state state = BLOB_DAMAGED;
	uint64_t size;
	bool large;

	if (way.reader)
		state = repository_measure_blob(way.reader, blob, &size);
	large = state == BLOB_READ && size > LARGE_BLOB && size <= limit;
	if (large)
		pthread_mutex_lock(&all->large);
	if (state == BLOB_READ)
		state = repository_take_blob(way.reader, blob, limit, take, context);
	if (large)
		pthread_mutex_unlock(&all->large);
	give_way(all, way);
	return state;
}

/* ---- words ---- */

struct str edition_name(const struct life *life, const struct edition *edition)
{
	const struct edition *named = edition;

	while (named && named->number > 1 && named->status == EDITION_UNREADABLE)
		named = life_edition(life, named->number - 1);
	return named && named->status != EDITION_UNREADABLE ? named->name : edition->name;
}

void edition_put_swhid(struct buf *out, const struct edition *edition)
{
	char hex[OBJECT_ID_HEX];

	object_id_hex(hex, &edition->blob);
	buf_put_text(out, "swh:1:cnt:");
	buf_put_text(out, hex);
}

struct date chronicle_day(const struct chronicle *chronicle, const struct history_commit *commit)
{
	return commit ? date_from_instant(commit->time, chronicle->zone) : (struct date){ 0 };
}
