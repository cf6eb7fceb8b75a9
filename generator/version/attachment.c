/*
 * attachment.c -- the bytes that the address of each attachment ever had.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * (1) A holding is found by the number that its blob has in the history.
 * (2) What is former is decided by the past alone; in a folder with changes that
 *     no commit has, what these take away is former too, until they are saved
 *     or undone.
 */
#include "version/attachment.h"

#include <stdlib.h>

#include "base/pack.h"
#include "base/path.h"
#include "base/pool.h"
#include "life.h"

#define FOLDER STR_LITERAL("archivos/")

struct reading {
	struct attachments *made;
	const struct chronicle *chronicle;
	const struct history *history;
	const struct attachment_inputs *in;
	struct diag *diag;
	uint32_t *number;	/* of a holding, by blob: (1); HISTORY_NONE: not an attachment's */
	uint32_t *paths;	/* of an attachment, by path of the history; HISTORY_NONE: another file */
	uint32_t *live;		/* by holding: how many addresses have it */
	uint32_t *now;		/* by path of the history: the holding that it has */
	VEC(uint32_t) taken;	/* holdings, by the commit in hand */
	VEC(uint32_t) wanted;	/* holdings to be read */
	struct map known;	/* from a blob's bytes to its place in what was kept */
	struct buf kept;
	size_t fresh;
};

/* ---- whose bytes, from when to when ---- */

static bool is_attachment(struct str path)
{
	static const struct str folder = FOLDER;

	return str_starts(path, folder);
}

static const struct history_event *event_of(const struct history *history, const struct history_path *path, uint32_t index)
{
	return &history->events[history->by_path[path->first + index]];
}

static struct str blob_key_of(const struct holding *holding)
{
	return str_make((const char *)holding->blob.bytes, sizeof holding->blob.bytes);
}

static uint32_t holding_of(struct reading *reading, uint32_t blob, struct str path)
{
	struct attachments *made = reading->made;
	struct holding *holding;

	if (reading->number[blob] != HISTORY_NONE)
		return reading->number[blob];
	holding = &made->holdings[made->holding_count];
	holding->blob = reading->history->blobs[blob];
	holding->name = path_name(path);
	map_set(&made->by_blob, blob_key_of(holding), holding);
	return reading->number[blob] = made->holding_count++;
}

static void add_stays(struct reading *reading, struct attachment *attachment, const struct history_path *path)
{
	attachment->stays = ARENA_ARRAY(&reading->made->arena, path->count, struct stay);
	for (uint32_t i = 0; i < path->count; i++) {
		const struct history_event *event = event_of(reading->history, path, i);

		if (event->blob == HISTORY_NONE)
			continue;
		attachment->stays[attachment->count++] = (struct stay){
			.holding = reading->number[event->blob], .came = event,
			.went = i + 1 < path->count ? event_of(reading->history, path, i + 1) : NULL,
		};
	}
}

/* Holdings are numbered in the order in which they came, so that each is called
   what it was called first. */
static void find_holdings(struct reading *reading)
{
	const struct history *history = reading->history;

	for (uint32_t i = 0; i < history->event_count; i++) {
		const struct history_event *event = &history->events[i];

		if (reading->paths[event->path] != HISTORY_NONE && event->blob != HISTORY_NONE)
			holding_of(reading, event->blob, history->paths[event->path].path);
	}
}

static void find_attachments(struct reading *reading)
{
	const struct history *history = reading->history;
	struct attachments *made = reading->made;

	made->at = ARENA_ARRAY(&made->arena, history->path_count, struct attachment);
	made->holdings = ARENA_ARRAY(&made->arena, history->blob_count, struct holding);
	for (uint32_t i = 0; i < history->path_count; i++)
		reading->paths[i] = is_attachment(history->paths[i].path) ? made->count++ : HISTORY_NONE;
	find_holdings(reading);
	for (uint32_t i = 0; i < history->path_count; i++)
		if (reading->paths[i] != HISTORY_NONE) {
			struct attachment *attachment = &made->at[reading->paths[i]];

			attachment->path = history->paths[i].path;
			add_stays(reading, attachment, &history->paths[i]);
		}
}

