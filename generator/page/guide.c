/*
 * guide.c -- the authors' guide, made from the field table and the list of
 * diagnostics: what the program reads is what the guide says.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdlib.h>

#include "html.h"

/* --- Which types there are, and where. */

static const char *file_of(enum record_type_id id)
{
	switch (id) {
	case RECORD_EVALUATION: return "content/evaluaciones/<ejercicio>/<clave>.md";
	case RECORD_FOLLOW_UP: return "content/seguimiento/<ejercicio>/<clave>.yaml";
	case RECORD_PROGRAMME: return "content/pae/<año>.yaml o content/pae/<año>-<ente>.yaml";
	case RECORD_FUND: return "content/fondos/<clave>.md";
	case RECORD_UNIT: return "content/unidades/<clave>.md";
	case RECORD_EVALUATOR: return "content/evaluadores/<clave>.md";
	case RECORD_ENTITY: return "content/entes/<clave>.md";
	case RECORD_CONTRACT: return "content/contratos/<clave>.md";
	case RECORD_PAGE: return "content/paginas/<clave>.md";
	case RECORD_SITE: return "content/sitio.yaml";
	default: return NULL;
	}
}

static bool is_held(const struct field *field, enum record_type_id id)
{
	return (field->kind == FIELD_RECORD || field->kind == FIELD_RECORDS ||
		field->kind == FIELD_COVERS) && field->target == id;
}

/* The type that holds type ID, or RECORD_NONE. Nested types come before
   those that hold them, so a chain of holders ends. */
static enum record_type_id holder_of(enum record_type_id id)
{
	for (int other = (int)id + 1; other < RECORD_TYPES; other++) {
		const struct record_type *type = record_type((enum record_type_id)other);

		for (size_t i = 0; i < type->count; i++)
			if (is_held(&type->fields[i], id))
				return (enum record_type_id)other;
	}
	return RECORD_NONE;
}

static struct str slug_of(struct arena *arena, enum record_type_id id)
{
	enum record_type_id holder = file_of(id) ? RECORD_NONE : holder_of(id);
	struct str name = record_type(id)->name, slug;

	if (holder == RECORD_NONE)
		slug = arena_str(arena, name);
	else
		slug = arena_printf(arena, "%.*s-%.*s", STR_ARG(slug_of(arena, holder)), STR_ARG(name));
	for (size_t i = 0; i < slug.len; i++)
		if (slug.ptr[i] == '_')
			((char *)slug.ptr)[i] = '-';
	return slug;
}

struct str guide_path(struct arena *arena, enum record_type_id id)
{
	return arena_printf(arena, "guia/%.*s.html", STR_ARG(slug_of(arena, id)));
}

static struct value type_link(struct page *page, enum record_type_id id)
{
	return link_to(page, record_type(id)->meaning, guide_path(page->arena, id));
}

/* --- Kinds in words. */

static const char *entry_word(enum record_type_id target)
{
	switch (target) {
	case RECORD_EVALUATION: return "una evaluación";
	case RECORD_FUND: return "un fondo";
	case RECORD_UNIT: return "una unidad";
	case RECORD_EVALUATOR: return "una instancia evaluadora";
	case RECORD_ENTITY: return "un ente";
	case RECORD_CONTRACT: return "un contrato";
	case RECORD_UNIT_OR_ENTITY: return "una unidad o un ente";
	default: return "un registro";
	}
}

static struct str kind_words(struct page *page, const struct field *field)
{
	switch (field->kind) {
	case FIELD_TEXT: return STR("texto");
	case FIELD_WORD: return STR("texto breve");
	case FIELD_KEY: return STR("clave: letras minúsculas sin acento, números y guiones");
	case FIELD_KEYS: return STR("una o varias identidades");
	case FIELD_NUMBER: return STR("número entero");
	case FIELD_NUMBERS: return STR("uno o varios números");
	case FIELD_YEAR: return STR("año, con cuatro cifras");
	case FIELD_DATE: return STR("fecha: aaaa-mm-dd o dd/mm/aaaa");
	case FIELD_MONEY: return STR("pesos mexicanos: 250000.00 o $250,000.00");
	case FIELD_SCORE: return STR("puntos y máximo: 18.5/20");
	case FIELD_CHOICE: return STR("una de las opciones");
	case FIELD_CHOICES: return STR("una o varias de las opciones");
	case FIELD_OPEN_CHOICE: return STR("una de las opciones, u otra (con aviso)");
	case FIELD_TEXTS: return STR("uno o varios textos");
	case FIELD_URL: return STR("dirección de internet, o un archivo de archivos/");
	case FIELD_EMAIL: return STR("correo electrónico, o «reservado»");
	case FIELD_PHONE: return STR("teléfono, o «reservado»");
	case FIELD_REFERENCE:
		return arena_printf(page->arena, "clave de %s, o {clave, texto}", entry_word(field->target));
	case FIELD_REFERENCES:
		return arena_printf(page->arena, "una o varias claves de %s, o {clave, texto}", entry_word(field->target));
	case FIELD_RECORD: return STR("un grupo de campos");
	case FIELD_RECORDS: return STR("uno o varios grupos de campos");
	case FIELD_COVERS: return STR("identidades de evaluaciones, o {fondo, ejercicio}");
	case FIELD_PROSE: return STR("texto del cuerpo, en Markdown");
	case FIELD_ITEMS: return STR("lista del cuerpo, en Markdown");
	}
	return STR("");
}

