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
#include "search_word.h"

#define FOLDER "datos/buscar/"
#define TEXT_FILES 640u		/* of evaluations, at most */
#define ENTRIES 40u		/* in one file of texts */
#define COMMON 600u
#define NAME_MAX 12		/* letters of the name of a part */

enum file_kind { FILE_ROOT, FILE_COLUMNS, FILE_UNITS, FILE_PART, FILE_ENTRIES, FILE_TEXTS };

enum column { COLUMN_FUND, COLUMN_YEAR, COLUMN_ENTITY, COLUMN_EVALUATOR, COLUMNS };

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
	struct str *names;	/* of the parts */
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

/* ---- the plan ---- */

static void add(struct search *search, struct plan *plan, struct str path, enum file_kind kind, uint32_t number,
		struct diag *diag)
{
	struct plan_item item = {
		.path = path, .maker = PLAN_SEARCH, .kind = (uint16_t)kind, .page = number,
	};

	(void)search;
	plan_add(plan, &item, (struct place){ .path = STR("sitio.yaml") }, diag);
}

/* The letters that KEY begins with, as buscar.js makes them. */
static struct str name_of_key(struct arena *arena, struct str key)
{
	char name[NAME_MAX];
	size_t len = 0;

	for (size_t i = 0; i < key.len && len < NAME_MAX; i++)
		if ((key.ptr[i] >= 'a' && key.ptr[i] <= 'z') || (key.ptr[i] >= '0' && key.ptr[i] <= '9'))
			name[len++] = key.ptr[i];
	return len ? arena_str(arena, str_make(name, len)) : STR("0");
}

/* Parts that begin with the same letters are counted: alum, alum-2. */
static void name_parts(struct search *search)
{
	struct map counts;
	uint32_t *count = ARENA_ARRAY(&search->arena, search->index.parts.count, uint32_t);

	map_init(&counts);
	search->names = ARENA_ARRAY(&search->arena, search->index.parts.count, struct str);
	for (size_t i = 0; i < search->index.parts.count; i++) {
		struct str name = name_of_key(&search->arena, index_part_key(&search->index, &search->index.parts.at[i]));
		uint32_t *seen = map_get(&counts, name);

		if (!seen)
			map_set(&counts, name, seen = &count[i]);
		if (++*seen > 1)
			name = arena_printf(&search->arena, "%.*s-%u", STR_ARG(name), *seen);
		search->names[i] = name;
	}
	map_dispose(&counts);
}

static uint32_t files_of(uint32_t count, uint32_t per_file)
{
	return (count + per_file - 1) / per_file;
}

/* 1, 2, 3, 4, 6, 8, 12, 16 ...: a site that grows rarely has to cut its texts anew. */
static uint32_t next_size(uint32_t size)
{
	if (size < 4)
		return size + 1;
	return (size & (size - 1)) == 0 ? size / 2 * 3 : size / 3 * 4;
}

