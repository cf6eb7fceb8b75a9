/*
 * search.c -- the files of the search index.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Columns are runs: value << 1, or value << 1 | 1 and how many more there are
 * alike; a value is a place in the list that raiz.js gives, plus 1.
 */
#include "export/search.h"

#include <stdlib.h>

#include "base/escape.h"
#include "base/map.h"
#include "search_index.h"
#include "search_pack.h"
#include "search_text.h"
#include "search_word.h"

#define FOLDER "datos/buscar/"
#define TEXT_FILES 840u		/* of evaluations, at most */
#define ENTRIES 40u		/* in one file of texts */
#define COMMON 600u
#define HEADS_AT_ONCE 99	/* of a hundred: what the browser asks for holds one of them whole */
#define FEW 24u		/* items: whoever asks for one of them needs no more of the other words */

enum file_kind { FILE_HELD, FILE_PART, FILE_ENTRIES, FILE_TEXTS };

enum column { COLUMN_FUND, COLUMN_YEAR, COLUMN_ENTITY, COLUMN_EVALUATOR };

/* Scripts that are made with the plan. */
enum held { HELD_PHRASES, HELD_COLUMNS, HELD_EVALUATORS, HELD_UNITS, HELD_ROOT, HELD_FILES };

/* Those of one kind that evaluations name, in the order of the site. */
struct facet {
	const struct entry **at;
	uint32_t count;
};

struct search {
	const struct site *site;
	const struct route *route;
	struct documents documents;
	struct index index;
	struct arena arena;
	uint32_t per_file;	/* evaluations in one file of texts */
	struct facet facets[ENTRY_KINDS];
	uint32_t *places;	/* of an entry in its facet, plus 1, by its number */
	struct str held[HELD_FILES];
	struct str names[HELD_FILES];		/* without .js; so are these: */
	struct str *part_names, *entry_names, *text_names;
	/* The sets of funds of all evaluations, each once. */
	VEC(const struct entry_list *) sets;
	struct map set_places;	/* from the keys of a set to its place plus 1 */
};

static const struct evaluation *evaluation_at(const struct search *search, uint32_t i)
{
	return (const struct evaluation *)search->documents.at[search->documents.entries + i];
}

static uint32_t evaluation_count(const struct search *search)
{
	return search->documents.count - search->documents.entries;
}

/* ---- facets ---- */

static void use(struct search *search, const struct entry *entry)
{
	if (entry)
		search->places[entry->number] = 1;
}

static void find_facet(struct search *search, enum entry_kind kind)
{
	const struct site *site = search->site;
	struct facet *facet = &search->facets[kind];

	facet->at = ARENA_ARRAY(&search->arena, site->kinds[kind].count, const struct entry *);
	for (uint32_t i = 0; i < site->kinds[kind].count; i++) {
		const struct entry *entry = site->kinds[kind].at[i];

		if (!search->places[entry->number])
			continue;
		facet->at[facet->count++] = entry;
		search->places[entry->number] = facet->count;
	}
}

/* "3 17": the numbers of the funds of EVALUATION. */
static struct str set_key(struct arena *arena, const struct evaluation *evaluation)
{
	struct buf key;
	struct str text;

	buf_init(&key);
	for (uint32_t i = 0; i < evaluation->funds.count; i++)
		buf_printf(&key, "%u ", evaluation->funds.at[i]->number);
	text = arena_str(arena, buf_str(&key));
	buf_dispose(&key);
	return text;
}

static void find_set(struct search *search, const struct evaluation *evaluation)
{
	struct str key = set_key(&search->arena, evaluation);

	if (!evaluation->funds.count || map_get(&search->set_places, key))
		return;
	vec_push(&search->sets, &evaluation->funds);
	map_set(&search->set_places, key, (void *)(uintptr_t)search->sets.count);
}

static void find_facets(struct search *search)
{
	search->places = ARENA_ARRAY(&search->arena, search->site->count, uint32_t);
	for (uint32_t i = 0; i < evaluation_count(search); i++) {
		const struct evaluation *evaluation = evaluation_at(search, i);

		for (uint32_t j = 0; j < evaluation->funds.count; j++)
			use(search, evaluation->funds.at[j]);
		if (document_shows_units(evaluation))
			for (uint32_t j = 0; j < evaluation->units.count; j++)
				use(search, evaluation->units.at[j]);
		use(search, evaluation->year_entry);
		use(search, evaluation->entity);
		use(search, document_evaluator(evaluation));
		find_set(search, evaluation);
	}
	for (enum entry_kind kind = ENTRY_FUND; kind <= ENTRY_ENTITY; kind++)
		find_facet(search, kind);
}

