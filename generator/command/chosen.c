/*
 * chosen.c -- the evaluations that a user asks about, and what is said of them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chosen.h"

#include "base/path.h"
#include "base/utf8.h"
#include "key.h"

#define NEAR_MOST 3

/* ---- what was meant ---- */

/* The identities most like a word that is none, nearest first. */
struct near {
	struct str keys[NEAR_MOST];
	unsigned distances[NEAR_MOST];
	size_t count;
};

/* Who leaves out the year means any year's, and who writes the beginning means the rest. */
static unsigned distance_to(struct str key, struct str word, unsigned limit)
{
	if (str_find_char(word, '/') == (size_t)-1)
		key = str_slice(key, str_find_char(key, '/') + 1, (size_t)-1);
	if (word.len > 2 && str_starts(key, word))
		return key.len > word.len;
	return text_distance(key, word, limit);
}

static void near_add(struct near *near, struct str key, struct str word)
{
	struct str tail = str_slice(word, str_find_char(word, '/') + 1, (size_t)-1);	/* npos + 1 is 0 */
	unsigned limit = 1 + (unsigned)(tail.len < 16 ? tail.len / 4 : 4);
	unsigned distance = distance_to(key, word, limit);
	size_t at = near->count;

	while (at > 0 && near->distances[at - 1] > distance)
		at--;
	if (distance > limit || at == NEAR_MOST)
		return;
	if (near->count < NEAR_MOST)
		near->count++;
	for (size_t i = near->count - 1; i > at; i--) {
		near->keys[i] = near->keys[i - 1];
		near->distances[i] = near->distances[i - 1];
	}
	near->keys[at] = key;
	near->distances[at] = distance;
}

static int not_found(const struct site *site, const char *content, struct str word)
{
	struct near near = { .count = 0 };
	struct buf plain, words;
	int status;

	buf_init(&plain);
	buf_init(&words);
	utf8_put_unaccented(&plain, word);
	for (uint32_t i = 0; i < site->evaluations.count; i++)
		near_add(&near, site->evaluations.at[i]->entry.key, buf_str(&plain));
	for (size_t i = 0; i < near.count; i++)
		buf_printf(&words, "%s«%.*s»", i == 0 ? "" : i + 1 < near.count ? ", " : " o ", STR_ARG(near.keys[i]));
	status = near.count
		? usage_error("no hay una evaluación «%.*s»; ¿quiso decir %s?", STR_ARG(word), words.ptr)
		: usage_error("no hay una evaluación «%.*s»: se nombra por su AÑO/CLAVE, o por su archivo en %s/evaluaciones; «diafano check» las resume todas",
			      STR_ARG(word), content);
	buf_dispose(&words);
	buf_dispose(&plain);
	return status;
}

/* ---- what concerns one ---- */

static void add_path(struct chosen *chosen, struct str path)
{
	if (path.ptr)
		map_set(&chosen->paths, path, chosen);
}

static void add_slot(struct chosen *chosen, const struct slot *slot, enum field_kind kind);

static void add_references(struct chosen *chosen, const struct record *record)
{
	for (size_t i = 0; record && i < record->type->count; i++)
		add_slot(chosen, &record->slots[i], record->type->fields[i].kind);
}

static void add_slot(struct chosen *chosen, const struct slot *slot, enum field_kind kind)
{
	if (!slot_has(slot))
		return;
	if (kind == FIELD_REFERENCE && slot->reference->target && slot->reference->target->kind != ENTRY_EVALUATION)
		add_path(chosen, slot->reference->target->path);
	else if (kind == FIELD_RECORD)
		add_references(chosen, slot->record);
	for (uint32_t i = 0; (kind == FIELD_REFERENCES || kind == FIELD_RECORDS) && i < slot->list.count; i++)
		add_slot(chosen, &slot->list.at[i], kind == FIELD_RECORDS ? FIELD_RECORD : FIELD_REFERENCE);
}

static bool keeps(const struct evaluation *evaluation, const struct promise *promise)
{
	if (promise->evaluation || !evaluation->entry.draft)
		return promise->evaluation == evaluation;
	for (uint32_t i = 0; i < evaluation->funds.count; i++)
		if (evaluation->funds.at[i] == promise->fund)
			return evaluation->year == promise->year && evaluation->entity == promise->entity;
	return false;
}

/* The first line behind what begins at LINE in the programme of PROMISE. */
static uint32_t end_of(const struct promise *promise, uint32_t line)
{
	struct slot_list list = record_list(promise->programme->record, PROGRAMME_PROMISES);

	for (uint32_t i = 0; i < list.count; i++)
		if (list.at[i].record->line > line)
			return list.at[i].record->line;
	return UINT32_MAX;
}

static void add_promises(struct chosen *chosen, const struct evaluation *evaluation)
{
	const struct site *site = chosen->project->site;

	for (uint32_t i = 0; i < site->promise_count; i++) {
		const struct promise *promise = &site->promises[i];
		struct lines lines = { promise->programme->path, promise->record->line, 0 };

		if (!keeps(evaluation, promise))
			continue;
		lines.end = end_of(promise, lines.from);
		vec_push(&chosen->lines, lines);
	}
}

