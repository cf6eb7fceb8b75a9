/*
 * pointer.c -- datos.json where an evaluation was: what became of it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whoever reads the data of an evaluation by its address must not meet a page
 * that says 404 as a web server likes to: the address says where they are, or
 * that there are none any more and which version was the last. Addresses are
 * relative to the file.
 */
#include "base/json.h"
#include "base/path.h"
#include "past.h"

static void put_path(struct json *json, const char *key, struct str from, struct str path)
{
	struct buf relative;

	json_key(json, key);
	if (!path.ptr) {
		json_null(json);
		return;
	}
	buf_init(&relative);
	path_put_relative(&relative, from, path);
	json_text(json, buf_str(&relative));
	buf_dispose(&relative);
}

static const char *state_word(const struct life *life)
{
	if (life->entry)
		return "trasladada";
	if (life->state == LIFE_UNSAVED)	/* the folder that is built has it not */
		return "no-publicada";
	return life->state == LIFE_DRAFT ? "borrador" : "quitada";
}

void put_pointer(const struct export_inputs *inputs, const struct plan_item *item,
		 struct arena *scratch, struct buf *out)
{
	const struct life *life = inputs->chronicle->lives[item->about];
	const struct edition *last = life_latest(life);
	struct str version = last ? route_version(scratch, last->key, last->place) : (struct str){ 0 };
	struct json json;

	json_init(&json, out);
	json_open(&json, '{');
	json_put_words(&json, "estado", state_word(life));
	json_put(&json, "identidad", life->key);
	put_path(&json, "datos", item->path, life->entry ? route_beside(scratch, life->key, "datos.json") : (struct str){ 0 });
	put_path(&json, "pagina", item->path, route_former(scratch, ENTRY_EVALUATION, life->key));
	put_path(&json, "historial", item->path, route_beside(scratch, life->key, "historial.html"));
	put_path(&json, "ultima_version", item->path, version);
	json_close(&json, '}');
	buf_put_char(out, '\n');
}
