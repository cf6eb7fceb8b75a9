/*
 * explain.c -- `diafano explain`: what a diagnostic or a field means.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All words come from diag.def and format.def. A field is found by its
 * official number ("6.3"), its key ("costo") or its whole name
 * ("contratacion.costo").
 */
#include <stdio.h>

#include "base/diag.h"
#include "base/utf8.h"
#include "model/format.h"
#include "options.h"

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

static void print_diagnostic(enum diag_id id)
{
	const struct diag_kind *kind = diag_kind(id);

	printf("%s (%s; salida %d)\n\n%s\n", kind->name, severity_word(kind->severity),
	       (int)kind->class, kind->meaning);
	if (*kind->example) {
		puts("\nPor ejemplo:\n");
		print_indented(str_from(kind->example));
	}
}

static void print_field(const struct record_type *type, const struct field *field)
{
	bool in_body = field->key.ptr[0] == '#';

	if (field->number.len)
		printf("%.*s ", STR_ARG(field->number));
	printf("%.*s\n", STR_ARG(field->label));
	if (in_body)
		printf("  en %.*s, bajo «# %.*s»\n", STR_ARG(type->name), STR_ARG(field->number));
	else
		printf("  %.*s.%.*s\n", STR_ARG(type->name), STR_ARG(field->key));
	printf("  %s; %s\n", kind_words(field->kind), duty_words(field->duty));
	if (field->choice_count) {
		fputs("  opciones:", stdout);
		for (size_t i = 0; i < field->choice_count; i++)
			printf("%s %.*s", i ? "," : "", STR_ARG(field->choices[i].value));
		putchar('\n');
	}
	printf("  %.*s\n", STR_ARG(field->help));
}

/* ---- which ---- */

static bool field_is(const struct record_type *type, const struct field *field, struct str word)
{
	size_t dot = str_find_char(word, '.');

	if (str_equal(field->number, word) || str_equal(field->key, word))
		return word.len > 0;
	return dot != (size_t)-1 && str_equal(str_slice(word, 0, dot), type->name) &&
	       str_equal(str_slice(word, dot + 1, (size_t)-1), field->key);
}

/* Every field that WORD may mean; returns how many. */
static int print_fields(struct str word)
{
	int count = 0;

	for (int id = 0; id < RECORD_TYPES; id++) {
		const struct record_type *type = record_type((enum record_type_id)id);

		for (size_t i = 0; i < type->count; i++) {
			if (!field_is(type, &type->fields[i], word))
				continue;
			if (count++)
				putchar('\n');
			print_field(type, &type->fields[i]);
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
	puts("\nCampos, por registro:");
	for (int id = 0; id < RECORD_TYPES; id++) {
		const struct record_type *type = record_type((enum record_type_id)id);

		printf("\n  %.*s: %.*s\n", STR_ARG(type->name), STR_ARG(type->meaning));
		for (size_t i = 0; i < type->count; i++)
			printf("    %-22.*s %-6.*s %.*s\n", STR_ARG(type->fields[i].key),
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
	unsigned best = 5;
	struct str nearest = { 0 };

	for (int id = 0; id < DIAG_COUNT; id++)
		consider(word, str_from(diag_kind((enum diag_id)id)->name), &best, &nearest);
	for (int id = 0; id < RECORD_TYPES; id++) {
		const struct record_type *type = record_type((enum record_type_id)id);

		for (size_t i = 0; i < type->count; i++)
			consider(word, type->fields[i].key, &best, &nearest);
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
		print_diagnostic(id);
		return 0;
	}
	return print_fields(word) ? 0 : unknown(word);
}
