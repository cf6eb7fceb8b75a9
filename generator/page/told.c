/*
 * told.c -- changes as values: what a reader sees of a comparison, and hears.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Words that came stand in <ins>, words that went in <del>, each with a hidden
 * phrase before it and a mark behind it, so that a page that is read aloud
 * says the same as one that is seen. No colour is needed to tell them apart.
 */
#include "base/escape.h"
#include "past.h"
#include "html.h"

#define WHOLE 900	/* bytes of unchanged text shown as it is */
#define AROUND 300	/* of a longer one, beside each change */

/* ---- marks ---- */

static void put_lines(struct page *page, struct str text)
{
	struct str line;
	bool first = true;

	while (str_cut(&text, '\n', &line)) {
		if (!first)
			buf_put_text(&page->html, "<br>");
		escape_text(&page->html, past_visible(page->arena, line));
		first = false;
	}
}

/* A new paragraph: a sign for who sees it, words for who hears it. */
static void put_pilcrow(struct page *page)
{
	buf_put_text(&page->html, "<span aria-hidden=\"true\">¶</span><span class=\"oculto\">(");
	escape_text(&page->html, page_word(page, "punto_y_aparte"));
	buf_put_text(&page->html, ")</span>");
}

static void put_marked(struct page *page, struct str text, bool added)
{
	struct buf *out = &page->html;

	buf_put_text(out, added ? "<ins><span class=\"oculto\">" : "<del><span class=\"oculto\">");
	escape_text(out, page_word(page, added ? "se_agrego" : "se_quito"));
	buf_put_text(out, " «</span>");
	if (text.len == 0 || text.ptr[0] == '\n') {	/* a new paragraph, maybe nothing else */
		put_pilcrow(page);
		if (text.len > 1)
			buf_put_char(out, ' ');
		text = str_slice(text, 1, (size_t)-1);
	}
	put_lines(page, text);
	buf_put_text(out, added ? "<span class=\"oculto\">» </span></ins>" : "<span class=\"oculto\">» </span></del>");
}

/* Where a word ends at or before AT. */
static size_t word_end(struct str text, size_t at)
{
	while (at > 0 && text.ptr[at] != ' ' && text.ptr[at] != '\n')
		at--;
	return at;
}

static void put_gap(struct page *page)
{
	buf_put_text(&page->html, " <span class=\"elipsis\" title=\"");
	escape_text(&page->html, page_word(page, "texto_sin_cambio"));
	buf_put_text(&page->html, "\">[…]</span> ");
}

static void put_unchanged(struct page *page, struct str text, bool first, bool last)
{
	size_t head, tail;

	if (text.len <= WHOLE) {
		put_lines(page, text);
		return;
	}
	head = first ? 0 : word_end(text, AROUND);
	tail = last ? text.len : word_end(text, text.len - AROUND);
	put_lines(page, str_slice(text, 0, head));
	put_gap(page);
	if (tail < text.len)
		put_lines(page, str_slice(text, tail + 1, (size_t)-1));
}

static struct value runs_value(struct page *page, const struct run *runs, uint32_t count)
{
	html_begin(page);
	for (uint32_t i = 0; i < count; i++) {
		const struct run *run = &runs[i];

		if (i > 0 && (run->gap || run->old_gap))
			buf_put_char(&page->html, ' ');
		if (run->kind == RUN_EQUAL)
			put_unchanged(page, run->text, i == 0, i + 1 == count);
		else
			put_marked(page, run->text, run->kind == RUN_ADDED);
	}
	return html_end(page);
}

static struct value marked_value(struct page *page, struct str text, bool added)
{
	html_begin(page);
	put_marked(page, text, added);
	return html_end(page);
}

/* ---- the two sides of a value ---- */

static struct value side_value(struct page *page, const struct change *change, bool is_new)
{
	struct str text = is_new ? change->new_text : change->old_text;
	struct str key = is_new ? change->new_key : change->old_key;
	enum state state = is_new ? change->new_state : change->old_state;
	bool beside = !text.ptr || state == STATE_WRONG || state == STATE_NONE;
	struct value side = new_object(page);

	if (beside && state == STATE_RESERVED)
		set(page, side, "estado", value_text(page_word(page, "reservado_o_suprimido")));
	else
		set_words(page, side, "estado", beside ? change_state_words(change, is_new) : "");
	set(page, side, "texto", text.ptr ? marked_value(page, text, is_new) : value_bool(false));
	set_text(page, side, "de_quien", change->old_named == change->new_named ? no_text() :
		 page_word(page, (is_new ? change->new_named : change->old_named) ? "nombre_del_catalogo"
										  : "nombre_del_documento"));
	set_text(page, side, "clave", key.ptr && !str_equal(change->old_key, change->new_key) ?
		 past_visible(page->arena, key) : no_text());
	return side;
}