/* ---- which are former ---- */

/* All of a commit first: what moves is taken away and brought in one. */
static void follow_commit(struct reading *reading, const struct history_commit *commit)
{
	const struct history *history = reading->history;

	reading->taken.count = 0;
	for (uint32_t i = commit->first; i < commit->first + commit->count; i++) {
		const struct history_event *event = &history->events[i];
		uint32_t *now = &reading->now[event->path];

		if (reading->paths[event->path] == HISTORY_NONE)
			continue;
		if (*now != HISTORY_NONE) {
			reading->live[*now]--;
			vec_push(&reading->taken, *now);
		}
		*now = event->blob == HISTORY_NONE ? HISTORY_NONE : reading->number[event->blob];
		if (*now != HISTORY_NONE)
			reading->live[*now]++;
	}
	for (size_t i = 0; i < reading->taken.count; i++)
		if (!reading->live[reading->taken.at[i]])
			reading->made->holdings[reading->taken.at[i]].former = true;
}

static const struct stay *last_stay(const struct attachment *attachment)
{
	const struct stay *last = &attachment->stays[attachment->count - 1];

	return last->went ? NULL : last;
}

/* Of the attachments that the site has, those that are not what the commit has. */
static void compare_working(struct reading *reading)
{
	struct attachments *made = reading->made;
	struct str *paths = memory_alloc((made->count + 1) * sizeof *paths);
	struct working working = { 0 };
	size_t count = 0;

	for (uint32_t i = 0; i < made->count; i++)
		if (made->at[i].here)
			paths[count++] = made->at[i].path;
	if (repository_compare(reading->in->repository, paths, count, &working, &made->arena, reading->diag) != 0)
		working = (struct working){ 0 };
	for (size_t i = 0; i < working.count; i++) {
		const struct attachment *found = attachments_find(made, working.at[i].path);

		if (found && working.at[i].state != WORKING_SAME && working.at[i].state != WORKING_DELETED)
			((struct attachment *)(uintptr_t)found)->uncommitted = true;
	}
	free(paths);
}

/* What is at an address of the site that is built; see (2). */
static void find_here(struct reading *reading)
{
	struct attachments *made = reading->made;

	for (uint32_t i = 0; i < made->count; i++)
		made->at[i].here = site_find(reading->chronicle->site, ENTRY_FILE, made->at[i].path) != NULL;
	if (!reading->in->is_committed)
		compare_working(reading);
	for (uint32_t i = 0; i < made->count; i++) {
		const struct stay *last = last_stay(&made->at[i]);
		struct holding *holding = last ? &made->holdings[last->holding] : NULL;

		if (!holding)
			continue;
		if (made->at[i].here && !made->at[i].uncommitted) {
			if (!holding->here.ptr)
				holding->here = made->at[i].path;
		} else if (!--reading->live[last->holding]) {
			holding->former = true;
		}
	}
}

/* ---- what was ordered out ---- */

static void order_out(struct reading *reading, struct holding *holding, struct str reason, struct date day)
{
	if (!holding->ordered) {
		holding->reason = reason.ptr ? arena_str(&reading->made->arena, reason) : reason;
		holding->ordered_on = day;
	} else if (!str_equal(holding->reason, reason) || date_compare(holding->ordered_on, day)) {
		holding->reason = (struct str){ 0 };
		holding->ordered_on = (struct date){ 0 };
	}
	holding->ordered = true;
}

static void report_order(struct reading *reading, const struct record *order, int field, struct str hint,
			 const char *what, struct str of)
{
	diag_report(reading->diag, DIAG_SUPPRESSION_UNKNOWN, record_place(order, record_slot(order, field)), hint,
		    "«%.*s» %s", STR_ARG(of), what);
}

/* Whether an order for the bytes that begin with WORD, or for all that PATH has no
   more, is for those of STAY. */