/* --- The example. */

static void put_indent(struct buf *out, unsigned depth)
{
	for (unsigned i = 0; i < depth; i++)
		buf_put_text(out, "  ");
}

/* A word of the site's own: what it may be is told by its field alone. */
static const char *example_word(struct str key)
{
	if (str_equal(key, STR("idioma")))
		return "es-MX";
	if (str_equal(key, STR("huso")))
		return "\"-06:00\"";
	if (str_equal(key, STR("tema")))
		return "gobierno-abierto";
	if (str_equal(key, STR("clave")))
		return "asm-1";
	if (str_equal(key, STR("campo")))
		return "nombre";
	if (str_equal(key, STR("prefijo_ocds")))
		return "ocds-abc123";
	return "alta";
}

static const char *example_value(const struct record_type *type, const struct field *field)
{
	bool evaluation = type->id == RECORD_EVALUATION;

	switch (field->kind) {
	case FIELD_WORD:
	case FIELD_KEY:
		return type->id == RECORD_TRANSPARENCY_COLUMN ? "nombre" : example_word(field->key);
	case FIELD_KEYS: return evaluation ? "[2021/nombre-anterior]" : "[nombre-anterior]";
	case FIELD_NUMBER: return str_equal(field->key, STR("dias")) ? "30" : "1";
	case FIELD_NUMBERS: return "[1]";
	case FIELD_YEAR: return "2021";
	case FIELD_DATE: return str_equal(field->key, STR("inicio")) ? "2022-05-02" : "2022-08-31";
	case FIELD_MONEY: return "250000.00";
	case FIELD_SCORE: return "18.5/20";
	case FIELD_TEXTS: return "[\"Uno\", \"Otro\"]";
	case FIELD_URL: return "https://www.ejemplo.example/documento.pdf";
	case FIELD_EMAIL: return "contacto@ejemplo.example";
	case FIELD_PHONE: return "222 000 0000 ext. 12";
	case FIELD_REFERENCE: return field->target == RECORD_EVALUATION ? "2021/fortamun" : "clave";
	case FIELD_REFERENCES: return "[clave]";
	case FIELD_COVERS: return "{fondo: clave, ejercicio: 2021}";
	default: return "\"...\"";
	}
}

static void put_example_value(struct buf *out, const struct record_type *type, const struct field *field)
{
	bool listed = field->kind == FIELD_CHOICE || field->kind == FIELD_CHOICES ||
		      field->kind == FIELD_OPEN_CHOICE;

	if (listed && field->choice_count)
		buf_put_str(out, field->choices[0].value);
	else
		buf_put_text(out, example_value(type, field));
}

/* What a first file needs: of a record that the official format asks for, not
   the rare fields; of the others, all that leads to no other file. */
static bool is_in_example(const struct record_type *type, const struct field *field)
{
	bool official = false;

	for (size_t i = 0; i < type->count; i++)
		official |= type->fields[i].duty == DUTY_OFFICIAL;
	if (field->key.ptr[0] == '#' || field->kind == FIELD_KEYS)
		return false;
	return field->duty != DUTY_OPTIONAL ||
	       (!official && field->target != RECORD_EVALUATION &&
		(field->kind != FIELD_REFERENCE || type->id == RECORD_PROGRAMME));
}

static void put_example(struct buf *out, const struct record_type *type, unsigned depth, bool listed);

/* FIELD of TYPE; FIRST: behind the dash of a list. */
static void put_example_field(struct buf *out, const struct record_type *type,
			      const struct field *field, unsigned depth, bool first)
{
	bool list = field->kind == FIELD_RECORDS;
	bool nested = list || field->kind == FIELD_RECORD;

	put_indent(out, first ? depth - 1 : depth);
	buf_put_text(out, first ? "- " : "");
	buf_put_str(out, field->key);
	buf_put_text(out, nested ? ":\n" : ": ");
	if (nested) {
		put_example(out, record_type(field->target), depth + (list ? 2 : 1), list);
		return;
	}
	put_example_value(out, type, field);
	buf_put_char(out, '\n');
}

