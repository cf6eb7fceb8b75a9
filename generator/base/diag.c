/*
 * diag.c -- gathers what the program has to say about its input.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * (1) What is kept does not depend on the order in which threads report: of
 *     one file the DIAG_PER_FILE gravest and earliest stay, whichever came
 *     first.
 * (2) What was said once, of the same place and in the same words, is not
 *     said or counted again, kept or not: `said` holds the hashes of all.
 * (3) Messages are bounded and printable from the moment they are copied.
 */
#include <assert.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/json.h"
#include "base/map.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "diag_entry.h"

#define TEXT_LIMIT 1000		/* bytes of a message or hint */
#define SAID_MIN 64

static const struct diag_kind kinds[DIAG_COUNT] = {
#define DIAG(symbol, name, severity, class, meaning, example) \
	{ name, severity, class, meaning, example },
#include "base/diag.def"
#undef DIAG
};

/* What is kept of one file: up to twice DIAG_PER_FILE, then halved. */
struct diag_file {
	struct str path;
	VEC(struct diag_entry *) entries;	/* none, when all was accepted */
	size_t dropped[SEVERITY_ERROR + 1];
};

struct diag {
	pthread_mutex_t lock;
	struct map by_path;		/* -> struct diag_file */
	VEC(struct diag_file *) files;
	size_t counts[SEVERITY_ERROR + 1];
	size_t by_class[SEVERITY_ERROR + 1][CLASS_REPOSITORY + 1];
	VEC(struct diag_entry *) accepted;
	uint64_t *said;			/* open addressing, 0 is free */
	size_t said_room, said_count;
	enum severity least;		/* what is below is not kept */
};

const struct diag_kind *diag_kind(enum diag_id id)
{
	assert(id < DIAG_COUNT);
	return &kinds[id];
}

enum diag_id diag_find(struct str name)
{
	for (int i = 0; i < DIAG_COUNT; i++)
		if (str_equal(name, str_from(kinds[i].name)))
			return (enum diag_id)i;
	return DIAG_COUNT;
}

struct diag *diag_new(void)
{
	struct diag *diag = memory_alloc(sizeof *diag);

	*diag = (struct diag){ 0 };
	if (pthread_mutex_init(&diag->lock, NULL))
		memory_exhausted();
	return diag;
}

void diag_free(struct diag *diag)
{
	if (!diag)
		return;
	for (size_t i = 0; i < diag->files.count; i++) {
		struct diag_file *file = diag->files.at[i];

		for (size_t k = 0; k < file->entries.count; k++)
			free(file->entries.at[k]);
		vec_dispose(&file->entries);
		free(file);
	}
	for (size_t i = 0; i < diag->accepted.count; i++)
		free(diag->accepted.at[i]);
	vec_dispose(&diag->accepted);
	vec_dispose(&diag->files);
	map_dispose(&diag->by_path);
	free(diag->said);
	pthread_mutex_destroy(&diag->lock);
	free(diag);
}

/* Append TEXT, printable and at most TEXT_LIMIT bytes of it: see (3). */
static void put_bounded(struct buf *out, struct str text)
{
	size_t cut = text.len;

	if (cut > TEXT_LIMIT) {
		cut = TEXT_LIMIT;
		while (cut && ((unsigned char)text.ptr[cut] & 0xc0) == 0x80)
			cut--;
	}
	utf8_put_visible(out, str_slice(text, 0, cut));
	if (cut < text.len)
		buf_put_text(out, "…");
}

static struct diag_entry *make_entry(enum diag_id id, struct place place,
				    struct str message, struct str hint)
{
	struct diag_entry *entry;
	char *text;

	entry = memory_alloc(sizeof *entry + message.len + hint.len);
	text = entry->text;
	memcpy(text, message.ptr, message.len);
	memcpy(text + message.len, hint.ptr, hint.len);
	entry->id = id;
	entry->place = place;
	entry->reason = (struct str){ 0 };
	entry->message = str_make(text, message.len);
	entry->hint = str_make(text + message.len, hint.len);
	return entry;
}

static bool said_add(uint64_t *said, size_t room, uint64_t hash)
{
	size_t i = hash & (room - 1);

	for (; said[i]; i = (i + 1) & (room - 1))
		if (said[i] == hash)
			return false;
	said[i] = hash;
	return true;
}

static void said_grow(struct diag *diag)
{
	size_t room = diag->said_room ? diag->said_room * 2 : SAID_MIN;
	uint64_t *said = memory_alloc(room * sizeof *said);

	memset(said, 0, room * sizeof *said);
	for (size_t i = 0; i < diag->said_room; i++)
		if (diag->said[i])
			said_add(said, room, diag->said[i]);
	free(diag->said);
	diag->said = said;
	diag->said_room = room;
}