static uint32_t place_of(const struct search *search, const struct entry *entry)
{
	return entry ? search->places[entry->number] : 0;
}

/* ---- raiz.js ---- */

static uint32_t files_of(uint32_t count, uint32_t per_file)
{
	return (count + per_file - 1) / per_file;
}

static void put_base36(struct buf *out, size_t number)
{
	if (number >= 36)
		put_base36(out, number / 36);
	buf_put_char(out, "0123456789abcdefghijklmnopqrstuvwxyz"[number % 36]);
}

static void put_text(struct buf *out, struct str text)
{
	buf_put_char(out, '"');
	escape_json(out, text);
	buf_put_char(out, '"');
}

/* "fondos":[["fism","FISM"],...] */
static void put_facet(struct buf *out, const struct search *search, const char *name, enum entry_kind kind)
{
	const struct facet *facet = &search->facets[kind];

	buf_printf(out, "\"%s\":[", name);
	for (uint32_t i = 0; i < facet->count; i++) {
		buf_put_text(out, i ? ",[" : "[");
		put_text(out, facet->at[i]->key);
		buf_put_char(out, ',');
		put_text(out, facet->at[i]->brief);
		buf_put_char(out, ']');
	}
	buf_put_char(out, ']');
}

static void put_sets(struct buf *out, const struct search *search)
{
	buf_put_text(out, "\"juegos\":[");
	for (size_t i = 0; i < search->sets.count; i++) {
		const struct entry_list *set = search->sets.at[i];

		buf_put_text(out, i ? ",[" : "[");
		for (uint32_t j = 0; j < set->count; j++)
			buf_printf(out, j ? ",%u" : "%u", place_of(search, set->at[j]) - 1);
		buf_put_char(out, ']');
	}
	buf_put_char(out, ']');
}

static void put_sections(struct buf *out)
{
	buf_put_text(out, "\"secciones\":[");
	for (int id = 0; id < SECTIONS; id++) {
		const struct section_type *type = section_type((enum section_id)id);

		buf_put_text(out, id ? ",[" : "[");
		put_text(out, str_from(type->number));
		buf_put_char(out, ',');
		put_text(out, type->anchor ? str_from(type->anchor) : STR(""));
		buf_put_char(out, ',');
		put_text(out, str_from(type->singular));
		buf_put_char(out, ',');
		put_text(out, str_from(type->plural));
		buf_put_char(out, ']');
	}
	buf_put_char(out, ']');
}

/* What tells BYTES from others in a name: what has another name has other bytes. */
static uint32_t short_hash(struct str bytes)
{
	uint64_t hash = hash_str(bytes);

	return (uint32_t)(hash ^ hash >> 32);
}

static struct str hash_name(struct arena *arena, const char *prefix, uint32_t number, struct str bytes)
{
	return arena_printf(arena, "%s-%u.%08x", prefix, number, short_hash(bytes));
}

/* "0ala 3m 2ir ...": the keys of the blocks of PART, each as how many ASCII letters it shares with the one
   before and the rest; after the one before has ended a part, nothing is shared. */
static void put_keys(struct buf *out, const struct index *index, const struct part *part)
{
	struct str last = STR("");

	for (uint32_t i = part->from; i < part->to; i++) {
		struct str key = index_block_key(index, &index->blocks.at[i]);
		size_t count = share_count(last, key);

		if (i > part->from)
			buf_put_char(out, ' ');
		buf_put_char(out, share_letter(count));
		escape_json(out, str_slice(key, count, (size_t)-1));
		last = key;
	}
}

/* "b2 9k+3f 11 ...": how many bytes each takes and, where it has one, its rest, in base 36. */
static void put_sizes(struct buf *out, const struct index *index, const struct part *part)
{
	for (uint32_t i = part->from; i < part->to; i++) {
		const struct block *block = &index->blocks.at[i];

		if (i > part->from)
			buf_put_char(out, ' ');
		put_base36(out, block->bytes.len);
		if (!block->rest.len)
			continue;
		buf_put_char(out, '+');
		put_base36(out, block->rest.len);
	}
}

