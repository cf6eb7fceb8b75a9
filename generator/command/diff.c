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

#include "model/alone.h"
#include "past.h"
#include "source/source.h"

#define WORKING "trabajo"

struct side {
	struct str name;	/* "versión 2", "el archivo de trabajo" */
	struct version_text text;
	uint32_t moment;	/* of history.commits; HISTORY_NONE: the folder as it lies */
};

/* Append the file at PATH of the content folder; false when there is none. */
static bool read_file(struct past *past, struct str path, struct buf *out)
{
	struct diag *silent = diag_new();
	struct source_reader *reader = source_tree(".", past->options->content, silent);
	struct source_entry entry = { .path = path, .shown = path };
	bool there = reader && reader->read(reader->context, &entry, out, silent) == 0;

	source_tree_free(reader);
	diag_free(silent);
	return there;
}

/* The file of KEY in the content folder; false when there is none. */
static bool read_working(struct past *past, struct str key, struct side *side)
{
	struct diag *silent = diag_new();
	struct str path = content_path(&past->arena, ENTRY_EVALUATION, key);
	struct buf bytes;
	bool there;

	buf_init(&bytes);
	there = read_file(past, path, &bytes);
	if (there) {
		side->name = STR("el archivo de trabajo");
		side->moment = HISTORY_NONE;
		side->text.bytes = arena_str(&past->arena, buf_str(&bytes));
		side->text.entry = entry_parse(&past->arena, NULL, ENTRY_EVALUATION, key, path,
					       side->text.bytes, silent);
	}
	buf_dispose(&bytes);
	diag_free(silent);
	return there;
}

/* ---- names ---- */

/* Whoever compares, with its two sides. */
struct namer {
	struct past *past;
	const struct side *sides[2];
};

/* The entry KEY of the content folder. */
static const struct entry *entry_now(struct past *past, enum entry_kind kind, struct str key)
{
	struct str path = content_path(&past->arena, kind, key);
	const struct entry *entry = NULL;
	struct diag *silent = diag_new();
	struct buf bytes;

	buf_init(&bytes);
	if (path.ptr && read_file(past, path, &bytes))
		entry = entry_parse(&past->arena, NULL, kind, key, path, arena_str(&past->arena, buf_str(&bytes)), silent);
	buf_dispose(&bytes);
	diag_free(silent);
	return entry;
}

/* What a reader met for KEY then; also drafts and what was ordered out, which the
   site would not name: see warn_of_orders(). */
static struct str name_of(void *context, bool is_new, enum entry_kind kind, struct str key)
{
	struct namer *namer = context;
	struct past *past = namer->past;
	uint32_t moment = namer->sides[is_new]->moment;
	const struct entry *entry = NULL;
	struct version_text text;
	struct object_id blob;

	if (moment == HISTORY_NONE)
		entry = entry_now(past, kind, key);
	else if (chronicle_recall(past->project.chronicle, &past->arena, kind, key, moment, &blob, &text))
		entry = text.entry;
	return entry && !str_equal(entry->name, key) ? entry->name : (struct str){ 0 };
}

/* ---- which two ---- */

/* Why this copy of the repository cannot tell. */
static int not_known(const struct ledger *ledger, const char *what)
{
	fprintf(stderr, "diafano: error: %s. %.*s\n", what, STR_ARG(ledger->why));
	return CLASS_REPOSITORY;
}

static int take_version(struct past *past, const struct ledger *ledger, uint32_t number,
			struct side *side)
{
	const struct life *life = ledger->life;
	const struct edition *edition = life_edition(life, number);

	if (!edition)
		return usage_error("«%.*s» no tiene una versión %u; tiene %u", STR_ARG(life->key),
				   number, life->count);
	if (!chronicle_text(past->project.chronicle, &past->arena, life, edition, &side->text) && !edition->unread) {
		fprintf(stderr, "diafano: error: la versión %u pasa de %u MB, lo más que este programa lee: no se puede comparar\n",
			number, SOURCE_TEXT_MAX >> 20);
		return CLASS_CONTENT;
	}
	if (edition->unread)
		return not_known(ledger, "el texto de esa versión no se puede leer");
	side->name = !life->incomplete ? arena_printf(&past->arena, "versión %u", number) :
		     number == life->count ? STR("la última versión")
					     : STR("la versión que se conoce antes de la última");
	side->moment = edition->moment;
	return 0;
}