/* Remember ENTRY; false when the same was said before. */
static bool is_new(struct diag *diag, const struct diag_entry *entry)
{
	const uint64_t parts[] = {
		hash_str(entry->place.path), hash_str(entry->message),
		entry->place.line, entry->place.column, entry->id,
	};
	uint64_t hash = hash_str(str_make((const char *)parts, sizeof parts));

	if (diag->said_count + 1 > diag->said_room / 4 * 3)
		said_grow(diag);
	if (!said_add(diag->said, diag->said_room, hash ? hash : 1))
		return false;
	diag->said_count++;
	return true;
}

static int compare_numbers(uint32_t a, uint32_t b)
{
	return (a > b) - (a < b);
}

static int compare_places(const void *a, const void *b)
{
	const struct diag_entry *x = *(struct diag_entry *const *)a;
	const struct diag_entry *y = *(struct diag_entry *const *)b;
	int order = compare_numbers(x->place.line, y->place.line);

	if (!order)
		order = compare_numbers(x->place.column, y->place.column);
	if (!order)
		order = compare_numbers(x->id, y->id);
	if (!order)
		order = str_compare(x->message, y->message);
	return order;
}

static int compare_gravity(const void *a, const void *b)
{
	const struct diag_entry *x = *(struct diag_entry *const *)a;
	const struct diag_entry *y = *(struct diag_entry *const *)b;
	int order = compare_numbers(kinds[y->id].severity, kinds[x->id].severity);

	return order ? order : compare_places(a, b);
}

/* Keep the first COUNT entries of FILE in the order of gravity: see (1). */
static void file_cut(struct diag_file *file, size_t count)
{
	if (file->entries.count <= count)
		return;
	qsort(file->entries.at, file->entries.count, sizeof *file->entries.at,
	      compare_gravity);
	while (file->entries.count > count) {
		struct diag_entry *entry = file->entries.at[--file->entries.count];

		file->dropped[kinds[entry->id].severity]++;
		free(entry);
	}
}

static size_t dropped_of(const struct diag_file *file)
{
	size_t count = 0;

	for (int i = 0; i <= SEVERITY_ERROR; i++)
		count += file->dropped[i];
	return count;
}

static struct diag_file *file_of(struct diag *diag, struct str path)
{
	struct diag_file *file = map_get(&diag->by_path, path);

	if (!file) {
		file = memory_alloc(sizeof *file);
		*file = (struct diag_file){ .path = path };
		map_set(&diag->by_path, path, file);
		vec_push(&diag->files, file);
	}
	return file;
}

static void add(struct diag *diag, struct diag_entry *entry)
{
	const struct diag_kind *kind = &kinds[entry->id];
	struct diag_file *file;

	if (!is_new(diag, entry)) {
		free(entry);
		return;
	}
	diag->counts[kind->severity]++;
	diag->by_class[kind->severity][kind->class]++;
	file = file_of(diag, entry->place.path);
	vec_push(&file->entries, entry);
	if (file->entries.count / 2 >= DIAG_PER_FILE)
		file_cut(file, DIAG_PER_FILE);
}

void diag_keep(struct diag *diag, enum severity least)
{
	diag->least = least;
}

void diag_report(struct diag *diag, enum diag_id id, struct place place,
		 struct str hint, const char *format, ...)
{
	struct buf raw, message, shown_hint;
	struct diag_entry *entry;
	va_list arguments;

	assert(id < DIAG_COUNT);
	if (kinds[id].severity < diag->least)
		return;
	buf_init(&raw);
	buf_init(&message);
	buf_init(&shown_hint);
	va_start(arguments, format);
	buf_vprintf(&raw, format, arguments);
	va_end(arguments);
	put_bounded(&message, buf_str(&raw));
	put_bounded(&shown_hint, hint);
	if (!place.path.ptr)
		place.path = STR("");
	entry = make_entry(id, place, buf_str(&message), buf_str(&shown_hint));
	buf_dispose(&raw);
	buf_dispose(&message);
	buf_dispose(&shown_hint);
	pthread_mutex_lock(&diag->lock);
	add(diag, entry);
	pthread_mutex_unlock(&diag->lock);
}

