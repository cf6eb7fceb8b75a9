/*
 * past.c -- the project's history, opened for a command of the terminal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "past.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/utf8.h"
#include "cache.h"
#include "key.h"
#include "model/alone.h"
#include "source/source.h"
#include "syntax/markdown.h"
#include "syntax/yaml.h"

/* ---- the site's zone ---- */

/* `huso` of sitio.yaml; when there is none, that of the centre of Mexico. What
   is wrong with the file is for `check` to say. */
static int read_zone(const char *content)
{
	struct diag *silent = diag_new();
	struct source_reader *reader = source_tree(".", content, silent);
	struct source_entry entry = { .path = STR("sitio.yaml"), .shown = STR("sitio.yaml") };
	const struct yaml_node *root;
	struct arena arena;
	struct buf text;
	int zone = -360;

	arena_init(&arena);
	buf_init(&text);
	if (reader && reader->read(reader->context, &entry, &text, silent) == 0 &&
	    source_clean(&text, entry.shown, silent) == 0) {
		root = yaml_parse(&arena, buf_str(&text), 1, entry.shown, silent);
		if (root && root->kind == YAML_MAP) {
			const struct yaml_node *node = yaml_get(root, STR("huso"));

			if (node && node->kind == YAML_WORD && !date_parse_offset(node->text, &zone))
				zone = -360;
		}
	}
	buf_dispose(&text);
	arena_dispose(&arena);
	source_tree_free(reader);
	diag_free(silent);
	return zone;
}

/* ---- open and close ---- */

/* What begins a history where there is none; "" where that is no cure. */
static const char *first_step(enum repository_state state)
{
	switch (state) {
	case REPOSITORY_NONE:
		return "      | para comenzarlo, en la raíz del proyecto: git init; git add content; git commit\n";
	case REPOSITORY_UNBORN:
	case REPOSITORY_UNCOMMITTED:
		return "      | para comenzarlo: git add content; git commit\n";
	default:
		return "";
	}
}

static int no_history(struct past *past)
{
	enum repository_state state = repository_state(past->repository);

	diag_print(past->diag, stderr, past->colour, NULL, NULL);
	fprintf(stderr, "diafano: error: no hay historial. %.*s\n%s", STR_ARG(repository_words(state)),
		first_step(state));
	return CLASS_REPOSITORY;
}

int past_open(struct past *past, const struct options *options)
{
	const char *plain = getenv("NO_COLOR");

	*past = (struct past){ .options = options, .own = *options, .diag = diag_new() };
	project_begin(&past->project, &past->own);
	past->project.looking = true;
	arena_init(&past->arena);
	past->colour = isatty(STDOUT_FILENO) && !(plain && *plain);
	if (chdir(options->directory) != 0) {
		fprintf(stderr, "diafano: no se puede entrar a «%s»: %s\n", options->directory,
			strerror(errno));
		return CLASS_IO;
	}
	markdown_init();
	past->project.repository = past->repository = repository_open(".", options->content, NULL, past->diag);
	if (repository_state(past->repository) != REPOSITORY_READ)
		return no_history(past);
	/* what only looks makes no folder; where a build made one it helps */
	past->history = access(CACHE_WALK, F_OK) == 0
		? history_read_kept(past->repository, CACHE_WALK, past->diag)
		: history_read(past->repository, past->diag);
	past->project.history = past->history;
	past->zone = read_zone(options->content);
	diag_print(past->diag, stderr, false, NULL, NULL);
	return 0;
}

void past_close(struct past *past)
{
	project_close(&past->project);
	arena_dispose(&past->arena);
	diag_free(past->diag);
}

/* ---- which evaluation ---- */

/* The known identity that is most like KEY, or the absent view. */
static struct str nearest_identity(struct past *past, struct str key)
{
	const struct history *history = past->history;
	unsigned best = 6;
	struct str nearest = { 0 };

	for (uint32_t i = 0; i < history->path_count; i++) {
		struct str path = history->paths[i].path;
		unsigned distance;

		if (!str_starts(path, STR("evaluaciones/")) || !str_ends(path, STR(".md")))
			continue;
		distance = text_distance(key_in_path(path), key, best);
		if (distance < best) {
			best = distance;
			nearest = key_in_path(path);
		}
	}
	return nearest;
}

