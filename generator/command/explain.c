/*
 * explain.c -- `diafano explain`: what a diagnostic or a field means.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All words come from diag.def, remark.def and format.def. A field is found by its
 * official number ("6.3"), its key ("costo"), its key with the groups it is in
 * ("contratacion.costo"), or the word for a section ("hallazgos").
 */
#include <stdio.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/utf8.h"
#include "basis.h"
#include "import/import.h"
#include "model/format.h"
#include "options.h"
#include "wrap.h"

/* ---- words ---- */

static const char *severity_word(enum severity severity)
{
	switch (severity) {
	case SEVERITY_NOTE:	return "nota";
	case SEVERITY_WARNING:	return "advertencia";
	case SEVERITY_ERROR:	return "error";
	}
	return "";
}

static const char *kind_words(enum field_kind kind)
{
	switch (kind) {
	case FIELD_TEXT:	return "texto";
	case FIELD_WORD:	return "palabra";
	case FIELD_KEY:		return "clave";
	case FIELD_KEYS:	return "identidades, una o una lista";
	case FIELD_NUMBER:	return "número entero";
	case FIELD_NUMBERS:	return "números enteros, uno o una lista";
	case FIELD_YEAR:	return "año de cuatro cifras";
	case FIELD_DATE:	return "fecha, aaaa-mm-dd o dd/mm/aaaa";
	case FIELD_MONEY:	return "pesos, 250000.00 o $250,000.00";
	case FIELD_SCORE:	return "puntos y máximo, 18.5/20";
	case FIELD_CHOICE:	return "una opción";
	case FIELD_CHOICES:	return "una opción o una lista";
	case FIELD_OPEN_CHOICE:	return "una opción; otras se publican y se avisa";
	case FIELD_TEXTS:	return "textos, uno o una lista";
	case FIELD_URL:		return "dirección http(s), o una ruta dentro de archivos/";
	case FIELD_EMAIL:	return "correo, o «reservado»";
	case FIELD_PHONE:	return "teléfono, o «reservado»";
	case FIELD_REFERENCE:	return "clave, o {clave: ..., texto: \"...\"}";
	case FIELD_REFERENCES:	return "claves, una o una lista";
	case FIELD_RECORD:	return "datos con sus claves";
	case FIELD_RECORDS:	return "datos con sus claves, uno o una lista";
	case FIELD_COVERS:	return "identidades, o fondo y ejercicio";
	case FIELD_PROSE:	return "prosa, en el cuerpo del archivo";
	case FIELD_ITEMS:	return "lista numerada, en el cuerpo del archivo";
	}
	return "";
}

static const char *duty_words(enum duty duty)
{
	switch (duty) {
	case DUTY_REQUIRED:	return "obligatorio";
	case DUTY_OFFICIAL:	return "lo pide el formato oficial";
	case DUTY_OPTIONAL:	return "opcional";
	}
	return "";
}

/* ---- one ---- */

/* TEXT, each line after two spaces. */
static void print_indented(struct str text)
{
	struct str rest = text, line;

	while (str_cut(&rest, '\n', &line))
		printf("  %.*s\n", STR_ARG(line));
}

static void print_severity(const struct diag_kind *kind)
{
	printf("%s (%s; ", kind->name, severity_word(kind->severity));
	if (kind->severity == SEVERITY_NOTE)
		puts("no cambia la salida)\n");
	else
		printf("salida %d%s)\n\n", (int)kind->class,
		       kind->severity == SEVERITY_WARNING ? " con --strict" : "");
}

static void print_diagnostic(enum diag_id id, const struct options *options)
{
	const struct diag_kind *kind = diag_kind(id);
	struct buf basis;

	print_severity(kind);
	wrap_print(STR(""), str_from(kind->meaning));
	buf_init(&basis);
	basis_put(&basis, id, options);
	if (basis.len) {
		puts("\nSe apoya en:\n");
		for (struct str rest = buf_str(&basis), line; str_cut(&rest, '\n', &line) && line.len;)
			wrap_print(STR("  "), str_trim(line));
	}
	if (*kind->example) {
		puts("\nPor ejemplo:\n");
		print_indented(str_from(kind->example));
	}
	if (basis.len && kind->severity != SEVERITY_ERROR)
		printf("\nPara aceptarlo en una evaluación, con un motivo que se publica:\n\n"
		       "  aceptado:\n    - {aviso: %s, campo: \"...\", motivo: \"...\", fecha: aaaa-mm-dd}\n",
		       kind->name);
	buf_dispose(&basis);
}

