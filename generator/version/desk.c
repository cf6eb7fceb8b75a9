/*
 * desk.c -- where one worker reads the past of one entry after another.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "desk.h"

#include <stdlib.h>

#include "base/utf8.h"

/* What is on the desk of one blob. */
struct held {
	bool read;
	enum blob_state state;
	struct version_text text;
	struct version_text shown;	/* without the contacts that the site withholds; the same entry */
};

void desk_init(struct desk *desk, const struct facts *facts, struct repository_reader *reader,
	       struct arena *arena)
{
	*desk = (struct desk){
		.facts = facts, .reader = reader, .arena = arena, .room = DESK_ROOM,
		.markdown = markdown_memory_new(), .silent = diag_new(),
	};
	map_init(&desk->texts);
	map_init(&desk->known);
	arena_init(&desk->held);
	arena_init(&desk->sides[0]);
	arena_init(&desk->sides[1]);
	arena_init(&desk->work);
}

void desk_dispose(struct desk *desk)
{
	map_dispose(&desk->texts);
	map_dispose(&desk->known);
	arena_dispose(&desk->held);
	arena_dispose(&desk->sides[0]);
	arena_dispose(&desk->sides[1]);
	arena_dispose(&desk->work);
	markdown_memory_free(desk->markdown);
	diag_free(desk->silent);
	vec_dispose(&desk->used);
}

void desk_clear(struct desk *desk)
{
	map_dispose(&desk->texts);
	map_init(&desk->texts);
	arena_reset(&desk->held);
	/* it only grows: what an old file had against today's rules is of no use */
	diag_free(desk->silent);
	desk->silent = diag_new();
}

/* ---- texts ---- */

void sheet_parse(struct version_text *text, struct arena *arena, struct markdown_memory *markdown,
		 const struct sheet *sheet, struct str bytes, struct diag *diag)
{
	*text = (struct version_text){ .bytes = bytes };
	if (sheet->kind < ENTRY_FILE)
		text->entry = entry_parse(arena, markdown, sheet->kind, sheet->key, sheet->path,
					  bytes, diag);
}

static enum blob_state try_to_read(struct version_text *text, struct arena *arena,
				   struct repository_reader *reader, struct markdown_memory *markdown,
				   const struct sheet *sheet, struct diag *diag)
{
	enum blob_state state = BLOB_DAMAGED;
	struct buf bytes;

	buf_init(&bytes);
	*text = (struct version_text){ .bytes = STR("") };
	if (reader)
		state = repository_read_blob(reader, &sheet->blob, SOURCE_TEXT_MAX, &bytes);
	if (state == BLOB_READ)
		sheet_parse(text, arena, markdown, sheet, arena_str(arena, buf_str(&bytes)), diag);
	buf_dispose(&bytes);
	return state;
}

bool sheet_read(struct version_text *text, struct arena *arena, struct repository_reader *reader,
		struct markdown_memory *markdown, const struct sheet *sheet, struct diag *diag)
{
	return try_to_read(text, arena, reader, markdown, sheet, diag) == BLOB_READ;
}

static void read_into(struct desk *desk, struct arena *arena, const struct sheet *sheet,
		      struct held *held)
{
	held->state = try_to_read(&held->text, arena, desk->reader, desk->markdown, sheet, desk->silent);
	held->read = held->state == BLOB_READ;
	held->shown = held->text;
	if (desk->site && sheet->kind == ENTRY_EVALUATION)
		withhold_contacts(desk->site, arena, &held->shown);
}

/* The text of SHEET: the one on the desk, or one that is put there; when there
   is no room, one that lasts until SIDE is asked for again. */
static struct held *text_of(struct desk *desk, const struct sheet *sheet, int side)
{
	char key[BLOB_KEY_LEN];
	struct held *held;
	struct arena *arena = &desk->held;