/* Those that must be there first: the rest may wait. */
static void put_example(struct buf *out, const struct record_type *type, unsigned depth, bool listed)
{
	bool first = listed;

	for (int required = 1; required >= 0; required--)
		for (size_t i = 0; i < type->count; i++) {
			const struct field *field = &type->fields[i];

			if (!is_in_example(type, field) || (field->duty == DUTY_REQUIRED) != required)
				continue;
			put_example_field(out, type, field, depth, first);
			first = false;
		}
}

static void put_body_example(struct buf *out, const struct record_type *type)
{
	for (size_t i = 0; i < type->count; i++) {
		const struct field *field = &type->fields[i];

		if (field->key.ptr[0] != '#')
			continue;
		buf_printf(out, "\n# %.*s %.*s\n", STR_ARG(field->number), STR_ARG(field->label));
		buf_put_text(out, field->kind == FIELD_ITEMS ? "1. El primero ...\n2. El segundo ...\n" : "...\n");
	}
}

static bool has_front_matter(enum record_type_id id)
{
	const char *file = file_of(id);

	return file && str_ends(str_from(file), STR(".md"));
}

static void set_example(struct page *page, enum record_type_id id)
{
	struct buf out;

	buf_init(&out);
	if (has_front_matter(id))
		buf_put_text(&out, "---\n");
	put_example(&out, record_type(id), 0, false);
	if (has_front_matter(id))
		buf_put_text(&out, "---\n");
	put_body_example(&out, record_type(id));
	if (has_front_matter(id) && id != RECORD_EVALUATION)
		buf_put_text(&out, "\nTexto libre, en Markdown.\n");
	set(page, page->root, "ejemplo", value_text(arena_str(page->arena, buf_str(&out))));
	buf_dispose(&out);
}

/* --- A record type. */

static struct value options_of(struct page *page, const struct field *field)
{
	struct value rows = new_list(page);

	for (size_t i = 0; i < field->choice_count; i++) {
		struct value row = new_object(page);

		set(page, row, "valor", value_text(field->choices[i].value));
		set(page, row, "etiqueta", value_text(field->choices[i].label));
		push(page, rows, row);
	}
	mark_last(page, rows);
	return rows;
}

static struct str field_anchor(struct page *page, const struct field *field)
{
	struct str anchor = arena_printf(page->arena, "campo-%.*s", STR_ARG(field->key));

	for (size_t i = 0; i < anchor.len; i++)
		if (anchor.ptr[i] == '#' || anchor.ptr[i] == '.' || anchor.ptr[i] == '_')
			((char *)anchor.ptr)[i] = '-';
	return anchor;
}

static struct value guide_field(struct page *page, const struct field *field)
{
	struct value row = new_object(page);
	bool in_body = field->key.ptr[0] == '#';
	bool nested = (field->kind == FIELD_RECORD || field->kind == FIELD_RECORDS ||
		       field->kind == FIELD_COVERS) && field->target < RECORD_TYPES;

	set(page, row, "clave", value_text(in_body ? arena_printf(page->arena, "# %.*s", STR_ARG(field->number)) :
					   field->key));
	set(page, row, "ancla", value_text(field_anchor(page, field)));
	set(page, row, "etiqueta", value_text(field->label));
	set_text(page, row, "numero", field->number);
	set(page, row, "clase_de_valor", value_text(kind_words(page, field)));
	set_yes(page, row, "obligatorio", field->duty == DUTY_REQUIRED);
	set_yes(page, row, "oficial", field->duty == DUTY_OFFICIAL);
	set_yes(page, row, "opcional", field->duty == DUTY_OPTIONAL);
	set_text(page, row, "ayuda", field->help);
	set_yes(page, row, "en_cuerpo", in_body);
	set_rows(page, row, "opciones", options_of(page, field));
	set(page, row, "registro", nested ? type_link(page, field->target) : value_bool(false));
	return row;
}

static struct value holders_of(struct page *page, enum record_type_id id)
{
	struct value list = new_list(page);

	for (int other = (int)id + 1; other < RECORD_TYPES; other++) {
		const struct record_type *type = record_type((enum record_type_id)other);
		bool held = false;

		for (size_t i = 0; i < type->count; i++)
			held |= is_held(&type->fields[i], id);
		if (held)
			push(page, list, type_link(page, (enum record_type_id)other));
	}
	mark_last(page, list);
	return list;
}