static bool is_ordered(const struct reading *reading, const struct stay *stay, struct str word)
{
	char hex[OBJECT_ID_HEX];

	if (!word.len)
		return stay->went != NULL;
	object_id_hex(hex, &reading->made->holdings[stay->holding].blob);
	return word.len >= 7 && str_starts(str_from(hex), word);
}

static void follow_order(struct reading *reading, const struct record *order)
{
	struct str path = str_trim(record_text(order, FILE_SUPPRESSION_FILE));
	struct str word = str_trim(record_text(order, FILE_SUPPRESSION_BLOB));
	const struct attachment *attachment = attachments_find(reading->made, path);
	bool any = false;

	if (!path.len)
		return;		/* told as it was read */
	for (uint32_t i = 0; attachment && i < attachment->count; i++) {
		struct holding *holding = &reading->made->holdings[attachment->stays[i].holding];

		if (!is_ordered(reading, &attachment->stays[i], word))
			continue;
		any = true;
		order_out(reading, holding, record_text(order, FILE_SUPPRESSION_REASON), record_date(order, FILE_SUPPRESSION_DATE));
		if (holding->here.ptr)
			report_order(reading, order, FILE_SUPPRESSION_FILE,
				     arena_printf(&reading->made->arena, "quite o reemplace content/%.*s y guárdelo con «git commit»",
						  STR_ARG(holding->here)),
				     "sigue publicado: lo que se mandó quitar quedaría a la vista", holding->here);
	}
	/* a past that is cut off may have had it, and nothing of that is given */
	if (!any && reading->history->gap == HISTORY_WHOLE)
		report_order(reading, order, word.len && attachment ? FILE_SUPPRESSION_BLOB : FILE_SUPPRESSION_FILE,
			     STR("los que hubo, con su blob, los dice la página de versiones del archivo"),
			     attachment ? word.len ? "no es el blob de nada que haya estado en esa dirección: quedaría a la vista"
						   : "no tiene archivos anteriores que quitar"
					: "no es un archivo que el repositorio haya tenido: lo que se mandó quitar quedaría a la vista",
			     word.len && attachment ? word : path);
}

static void follow_site_orders(struct reading *reading)
{
	struct slot_list list = record_list(reading->chronicle->site->record, SITE_ORDERED_FILES);

	for (uint32_t i = 0; i < list.count; i++)
		if (slot_has(&list.at[i]))
			follow_order(reading, list.at[i].record);
}

/* The path of the attachment that NAME, of a version in FOLDER, is; else absent. */
static struct str attachment_named(struct arena *arena, struct str folder, const struct named *name)
{
	struct str path = name->kind == NAMED_PATH ? link_path(arena, folder, name->key) : name->key;

	return (name->kind == NAMED_PATH || name->kind == ENTRY_FILE) && path.ptr && is_attachment(path)
	       ? path : (struct str){ 0 };
}

/* What a field leads to that was ordered out of EDITION, as it was then, must not be
   had by another way. */
static void follow_edition(struct reading *reading, const struct life *life, const struct edition *edition,
			   struct arena *scratch)
{
	const struct chronicle *chronicle = reading->chronicle;
	struct str folder = path_directory(edition->path);
	struct version_text whole, shown;
	struct named_list names, left;
	struct slot_list list;
	struct object_id blob;
	bool hidden;

	if (!edition->number || !chronicle_text(chronicle, scratch, life, edition, &whole) || !whole.entry ||
	    !chronicle_shown(chronicle, scratch, life, edition, STR(""), &shown, &hidden) || !shown.entry || !shown.ordered)
		return;
	names = entry_names(scratch, whole.entry);
	left = entry_names(scratch, shown.entry);
	list = record_list(shown.entry->record, EVALUATION_SUPPRESSIONS);
	for (uint32_t i = 0; i < names.count; i++) {
		struct str path = attachment_named(scratch, folder, &names.at[i]);
		const struct holding *holding;

		if (!path.ptr || named_in(left, &names.at[i]) ||
		    !chronicle_recall(chronicle, scratch, ENTRY_FILE, path, edition->moment, &blob, NULL))
			continue;
		holding = attachments_holding(reading->made, &blob);
		for (uint32_t k = 0; holding && k < list.count; k++)	/* nobody knows which of them */
			order_out(reading, (struct holding *)(uintptr_t)holding,
				  record_text(list.at[k].record, SUPPRESSION_REASON),
				  record_date(list.at[k].record, SUPPRESSION_DATE));
	}
}

