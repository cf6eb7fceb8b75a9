/*
 * json.c -- writes JSON, with the commas in their places.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <assert.h>
#include <inttypes.h>

#include "base/escape.h"
#include "base/json.h"

void json_init(struct json *json, struct buf *out)
{
	*json = (struct json){ .out = out, .first = true };
}

static bool in_object(const struct json *json)
{
	return json->depth && (json->objects >> (json->depth - 1) & 1);
}

static void put_line(struct json *json)
{
	if (json->compact)
		return;
	buf_put_char(json->out, '\n');
	for (unsigned i = 0; i < json->depth; i++)
		buf_put_text(json->out, "  ");
}

/* What stands before an element: nothing after a key, else a comma if it is
   not the first, and a line of its own. */
static void put_separator(struct json *json)
{
	if (json->after_key) {
		json->after_key = false;
		return;
	}
	assert(json->depth ? !in_object(json) : json->first);
	if (!json->first)
		buf_put_char(json->out, ',');
	if (json->depth)
		put_line(json);
	json->first = false;
}

void json_open(struct json *json, char bracket)
{
	assert((bracket == '{' || bracket == '[') && json->depth < JSON_DEPTH);
	put_separator(json);
	buf_put_char(json->out, bracket);
	json->objects &= ~(UINT64_C(1) << json->depth);
	json->objects |= (uint64_t)(bracket == '{') << json->depth;
	json->depth++;
	json->first = true;
}

void json_close(struct json *json, char bracket)
{
	assert(json->depth && !json->after_key);
	assert(bracket == (in_object(json) ? '}' : ']'));
	json->depth--;
	if (!json->first)
		put_line(json);
	buf_put_char(json->out, bracket);
	json->first = false;
}

static void put_string(struct json *json, struct str text)
{
	buf_put_char(json->out, '"');
	escape_json(json->out, text);
	buf_put_char(json->out, '"');
}

void json_key(struct json *json, const char *key)
{
	assert(in_object(json) && !json->after_key);
	if (!json->first)
		buf_put_char(json->out, ',');
	put_line(json);
	put_string(json, str_from(key));
	buf_put_text(json->out, json->compact ? ":" : ": ");
	json->first = false;
	json->after_key = true;
}

void json_text(struct json *json, struct str text)
{
	put_separator(json);
	put_string(json, text);
}

void json_number(struct json *json, int64_t number)
{
	put_separator(json);
	buf_printf(json->out, "%" PRId64, number);
}

void json_bool(struct json *json, bool yes)
{
	put_separator(json);
	buf_put_text(json->out, yes ? "true" : "false");
}

void json_null(struct json *json)
{
	put_separator(json);
	buf_put_text(json->out, "null");
}

void json_decimal(struct json *json, struct str text)
{
	put_separator(json);
	buf_put_str(json->out, text);
}

void json_put(struct json *json, const char *key, struct str text)
{
	json_key(json, key);
	json_text(json, text);
}

void json_put_words(struct json *json, const char *key, const char *words)
{
	json_put(json, key, str_from(words));
}

void json_open_key(struct json *json, const char *key, char bracket)
{
	json_key(json, key);
	json_open(json, bracket);
}