static void print_action(const char *action)
{
	struct buf text;

	buf_init(&text);
	buf_printf(&text, "\nQué hacer: %s.", action);
	wrap_print(STR(""), buf_str(&text));
	buf_dispose(&text);
}

/* A remark of `import`, if WORD names one. */
static bool print_remark(struct str word)
{
	for (int kind = 0; kind < IMPORT_KINDS; kind++) {
		const char *name = import_kind_name((enum import_kind)kind);

		if (!str_equal(word, str_from(name)))
			continue;
		printf("%s (del informe de «diafano import»)\n\n", name);
		wrap_print(STR(""), str_from(import_kind_meaning((enum import_kind)kind)));
		if (*import_kind_action((enum import_kind)kind))
			print_action(import_kind_action((enum import_kind)kind));
		return true;
	}
	return false;
}

/* The type that holds TYPE, and in *FIELD the index of the field that does;
   NULL for what is a file. Each nested type has one holder. */
static const struct record_type *holder_of(const struct record_type *type, int *field)
{
	for (int id = 0; id < RECORD_TYPES; id++) {
		const struct record_type *holder = record_type((enum record_type_id)id);

		for (size_t i = 0; i < holder->count; i++) {
			enum field_kind kind = holder->fields[i].kind;

			*field = (int)i;
			if ((kind == FIELD_RECORD || kind == FIELD_RECORDS || kind == FIELD_COVERS) &&
			    holder->fields[i].target == type->id)
				return holder;
		}
	}
	return NULL;
}

/* "evaluacion.contratacion." */
static void put_path(struct buf *out, const struct record_type *type)
{
	int field;
	const struct record_type *holder = holder_of(type, &field);

	if (holder)
		put_path(out, holder);
	buf_put_str(out, holder ? holder->fields[field].key : type->name);
	buf_put_char(out, '.');
}

/* ---- examples ---- */

static void put_indent(struct buf *out, unsigned depth)
{
	for (unsigned i = 0; i < depth; i++)
		buf_put_text(out, "  ");
}

/* Field FIELD of TYPE as it is written, at DEPTH; DASH begins an element of a list. */
static void put_example(struct buf *out, const struct record_type *type, int index,
			unsigned depth, bool dash)
{
	const struct field *field = &type->fields[index];
	struct str value = field_example(type, index);
	bool listed = field->kind == FIELD_RECORDS, first = listed;
	const struct record_type *nested;

	put_indent(out, dash ? depth - 1 : depth);
	buf_printf(out, "%s%.*s:%s%.*s\n", dash ? "- " : "", STR_ARG(field->key),
		   value.len ? " " : "", STR_ARG(value));
	if (field->kind != FIELD_RECORD && field->kind != FIELD_RECORDS)
		return;
	nested = record_type(field->target);
	for (size_t i = 0; i < nested->count; i++) {
		/* of all fields, what a first record would have; an acceptance says where, so as not to hold everywhere */
		if (nested->fields[i].duty == DUTY_OPTIONAL && nested->id != RECORD_ACCEPTANCE &&
		    !(nested->fields[i].kind == FIELD_RECORDS && field_is_official(&nested->fields[i])))
			continue;
		put_example(out, nested, (int)i, depth + (listed ? 2 : 1), first);
		first = false;
	}
	if (first && nested->count)	/* all are optional */
		put_example(out, nested, 0, depth + 2, true);
}