static const char *class_of(enum change_kind kind)
{
	static const char *const words[CHANGE_KINDS] = {
		[CHANGE_STATE] = "estado", [CHANGE_VALUE] = "valor", [CHANGE_ADDED] = "agregado",
		[CHANGE_REMOVED] = "quitado", [CHANGE_MOVED] = "movido", [CHANGE_REWORDED] = "reescrito",
		[CHANGE_RESTYLED] = "formato", [CHANGE_SPLIT] = "dividido", [CHANGE_JOINED] = "unido",
	};

	return words[kind];
}

/* ---- tables ---- */

static struct value cell_value(struct page *page, const struct row_change *row, const struct cell_change *cell)
{
	struct value object = new_object(page);
	struct buf words;

	buf_init(&words);
	cell_put_place(&words, row, cell);
	set(page, object, "lugar", value_text(past_visible(page->arena, buf_str(&words))));
	buf_dispose(&words);
	set(page, object, "marcas", cell->runs ? runs_value(page, cell->runs, cell->run_count) :
	    marked_value(page, cell->new_text.ptr ? cell->new_text : cell->old_text, cell->new_text.ptr != NULL));
	return object;
}

static struct value row_value(struct page *page, const struct row_change *row)
{
	struct value object = new_object(page), cells = new_list(page);
	struct buf words;

	buf_init(&words);
	row_put_place(&words, row);
	set(page, object, "lugar", value_text(past_visible(page->arena, buf_str(&words))));
	buf_clear(&words);
	row_put_what(&words, row);
	set_text(page, object, "que", arena_str(page->arena, buf_str(&words)));
	buf_dispose(&words);
	for (uint32_t i = 0; i < row->cell_count; i++)
		push(page, cells, cell_value(page, row, &row->cells[i]));
	set(page, object, "celdas", cells);
	return object;
}

static struct value rows_value(struct page *page, const struct change *change)
{
	struct value object = new_object(page), rows = new_list(page);

	for (uint32_t i = 0; i < change->row_count; i++)
		push(page, rows, row_value(page, &change->rows[i]));
	set(page, object, "filas", rows);
	return object;
}

static void set_body(struct page *page, struct value object, const struct change *change)
{
	bool values = change->kind == CHANGE_STATE || change->kind == CHANGE_VALUE;
	bool keys = !str_equal(change->old_key, change->new_key);
	bool sides = values || (change->old_text.ptr && change->new_text.ptr && change->kind != CHANGE_MOVED);
	struct str text = change->new_text.ptr ? change->new_text : change->old_text;

	set_yes(page, object, "lados", false);
	set_yes(page, object, "marcas", false);
	set_yes(page, object, "texto", false);
	set_yes(page, object, "tabla", false);
	if (change->rows) {
		set(page, object, "tabla", rows_value(page, change));
	} else if (change->runs && !(keys && values)) {
		set(page, object, "marcas", runs_value(page, change->runs, change->run_count));
	} else if (sides) {
		struct value both = new_object(page);

		set(page, both, "antes", side_value(page, change, false));
		set(page, both, "ahora", side_value(page, change, true));
		set(page, object, "lados", both);
	} else if (change->kind == CHANGE_MOVED) {
		html_begin(page);
		put_unchanged(page, text, false, false);
		set(page, object, "texto", html_end(page));
	} else {
		set(page, object, "marcas", marked_value(page, text, change->new_text.ptr != NULL));
	}
}

struct value told_change(struct page *page, const struct change *change)
{
	struct value object = new_object(page);
	struct buf words;

	buf_init(&words);
	change_put_place(&words, change);
	set(page, object, "lugar", value_text(past_visible(page->arena, buf_str(&words))));
	buf_clear(&words);
	if (change->kind != CHANGE_STATE && change->kind != CHANGE_VALUE)
		change_put_what(&words, change);
	set_text(page, object, "que", arena_str(page->arena, buf_str(&words)));
	buf_dispose(&words);
	set_words(page, object, "clase", class_of(change->kind));
	set_body(page, object, change);
	return object;
}

/* ---- a whole comparison ---- */

/* "c-2-1": of a key, in letters that an address may have. */
static struct str anchor_of(struct page *page, const struct field *field)
{
	struct buf out;
	struct str anchor;

	if (!field)
		return STR("c-texto");
	buf_init(&out);
	buf_put_text(&out, "c-");
	for (size_t i = 0; i < field->key.len; i++) {
		char c = field->key.ptr[i];

		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
			buf_put_char(&out, c);
		else if (c != '#')
			buf_put_char(&out, '-');
	}
	anchor = arena_str(page->arena, buf_str(&out));
	buf_dispose(&out);
	return anchor;
}