static void plan_files(struct search *search, struct plan *plan, struct diag *diag)
{
	uint32_t count = evaluation_count(search);

	search->per_file = 1;
	while (files_of(count, search->per_file) > TEXT_FILES)
		search->per_file = next_size(search->per_file);
	add(search, plan, STR(FOLDER "raiz.js"), FILE_ROOT, 0, diag);
	add(search, plan, STR(FOLDER "columnas.js"), FILE_COLUMNS, 0, diag);
	add(search, plan, STR(FOLDER "unidades.js"), FILE_UNITS, 0, diag);
	for (uint32_t i = 0; i < search->index.parts.count; i++)
		add(search, plan, arena_printf(&plan->arena, FOLDER "p-%.*s.js", STR_ARG(search->names[i])),
		    FILE_PART, i, diag);
	for (uint32_t i = 0; i < files_of(search->documents.entries, ENTRIES); i++)
		add(search, plan, arena_printf(&plan->arena, FOLDER "e-%u.js", i), FILE_ENTRIES, i, diag);
	for (uint32_t i = 0; i < files_of(count, search->per_file); i++)
		add(search, plan, arena_printf(&plan->arena, FOLDER "t-%u.js", i), FILE_TEXTS, i, diag);
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
	name_parts(search);
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

/* ---- raiz.js ---- */

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

static void put_keys(struct buf *out, const struct search *search)
{
	buf_put_text(out, "\"partes\":\"");
	for (size_t i = 0; i < search->index.parts.count; i++) {
		if (i)
			buf_put_char(out, ' ');
		escape_json(out, index_part_key(&search->index, &search->index.parts.at[i]));
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

static void put_root(struct buf *out, const struct search *search, struct arena *scratch)
{
	buf_printf(out, "buscar_parte(\"raiz\",{\"entradas\":%u,\"evaluaciones\":%u,\"elementos\":%u,"
		   "\"por_entradas\":%u,\"por_textos\":%u,\n", search->documents.entries,
		   evaluation_count(search), search->index.items, ENTRIES, search->per_file);
	put_facet(out, search, "fondo", ENTRY_FUND);
	buf_put_text(out, ",\n");
	put_sets(out, search);
	buf_put_text(out, ",\n");
	put_facet(out, search, "ejercicio", ENTRY_YEAR);
	buf_put_text(out, ",\n");
	put_facet(out, search, "ente", ENTRY_ENTITY);
	buf_put_text(out, ",\n");
	put_facet(out, search, "evaluador", ENTRY_EVALUATOR);
	buf_put_text(out, ",\n");
	put_sections(out);
	buf_put_text(out, ",\n");
	put_all_acronyms(out, search);
	buf_put_text(out, ",\n\"vacias\":");
	put_text(out, word_stops());
	buf_put_text(out, ",\n");
	put_common(out, search, scratch);
	buf_put_text(out, ",\n");
	put_keys(out, search);
	buf_put_text(out, "});\n");
}

/* ---- columnas.js and unidades.js ---- */

static uint32_t column_value(const struct search *search, const struct evaluation *evaluation, enum column column,
			     struct arena *scratch)
{
	switch (column) {
	case COLUMN_FUND:
		return (uint32_t)(uintptr_t)map_get(&search->set_places, set_key(scratch, evaluation));
	case COLUMN_YEAR: return place_of(search, evaluation->year_entry);
	case COLUMN_ENTITY: return place_of(search, evaluation->entity);
	case COLUMN_EVALUATOR: return place_of(search, document_evaluator(evaluation));
	case COLUMNS: break;
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

static void put_columns(struct buf *out, const struct search *search, struct arena *scratch)
{
	buf_put_text(out, "buscar_parte(\"columnas\",[");
	for (int column = 0; column < COLUMNS; column++) {
		buf_put_text(out, column ? ",\n\"" : "\"");
		put_column(out, search, (enum column)column, scratch);
		buf_put_char(out, '"');
	}
	buf_put_text(out, "]);\n");
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
	buf_put_text(out, "buscar_parte(\"unidades\",{");
	put_facet(out, search, "unidad", ENTRY_UNIT);
	buf_put_text(out, ",\n\"columna\":\"");
	base64_put(out, bytes.ptr, bytes.len);
	buf_put_text(out, "\"});\n");
	buf_dispose(&bytes);
}

/* ---- p-WORD.js ---- */

static void put_part(struct buf *out, const struct search *search, uint32_t number)
{
	const struct part *part = &search->index.parts.at[number];
	struct buf bytes;

	buf_init(&bytes);
	index_put_words(&bytes, &search->index, part);
	buf_printf(out, "buscar_parte(\"p-%.*s\",[\"", STR_ARG(search->names[number]));
	escape_json(out, buf_str(&bytes));
	buf_put_text(out, "\",\n\"");
	buf_clear(&bytes);
	index_put_lists(&bytes, &search->index, part);
	base64_put(out, bytes.ptr, bytes.len);
	buf_put_text(out, "\"]);\n");
	buf_dispose(&bytes);
}

/* ---- e-N.js and t-N.js ---- */

struct writer {
	struct buf text;
	bool begun;		/* a text of the item that is being written */
};

/* On one line; what divides lines and fields divides words. */
static void put_line(struct buf *out, struct str text)
{
	size_t from = 0;

	for (size_t i = 0; i < text.len; i++)
		if ((unsigned char)text.ptr[i] < 0x20) {
			buf_put_str(out, str_slice(text, from, i - from));
			buf_put_char(out, ' ');
			from = i + 1;
		}
	buf_put_str(out, str_slice(text, from, (size_t)-1));
}

static void write_begin(void *context, unsigned kind, uint32_t number)
{
	struct writer *writer = context;

	buf_printf(&writer->text, "%u.%u\t", kind, number);
	writer->begun = false;
}

static void write_text(void *context, struct str text, unsigned weight, bool shown)
{
	struct writer *writer = context;

	(void)weight;
	if (!shown)
		return;
	if (writer->begun)
		buf_put_text(&writer->text, " · ");
	put_line(&writer->text, text);
	writer->begun = true;
}

static void write_end(void *context)
{
	struct writer *writer = context;

	buf_put_char(&writer->text, '\n');
}

/* "#path <tab> kind <tab> title", then the items: "kind.number <tab> text". */
static void write_document(struct writer *writer, const struct search *search, const struct entry *document,
			   struct item_visitor *visitor)
{
	buf_put_char(&writer->text, '#');
	buf_put_str(&writer->text, route_entry(search->route, document));
	buf_put_char(&writer->text, '\t');
	buf_put_text(&writer->text, entry_kind_word(document->kind));
	buf_put_char(&writer->text, '\t');
	put_line(&writer->text, document_title(document));
	buf_put_char(&writer->text, '\n');
	document_walk(document, visitor);
}

static void put_texts(struct buf *out, const struct search *search, const char *name, uint32_t number,
		      uint32_t from, uint32_t to)
{
	struct writer writer = { .begun = false };
	struct item_visitor visitor = {
		.context = &writer, .begin = write_begin, .text = write_text, .end = write_end,
	};
	struct buf packed;

	buf_init(&writer.text);
	buf_init(&visitor.scratch);
	buf_init(&packed);
	for (uint32_t i = from; i < to; i++)
		write_document(&writer, search, search->documents.at[i], &visitor);
	deflate_put(&packed, buf_str(&writer.text));
	buf_printf(out, "buscar_parte(\"%s-%u\",\"", name, number);
	base64_put(out, packed.ptr, packed.len);
	buf_put_text(out, "\");\n");
	buf_dispose(&packed);
	buf_dispose(&visitor.scratch);
	buf_dispose(&writer.text);
}

static uint32_t least(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

void search_render(const struct search *search, const struct plan_item *item, struct arena *scratch,
		   struct buf *out)
{
	uint32_t entries = search->documents.entries, number = item->page;
	uint32_t from = entries + number * search->per_file;

	arena_reset(scratch);
	switch ((enum file_kind)item->kind) {
	case FILE_ROOT: put_root(out, search, scratch); break;
	case FILE_COLUMNS: put_columns(out, search, scratch); break;
	case FILE_UNITS: put_units(out, search); break;
	case FILE_PART: put_part(out, search, number); break;
	case FILE_ENTRIES:
		put_texts(out, search, "e", number, number * ENTRIES, least(entries, (number + 1) * ENTRIES));
		break;
	case FILE_TEXTS:
		put_texts(out, search, "t", number, from, least(search->documents.count, from + search->per_file));
		break;
	}
}
