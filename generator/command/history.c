/*
 * history.c -- `diafano history [EVAL]`: what was published, when, by whom.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * With an evaluation, its versions, newest first, each with what changed since
 * the one before. Without, every commit that changed the content.
 */
#include <stdio.h>

#include "base/utf8.h"
#include "past.h"

#define BOLD "\033[1m"
#define DIM "\033[2m"
#define PLAIN "\033[0m"

static const char *paint(const struct past *past, const char *code)
{
	return past->colour ? code : "";
}

/* TEXT made safe for a terminal. */
static void print_text(struct str text)
{
	struct buf buf;

	buf_init(&buf);
	utf8_put_visible(&buf, text);
	fwrite(buf.ptr, 1, buf.len, stdout);
	buf_dispose(&buf);
}

static struct comparison *since_before(struct past *past, const struct ledger *ledger,
				       const struct version *version)
{
	const struct version *before = ledger_version(ledger, version->number - 1);

	if (version->unread || (before && before->unread))
		return NULL;
	return before ? compare_versions(&past->arena, &before->text, &version->text) : NULL;
}

/* ---- the versions of one ---- */

static void print_change(struct past *past, const struct ledger *ledger,
			 const struct version *version)
{
	struct comparison *comparison = since_before(past, ledger, version);
	struct buf summary;

	if (!comparison) {
		puts(version->unread ? "    su texto no se puede leer: no se sabe si se publicó o era un borrador" :
		     version->undated ? "    estaba ya donde el historial comienza" :
		     version->number > 1 ? "    no se sabe qué cambió: falta el texto de la anterior" :
		     ledger->incomplete ? "    la más antigua que se conoce" : "    primera publicación");
		return;
	}
	buf_init(&summary);
	comparison_put_summary(&summary, comparison);
	fputs("    ", stdout);
	print_text(buf_str(&summary));
	if (comparison->words_added || comparison->words_removed)
		printf(" (+%u −%u palabras)", comparison->words_added, comparison->words_removed);
	putchar('\n');
	buf_dispose(&summary);
}

static void print_version(struct past *past, const struct ledger *ledger,
			  const struct version *version)
{
	char hex[OBJECT_ID_HEX];

	object_id_hex(hex, &version->commit->id);
	fputs(paint(past, BOLD), stdout);
	if (ledger->incomplete)
		fputs("sin número", stdout);
	else
		printf("v%u", version->number);
	printf("%s  ", paint(past, PLAIN));
	print_text(version->undated ? STR("sin fecha") : past_time(past, version->commit->time));
	if (!version->undated) {	/* else that commit is nobody's who wrote it */
		fputs("  ", stdout);
		print_text(past_author(version->author));
		printf("  %s%.10s%s", paint(past, DIM), hex, paint(past, PLAIN));
	}
	putchar('\n');
	print_change(past, ledger, version);
	if (past_message(version).len) {
		fputs("    «", stdout);
		print_text(history_subject(past_message(version)));
		puts("»");
	}
}

static void print_ledger(struct past *past, const struct ledger *ledger)
{
	if (!str_equal(ledger->asked, ledger->key))
		printf("%.*s ahora es %.*s\n", STR_ARG(ledger->asked), STR_ARG(ledger->key));
	printf("%.*s: %u %s\n", STR_ARG(ledger->key), ledger->count, ledger->incomplete
	       ? ledger->count == 1 ? "versión que se conoce" : "versiones que se conocen"
	       : ledger->count == 1 ? "versión publicada" : "versiones publicadas");
	if (ledger->incomplete)
		printf("%.*s Por eso no se les da número.\n", STR_ARG(ledger->why));
	if (ledger->deleted) {
		fputs("El archivo se retiró del contenido el ", stdout);
		print_text(past_time(past, ledger->deleted->time));
		putchar('\n');
	}
	for (uint32_t i = ledger->count; i > 0; i--) {
		putchar('\n');
		print_version(past, ledger, &ledger->versions[i - 1]);
	}
}

static void print_ledger_json(struct past *past, const struct ledger *ledger)
{
	struct buf out, summary;
	struct json json;

	buf_init(&out);
	buf_init(&summary);
	json_init(&json, &out);
	json_open(&json, '{');
	json_key(&json, "evaluacion");
	json_text(&json, ledger->key);
	json_key(&json, "antes");
	if (str_equal(ledger->asked, ledger->key))
		json_null(&json);
	else
		json_text(&json, ledger->asked);
	json_key(&json, "incompleto");
	json_bool(&json, ledger->incomplete);
	json_key(&json, "retirado");
	if (ledger->deleted)
		json_text(&json, past_time(past, ledger->deleted->time));
	else
		json_null(&json);
	json_key(&json, "versiones");
	json_open(&json, '[');
	for (uint32_t i = 0; i < ledger->count; i++) {
		struct comparison *comparison = since_before(past, ledger, &ledger->versions[i]);

		json_open(&json, '{');
		past_put_version(past, &json, ledger, &ledger->versions[i]);
		json_key(&json, "cambio");
		buf_clear(&summary);
		if (comparison) {
			comparison_put_summary(&summary, comparison);
			json_text(&json, buf_str(&summary));
		} else {
			json_null(&json);
		}
		json_close(&json, '}');
	}
	json_close(&json, ']');
	json_close(&json, '}');
	past_print(&out);
	buf_dispose(&summary);
	buf_dispose(&out);
}

