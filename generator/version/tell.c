/*
 * tell.c -- a comparison in Spanish: one line of it, or all for a terminal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/utf8.h"
#include "version/compare.h"

#define SHOWN_AROUND 80		/* bytes of unchanged text shown beside a change */

const char *state_words(enum state state)
{
	static const char *const words[] = {
		[STATE_ABSENT] = "no consta",
		[STATE_NOT_ON_RECORD] = "no consta",
		[STATE_NONE] = "no aplica",
		[STATE_BLANK] = "en blanco",
		[STATE_RESERVED] = "reservado",
		[STATE_VALUE] = "con datos",
		[STATE_WRONG] = "con un valor que no se entiende",
	};

	return words[state];
}

/* ---- nouns ---- */

/* The ending of a participle for items of SECTION: "agregado", "agregada". */
static bool is_feminine(int section)
{
	return section >= SECTION_STRENGTHS && section <= SECTION_RECOMMENDATIONS;
}

static void put_lower(struct buf *out, const char *noun)
{
	char first = *noun;

	buf_put_char(out, (char)(first >= 'A' && first <= 'Z' ? first + ('a' - 'A') : first));
	buf_put_text(out, noun + 1);
}

static const char *const participles[CHANGE_KINDS][2] = {
	[CHANGE_STATE] = { "cambiad", "" },
	[CHANGE_VALUE] = { "cambiad", "" },
	[CHANGE_ADDED] = { "agregad", "" },
	[CHANGE_REMOVED] = { "quitad", "" },
	[CHANGE_MOVED] = { "movid", " de lugar" },
	[CHANGE_REWORDED] = { "reescrit", "" },
	[CHANGE_RESTYLED] = { "cambiad", "" },	/* restyled_words() */
	[CHANGE_SPLIT] = { "dividid", "" },
	[CHANGE_JOINED] = { "unid", "" },
};

/* HOW of one, or of several together. */
static const char *restyled_words(unsigned how, bool several)
{
	switch (how) {
	case RESTYLED_FORMAT:
		return " sólo en su formato";
	case RESTYLED_TARGETS:
		return " sólo en adónde lleva un enlace";
	case RESTYLED_LINKS:
	case RESTYLED_LINKS | RESTYLED_TARGETS:
		return " sólo en sus enlaces";
	default:
		return several ? " sólo en su formato o sus enlaces" : " sólo en su formato y sus enlaces";
	}
}

static void put_participle(struct buf *out, enum change_kind kind, bool feminine, bool plural)
{
	buf_put_text(out, participles[kind][0]);
	buf_put_char(out, feminine ? 'a' : 'o');
	if (plural)
		buf_put_char(out, 's');
	buf_put_text(out, participles[kind][1]);
}

static void put_number_and_label(struct buf *out, const struct field *field)
{
	if (field->number.len) {
		buf_put_str(out, field->number);
		buf_put_char(out, ' ');
	}
	buf_put_str(out, field->label);
}

/* ---- the summary ---- */

struct sentence {
	struct buf *out;
	size_t start;
};

static void begin_clause(struct sentence *sentence)
{
	if (sentence->out->len > sentence->start)
		buf_put_text(sentence->out, "; ");
}

/* The field a reader would name: the first that is no group of fields. */
static const struct field *named_field(const struct change *change)
{
	for (uint32_t i = 0; i < change->depth; i++)
		if (change->path[i].field->kind != FIELD_RECORD)
			return change->path[i].field;
	return change->field;
}

/* Of a section that came or went its items are told. */
static bool is_of_field(const struct change *change)
{
	if (change->section >= 0 && change->kind == CHANGE_STATE &&
	    (change->old_state == STATE_VALUE || change->new_state == STATE_VALUE) &&
	    change->old_state != STATE_NONE && change->new_state != STATE_NONE)
		return false;
	return change->part == PART_FIELD || change->part == PART_ELEMENT;
}

/* The next field that changed from change *AT on, each once; NULL: no more. */
static const struct field *next_field(const struct comparison *comparison, uint32_t *at, const struct field *last)
{
	while (*at < comparison->count) {
		const struct change *change = &comparison->changes[(*at)++];
		const struct field *field = is_of_field(change) ? named_field(change) : NULL;

		if (field && field != last)	/* changes of one field stand together */
			return field;
	}
	return NULL;
}