/* "partes":[[name, keys, sizes], ...] */
static void put_parts(struct buf *out, const struct search *search)
{
	buf_put_text(out, "\"partes\":[");
	for (size_t i = 0; i < search->index.parts.count; i++) {
		buf_put_text(out, i ? ",\n[" : "[");
		put_text(out, search->part_names[i]);
		buf_put_text(out, ",\"");
		put_keys(out, &search->index, &search->index.parts.at[i]);
		buf_put_text(out, "\",\"");
		put_sizes(out, &search->index, &search->index.parts.at[i]);
		buf_put_text(out, "\"]");
	}
	buf_put_char(out, ']');
}

/* "medianas":[count, bits]: the words that are in more than FEW items and yet have no rest. */
static void put_middling(struct buf *out, const struct search *search)
{
	struct buf bytes;
	uint32_t count;

	buf_init(&bytes);
	count = index_put_middling(&search->index, FEW, &bytes);
	buf_printf(out, "\"medianas\":[%u,\"", count);
	base64_put(out, bytes.ptr, bytes.len);
	buf_put_text(out, "\"]");
	buf_dispose(&bytes);
}

/* "1234abcd 5678cdef": what tells the bytes of e-0, e-1 ... from others. */
static void put_names(struct buf *out, const struct str *names, uint32_t count)
{
	buf_put_char(out, '"');
	for (uint32_t i = 0; i < count; i++) {
		if (i)
			buf_put_char(out, ' ');
		buf_put_str(out, str_slice(names[i], str_find_char(names[i], '.') + 1, (size_t)-1));
	}
	buf_put_char(out, '"');
}

/* "obra 1200 recurso 900 ...": forms and how many items they are in. */
static void put_common(struct buf *out, const struct search *search, struct arena *scratch)
{
	uint32_t count = COMMON;
	const struct form **common = index_common(&search->index, scratch, &count);

	buf_put_text(out, "\"comunes\":\"");
	for (uint32_t i = 0; i < count; i++) {
		if (i)
			buf_put_char(out, ' ');
		escape_json(out, common[i]->text);
		buf_printf(out, " %u", common[i]->items);
	}
	buf_put_char(out, '"');
}

/* The one word of NAME, where it is an acronym and no more. */
static void put_acronym(struct buf *out, struct words *words, struct str name)
{
	struct str word, last = { 0 };
	unsigned count = 0;

	if (name.len > 24)
		return;
	words_begin(words, name);
	while (words_next(words, &word)) {
		last = word;
		count++;
	}
	/* "FISM-DF" is three words, of which the last is the whole */
	if (count != 1 && !(count == 3 && str_find_char(name, '-') != (size_t)-1))
		return;
	if (out->len)
		buf_put_char(out, ' ');
	buf_put_str(out, last);
}

/* What FUND is called in one word, separated by spaces. */
static void put_acronyms(struct buf *out, struct words *words, const struct entry *fund)
{
	struct slot_list list = record_list(fund->record, FUND_NAMES);

	put_acronym(out, words, fund->brief);
	for (uint32_t i = 0; i < list.count; i++)
		put_acronym(out, words, record_text(list.at[i].record, FUND_NAME_ACRONYM));
	list = record_list(fund->record, FUND_ALIAS);
	for (uint32_t i = 0; i < list.count; i++)
		if (slot_has(&list.at[i]))
			put_acronym(out, words, list.at[i].text);
}

static void put_all_acronyms(struct buf *out, const struct search *search)
{
	struct words words;
	struct buf line;
	bool first = true;

	words_init(&words);
	buf_init(&line);
	buf_put_text(out, "\"siglas\":[");
	for (uint32_t i = 0; i < search->site->kinds[ENTRY_FUND].count; i++) {
		const struct entry *fund = search->site->kinds[ENTRY_FUND].at[i];

		buf_clear(&line);
		if (fund->record)
			put_acronyms(&line, &words, fund);
		if (str_find_char(buf_str(&line), ' ') == (size_t)-1)
			continue;
		if (!first)
			buf_put_char(out, ',');
		first = false;
		put_text(out, buf_str(&line));
	}
	buf_put_char(out, ']');
	buf_dispose(&line);
	words_dispose(&words);
}