/* ---- all commits ---- */

static const char *event_word(enum history_kind kind)
{
	switch (kind) {
	case HISTORY_FOUND:	return "estaba";
	case HISTORY_ADDED:	return "agregado";
	case HISTORY_CHANGED:	return "cambiado";
	case HISTORY_DELETED:	return "borrado";
	case HISTORY_AWAY:	return "movido";
	case HISTORY_HERE:	return "movido";
	}
	return "";
}

/* A move is two events; it is told once, where the file arrived. */
static bool is_told(const struct history_event *event)
{
	return event->kind != HISTORY_AWAY;
}

static void print_event(const struct history *history, const struct history_event *event)
{
	printf("    %-8s ", event_word(event->kind));
	print_text(history->paths[event->path].path);
	if (event->kind == HISTORY_HERE && event->other != HISTORY_NONE) {
		fputs(" (estaba en ", stdout);
		print_text(history->paths[event->other].path);
		putchar(')');
	}
	putchar('\n');
}

static void print_commit(struct past *past, const struct history_commit *commit)
{
	char hex[OBJECT_ID_HEX];

	object_id_hex(hex, &commit->id);
	print_text(commit->boundary ? STR("sin fecha") : past_time(past, commit->time));
	printf("  %s%.10s%s  ", paint(past, DIM), hex, paint(past, PLAIN));
	print_text(past_author(commit));
	fputs("  ", stdout);
	print_text(history_subject(commit->message));
	putchar('\n');
	for (uint32_t i = 0; i < commit->count; i++)
		if (is_told(&past->history->events[commit->first + i]))
			print_event(past->history, &past->history->events[commit->first + i]);
}

static void put_event_json(const struct history *history, struct json *json,
			   const struct history_event *event)
{
	json_open(json, '{');
	json_key(json, "ruta");
	json_text(json, history->paths[event->path].path);
	json_key(json, "hecho");
	json_text(json, str_from(event_word(event->kind)));
	json_key(json, "antes");
	if (event->kind == HISTORY_HERE && event->other != HISTORY_NONE)
		json_text(json, history->paths[event->other].path);
	else
		json_null(json);
	json_close(json, '}');
}

static void print_commits_json(struct past *past)
{
	const struct history *history = past->history;
	struct buf out;
	struct json json;

	buf_init(&out);
	json_init(&json, &out);
	json_open(&json, '{');
	json_key(&json, "incompleto");
	json_bool(&json, history->gap != HISTORY_WHOLE);
	json_key(&json, "commits");
	json_open(&json, '[');
	for (uint32_t i = history->commit_count; i > 0; i--) {
		const struct history_commit *commit = &history->commits[i - 1];
		char hex[OBJECT_ID_HEX];

		object_id_hex(hex, &commit->id);
		json_open(&json, '{');
		json_key(&json, "commit");
		json_text(&json, str_from(hex));
		json_key(&json, "fecha");
		if (commit->boundary)
			json_null(&json);
		else
			json_text(&json, past_time(past, commit->time));
		json_key(&json, "autor");
		json_text(&json, past_author(commit));
		json_key(&json, "mensaje");
		json_text(&json, commit->message);
		json_key(&json, "archivos");
		json_open(&json, '[');
		for (uint32_t k = 0; k < commit->count; k++)
			if (is_told(&history->events[commit->first + k]))
				put_event_json(history, &json, &history->events[commit->first + k]);
		json_close(&json, ']');
		json_close(&json, '}');
	}
	json_close(&json, ']');
	json_close(&json, '}');
	past_print(&out);
	buf_dispose(&out);
}

static void print_commits(struct past *past)
{
	const struct history *history = past->history;

	if (history->gap != HISTORY_WHOLE)
		printf("%.*s\n\n", STR_ARG(history_words(history->gap)));
	for (uint32_t i = history->commit_count; i > 0; i--) {
		if (i < history->commit_count)
			putchar('\n');
		print_commit(past, &history->commits[i - 1]);
	}
}

int history_run(const struct options *options)
{
	struct past past;
	int status = past_open(&past, options);

	if (status == 0 && options->word_count) {
		struct ledger *ledger = past_ledger(&past, options->words[0]);

		if (!ledger)
			status = CLASS_USAGE;
		else if (options->json)
			print_ledger_json(&past, ledger);
		else
			print_ledger(&past, ledger);
	} else if (status == 0 && options->json) {
		print_commits_json(&past);
	} else if (status == 0) {
		print_commits(&past);
	}
	past_close(&past);
	return status;
}