/* "e Identidades", not "y Identidades". */
static bool sounds_as_i(const struct field *field)
{
	const char *label = field->label.ptr;

	return !field->number.len && field->label.len > 1 && (label[0] == 'I' || label[0] == 'i');
}

/* All of them: what a summary leaves out nobody looks for. */
static void put_fields(struct sentence *sentence, const struct comparison *comparison)
{
	uint32_t at = 0;
	const struct field *field = next_field(comparison, &at, NULL);
	const struct field *next = field ? next_field(comparison, &at, field) : NULL;

	if (!field)
		return;
	begin_clause(sentence);
	buf_put_text(sentence->out, next ? "cambiaron " : "cambió ");
	put_number_and_label(sentence->out, field);
	while ((field = next)) {
		next = next_field(comparison, &at, field);
		buf_put_text(sentence->out, next ? ", " : sounds_as_i(field) ? " e " : " y ");
		put_number_and_label(sentence->out, field);
	}
}

static void put_items(struct sentence *sentence, const struct change_tally *tally)
{
	static const enum change_kind order[] = {
		CHANGE_REWORDED, CHANGE_ADDED, CHANGE_REMOVED, CHANGE_SPLIT, CHANGE_JOINED,
		CHANGE_MOVED, CHANGE_RESTYLED,
	};
	bool first = true;

	for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
		uint32_t count = tally->items[order[i]];
		const struct section_type *type;

		if (count == 0)
			continue;
		type = section_type((enum section_id)tally->section);
		if (first)
			begin_clause(sentence);
		else
			buf_put_text(sentence->out, ", ");
		buf_printf(sentence->out, "%u ", count);
		if (first) {
			put_lower(sentence->out, count == 1 ? type->singular : type->plural);
			buf_put_char(sentence->out, ' ');
		}
		put_participle(sentence->out, order[i], is_feminine(tally->section), count > 1);
		if (order[i] == CHANGE_RESTYLED)
			buf_put_text(sentence->out, restyled_words(tally->restyled, count > 1));
		first = false;
	}
}

static void put_paragraphs(struct sentence *sentence, const struct change_tally *tally, bool as_text)
{
	if (tally->paragraphs == 0)
		return;
	begin_clause(sentence);
	if (as_text) {
		buf_printf(sentence->out, "%u lugar%s con otro texto", tally->paragraphs,
			   tally->paragraphs == 1 ? "" : "es");
		return;
	}
	buf_put_text(sentence->out, tally->paragraphs == 1 ? "cambió " : "cambiaron ");
	buf_printf(sentence->out, "%u párrafo%s ", tally->paragraphs, tally->paragraphs == 1 ? "" : "s");
	if (tally->section >= 0) {
		buf_put_text(sentence->out, "de ");
		put_number_and_label(sentence->out, tally->field);
	} else {
		buf_put_text(sentence->out, "del texto");
	}
}

static void put_unseen(struct sentence *sentence, const struct comparison *comparison)
{
	if (comparison->unseen & UNSEEN_CONTACT) {
		begin_clause(sentence);
		buf_put_text(sentence->out, "cambió un dato de contacto reservado");
	}
	if (comparison->unseen & UNSEEN_ORDERED) {
		begin_clause(sentence);
		buf_put_text(sentence->out, "cambió algo que no se muestra");
	}
}

void comparison_put_summary(struct buf *out, const struct comparison *comparison)
{
	struct sentence sentence = { out, out->len };

	if (comparison->kind == COMPARE_SAME) {
		buf_put_text(out, "sin cambios");
		return;
	}
	if (comparison->kind == COMPARE_FORM) {
		buf_put_text(out, "sólo cambió la forma del archivo");
		put_unseen(&sentence, comparison);
		return;
	}
	put_fields(&sentence, comparison);
	for (uint32_t i = 0; i < comparison->tally_count; i++) {
		if (comparison->tallies[i].section >= 0)
			put_items(&sentence, &comparison->tallies[i]);
		put_paragraphs(&sentence, &comparison->tallies[i], comparison->as_text);
	}
	put_unseen(&sentence, comparison);
}

/* ---- where ---- */

/* A group of fields is not named when its field has a number of its own. */
static bool is_told(const struct change *change, uint32_t step)
{
	const struct field *field = change->path[step].field;

	return step + 1 == change->depth || field->kind != FIELD_RECORD ||
	       change->path[step + 1].field->number.len == 0 ||
	       str_equal(change->path[step + 1].field->number, field->number);
}

