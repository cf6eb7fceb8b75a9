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

/* ---- the versions of one ---- */

/* As the site tells it: without what was ordered out. */
static void print_change(const struct ledger *ledger, const struct edition *edition)
{
	const struct difference *change = &edition->change;

	if (!change->known) {
		puts(edition->unread ? "    su texto no se puede leer: no se sabe si se publicó o era un borrador" :
		     edition->undated ? "    estaba ya donde el historial comienza" :
		     edition->number > 1 && !ledger->life->unread ? "    no se puede decir qué cambió: una de las dos pasa de 4 MB, lo más que este programa lee" :
		     edition->number > 1 ? "    no se sabe qué cambió: falta el texto de la anterior" :
		     ledger->life->incomplete ? "    la más antigua que se conoce" : "    primera publicación");
		return;
	}
	fputs("    ", stdout);
	print_text(change->summary);
	if (change->words_added || change->words_removed)
		printf(" (+%u −%u palabras)", change->words_added, change->words_removed);
	putchar('\n');
}

static void print_version(struct past *past, const struct ledger *ledger,
			  const struct edition *edition)
{
	struct str message = past_message(past, edition);
	char hex[OBJECT_ID_HEX];

	object_id_hex(hex, &edition->commit->id);
	fputs(paint(past, BOLD), stdout);
	if (ledger->life->incomplete)
		fputs("sin número", stdout);
	else
		printf("v%u", edition->number);
	printf("%s  ", paint(past, PLAIN));
	print_text(edition->undated ? STR("sin fecha") : past_time(past, edition->commit->time));
	if (!edition->undated) {	/* else that commit is nobody's who wrote it */
		fputs("  ", stdout);
		print_text(past_author(edition->author));
		printf("  %s%.10s%s", paint(past, DIM), hex, paint(past, PLAIN));
	}
	putchar('\n');
	print_change(ledger, edition);
	if (message.len) {
		fputs("    «", stdout);
		print_text(history_subject(message));
		puts("»");
	}
}

static void print_ledger(struct past *past, const struct ledger *ledger)
{
	const struct life *life = ledger->life;

	if (!str_equal(ledger->asked, life->key))
		printf("%.*s ahora es %.*s\n", STR_ARG(ledger->asked), STR_ARG(life->key));
	printf("%.*s: %u %s\n", STR_ARG(life->key), life->count, life->incomplete
	       ? life->count == 1 ? "versión que se conoce" : "versiones que se conocen"
	       : life->count == 1 ? "versión publicada" : "versiones publicadas");
	if (life->incomplete)
		printf("%.*s Por eso no se les da número.\n", STR_ARG(ledger->why));
	if (life->gone) {
		fputs(life->state == LIFE_DELETED ? "El archivo se retiró del contenido el "
						  : "Volvió a ser borrador el ", stdout);
		print_text(past_time(past, life->gone->time));
		putchar('\n');
	}
	for (uint32_t i = life->count; i > 0; i--) {
		putchar('\n');
		print_version(past, ledger, &life->editions[i - 1]);
	}
}

static void print_ledger_json(struct past *past, const struct ledger *ledger)
{
	const struct life *life = ledger->life;
	struct buf out;
	struct json json;

	buf_init(&out);
	json_init(&json, &out);
	json_open(&json, '{');
	json_key(&json, "evaluacion");
	json_text(&json, life->key);
	json_key(&json, "antes");
	if (str_equal(ledger->asked, life->key))
		json_null(&json);
	else
		json_text(&json, ledger->asked);
	json_key(&json, "incompleto");
	json_bool(&json, life->incomplete);
	json_key(&json, "retirado");
	if (life->gone && life->state == LIFE_DELETED)
		json_text(&json, past_time(past, life->gone->time));
	else
		json_null(&json);
	json_key(&json, "versiones");
	json_open(&json, '[');
	for (uint32_t i = 0; i < life->count; i++) {
		const struct edition *edition = &life->editions[i];

		json_open(&json, '{');
		past_put_version(past, &json, ledger, edition);
		json_key(&json, "cambio");
		if (edition->change.known)
			json_text(&json, edition->change.summary);
		else
			json_null(&json);
		json_close(&json, '}');
	}
	json_close(&json, ']');
	json_close(&json, '}');
	past_print(&out);
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
		struct ledger ledger;

		status = past_ledger(&past, options->words[0], &ledger);
		if (status == 0 && options->json)
			print_ledger_json(&past, &ledger);
		else if (status == 0)
			print_ledger(&past, &ledger);
	} else if (status == 0 && options->json) {
		print_commits_json(&past);
	} else if (status == 0) {
		print_commits(&past);
	}
	past_close(&past);
	return status;
}