static void put_root_data(struct buf *out, const struct search *search, struct arena *scratch)
{
	static const char *const names[HELD_ROOT] = {
		[HELD_PHRASES] = "frases", [HELD_COLUMNS] = "columnas", [HELD_EVALUATORS] = "evaluadores",
		[HELD_UNITS] = "unidades",
	};

	buf_printf(out, "\"entradas\":%u,\"evaluaciones\":%u,\"elementos\":%u,\"por_entradas\":%u,\"por_textos\":%u,"
		   "\"primeros\":%u,\"encabezado\":%u,\"renglon\":%u,\n", search->documents.entries, evaluation_count(search),
		   search->index.items, ENTRIES, search->per_file, SEARCH_FIRST,
		   line_length_of(&search->index.heads, HEADS_AT_ONCE), line_length_of(&search->index.lines, 100));
	for (int i = 0; i < HELD_ROOT; i++) {
		buf_printf(out, "\"%s\":", names[i]);
		put_text(out, search->names[i]);
		buf_put_char(out, ',');
	}
	buf_put_text(out, "\"fichas\":");
	put_names(out, search->entry_names, files_of(search->documents.entries, ENTRIES));
	buf_put_text(out, ",\n\"textos\":");
	put_names(out, search->text_names, files_of(evaluation_count(search), search->per_file));
	buf_put_text(out, ",\n");
	put_facet(out, search, "fondo", ENTRY_FUND);
	buf_put_text(out, ",\n");
	put_sets(out, search);
	buf_put_text(out, ",\n");
	put_facet(out, search, "ejercicio", ENTRY_YEAR);
	buf_put_text(out, ",\n");
	put_facet(out, search, "ente", ENTRY_ENTITY);
	buf_put_text(out, ",\n");
	put_sections(out);
	buf_put_text(out, ",\n");
	put_all_acronyms(out, search);
	buf_put_text(out, ",\n\"vacias\":");
	put_text(out, word_stops());
	buf_put_text(out, ",\n");
	put_common(out, search, scratch);
	buf_put_text(out, ",\n");
	put_middling(out, search);
	buf_put_text(out, ",\n");
	put_parts(out, search);
}

/* Its version depends on all of it, and so on the names of all files. */
static void put_root(struct buf *out, const struct search *search, struct arena *scratch)
{
	struct buf data;

	buf_init(&data);
	put_root_data(&data, search, scratch);
	buf_printf(out, "buscar_parte(\"raiz\",{\"version\":\"%016llx\",", (unsigned long long)hash_str(buf_str(&data)));
	buf_put_str(out, buf_str(&data));
	buf_put_text(out, "});\n");
	buf_dispose(&data);
}

/* ---- what is loaded with the first words, or with a facet ---- */

static uint32_t column_value(const struct search *search, const struct evaluation *evaluation, enum column column,
			     struct arena *scratch)
{
	switch (column) {
	case COLUMN_FUND:
		return (uint32_t)(uintptr_t)map_get(&search->set_places, set_key(scratch, evaluation));
	case COLUMN_YEAR: return place_of(search, evaluation->year_entry);
	case COLUMN_ENTITY: return place_of(search, evaluation->entity);
	case COLUMN_EVALUATOR: return place_of(search, document_evaluator(evaluation));
	}
	return 0;
}

static void put_run(struct buf *out, uint32_t value, uint32_t count)
{
	varint_put(out, value << 1 | (count > 1));
	if (count > 1)
		varint_put(out, count - 1);
}

static void put_column(struct buf *out, const struct search *search, enum column column, struct arena *scratch)
{
	uint32_t last = 0, run = 0;
	struct buf bytes;

	buf_init(&bytes);
	for (uint32_t i = 0; i < evaluation_count(search); i++) {
		uint32_t value = column_value(search, evaluation_at(search, i), column, scratch);

		if (run && value != last) {
			put_run(&bytes, last, run);
			run = 0;
		}
		last = value;
		run++;
	}
	if (run)
		put_run(&bytes, last, run);
	base64_put(out, bytes.ptr, bytes.len);
	buf_dispose(&bytes);
}

/* How many TEXT_UNITs the texts of each document take: rice() of one number of bits, which comes first. */
static void put_text_sizes(struct buf *out, const struct search *search)
{
	const struct index *index = &search->index;
	struct buf bytes;
	struct bits bits = { .out = &bytes };
	uint64_t total = 0;
	unsigned low = 0;

	for (uint32_t i = 0; i < search->documents.count; i++)
		total += index->texts[i].len / TEXT_UNIT;
	while (low < 20 && total >> low > 2 * (uint64_t)search->documents.count)
		low++;
	buf_init(&bytes);
	bits_put(&bits, low, 5);
	for (uint32_t i = 0; i < search->documents.count; i++)
		bits_put_rice(&bits, (uint32_t)(index->texts[i].len / TEXT_UNIT), low);
	bits_end(&bits);
	base64_put(out, bytes.ptr, bytes.len);
	buf_dispose(&bytes);
}