static void put_step(struct buf *out, const struct change_step *step, struct str *number)
{
	uint32_t at = step->new_number ? step->new_number : step->old_number;

	if (step->field->number.len && !str_equal(step->field->number, *number)) {
		buf_put_str(out, step->field->number);
		buf_put_char(out, ' ');
	}
	*number = step->field->number;
	buf_put_str(out, step->field->label);
	if (at)
		buf_printf(out, ", %u", at);
	if (step->name.len) {
		buf_put_text(out, " (");
		buf_put_str(out, step->name);
		buf_put_char(out, ')');
	}
}

static void put_numbers(struct buf *out, uint32_t number, uint32_t count)
{
	buf_printf(out, "%u", number);
	if (count > 1)
		buf_printf(out, " %s %u", count == 2 ? "y" : "a", number + count - 1);
}

/* "2.1 Hallazgos 3 y 4" */
static void put_item_place(struct buf *out, const struct change *change)
{
	const struct section_type *type = section_type((enum section_id)change->section);
	bool now = change->new_number != 0;
	uint32_t count = now ? change->new_count : change->old_count;

	buf_printf(out, "%s %s ", type->number, count > 1 ? type->plural : type->singular);
	put_numbers(out, now ? change->new_number : change->old_number, count);
}

static void put_block_place(struct buf *out, const struct change *change)
{
	bool now = change->new_number != 0, many = (now ? change->new_count : change->old_count) > 1;
	const char *noun = change->part == PART_LINE ? many ? "renglones" : "renglón"
						     : many ? "párrafos" : "párrafo";

	if (change->field) {
		put_number_and_label(out, change->field);
		buf_put_text(out, ", ");
	}
	buf_put_text(out, noun);
	buf_put_char(out, ' ');
	put_numbers(out, now ? change->new_number : change->old_number,
		    now ? change->new_count : change->old_count);
}

void change_put_place(struct buf *out, const struct change *change)
{
	struct str number = { 0 };
	bool first = true;

	if (change->part == PART_ITEM) {
		put_item_place(out, change);
		return;
	}
	if (change->part == PART_PARAGRAPH || change->part == PART_LINE) {
		put_block_place(out, change);
		return;
	}
	for (uint32_t i = 0; i < change->depth; i++) {
		if (!is_told(change, i))
			continue;
		if (!first)
			buf_put_text(out, ": ");
		put_step(out, &change->path[i], &number);
		first = false;
	}
}

/* ---- what ---- */

/* What stands for a value that is not there. An optional field without a key
   is not printed at all; nobody says of it that it is not on record. */
const char *change_state_words(const struct change *change, bool is_new)
{
	enum state state = is_new ? change->new_state : change->old_state;

	if (state == STATE_ABSENT && change->field && change->field->duty == DUTY_OPTIONAL)
		return is_new ? "no está" : "no estaba";
	return state_words(state);
}

static bool is_feminine_change(const struct change *change)
{
	return change->part == PART_ITEM && is_feminine(change->section);
}

void change_put_what(struct buf *out, const struct change *change)
{
	bool feminine = is_feminine_change(change);
	bool group = change->old_count > 1 || change->new_count > 1;
	bool many = change->part != PART_LINE ? group	/* of lines the place says how many there are now */
		  : (change->new_number ? change->new_count : change->old_count) > 1;

	if (change->kind == CHANGE_SPLIT)
		buf_printf(out, "antes eran un%s sol%s", feminine ? "a" : "o", feminine ? "a" : "o");
	else if (change->kind == CHANGE_JOINED)
		buf_printf(out, "antes eran %u", change->old_count);
	else if (change->kind == CHANGE_RESTYLED)
		buf_printf(out, "cambiad%s%s%s", feminine ? "a" : "o", many ? "s" : "",
			   restyled_words(change->restyled, false));
	else
		put_participle(out, change->kind, feminine, many);
	if (change->moved && change->kind != CHANGE_MOVED)
		buf_printf(out, " y movid%s de lugar", feminine ? "a" : "o");
	if (change->old_number && change->new_number &&
	    (change->old_number != change->new_number || group)) {
		buf_printf(out, "%s %s ", change->kind == CHANGE_SPLIT || change->kind == CHANGE_JOINED ? "," : "; antes",
			   change->old_count > 1 ? feminine ? "las" : "los" : feminine ? "la" : "el");
		put_numbers(out, change->old_number, change->old_count);
	}
	if (change->kind == CHANGE_REWORDED && change->runs)
		buf_printf(out, "; %u %% de las palabras en común", change->similarity);
}