/* The example of FIELD under the groups that it stands in; *DEPTH is how many. */
static void put_groups(struct buf *out, const struct record_type *type, unsigned *depth, bool *dash)
{
	int field;
	const struct record_type *holder = holder_of(type, &field);

	if (!holder)
		return;
	put_groups(out, holder, depth, dash);
	put_indent(out, *dash ? *depth - 1 : *depth);
	buf_printf(out, "%s%.*s:\n", *dash ? "- " : "", STR_ARG(holder->fields[field].key));
	*dash = holder->fields[field].kind != FIELD_RECORD;
	*depth += *dash ? 2 : 1;
}

static void print_example(const struct record_type *type, int index)
{
	const struct field *field = &type->fields[index];
	unsigned depth = 0;
	bool dash = false;
	struct buf out;

	buf_init(&out);
	if (field->kind == FIELD_PROSE) {
		buf_printf(&out, "# %.*s %.*s\n\nEl texto, como lo imprime el documento.\n",
			   STR_ARG(field->number), STR_ARG(field->label));
	} else if (field->kind == FIELD_ITEMS) {
		buf_printf(&out, "# %.*s %.*s\n\n1. El primero.\n2. El segundo.\n",
			   STR_ARG(field->number), STR_ARG(field->label));
	} else {
		put_groups(&out, type, &depth, &dash);
		put_example(&out, type, index, depth, dash);
	}
	puts("\n  Por ejemplo:\n");
	for (struct str rest = buf_str(&out), line; str_cut(&rest, '\n', &line);)
		if (line.len)
			printf("    %.*s\n", STR_ARG(line));
		else if (rest.len)
			putchar('\n');
	buf_dispose(&out);
}

/* ---- a field ---- */

static void print_choices(const struct field *field)
{
	struct buf text;

	if (!field->choice_count)
		return;
	buf_init(&text);
	buf_put_text(&text, "opciones:");
	for (size_t i = 0; i < field->choice_count; i++)
		buf_printf(&text, "%s %.*s", i ? "," : "", STR_ARG(field->choices[i].value));
	buf_put_text(&text, field_is_official(field) ? ", no-consta" : "");
	wrap_print(STR("  "), buf_str(&text));
	buf_dispose(&text);
}

static void print_field(const struct record_type *type, int index)
{
	const struct field *field = &type->fields[index];
	struct buf path;

	if (field->number.len)
		printf("%.*s ", STR_ARG(field->number));
	printf("%.*s\n", STR_ARG(field->label));
	buf_init(&path);
	put_path(&path, type);
	if (field->key.ptr[0] == '#')
		printf("  en %.*s, bajo «# %.*s»\n", STR_ARG(type->name), STR_ARG(field->number));
	else
		printf("  %s%.*s\n", path.ptr, STR_ARG(field->key));
	buf_dispose(&path);
	if (field_is_official(field))
		printf("  Formato CONAC, %.*s\n", STR_ARG(field->number));
	printf("  %s; %s\n", kind_words(field->kind), duty_words(field->duty));
	print_choices(field);
	wrap_print(STR("  "), field->help);
	print_example(type, index);
}

/* ---- which ---- */

/* True when WORD, without accents, is what readers call a section:
   "hallazgos", "hallazgo", "conclusión". */
static bool section_is(const struct section_type *section, struct str word)
{
	const char *names[] = { section->singular, section->plural };
	struct buf said, known;
	bool same = section->anchor && str_equal(word, str_from(section->anchor));

	buf_init(&said);
	buf_init(&known);
	utf8_put_unaccented(&said, word);
	for (int i = 0; !same && i < 2; i++) {
		buf_clear(&known);
		utf8_put_unaccented(&known, str_from(names[i]));
		same = str_equal(buf_str(&said), buf_str(&known));
	}
	buf_dispose(&said);
	buf_dispose(&known);
	return same;
}