/* What WORD names. Returns 0, or the exit status after telling. */
static int take_side(struct past *past, const struct ledger *ledger, const char *word,
		     struct side *side)
{
	unsigned long long number;

	if (strcmp(word, WORKING) == 0)
		return read_working(past, ledger->life->key, side) ? 0
			: usage_error("«%.*s» no está en la carpeta del contenido", STR_ARG(ledger->life->key));
	if (!str_to_number(str_from(word), UINT32_MAX, &number))
		return usage_error("«%s» no es un número de versión ni «" WORKING "»", word);
	if (ledger->life->incomplete)
		return not_known(ledger, "aquí las versiones no tienen número");
	return take_version(past, ledger, (uint32_t)number, side);
}

/* Nothing was said: what is not published yet, or else what was published last. */
static int take_latest(struct past *past, const struct ledger *ledger, struct side *a,
		       struct side *b)
{
	int status = take_version(past, ledger, ledger->life->count, b);

	if (status)
		return status;
	*a = *b;
	if (read_working(past, ledger->life->key, b) && !str_equal(a->text.bytes, b->text.bytes))
		return 0;
	*b = *a;
	if (ledger->life->count < 2)
		return usage_error("«%.*s» tiene una sola versión: no hay con qué compararla",
				   STR_ARG(ledger->life->key));
	return take_version(past, ledger, ledger->life->count - 1, a);
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
	return take_version(past, ledger, ledger->life->count, b);
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
	json_text(&json, ledger->life->key);
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

static bool has_orders(const struct version_text *text)
{
	return text->entry && record_list(text->entry->record, EVALUATION_SUPPRESSIONS).count > 0;
}

/* What was ordered out stays in the repository, and who is at its terminal reads
   it there; but the one who copies from here must know that the site hides it. */
static void warn_of_orders(struct past *past, const struct ledger *ledger, const struct side *side)
{
	struct side working = { 0 };
	const struct edition *last = life_latest(ledger->life);
	struct version_text text;
	bool ordered = has_orders(&side->text) ||
		       (last && chronicle_text(past->project.chronicle, &past->arena, ledger->life, last, &text) &&
			has_orders(&text));

	if (!ordered && read_working(past, ledger->life->key, &working))
		ordered = has_orders(&working.text);
	if (ordered)
		fprintf(stderr, "diafano: aviso: «%.*s» tiene supresiones: el sitio no muestra lo suprimido; aquí se lee, "
			"porque sale del repositorio. No lo copie a otro lugar.\n", STR_ARG(ledger->life->key));
}

static void print_comparison(struct past *past, const struct ledger *ledger,
			     const struct side *a, const struct side *b)
{
	struct namer namer = { past, { a, b } };
	const struct telling telling = { name_of, &namer };
	struct comparison *comparison;
	struct buf out;

	warn_of_orders(past, ledger, b);
	if (past->options->json) {	/* for programs: keys, and what authors wrote */
		print_json(ledger, a, b, compare_versions(&past->arena, &a->text, &b->text));
		return;
	}
	comparison = compare_told(&past->arena, &a->text, &b->text, &telling);
	buf_init(&out);
	comparison_put_text(&out, comparison, past->colour);
	printf("%.*s: de %.*s a %.*s\n\n", STR_ARG(ledger->life->key), STR_ARG(a->name), STR_ARG(b->name));
	fwrite(out.ptr, 1, out.len, stdout);
	buf_dispose(&out);
}

int diff_run(const struct options *options)
{
	struct past past;
	struct side a = { 0 }, b = { 0 };
	struct ledger ledger;
	int status = past_open(&past, options);

	if (status == 0) {
		status = past_ledger(&past, options->words[0], &ledger);
		if (status == 0)
			status = take_sides(&past, &ledger, &a, &b);
		if (status == 0)
			print_comparison(&past, &ledger, &a, &b);
	}
	past_close(&past);
	return status;
}