static void put_columns(struct buf *out, const struct search *search, struct arena *scratch)
{
	buf_put_char(out, '[');
	for (int column = COLUMN_FUND; column < COLUMN_EVALUATOR; column++) {
		buf_put_char(out, '"');
		put_column(out, search, (enum column)column, scratch);
		buf_put_text(out, "\",\n");
	}
	buf_put_char(out, '"');
	put_text_sizes(out, search);
	buf_put_text(out, "\"]");
}

static void put_evaluators(struct buf *out, const struct search *search, struct arena *scratch)
{
	buf_put_char(out, '{');
	put_facet(out, search, "evaluador", ENTRY_EVALUATOR);
	buf_put_text(out, ",\n\"columna\":\"");
	put_column(out, search, COLUMN_EVALUATOR, scratch);
	buf_put_text(out, "\"}");
}

static void put_units(struct buf *out, const struct search *search)
{
	struct buf bytes;

	buf_init(&bytes);
	for (uint32_t i = 0; i < evaluation_count(search); i++) {
		const struct evaluation *evaluation = evaluation_at(search, i);
		uint32_t count = document_shows_units(evaluation) ? evaluation->units.count : 0;

		varint_put(&bytes, count);
		for (uint32_t j = 0; j < count; j++)
			varint_put(&bytes, place_of(search, evaluation->units.at[j]));
	}
	buf_put_char(out, '{');
	put_facet(out, search, "unidad", ENTRY_UNIT);
	buf_put_text(out, ",\n\"columna\":\"");
	base64_put(out, bytes.ptr, bytes.len);
	buf_put_text(out, "\"}");
	buf_dispose(&bytes);
}

/* ---- the plan ---- */

static void add(struct plan *plan, struct str name, enum file_kind kind, uint32_t number, struct diag *diag)
{
	struct plan_item item = {
		.path = arena_printf(&plan->arena, FOLDER "%.*s.js", STR_ARG(name)), .maker = PLAN_SEARCH,
		.kind = (uint16_t)kind, .page = number,
	};

	plan_add(plan, &item, (struct place){ .path = STR("sitio.yaml") }, diag);
}

/* 1, 2, 3, 4, 6, 8, 12, 16 ...: a site that grows rarely has to cut its texts anew. */
static uint32_t next_size(uint32_t size)
{
	if (size < 4)
		return size + 1;
	return (size & (size - 1)) == 0 ? size / 2 * 3 : size / 3 * 4;
}

/* The texts of documents FROM .. TO - 1 */
static void put_texts(struct buf *out, const struct search *search, uint32_t from, uint32_t to)
{
	for (uint32_t i = from; i < to; i++)
		buf_put_str(out, search->index.texts[i]);
}

static void put_part(struct buf *out, const struct search *search, uint32_t number)
{
	const struct part *part = &search->index.parts.at[number];

	for (uint32_t i = part->from; i < part->to; i++) {
		buf_put_str(out, search->index.blocks.at[i].bytes);
		buf_put_str(out, search->index.blocks.at[i].rest);
	}
}

/* The documents of a file of texts. */
static void range_of(const struct search *search, enum file_kind kind, uint32_t number, uint32_t *from, uint32_t *to)
{
	uint32_t entries = search->documents.entries;
	uint32_t first = kind == FILE_TEXTS ? entries : 0, per_file = kind == FILE_TEXTS ? search->per_file : ENTRIES;
	uint32_t end = kind == FILE_TEXTS ? search->documents.count : entries;

	*from = first + number * per_file;
	*to = *from + per_file < end ? *from + per_file : end;
}

static void put_file(struct buf *out, const struct search *search, enum file_kind kind, uint32_t number)
{
	uint32_t from, to;

	if (kind == FILE_PART) {
		put_part(out, search, number);
		return;
	}
	range_of(search, kind, number, &from, &to);
	put_texts(out, search, from, to);
}

