/*
 * diff.c -- `diafano diff EVAL [A [B]]`: what changed between two versions.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A and B are numbers of versions, or "trabajo": the file as it lies in the
 * content folder now, which may not be published yet. Without B, the last
 * version; without A, the one before the last, or the last one when the file
 * was changed since.
 */
#include <stdio.h>
#include <stdlib.h>

#include "past.h"
#include "source/source.h"

#define WORKING "trabajo"

struct side {
	struct str name;	/* "versión 2", "el archivo de trabajo" */
	struct version_text text;
};

/* The file of KEY in the content folder; false when there is none. */
static bool read_working(struct past *past, struct str key, struct side *side)
{
	struct diag *silent = diag_new();
	struct source_reader *reader = source_tree(".", past->options->content, silent);
	struct str path = evaluation_path(&past->arena, key);
	struct source_entry entry = { .path = path, .shown = path };
	struct buf bytes;
	bool there;

	buf_init(&bytes);
	there = reader && reader->read(reader->context, &entry, &bytes, silent) == 0;
	if (there) {
		side->name = STR("el archivo de trabajo");
		side->text.bytes = arena_str(&past->arena, buf_str(&bytes));
		side->text.entry = entry_parse(&past->arena, NULL, ENTRY_EVALUATION, key, path,
					       side->text.bytes, silent);
	}
	buf_dispose(&bytes);
	source_tree_free(reader);
	diag_free(silent);
	return there;
}

/* Why this copy of the repository cannot tell. */
static int not_known(const struct ledger *ledger, const char *what)
{
	fprintf(stderr, "diafano: error: %s. %.*s\n", what, STR_ARG(ledger->why));
	return CLASS_REPOSITORY;
}

static int take_version(struct past *past, const struct ledger *ledger, uint32_t number,
			struct side *side)
{
	const struct version *version = ledger_version(ledger, number);

	if (version && version->unread)
		return not_known(ledger, "el texto de esa versión no se puede leer");
	if (!version)
		return usage_error("«%.*s» no tiene una versión %u; tiene %u", STR_ARG(ledger->key),
				   number, ledger->count);
	side->name = !ledger->incomplete ? arena_printf(&past->arena, "versión %u", number) :
		     number == ledger->count ? STR("la última versión")
					     : STR("la versión que se conoce antes de la última");
	side->text = version->text;
	return 0;
}

/* What WORD names. Returns 0, or the exit status after telling. */
static int take_side(struct past *past, const struct ledger *ledger, const char *word,
		     struct side *side)
{
	unsigned long long number;

	if (strcmp(word, WORKING) == 0)
		return read_working(past, ledger->key, side) ? 0
			: usage_error("«%.*s» no está en la carpeta del contenido", STR_ARG(ledger->key));
	if (!str_to_number(str_from(word), UINT32_MAX, &number))
		return usage_error("«%s» no es un número de versión ni «" WORKING "»", word);
	if (ledger->incomplete)
		return not_known(ledger, "aquí las versiones no tienen número");
	return take_version(past, ledger, (uint32_t)number, side);
}

/* Nothing was said: what is not published yet, or else what was published last. */
static int take_latest(struct past *past, const struct ledger *ledger, struct side *a,
		       struct side *b)
{
	int status = take_version(past, ledger, ledger->count, b);

	if (status)
		return status;
	*a = *b;
	if (read_working(past, ledger->key, b) && !str_equal(a->text.bytes, b->text.bytes))
		return 0;
	*b = *a;
	if (ledger->count < 2)
		return usage_error("«%.*s» tiene una sola versión: no hay con qué compararla",
				   STR_ARG(ledger->key));
	return take_version(past, ledger, ledger->count - 1, a);
}

static int take_sides(struct past *past, const struct ledger *ledger, struct side *a,
		      struct side *b)
{
	char **words = past->options->words;
	int status;

	if (past->options->word_count == 1)
		return take_latest(past, ledger, a, b);
	status = take_side(past, ledger, words[1], a);
	if (status)
		return status;
	if (past->options->word_count == 3)
		return take_side(past, ledger, words[2], b);
	return take_version(past, ledger, ledger->count, b);
}

/* ---- what is said ---- */