	blob_key(key, sheet->kind, &sheet->blob);
	held = map_get(&desk->texts, str_make(key, sizeof key));
	if (held)
		return held;
	if (desk->held.used >= desk->room) {
		arena = &desk->sides[side];
		arena_reset(arena);
	}
	held = ARENA_NEW(arena, struct held);
	read_into(desk, arena, sheet, held);
	if (arena == &desk->held)
		map_set(&desk->texts, arena_str(arena, str_make(key, sizeof key)), held);
	return held;
}

/* ---- the facts of one blob ---- */

static bool is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' || c == '\v';
}

static bool is_of_word(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (unsigned char)c >= 0x80;
}

/* Runs between white space that have a letter or a digit. */
static uint32_t count_words(struct str text)
{
	uint32_t count = 0;
	bool word = false;

	for (size_t i = 0; i < text.len; i++) {
		if (!word && is_of_word(text.ptr[i])) {
			word = true;
			count++;
		} else if (is_space(text.ptr[i])) {
			word = false;
		}
	}
	return count;
}

/* What stands below the second "---". */
static struct str body_of(struct str text)
{
	size_t end;

	if (!str_starts(text, STR("---")))
		return text;
	end = str_find(str_slice(text, 3, (size_t)-1), STR("\n---"));
	return end == (size_t)-1 ? text : str_slice(text, 3 + end + 4, (size_t)-1);
}

/* A version that cannot be read is a draft when a line of it says so: what was
   never meant to be seen is not shown because it has a mistake. */
static bool says_draft(struct str text)
{
	struct str line;

	while (str_cut(&text, '\n', &line)) {
		if (!str_starts(line, STR("estado:")))
			continue;
		line = str_trim(str_slice(line, 7, (size_t)-1));
		if (str_starts(line, STR("\"")) || str_starts(line, STR("'")))
			line = str_slice(line, 1, (size_t)-1);
		return str_starts(line, STR("borrador"));
	}
	return false;
}

static void find_formers(struct blob_facts *facts, struct arena *arena, const struct record *record)
{
	int field = record ? record_type_find(record->type, STR("antes")) : -1;
	struct slot_list list;

	if (field < 0)
		return;
	list = record_list(record, field);
	facts->formers = ARENA_ARRAY(arena, list.count, struct str);
	for (uint32_t i = 0; i < list.count; i++)
		if (list.at[i].state == STATE_VALUE)
			facts->formers[facts->former_count++] = arena_str(arena, list.at[i].text);
}

static struct named_list names_of(struct arena *arena, const struct entry *entry)
{
	struct named_list names = entry_names(arena, entry);

	for (uint32_t i = 0; i < names.count; i++)
		names.at[i].key = arena_str(arena, names.at[i].key);
	return names;
}

struct blob_facts *desk_look(struct desk *desk, enum entry_kind kind, const struct version_text *text)
{
	struct blob_facts *facts = ARENA_NEW(desk->arena, struct blob_facts);
	const struct entry *entry = text->entry;

	facts->bytes = (uint32_t)text->bytes.len;
	facts->readable = entry || kind == LIFE_SETTINGS;	/* shown as text, as it is written */
	facts->words = count_words(body_of(text->bytes));
	if (!entry) {
		facts->draft = kind == ENTRY_EVALUATION && says_draft(text->bytes);
		return facts;
	}
	if (!str_equal(entry->name, entry->key))
		facts->name = arena_str(desk->arena, entry->name);
	if (!str_equal(entry->brief, entry->name))
		facts->brief = arena_str(desk->arena, entry->brief);
	if (kind == ENTRY_EVALUATION) {
		facts->draft = record_is(entry->record, EVALUATION_STATUS, "borrador");
		facts->withdrawn = record_is(entry->record, EVALUATION_STATUS, "retirada");
		facts->names = names_of(desk->arena, entry);
	}
	find_formers(facts, desk->arena, entry->record);
	return facts;
}

static const struct blob_facts *remember(struct desk *desk, struct str key, const struct blob_facts *facts)
{
	map_set(&desk->known, key, (void *)(uintptr_t)facts);
	if (!facts->unread)
		vec_push(&desk->used, ((struct used_fact){ .key = key, .blob = facts }));
	return facts;
}