/* Plan COUNT files of KIND; returns their names. */
static struct str *plan_kind(struct search *search, struct plan *plan, enum file_kind kind, const char *prefix,
			     uint32_t count, struct diag *diag)
{
	struct str *names = ARENA_ARRAY(&search->arena, count, struct str);
	struct buf bytes;

	buf_init(&bytes);
	for (uint32_t i = 0; i < count; i++) {
		buf_clear(&bytes);
		put_file(&bytes, search, kind, i);
		names[i] = hash_name(&search->arena, prefix, i, buf_str(&bytes));
		add(plan, names[i], kind, i, diag);
	}
	buf_dispose(&bytes);
	return names;
}

/* Keep what BYTES holds as the script NAME, called so and by its hash. */
static void hold(struct search *search, enum held which, const char *name, struct buf *bytes)
{
	struct buf script;

	buf_init(&script);
	search->names[which] = arena_printf(&search->arena, "%s.%08x", name, short_hash(buf_str(bytes)));
	buf_printf(&script, "buscar_parte(\"%.*s\",", STR_ARG(search->names[which]));
	buf_put_str(&script, buf_str(bytes));
	buf_put_text(&script, ");\n");
	search->held[which] = arena_str(&search->arena, buf_str(&script));
	buf_dispose(&script);
	buf_clear(bytes);
}

static void hold_all(struct search *search)
{
	struct arena scratch;
	struct buf bytes;

	arena_init(&scratch);
	buf_init(&bytes);
	buf_put_char(&bytes, '`');
	buf_put_str(&bytes, buf_str(&search->index.phrases.bytes));
	buf_put_char(&bytes, '`');
	hold(search, HELD_PHRASES, "frases", &bytes);
	put_columns(&bytes, search, &scratch);
	hold(search, HELD_COLUMNS, "columnas", &bytes);
	put_evaluators(&bytes, search, &scratch);
	hold(search, HELD_EVALUATORS, "evaluadores", &bytes);
	put_units(&bytes, search);
	hold(search, HELD_UNITS, "unidades", &bytes);
	/* the root, last, names all others */
	put_root(&bytes, search, &scratch);
	search->names[HELD_ROOT] = STR("raiz");
	search->held[HELD_ROOT] = arena_str(&search->arena, buf_str(&bytes));
	buf_dispose(&bytes);
	arena_dispose(&scratch);
}

static void plan_files(struct search *search, struct plan *plan, struct diag *diag)
{
	uint32_t count = evaluation_count(search);

	search->per_file = 1;
	while (files_of(count, search->per_file) > TEXT_FILES)
		search->per_file = next_size(search->per_file);
	search->part_names = plan_kind(search, plan, FILE_PART, "p", (uint32_t)search->index.parts.count, diag);
	search->entry_names = plan_kind(search, plan, FILE_ENTRIES, "e", files_of(search->documents.entries, ENTRIES), diag);
	search->text_names = plan_kind(search, plan, FILE_TEXTS, "t", files_of(count, search->per_file), diag);
	hold_all(search);
	for (uint32_t i = 0; i < HELD_FILES; i++)
		add(plan, search->names[i], FILE_HELD, i, diag);
}

struct search *search_new(const struct site *site, const struct route *route, unsigned workers,
			  struct plan *plan, struct diag *diag)
{
	struct search *search = memory_alloc(sizeof *search);

	*search = (struct search){ .site = site, .route = route };
	arena_init(&search->arena);
	map_init(&search->set_places);
	documents_list(&search->documents, &search->arena, site, route);
	find_facets(search);
	index_init(&search->index, &search->documents, workers);
	plan_files(search, plan, diag);
	return search;
}

void search_free(struct search *search)
{
	if (!search)
		return;
	index_dispose(&search->index);
	vec_dispose(&search->sets);
	map_dispose(&search->set_places);
	arena_dispose(&search->arena);
	free(search);
}

void search_render(const struct search *search, const struct plan_item *item, struct buf *out)
{
	enum file_kind kind = (enum file_kind)item->kind;
	const struct str *names = kind == FILE_PART ? search->part_names :
		kind == FILE_ENTRIES ? search->entry_names : search->text_names;

	if (kind == FILE_HELD) {
		buf_put_str(out, search->held[item->page]);
		return;
	}
	buf_printf(out, "buscar_parte(\"%.*s\",`", STR_ARG(names[item->page]));
	put_file(out, search, kind, item->page);
	buf_put_text(out, "`);\n");
}