static const char *kind_word(enum comparison_kind kind)
{
	switch (kind) {
	case COMPARE_SAME:	return "igual";
	case COMPARE_FORM:	return "forma";
	case COMPARE_SUBSTANCE:	return "contenido";
	}
	return "";
}

static const char *change_word(enum change_kind kind)
{
	static const char *const words[CHANGE_KINDS] = {
		[CHANGE_STATE] = "estado", [CHANGE_VALUE] = "valor",
		[CHANGE_ADDED] = "agregado", [CHANGE_REMOVED] = "retirado",
		[CHANGE_MOVED] = "movido", [CHANGE_REWORDED] = "reescrito",
		[CHANGE_RESTYLED] = "con otro formato", [CHANGE_SPLIT] = "dividido",
		[CHANGE_JOINED] = "unido",
	};

	return words[kind];
}

static void put_text_or_null(struct json *json, const char *key, struct str text)
{
	json_key(json, key);
	if (text.ptr)
		json_text(json, text);
	else
		json_null(json);
}

static void put_change(struct json *json, const struct change *change)
{
	struct buf place;

	buf_init(&place);
	change_put_place(&place, change);
	json_open(json, '{');
	json_key(json, "lugar");
	json_text(json, buf_str(&place));
	json_key(json, "cambio");
	json_text(json, str_from(change_word(change->kind)));
	json_key(json, "movido");
	json_bool(json, change->moved || change->kind == CHANGE_MOVED);
	put_text_or_null(json, "campo", change->field ? change->field->key : (struct str){ 0 });
	put_text_or_null(json, "numero", change->field ? change->field->number : (struct str){ 0 });
	put_text_or_null(json, "antes", change->old_text);
	put_text_or_null(json, "despues", change->new_text);
	json_key(json, "palabras_agregadas");
	json_number(json, change->words_added);
	json_key(json, "palabras_retiradas");
	json_number(json, change->words_removed);
	json_close(json, '}');
	buf_dispose(&place);
}

static void print_json(const struct ledger *ledger, const struct side *a, const struct side *b,
		       const struct comparison *comparison)
{
	struct buf out;
	struct json json;

	buf_init(&out);
	json_init(&json, &out);
	json_open(&json, '{');
	json_key(&json, "evaluacion");
	json_text(&json, ledger->key);
	json_key(&json, "de");
	json_text(&json, a->name);
	json_key(&json, "a");
	json_text(&json, b->name);
	json_key(&json, "clase");
	json_text(&json, str_from(kind_word(comparison->kind)));
	json_key(&json, "como_texto");
	json_bool(&json, comparison->as_text);
	json_key(&json, "palabras_agregadas");
	json_number(&json, comparison->words_added);
	json_key(&json, "palabras_retiradas");
	json_number(&json, comparison->words_removed);
	json_key(&json, "cambios");
	json_open(&json, '[');
	for (uint32_t i = 0; i < comparison->count; i++)
		put_change(&json, &comparison->changes[i]);
	json_close(&json, ']');
	json_close(&json, '}');
	past_print(&out);
	buf_dispose(&out);
}

static void print_comparison(struct past *past, const struct ledger *ledger,
			     const struct side *a, const struct side *b)
{
	struct comparison *comparison = compare_versions(&past->arena, &a->text, &b->text);
	struct buf out;

	if (past->options->json) {
		print_json(ledger, a, b, comparison);
		return;
	}
	buf_init(&out);
	comparison_put_text(&out, comparison, past->colour);
	printf("%.*s: de %.*s a %.*s\n\n", STR_ARG(ledger->key), STR_ARG(a->name), STR_ARG(b->name));
	fwrite(out.ptr, 1, out.len, stdout);
	buf_dispose(&out);
}

int diff_run(const struct options *options)
{
	struct past past;
	struct side a = { 0 }, b = { 0 };
	struct ledger *ledger;
	int status = past_open(&past, options);

	if (status == 0) {
		ledger = past_ledger(&past, options->words[0]);
		status = ledger ? take_sides(&past, ledger, &a, &b) : CLASS_USAGE;
		if (status == 0)
			print_comparison(&past, ledger, &a, &b);
	}
	past_close(&past);
	return status;
}