static void copy_entry(void *context, const struct diag_entry *entry, size_t dropped)
{
	struct diag *to = context;

	if (kinds[entry->id].severity < to->least)
		return;
	pthread_mutex_lock(&to->lock);
	add(to, make_entry(entry->id, entry->place, entry->message, entry->hint));
	if (dropped) {
		file_of(to, entry->place.path)->dropped[kinds[entry->id].severity] += dropped;
		to->counts[kinds[entry->id].severity] += dropped;
	}
	pthread_mutex_unlock(&to->lock);
}

void diag_copy(struct diag *to, struct diag *from)
{
	if (from)
		diag_each(from, copy_entry, to);
}

size_t diag_count(const struct diag *diag, enum severity at_least)
{
	struct diag *locked = (struct diag *)diag;
	size_t count = 0;

	pthread_mutex_lock(&locked->lock);
	for (int i = (int)at_least; i <= SEVERITY_ERROR; i++)
		count += diag->counts[i];
	pthread_mutex_unlock(&locked->lock);
	return count;
}

int diag_status(const struct diag *diag, bool strict)
{
	struct diag *locked = (struct diag *)diag;
	int status = 0;

	pthread_mutex_lock(&locked->lock);
	for (int class = CLASS_CONTENT; class <= CLASS_REPOSITORY; class++)
		if (diag->by_class[SEVERITY_ERROR][class] ||
		    (strict && diag->by_class[SEVERITY_WARNING][class]))
			status = class;
	pthread_mutex_unlock(&locked->lock);
	return status;
}

/* ---- taking back ---- */

static void uncount(struct diag *diag, const struct diag_entry *entry)
{
	diag->counts[kinds[entry->id].severity]--;
	diag->by_class[kinds[entry->id].severity][kinds[entry->id].class]--;
}

size_t diag_accept(struct diag *diag, enum diag_id id, struct str path, uint32_t from, uint32_t to,
		   struct str reason)
{
	struct diag_file *file = map_get(&diag->by_path, path);
	size_t kept = 0, found = 0;

	if (!file || kinds[id].severity == SEVERITY_ERROR)
		return 0;
	for (size_t i = 0; i < file->entries.count; i++) {
		struct diag_entry *entry = file->entries.at[i];

		if (entry->id != id || entry->place.line < from || entry->place.line > to) {
			file->entries.at[kept++] = entry;
			continue;
		}
		entry->reason = reason;
		uncount(diag, entry);
		vec_push(&diag->accepted, entry);
		found++;
	}
	file->entries.count = kept;
	return found;
}

size_t diag_accepted(const struct diag *diag)
{
	return diag->accepted.count;
}

/* Keep of COUNT ENTRIES what WISH is true of, in their order, and free the others; returns how many are left. */
static size_t keep_wished(struct diag_entry **entries, size_t count, diag_wish *wish, void *context)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		if (wish(context, entries[i]->id, entries[i]->place, entries[i]->message))
			entries[kept++] = entries[i];
		else
			free(entries[i]);
	return kept;
}

/* What was dropped of FILE before is of nobody knows which kind: it stays where all the rest did. */
static void file_narrow(struct diag_file *file, diag_wish *wish, void *context)
{
	size_t kept = keep_wished(file->entries.at, file->entries.count, wish, context);

	if (kept < file->entries.count)
		memset(file->dropped, 0, sizeof file->dropped);
	file->entries.count = kept;
}

static void narrow(struct diag *diag, diag_wish *wish, void *context, size_t rest[SEVERITY_ERROR + 1])
{
	memcpy(rest, diag->counts, sizeof diag->counts);
	memset(diag->counts, 0, sizeof diag->counts);
	memset(diag->by_class, 0, sizeof diag->by_class);
	for (size_t i = 0; i < diag->files.count; i++) {
		struct diag_file *file = diag->files.at[i];

		file_narrow(file, wish, context);
		for (size_t k = 0; k < file->entries.count; k++) {
			const struct diag_kind *kind = &kinds[file->entries.at[k]->id];

			diag->counts[kind->severity]++;
			diag->by_class[kind->severity][kind->class]++;
		}
		for (int severity = 0; severity <= SEVERITY_ERROR; severity++)
			diag->counts[severity] += file->dropped[severity];
	}
	for (int severity = 0; severity <= SEVERITY_ERROR; severity++)
		rest[severity] -= diag->counts[severity];
}

static bool is_wanted(void *context, enum diag_id id, struct place place, struct str message)
{
	const bool *wanted = context;

	(void)place;
	(void)message;
	return wanted[id];
}

void diag_only(struct diag *diag, const bool wanted[DIAG_COUNT], size_t rest[SEVERITY_ERROR + 1])
{
	narrow(diag, is_wanted, (void *)wanted, rest);
}