static void follow_orders(struct reading *reading)
{
	const struct chronicle *chronicle = reading->chronicle;
	struct arena scratch;

	follow_site_orders(reading);
	arena_init(&scratch);
	for (uint32_t i = 0; i < chronicle->count; i++) {
		const struct life *life = chronicle->lives[i];
		bool has = life_has_orders(chronicle, &scratch, life);

		for (uint32_t k = 0; has && k < life->count; k++) {
			follow_edition(reading, life, &life->editions[k], &scratch);
			arena_reset(&scratch);
		}
		arena_reset(&scratch);
	}
	arena_dispose(&scratch);
}

/* ---- what is kept between builds ---- */

#define MAGIC "diafano adjuntos 1\n"
#define KNOWN_LEN (20 + 8 + DIGEST_HEX - 1)

static void open_known(struct reading *reading)
{
	struct unpack unpack = { 0 };

	map_init(&reading->known);
	buf_init(&reading->kept);
	if (!reading->in->file || !pack_load(&reading->kept, reading->in->file, &unpack.rest) ||
	    !str_equal(unpack_bytes(&unpack, sizeof MAGIC - 1), STR(MAGIC)))
		return;
	for (uint32_t left = unpack_count(&unpack, KNOWN_LEN); left && !unpack.bad; left--) {
		struct str known = unpack_bytes(&unpack, KNOWN_LEN);

		if (!unpack.bad)
			map_set(&reading->known, str_slice(known, 0, 20), (void *)(uintptr_t)known.ptr);
	}
}

static bool is_known(const struct reading *reading, struct holding *holding)
{
	const char *known = map_get(&reading->known, blob_key_of(holding));
	struct unpack unpack = { .rest = known ? str_make(known + 20, KNOWN_LEN - 20) : STR("") };
	uint64_t size;

	if (!known)
		return false;
	size = unpack_number(&unpack, 8);
	if (size != holding->size)
		return false;
	memcpy(holding->digest, unpack.rest.ptr, DIGEST_HEX - 1);
	return true;
}

static void save_known(const struct reading *reading)
{
	struct attachments *made = reading->made;
	uint32_t count = 0;
	struct buf out;

	for (uint32_t i = 0; i < made->holding_count; i++)
		count += made->holdings[i].digest[0] != 0;
	if (!reading->in->file || !reading->in->keep || (!reading->fresh && count == reading->known.count))
		return;
	buf_init(&out);
	buf_put_text(&out, MAGIC);
	pack_number(&out, count, 4);
	for (uint32_t i = 0; i < made->holding_count; i++) {
		const struct holding *holding = &made->holdings[i];

		if (!holding->digest[0])
			continue;
		buf_put_str(&out, blob_key_of(holding));
		pack_number(&out, holding->size, 8);
		buf_put(&out, holding->digest, DIGEST_HEX - 1);
	}
	if (out.len < PACK_MAX)
		pack_save(&out, reading->in->file);
	buf_dispose(&out);
}

/* ---- sizes and digests of former bytes ---- */

static void put_digest(void *context, struct str bytes)
{
	struct holding *holding = context;

	holding->size = bytes.len;
	digest_str(holding->digest, bytes);
}

static void look_job(void *context, unsigned worker, size_t index)
{
	struct reading *reading = context;
	struct holding *holding = &reading->made->holdings[reading->wanted.at[index]];

	(void)worker;
	holding->state = chronicle_take_blob(reading->chronicle, &holding->blob, ATTACHMENT_MAX, put_digest, holding);
}