/* ---- tables ---- */

void row_put_place(struct buf *out, const struct row_change *row)
{
	uint32_t number = row->new_number ? row->new_number : row->old_number;

	if (row->column && row->name.len) {
		buf_printf(out, "columna «%.*s»", STR_ARG(row->name));
	} else if (row->head) {
		buf_put_text(out, "encabezado");
	} else {
		buf_printf(out, "%s %u", row->column ? "columna" : "fila", number);
		if (row->name.len)
			buf_printf(out, " (%.*s)", STR_ARG(row->name));
	}
}

void row_put_what(struct buf *out, const struct row_change *row)
{
	bool moved = row->moved || row->kind == CHANGE_MOVED;

	if (row->kind == CHANGE_ADDED || row->kind == CHANGE_REMOVED)
		put_participle(out, row->kind, !row->head, false);
	if (moved)
		buf_printf(out, "movida de lugar; antes la %u", row->old_number);
}

void cell_put_place(struct buf *out, const struct row_change *row, const struct cell_change *cell)
{
	if (cell->column.len)
		buf_put_str(out, cell->column);
	else
		buf_printf(out, "%s %u", row->column ? "fila" : "columna", cell->number);
}

/* ---- for a terminal ---- */

struct teller {
	struct buf *out;
	bool colour;
};

#define BOLD "\033[1m"
#define RED "\033[31m"
#define GREEN "\033[32m"
#define PLAIN "\033[0m"

static void put_colour(struct teller *teller, const char *code)
{
	if (teller->colour)
		buf_put_text(teller->out, code);
}

/* TEXT made visible, its lines under one another. */
static void put_text(struct teller *teller, struct str text)
{
	struct str line;
	bool first = true;

	while (str_cut(&text, '\n', &line)) {
		if (!first)
			buf_put_text(teller->out, "\n    ");
		utf8_put_visible(teller->out, line);
		first = false;
	}
}

static void put_marked(struct teller *teller, struct str text, bool added)
{
	put_colour(teller, added ? GREEN : RED);
	buf_put_text(teller->out, added ? "{+" : "[-");
	if (text.len == 0 || text.ptr[0] == '\n') {	/* a new paragraph, maybe nothing else */
		buf_put_text(teller->out, text.len > 1 ? "¶ " : "¶");
		text = str_slice(text, 1, (size_t)-1);
	}
	put_text(teller, text);
	buf_put_text(teller->out, added ? "+}" : "-]");
	put_colour(teller, PLAIN);
}

/* An unchanged run: what stands beside the changes, not all of it. */
static void put_unchanged(struct teller *teller, struct str text, bool first, bool last)
{
	size_t head = first ? 0 : SHOWN_AROUND, tail = last ? 0 : SHOWN_AROUND;

	if (text.len <= 3 * SHOWN_AROUND) {
		put_text(teller, text);
		return;
	}
	while (head < text.len && head > 0 && text.ptr[head] != ' ')
		head++;
	tail = text.len - tail;
	while (tail < text.len && tail > head && text.ptr[tail] != ' ')
		tail--;
	if (!tail || tail <= head) {
		put_text(teller, text);
		return;
	}
	put_text(teller, str_slice(text, 0, head));
	buf_put_text(teller->out, first ? "[…]" : " […]");
	put_text(teller, str_slice(text, tail, (size_t)-1));
}

static void put_runs(struct teller *teller, const struct run *runs, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		const struct run *run = &runs[i];

		if (i > 0 && (run->gap || run->old_gap))
			buf_put_char(teller->out, ' ');
		if (run->kind == RUN_EQUAL)
			put_unchanged(teller, run->text, i == 0, i + 1 == count);
		else
			put_marked(teller, run->text, run->kind == RUN_ADDED);
	}
	buf_put_char(teller->out, '\n');
}

static void put_cell(struct teller *teller, const struct row_change *row, const struct cell_change *cell)
{
	struct buf place;

	buf_init(&place);
	cell_put_place(&place, row, cell);
	buf_put_text(teller->out, "      ");
	utf8_put_visible(teller->out, buf_str(&place));
	buf_put_text(teller->out, ": ");
	buf_dispose(&place);
	if (cell->runs) {
		put_runs(teller, cell->runs, cell->run_count);
		return;
	}
	put_marked(teller, cell->new_text.ptr ? cell->new_text : cell->old_text, cell->new_text.ptr != NULL);
	buf_put_char(teller->out, '\n');
}