void diag_within(struct diag *diag, diag_wish *wish, void *context, size_t rest[SEVERITY_ERROR + 1])
{
	narrow(diag, wish, context, rest);
	diag->accepted.count = keep_wished(diag->accepted.at, diag->accepted.count, wish, context);
}

size_t diag_tally(struct diag *diag, struct str path, size_t counts[SEVERITY_ERROR + 1])
{
	const struct diag_file *file = map_get(&diag->by_path, path);
	size_t accepted = 0;

	for (size_t i = 0; file && i < file->entries.count; i++)
		counts[kinds[file->entries.at[i]->id].severity]++;
	for (size_t i = 0; i < diag->accepted.count; i++)
		accepted += str_equal(diag->accepted.at[i]->place.path, path);
	return accepted;
}

static int compare_files(const void *a, const void *b)
{
	const struct diag_file *x = *(struct diag_file *const *)a;
	const struct diag_file *y = *(struct diag_file *const *)b;

	return str_compare(x->path, y->path);
}

void diag_each(struct diag *diag, diag_visitor *visit, void *context)
{
	pthread_mutex_lock(&diag->lock);
	if (diag->files.count)
		qsort(diag->files.at, diag->files.count,
		      sizeof *diag->files.at, compare_files);
	for (size_t i = 0; i < diag->files.count; i++) {
		struct diag_file *file = diag->files.at[i];

		file_cut(file, DIAG_PER_FILE);
		if (file->entries.count > 1)
			qsort(file->entries.at, file->entries.count,
			      sizeof *file->entries.at, compare_places);
		for (size_t k = 0; k < file->entries.count; k++)
			visit(context, file->entries.at[k],
			      k + 1 == file->entries.count ? dropped_of(file) : 0);
	}
	pthread_mutex_unlock(&diag->lock);
}

const char *severity_name(enum severity severity)
{
	static const char *const names[] = { "nota", "advertencia", "error" };

	return names[severity];
}

static void put_place(struct json *json, struct place place)
{
	json_key(json, "path");
	json_text(json, place.path);
	json_key(json, "line");
	json_number(json, place.line);
	json_key(json, "column");
	json_number(json, place.column);
	json_key(json, "length");
	json_number(json, place.length);
}

static void put_object(struct json *json, const struct diag_entry *entry)
{
	const struct diag_kind *kind = &kinds[entry->id];

	json_open(json, '{');
	put_place(json, entry->place);
	json_key(json, "severity");
	json_text(json, str_from(severity_name(kind->severity)));
	json_key(json, "id");
	json_text(json, str_from(kind->name));
	json_key(json, "message");
	json_text(json, entry->message);
	json_key(json, "hint");
	json_text(json, entry->hint);
	if (entry->reason.ptr) {
		json_key(json, "reason");
		json_text(json, entry->reason);
	}
	json_close(json, '}');
}

static void visit_json(void *context, const struct diag_entry *entry,
		       size_t dropped)
{
	struct json *json = context;
	struct diag_entry more = { .id = DIAG_MORE };
	struct buf text;

	put_object(json, entry);
	if (!dropped)
		return;
	buf_init(&text);
	diag_put_more(&text, dropped);
	more.place.path = entry->place.path;
	more.message = buf_str(&text);
	put_object(json, &more);
	buf_dispose(&text);
}

void diag_put_more(struct buf *out, size_t dropped)
{
	if (dropped == 1)
		buf_put_text(out, "hay un aviso más de este archivo, que no se muestra");
	else
		buf_printf(out, "hay %zu avisos más de este archivo, "
			   "que no se muestran", dropped);
}

void diag_put_json(struct diag *diag, struct json *json)
{
	json_open(json, '[');
	diag_each(diag, visit_json, json);
	json_close(json, ']');
}

static int compare_accepted(const void *a, const void *b)
{
	const struct diag_entry *x = *(struct diag_entry *const *)a;
	const struct diag_entry *y = *(struct diag_entry *const *)b;
	int order = str_compare(x->place.path, y->place.path);

	return order ? order : compare_places(a, b);
}

void diag_put_accepted(struct diag *diag, struct json *json)
{
	if (diag->accepted.count > 1)
		qsort(diag->accepted.at, diag->accepted.count, sizeof *diag->accepted.at, compare_accepted);
	json_open(json, '[');
	for (size_t i = 0; i < diag->accepted.count; i++)
		put_object(json, diag->accepted.at[i]);
	json_close(json, ']');
}