static struct value begin_section(struct page *page, struct value sections, const struct field *field)
{
	struct value section = new_object(page), changes = new_list(page);

	set(page, section, "ancla", value_text(anchor_of(page, field)));
	set_text(page, section, "numero", field ? field->number : no_text());
	set(page, section, "titulo", value_text(field ? field->label : page_word(page, "el_texto")));
	set(page, section, "cambios", changes);
	push(page, sections, section);
	return section;
}

struct value told_sections(struct page *page, const struct comparison *comparison)
{
	struct value sections = new_list(page), section = value_null();
	const struct field *last = NULL;

	for (uint32_t i = 0; i < comparison->count; i++) {
		const struct change *change = &comparison->changes[i];
		const struct field *field = change->depth ? change->path[0].field : NULL;

		if (i == 0 || field != last)
			section = begin_section(page, sections, field);
		last = field;
		push(page, value_get(section, STR("cambios")), told_change(page, change));
	}
	for (uint32_t i = 0; i < sections.as.list->count; i++) {
		size_t count = value_count(value_get(sections.as.list->at[i], STR("cambios")));

		set_number(page, sections.as.list->at[i], "cuantos", (int64_t)count);
		set_yes(page, sections.as.list->at[i], "uno", count == 1);
	}
	return sections;
}

/* "4 palabras agregadas y 1 quitada"; absent where no word came or went. */
static struct str size_of(struct page *page, const struct difference *difference)
{
	uint32_t added = difference->words_added, removed = difference->words_removed;
	struct str came = { 0 }, went = { 0 };

	if (added)
		came = TEXT_JOIN(page->arena, text_number(page->arena, added), STR(" "),
				 page_word(page, added == 1 ? "palabra_agregada" : "palabras_agregadas"));
	if (removed)
		went = TEXT_JOIN(page->arena, text_number(page->arena, removed), STR(" "),
				 page_word(page, added ? removed == 1 ? "quitada" : "quitadas" :
					   removed == 1 ? "palabra_quitada" : "palabras_quitadas"));
	if (!added || !removed)
		return added ? came : went;
	return TEXT_JOIN(page->arena, came, STR(" "), page_word(page, "y_union"), STR(" "), went);
}

struct value told_difference(struct page *page, const struct difference *difference)
{
	struct value object = new_object(page);

	set_yes(page, object, "es_contenido", difference->kind == COMPARE_SUBSTANCE);
	set_yes(page, object, "es_forma", difference->kind == COMPARE_FORM);
	set_yes(page, object, "es_igual", difference->kind == COMPARE_SAME);
	set_yes(page, object, "como_texto", difference->as_text);
	set_yes(page, object, "contacto_reservado", (difference->unseen & UNSEEN_CONTACT) != 0);
	set_text(page, object, "resumen", difference->summary);
	set_number(page, object, "agregadas", difference->words_added);
	set_number(page, object, "quitadas", difference->words_removed);
	set_text(page, object, "tamano", size_of(page, difference));
	return object;
}

/* ---- who, and in what words ---- */

/* "16:05" of COMMIT's date, in the site's zone. */
static struct str text_hour(struct page *page, const struct history_commit *commit)
{
	int second;

	if (!commit || !instant_has_date(commit->time))
		return no_text();
	second = date_second_of_day(commit->time, page->pages->in.site->zone);
	return arena_printf(page->arena, "%02d:%02d", second / 3600, second / 60 % 60);
}

void set_commit(struct page *page, struct value object, const struct history_commit *commit,
		const struct history_commit *author)
{
	char hex[OBJECT_ID_HEX];
	struct str message = commit ?
		chronicle_message(page->pages->past->chronicle, page->arena, commit, author) : no_text();
	struct str subject = commit ? history_subject(message) : no_text(), rest = no_text();

	if (commit)
		rest = str_trim(str_slice(message, subject.len, (size_t)-1));
	set_date(page, object, "fecha", past_day(page, commit));
	set_text(page, object, "hora", text_hour(page, commit));
	set_yes(page, object, "sin_reloj", commit && !instant_has_date(commit->time));
	set_text(page, object, "autor", author && author->author.len ?
		 past_visible(page->arena, author->author) : no_text());
	set_text(page, object, "mensaje", past_visible(page->arena, subject));
	set_text(page, object, "detalle", past_visible(page->arena, rest));
	if (commit)
		object_id_hex(hex, &commit->id);
	set_text(page, object, "commit", commit ? arena_str(page->arena, str_from(hex)) : no_text());
	set_yes(page, object, "al_reves", commit && commit->backwards);
}