void guide_record_fill(struct page *page)
{
	enum record_type_id id = (enum record_type_id)page->item->page;
	const struct record_type *type = record_type(id);
	struct value fields = new_list(page);

	page_head(page, type->meaning, (struct str){ 0 }, NAVIGATION_NONE);
	page_crumb(page, STR("Guía de autores"), STR("guia/index.html"));
	page_crumb(page, type->meaning, (struct str){ 0 });
	for (size_t i = 0; i < type->count; i++)
		push(page, fields, guide_field(page, &type->fields[i]));
	set(page, page->root, "significado", value_text(type->meaning));
	set_words(page, page->root, "archivo", file_of(id));
	set_example(page, id);
	set(page, page->root, "campos", fields);
	set(page, page->root, "contenido_en", holders_of(page, id));
}

/* --- The first page. */

static struct value guide_types(struct page *page)
{
	struct value rows = new_list(page);

	/* What has a file first, in the order an author meets them. */
	for (int pass = 0; pass < 2; pass++) {
		for (int id = 0; id < RECORD_TYPES; id++) {
			const struct record_type *type = record_type((enum record_type_id)id);
			const char *file = file_of((enum record_type_id)id);
			struct value row;

			if ((file == NULL) != (pass == 1))
				continue;
			row = new_object(page);
			set(page, row, "nombre", value_text(type->name));
			set(page, row, "significado", value_text(type->meaning));
			set(page, row, "href", value_text(page_href(page, guide_path(page->arena, (enum record_type_id)id))));
			set_words(page, row, "archivo", file);
			set_number(page, row, "cuantos", (int64_t)type->count);
			push(page, rows, row);
		}
	}
	return rows;
}

static struct value diagnostic_row(struct page *page, const struct diag_kind *kind)
{
	static const char *const gravity[] = {
		[SEVERITY_NOTE] = "nota", [SEVERITY_WARNING] = "aviso", [SEVERITY_ERROR] = "error",
	};
	struct value row = new_object(page);

	set_words(page, row, "nombre", kind->name);
	set(page, row, "ancla", value_text(arena_printf(page->arena, "d-%s", kind->name)));
	set_words(page, row, "gravedad", gravity[kind->severity]);
	set_yes(page, row, "es_error", kind->severity == SEVERITY_ERROR);
	set_words(page, row, "significado", kind->meaning);
	set_words(page, row, "ejemplo", kind->example);
	return row;
}

static int by_diagnostic(const void *a, const void *b)
{
	return strcmp((*(const struct diag_kind *const *)a)->name, (*(const struct diag_kind *const *)b)->name);
}

/* Whoever comes here has the name of one: they are in its order, with a jump to
   each letter. */
static void guide_diagnostics(struct page *page)
{
	const struct diag_kind *kinds[DIAG_COUNT];
	struct value rows = new_list(page), letters = new_list(page);

	for (int id = 0; id < DIAG_COUNT; id++)
		kinds[id] = diag_kind((enum diag_id)id);
	qsort(kinds, DIAG_COUNT, sizeof *kinds, by_diagnostic);
	for (int i = 0; i < DIAG_COUNT; i++) {
		struct value row = diagnostic_row(page, kinds[i]);

		push(page, rows, row);
		if (!i || kinds[i]->name[0] != kinds[i - 1]->name[0]) {
			struct value letter = new_object(page);

			set(page, letter, "letra", value_text(arena_printf(page->arena, "%c", kinds[i]->name[0] - 'a' + 'A')));
			set(page, letter, "ancla", value_get(row, STR("ancla")));
			push(page, letters, letter);
		}
	}
	set(page, page->root, "diagnosticos", rows);
	set(page, page->root, "letras", letters);
}

static struct value guide_states(struct page *page)
{
	static const char *const states[][2] = {
		{ "no-consta", "No está en el documento, o no se sabe. Lo mismo que no escribir la clave." },
		{ "no-aplica", "El documento dice expresamente que no hay, o que no aplica." },
		{ "\"\"", "El campo está impreso en blanco en el documento." },
		{ "reservado", "Un dato de contacto privado que no se publica (correos y teléfonos)." },
	};
	struct value rows = new_list(page);

	for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
		struct value row = new_object(page);

		set_words(page, row, "clave", states[i][0]);
		set_words(page, row, "significado", states[i][1]);
		push(page, rows, row);
	}
	return rows;
}

void guide_fill(struct page *page)
{
	struct entry *words = site_find(page->site, ENTRY_PAGE, STR("guia"));

	page_head(page, STR("Guía de autores"),
		  STR("Cómo se escribe cada archivo de content/, campo por campo, y qué significa cada aviso."),
		  NAVIGATION_NONE);
	page_crumb(page, STR("Guía de autores"), (struct str){ 0 });
	set(page, page->root, "registros", guide_types(page));
	guide_diagnostics(page);
	set(page, page->root, "estados", guide_states(page));
	set(page, page->root, "cuerpo", words ? html_prose(page, words->body, 2, false) : value_bool(false));
}