/* By number, by key, by the key with any of the groups before it. */
static bool field_is(const struct record_type *type, int index, struct str word)
{
	const struct field *field = &type->fields[index];
	struct str path;
	struct buf whole;
	bool same;

	if (word.len == 0)
		return false;
	if (str_equal(field->number, word) || str_equal(field->key, word))
		return true;
	if (field->key.ptr[0] == '#') {
		for (int id = 0; id < SECTIONS; id++)
			if (type->id == RECORD_EVALUATION &&
			    section_type((enum section_id)id)->field == index)
				return section_is(section_type((enum section_id)id), word);
		return false;
	}
	buf_init(&whole);
	put_path(&whole, type);
	buf_put_str(&whole, field->key);
	path = buf_str(&whole);
	same = str_ends(path, word) &&
	       (path.len == word.len || path.ptr[path.len - word.len - 1] == '.');
	buf_dispose(&whole);
	return same;
}

/* Every field that WORD may mean; returns how many. */
static int print_fields(struct str word)
{
	int count = 0;

	for (int id = 0; id < RECORD_TYPES; id++) {
		const struct record_type *type = record_type((enum record_type_id)id);

		for (size_t i = 0; i < type->count; i++) {
			if (!field_is(type, (int)i, word))
				continue;
			if (count++)
				putchar('\n');
			print_field(type, (int)i);
		}
	}
	return count;
}

static void print_all(void)
{
	puts("Avisos:\n");
	for (int id = 0; id < DIAG_COUNT; id++)
		printf("  %-28s %s\n", diag_kind((enum diag_id)id)->name,
		       severity_word(diag_kind((enum diag_id)id)->severity));
	puts("\nDel informe de «diafano import»:\n");
	for (int kind = 0; kind < IMPORT_KINDS; kind++)
		printf("  %s\n", import_kind_name((enum import_kind)kind));
	puts("\nCampos, por registro:");
	for (int id = 0; id < RECORD_TYPES; id++) {
		const struct record_type *type = record_type((enum record_type_id)id);

		printf("\n  %.*s: %.*s\n", STR_ARG(type->name), STR_ARG(type->meaning));
		for (size_t i = 0; i < type->count; i++)
			printf("    %-24.*s %-6.*s %.*s\n", STR_ARG(type->fields[i].key),
			       STR_ARG(type->fields[i].number), STR_ARG(type->fields[i].label));
	}
}

static void consider(struct str word, struct str known, unsigned *best, struct str *nearest)
{
	unsigned distance = text_distance(word, known, *best);

	if (distance < *best) {
		*best = distance;
		*nearest = known;
	}
}

static int unknown(struct str word)
{
	/* a short word must be nearer than a long one */
	unsigned best = word.len < 12 ? 1 + (unsigned)word.len / 3 : 5;
	struct str nearest = { 0 };

	for (int id = 0; id < DIAG_COUNT; id++)
		consider(word, str_from(diag_kind((enum diag_id)id)->name), &best, &nearest);
	for (int kind = 0; kind < IMPORT_KINDS; kind++)
		consider(word, str_from(import_kind_name((enum import_kind)kind)), &best, &nearest);
	for (int id = 0; id < RECORD_TYPES; id++) {
		const struct record_type *type = record_type((enum record_type_id)id);

		for (size_t i = 0; i < type->count; i++)
			consider(word, type->fields[i].key, &best, &nearest);
	}
	for (int id = 0; id < SECTIONS; id++) {
		const char *anchor = section_type((enum section_id)id)->anchor;

		if (anchor)
			consider(word, str_from(anchor), &best, &nearest);
	}
	if (nearest.ptr)
		return usage_error("no hay un aviso ni un campo «%.*s»; ¿quiso decir «%.*s»?",
				   STR_ARG(word), STR_ARG(nearest));
	return usage_error("no hay un aviso ni un campo «%.*s»; «diafano explain» los enumera",
			   STR_ARG(word));
}

int explain_run(const struct options *options)
{
	struct str word;
	enum diag_id id;

	if (options->word_count == 0) {
		print_all();
		return 0;
	}
	word = str_from(options->words[0]);
	id = diag_find(word);
	if (id != DIAG_COUNT) {
		print_diagnostic(id, options);
		return 0;
	}
	return print_remark(word) || print_fields(word) ? 0 : unknown(word);
}
