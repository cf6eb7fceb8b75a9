/*
 * heard.h -- what was reported, as short lines that a test can compare.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * "path:line:column+length id", sorted, one for each diagnostic. The words of
 * messages are not part of it: they may be improved without a test's leave.
 */
#ifndef HEARD_H
#define HEARD_H

#include <stdio.h>
#include <stdlib.h>

#include "base/diag.h"
#include "base/json.h"
#include "unit.h"

/* The number behind KEY in OBJECT, as the JSON of diag.h is written. */
static inline long heard_number(const char *object, const char *key)
{
	const char *found = strstr(object, key);

	return found ? strtol(found + strlen(key), NULL, 10) : -1;
}

static inline struct str heard_text(const char *object, const char *key)
{
	const char *found = strstr(object, key);
	const char *start = found ? found + strlen(key) : "\"";

	return str_make(start, (size_t)(strchr(start, '"') - start));
}

/* Append to OUT what DIAG holds. */
static inline void heard_put(struct buf *out, struct diag *diag)
{
	struct buf text;
	struct json json;
	char *object;

	buf_init(&text);
	json_init(&json, &text);
	diag_put_json(diag, &json);
	for (object = strchr(text.ptr, '{'); object; object = strchr(object + 1, '{')) {
		struct str path = heard_text(object, "\"path\": \"");
		struct str id = heard_text(object, "\"id\": \"");

		buf_printf(out, "%.*s:%ld:%ld+%ld %.*s\n", STR_ARG(path),
			   heard_number(object, "\"line\": "),
			   heard_number(object, "\"column\": "),
			   heard_number(object, "\"length\": "), STR_ARG(id));
	}
	buf_dispose(&text);
}

/* DIAG holds exactly what TEXT says; it is freed. */
#define assert_heard(diag, text) heard_check((diag), (text), __FILE__, __LINE__)

static inline void heard_check(struct diag *diag, const char *text,
			       const char *file, int line)
{
	struct buf out;

	buf_init(&out);
	heard_put(&out, diag);
	diag_free(diag);
	unit_assert_text(buf_str(&out), text, file, line);
	buf_dispose(&out);
}

#endif