static struct str file_of(struct chosen *chosen, const char *folder, struct str key, const char *ending)
{
	return path_join(&chosen->arena, str_from(chosen->project->options->content),
			 arena_printf(&chosen->arena, "%s/%.*s%s", folder, STR_ARG(key), ending));
}

/* KEY, as it is called now. */
static void add(struct chosen *chosen, struct str key)
{
	struct entry *entry = site_find(chosen->project->site, ENTRY_EVALUATION, key);
	const struct evaluation *evaluation = entry_evaluation(entry);
	struct str path = file_of(chosen, "evaluaciones", key, ".md");

	if (map_get(&chosen->paths, path))
		return;
	vec_push(&chosen->keys, key);
	vec_push(&chosen->names, arena_printf(&chosen->arena, "«%.*s»", STR_ARG(key)));
	add_path(chosen, path);
	add_path(chosen, file_of(chosen, "seguimiento", key, ".yaml"));
	if (!evaluation)
		return;
	vec_push(&chosen->evaluations, evaluation);
	add_references(chosen, entry->record);
	add_promises(chosen, evaluation);
}

/* ---- which are asked for ---- */

/* As key_in_path(), and "seguimiento/2022/fortamun.yaml" too. */
static struct str key_of(struct str word)
{
	size_t folder = str_find(word, STR("seguimiento/"));

	if (folder == (size_t)-1 || !str_ends(word, STR(".yaml")))
		return key_in_path(word);
	word = str_slice(word, folder + 12, (size_t)-1);
	return str_slice(word, 0, word.len - 5);
}

static int take_word(struct chosen *chosen, struct str word)
{
	const struct project *project = chosen->project;
	const struct site *site = project->site;
	struct str key = arena_str(&chosen->arena, key_of(word));
	const struct entry *entry = site_find(site, ENTRY_EVALUATION, key);
	size_t counts[SEVERITY_ERROR + 1] = { 0 };

	/* a file that cannot be read is no entry, and the first thing its author has to hear of */
	diag_tally(project->diag, file_of(chosen, "evaluaciones", key, ".md"), counts);
	if ((entry && entry->path.ptr) || counts[SEVERITY_ERROR]) {
		add(chosen, key);
		return 0;
	}
	for (uint32_t i = 0; i < site->former_count; i++) {
		entry = site->formers[i].entry;
		if (entry->kind != ENTRY_EVALUATION || !str_equal(site->formers[i].key, key))
			continue;
		vec_push(&chosen->moved, arena_printf(&chosen->arena, "%.*s ahora es %.*s", STR_ARG(key), STR_ARG(entry->key)));
		add(chosen, entry->key);
		return 0;
	}
	return not_found(site, project->options->content, key);
}

int chosen_take(struct chosen *chosen, const struct project *project)
{
	const struct options *options = project->options;
	int status = 0;

	*chosen = (struct chosen){ .project = project };
	map_init(&chosen->paths);
	arena_init(&chosen->arena);
	for (int i = 0; project->site && i < options->word_count; i++) {
		int told = take_word(chosen, str_from(options->words[i]));

		status = status ? status : told;
	}
	return status;
}

void chosen_dispose(struct chosen *chosen)
{
	vec_dispose(&chosen->keys);
	vec_dispose(&chosen->moved);
	vec_dispose(&chosen->evaluations);
	vec_dispose(&chosen->names);
	vec_dispose(&chosen->lines);
	map_dispose(&chosen->paths);
	arena_dispose(&chosen->arena);
}

bool chosen_has(const struct chosen *chosen, const struct evaluation *evaluation)
{
	for (size_t i = 0; i < chosen->evaluations.count; i++)
		if (chosen->evaluations.at[i] == evaluation)
			return true;
	return chosen->keys.count == 0;
}

/* Not of one entry: sitio.yaml, or a file of a theme, wherever it lies. */
static bool is_for_all(const struct chosen *chosen, struct str path)
{
	struct str content = str_from(chosen->project->options->content);

	if (!str_starts(path, content) || path.len <= content.len || path.ptr[content.len] != '/')
		return true;
	path = str_slice(path, content.len + 1, (size_t)-1);
	return str_equal(path, STR("sitio.yaml")) || str_starts(path, STR("tema/"));
}

bool chosen_concerns(void *context, enum diag_id id, struct place place, struct str message)
{
	const struct chosen *chosen = context;

	if (place.path.len == 0 || map_get(&chosen->paths, place.path))
		return true;
	for (size_t i = 0; i < chosen->lines.count; i++) {
		const struct lines *lines = &chosen->lines.at[i];

		if (place.line >= lines->from && place.line < lines->end && str_equal(lines->path, place.path))
			return true;
	}
	for (size_t i = 0; i < chosen->names.count; i++)
		if (str_find(message, chosen->names.at[i]) != (size_t)-1)
			return true;
	return diag_kind(id)->severity == SEVERITY_ERROR && is_for_all(chosen, place.path);
}