const struct blob_facts *desk_facts(struct desk *desk, const struct sheet *sheet)
{
	static const struct blob_facts of_attachment = { .readable = true };
	char bytes[BLOB_KEY_LEN];
	struct str key = str_make(bytes, sizeof bytes);
	const struct blob_facts *known;
	const struct held *held;
	struct blob_facts *facts;

	if (sheet->kind == ENTRY_FILE)
		return &of_attachment;
	blob_key(bytes, sheet->kind, &sheet->blob);
	known = map_get(&desk->known, key);
	if (known)
		return known;
	key = arena_str(desk->arena, key);
	known = map_get(&desk->facts->blobs, key);
	if (known)
		return remember(desk, key, known);
	held = text_of(desk, sheet, 0);
	if (held->read) {
		facts = desk_look(desk, sheet->kind, &held->text);
	} else {
		facts = ARENA_NEW(desk->arena, struct blob_facts);
		/* too large in every clone: known, and no text */
		facts->unread = held->state != BLOB_TOO_LARGE;
		facts->damaged = held->state == BLOB_DAMAGED;
	}
	desk->fresh++;
	return remember(desk, key, facts);
}

/* ---- the facts of a pair ---- */

struct difference difference_of(struct arena *arena, const struct comparison *comparison)
{
	struct difference difference = {
		.known = true, .kind = comparison->kind, .as_text = comparison->as_text,
		.unseen = comparison->unseen,
		.words_added = comparison->words_added, .words_removed = comparison->words_removed,
		.tally_count = comparison->tally_count,
	};
	struct change_tally *tallies = ARENA_ARRAY(arena, comparison->tally_count, struct change_tally);
	struct buf summary;

	if (comparison->tally_count)
		memcpy(tallies, comparison->tallies, comparison->tally_count * sizeof *tallies);
	difference.tallies = tallies;
	buf_init(&summary);
	comparison_put_summary(&summary, comparison);
	difference.summary = arena_str(arena, buf_str(&summary));
	buf_dispose(&summary);
	return difference;
}

static struct difference tell(struct desk *desk, const struct version_text *old,
			      const struct version_text *new)
{
	struct difference difference = difference_of(desk->arena, compare_versions(&desk->work, old, new));

	arena_reset(&desk->work);
	return difference;
}

struct difference desk_compare(struct desk *desk, const struct sheet *old, const struct sheet *new)
{
	static const struct difference of_attachment = {
		.known = true, .kind = COMPARE_SUBSTANCE, .as_text = true,
		.summary = STR_LITERAL("cambió el archivo"),
	};
	char bytes[PAIR_KEY_LEN];
	struct str key = str_make(bytes, sizeof bytes);
	const struct difference *known;
	struct difference *fresh;
	struct held a, b;

	if (new->kind == ENTRY_FILE)
		return of_attachment;
	pair_key(bytes, new->kind, &old->blob, &new->blob);
	known = map_get(&desk->facts->pairs, key);
	key = arena_str(desk->arena, key);
	if (!known) {
		a = *text_of(desk, old, 0);
		b = *text_of(desk, new, 1);
		if (!a.read || !b.read)
			return (struct difference){ .summary = STR("") };
		fresh = ARENA_NEW(desk->arena, struct difference);
		*fresh = tell(desk, &a.shown, &b.shown);
		known = fresh;
		desk->fresh++;
	}
	vec_push(&desk->used, ((struct used_fact){ .key = key, .pair = known }));
	return *known;
}

struct difference desk_compare_text(struct desk *desk, const struct sheet *old,
				    const struct version_text *new)
{
	const struct held *held = text_of(desk, old, 0);

	struct version_text shown = *new;

	if (desk->site && old->kind == ENTRY_EVALUATION)
		withhold_contacts(desk->site, &desk->work, &shown);
	return held->read ? tell(desk, &held->shown, &shown) : (struct difference){ .summary = STR("") };
}