static int not_found(struct past *past, struct str key)
{
	struct str nearest = nearest_identity(past, key);

	return nearest.ptr
		? usage_error("ningún commit tiene una evaluación «%.*s»; ¿quiso decir «%.*s»?",
			      STR_ARG(key), STR_ARG(nearest))
		: usage_error("ningún commit tiene una evaluación «%.*s»; «diafano history» dice lo que hay, "
			      "y lo que es nuevo falta guardarlo con «git commit»", STR_ARG(key));
}

/* The chronicle of the content as a build would have it. Returns 0, or the exit
   status after telling why there is none. */
static int remember(struct past *past)
{
	struct project *project = &past->project;

	if (access(past->own.content, F_OK) != 0)
		past->own.at = "HEAD";
	if (project_read(project) == 0)
		project_remember(project);
	if (project->chronicle)
		return 0;
	diag_print(project->diag, stderr, past->colour, NULL, NULL);
	return CLASS_IO;
}

/* Why nobody can number the versions of LIFE. */
static struct str reason(const struct past *past, const struct life *life)
{
	const struct chronicle *chronicle = past->project.chronicle;

	return !life->incomplete ? STR("") :
	       chronicle->gap_words.len ? chronicle->gap_words : history_unread_words(chronicle->damaged > 0);
}

int past_ledger(struct past *past, const char *word, struct ledger *ledger)
{
	struct str key = key_in_path(str_from(word));
	int status = remember(past);
	const struct life *life;
	struct life *none;

	if (status)
		return status;
	life = chronicle_once(past->project.chronicle, key);
	if ((!life || !life->count) && !history_find(past->history, content_path(&past->arena, ENTRY_EVALUATION, key)))
		return not_found(past, key);
	if (!life) {
		none = ARENA_NEW(&past->arena, struct life);
		none->kind = ENTRY_EVALUATION;
		none->key = arena_str(&past->arena, key);
		none->state = LIFE_NEW;
		none->incomplete = past->history->gap != HISTORY_WHOLE;
		life = none;
	}
	*ledger = (struct ledger){ arena_str(&past->arena, key), life, reason(past, life) };
	return 0;
}

/* ---- words ---- */

struct str past_time(struct past *past, int64_t seconds)
{
	struct str minute = date_minute(&past->arena, seconds, past->zone);

	return minute.ptr ? minute : STR("sin fecha");
}

struct str past_author(const struct history_commit *author)
{
	return author && author->author.len ? author->author : STR("no consta");
}

struct str past_message(struct past *past, const struct edition *edition)
{
	const struct history_commit *author = edition->author;

	if (edition->undated)
		return STR("");
	return chronicle_message(past->project.chronicle, &past->arena, edition->commit, author);
}

/* ---- JSON ---- */

static void put_commit(struct past *past, struct json *json, const struct edition *edition)
{
	char hex[OBJECT_ID_HEX];

	json_key(json, "autor");
	json_text(json, past_author(edition->author));
	json_key(json, "mensaje");
	json_text(json, past_message(past, edition));
	json_key(json, "commit");
	object_id_hex(hex, &edition->commit->id);
	if (edition->undated)
		json_null(json);
	else
		json_text(json, str_from(hex));
}

void past_put_version(struct past *past, struct json *json, const struct ledger *ledger,
		      const struct edition *edition)
{
	char hex[OBJECT_ID_HEX];

	json_key(json, "version");
	if (ledger->life->incomplete)
		json_null(json);
	else
		json_number(json, edition->number);
	json_key(json, "fecha");
	if (edition->undated || edition_is_clockless(edition))
		json_null(json);
	else
		json_text(json, past_time(past, edition->commit->time));
	put_commit(past, json, edition);
	json_key(json, "sin_texto");
	json_bool(json, edition->unread);
	object_id_hex(hex, &edition->blob);
	json_key(json, "blob");
	json_text(json, str_from(hex));
	json_key(json, "ruta");
	json_text(json, edition->path);
}

void past_print(const struct buf *out)
{
	fwrite(out->ptr, 1, out->len, stdout);
	putchar('\n');
}