static void look_at_former(struct reading *reading)
{
	struct attachments *made = reading->made;
	int64_t limit = record_number(reading->chronicle->site->record, SITE_FORMER_FILES, -1);

	open_known(reading);
	for (uint32_t i = 0; i < made->holding_count; i++) {
		struct holding *holding = &made->holdings[i];

		if (!holding->former)
			continue;
		holding->state = chronicle_measure_blob(reading->chronicle, &holding->blob, &holding->size);
		if (holding->state == BLOB_READ && holding->size > ATTACHMENT_MAX)
			holding->state = BLOB_TOO_LARGE;
		if (holding->state == BLOB_READ && !is_known(reading, holding))
			vec_push(&reading->wanted, i);
	}
	reading->fresh = reading->wanted.count;
	pool_run(reading->in->workers ? reading->in->workers : 1, reading->wanted.count, look_job, reading);
	for (uint32_t i = 0; i < made->holding_count; i++) {
		struct holding *holding = &made->holdings[i];

		holding->left_out = limit >= 0 && holding->size > (uint64_t)limit * 1000000;
		made->missing += holding->former && holding->state == BLOB_MISSING;
		made->damaged += holding->former && holding->state == BLOB_DAMAGED;
		if (holding->state == BLOB_DAMAGED)
			holding->size = 0;	/* as its header says: whoever damaged it wrote that too */
	}
	save_known(reading);
	vec_dispose(&reading->wanted);
	map_dispose(&reading->known);
	buf_dispose(&reading->kept);
}

/* ---- the whole ---- */

static uint32_t *numbers(size_t count, int byte)
{
	uint32_t *numbers = memory_alloc((count + 1) * sizeof *numbers);

	memset(numbers, byte, (count + 1) * sizeof *numbers);
	return numbers;
}

struct attachments *attachments_read(const struct chronicle *chronicle, const struct attachment_inputs *inputs,
				     struct diag *diag)
{
	const struct history *history = chronicle->history;
	struct attachments *made = memory_alloc(sizeof *made);
	struct reading reading = {
		.made = made, .chronicle = chronicle, .history = history, .in = inputs, .diag = diag,
		.number = numbers(history->blob_count, 0xff), .paths = numbers(history->path_count, 0xff),
	};

	memset(made, 0, sizeof *made);
	made->chronicle = chronicle;
	arena_init(&made->arena);
	map_init(&made->by_blob);
	find_attachments(&reading);
	reading.live = numbers(made->holding_count, 0);
	reading.now = numbers(history->path_count, 0xff);
	for (uint32_t i = 0; i < history->commit_count; i++)
		follow_commit(&reading, &history->commits[i]);
	find_here(&reading);
	follow_orders(&reading);
	look_at_former(&reading);
	free(reading.number);
	free(reading.paths);
	free(reading.live);
	free(reading.now);
	vec_dispose(&reading.taken);
	return made;
}

void attachments_free(struct attachments *attachments)
{
	if (!attachments)
		return;
	map_dispose(&attachments->by_blob);
	arena_dispose(&attachments->arena);
	free(attachments);
}

static int find_path(const void *key, const void *attachment)
{
	return str_compare(*(const struct str *)key, ((const struct attachment *)attachment)->path);
}

const struct attachment *attachments_find(const struct attachments *attachments, struct str path)
{
	return !attachments->count ? NULL :
	       bsearch(&path, attachments->at, attachments->count, sizeof *attachments->at, find_path);
}

const struct holding *attachments_holding(const struct attachments *attachments, const struct object_id *blob)
{
	return map_get(&attachments->by_blob, str_make((const char *)blob->bytes, sizeof blob->bytes));
}

bool holding_is_given(const struct holding *holding)
{
	return holding->former && holding->state == BLOB_READ && !holding->ordered && !holding->left_out;
}

bool attachment_take(const struct attachments *attachments, const struct holding *holding,
		     void (*take)(void *context, struct str bytes), void *context)
{
	return chronicle_take_blob(attachments->chronicle, &holding->blob, ATTACHMENT_MAX, take, context) == BLOB_READ;
}