static void put_row(struct teller *teller, const struct row_change *row)
{
	struct buf words;

	buf_init(&words);
	row_put_place(&words, row);
	buf_put_text(teller->out, "    ");
	utf8_put_visible(teller->out, buf_str(&words));
	buf_clear(&words);
	row_put_what(&words, row);
	if (words.len)
		buf_printf(teller->out, ": %s", words.ptr);
	buf_put_char(teller->out, '\n');
	buf_dispose(&words);
	for (uint32_t i = 0; i < row->cell_count; i++)
		put_cell(teller, row, &row->cells[i]);
}

static void put_side(struct teller *teller, const char *word, const struct change *change, bool is_new)
{
	struct str text = is_new ? change->new_text : change->old_text;
	struct str key = is_new ? change->new_key : change->old_key;
	enum state state = is_new ? change->new_state : change->old_state;

	buf_printf(teller->out, "    %s: ", word);
	if (!text.ptr || state == STATE_WRONG || (state == STATE_NONE && text.len))
		buf_put_text(teller->out, change_state_words(change, is_new));
	if (text.ptr && (state == STATE_WRONG || state == STATE_NONE))
		buf_put_text(teller->out, ": ");
	if (text.ptr)
		put_marked(teller, text, is_new);
	if (key.ptr && !str_equal(change->old_key, change->new_key)) {
		buf_put_text(teller->out, " (clave: ");
		utf8_put_visible(teller->out, key);
		buf_put_char(teller->out, ')');
	} else if (change->old_named != change->new_named) {
		buf_put_text(teller->out, (is_new ? change->new_named : change->old_named)
			     ? " (como lo llama el catálogo)" : " (como lo dice el documento)");
	}
	buf_put_char(teller->out, '\n');
}

static void put_body(struct teller *teller, const struct change *change)
{
	bool values = change->kind == CHANGE_STATE || change->kind == CHANGE_VALUE;
	bool keys = !str_equal(change->old_key, change->new_key);

	if (change->rows) {
		for (uint32_t i = 0; i < change->row_count; i++)
			put_row(teller, &change->rows[i]);
	} else if (change->runs && !(keys && values)) {
		buf_put_text(teller->out, "    ");
		put_runs(teller, change->runs, change->run_count);
	} else if (values || (change->old_text.ptr && change->new_text.ptr && change->kind != CHANGE_MOVED)) {
		put_side(teller, "antes", change, false);
		put_side(teller, "ahora", change, true);
	} else if (change->kind == CHANGE_MOVED) {
		buf_put_text(teller->out, "    ");
		put_unchanged(teller, change->new_text, false, false);
		buf_put_char(teller->out, '\n');
	} else {
		buf_put_text(teller->out, "    ");
		put_marked(teller, change->new_text.ptr ? change->new_text : change->old_text,
			   change->new_text.ptr != NULL);
		buf_put_char(teller->out, '\n');
	}
}

static void put_change(struct teller *teller, const struct change *change)
{
	struct buf place;

	buf_init(&place);
	change_put_place(&place, change);
	buf_put_text(teller->out, "\n  ");
	put_colour(teller, BOLD);
	utf8_put_visible(teller->out, buf_str(&place));
	put_colour(teller, PLAIN);
	if (change->kind != CHANGE_STATE && change->kind != CHANGE_VALUE) {
		buf_put_text(teller->out, ": ");
		change_put_what(teller->out, change);
	}
	buf_put_char(teller->out, '\n');
	put_body(teller, change);
	buf_dispose(&place);
}

void comparison_put_text(struct buf *out, const struct comparison *comparison, bool colour)
{
	struct teller teller = { out, colour };

	comparison_put_summary(out, comparison);
	buf_put_char(out, '\n');
	if (comparison->kind != COMPARE_SUBSTANCE)
		return;
	buf_printf(out, "palabras: %u agregada%s, %u quitada%s\n", comparison->words_added,
		   comparison->words_added == 1 ? "" : "s", comparison->words_removed,
		   comparison->words_removed == 1 ? "" : "s");
	if (comparison->as_text)
		buf_put_text(out, "una de las dos versiones no se puede leer hoy: se comparan como texto\n");
	for (uint32_t i = 0; i < comparison->count; i++)
		put_change(&teller, &comparison->changes[i]);
}
