/*
 * json.h -- writes JSON, with the commas in their places.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *	struct json json;
 *	json_init(&json, &out);
 *	json_open(&json, '{');
 *	json_key(&json, "pages"); json_number(&json, 12);
 *	json_close(&json, '}');
 *
 * Indented by two spaces a level, or all on one line where json.compact is set
 * after json_init(); at most JSON_DEPTH levels. Opening and closing must match
 * (asserted).
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <stdint.h>

#include "base/buf.h"

#define JSON_DEPTH 64

struct json {
	struct buf *out;
	uint64_t objects;	/* bit N: level N + 1 is an object */
	unsigned depth;
	bool first;		/* nothing written yet at this level */
	bool after_key;
	bool compact;		/* yours to set: no white space */
};

void json_init(struct json *json, struct buf *out);
void json_open(struct json *json, char bracket);
void json_close(struct json *json, char bracket);
void json_key(struct json *json, const char *key);
void json_text(struct json *json, struct str text);
void json_number(struct json *json, int64_t number);
void json_bool(struct json *json, bool yes);
void json_null(struct json *json);

/* Members of an object: a key and its text, or the beginning of what it holds. */
void json_put(struct json *json, const char *key, struct str text);
void json_put_words(struct json *json, const char *key, const char *words);
void json_open_key(struct json *json, const char *key, char bracket);

/* A number in decimal as TEXT has it ("372240.00"), which must be one. */
void json_decimal(struct json *json, struct str text);

#endif
