/*
 * test_theme.c -- the template language, case by case.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * With --cases it reads cases from the standard input instead, for
 * tests/theme/run-spec, and prints "ok NAME" or "not ok NAME" for each:
 * the word "case", then six values: name, rules ("letter": to the letter of
 * the specification; "resultado": as themes are; "mensaje": the diagnostics
 * are what is expected), data, template, partials, expected. A value is one
 * of the lines "z", "b 0", "i 12", or "s LENGTH" ("h" for HTML) and its bytes
 * on lines of their own, or "[ COUNT" or "{ COUNT" and its items, keys before
 * their values.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/diag.h"
#include "base/json.h"
#include "theme/template.h"

/* --- Cases from outside. --- */

struct cases {
	struct arena arena;
	char *line;
	size_t room;
};

static bool next_line(struct cases *cases)
{
	ssize_t len = getline(&cases->line, &cases->room, stdin);

	if (len > 0 && cases->line[len - 1] == '\n')
		cases->line[len - 1] = '\0';
	return len > 0;
}

static struct str read_bytes(struct cases *cases, size_t len)
{
	char *text = arena_alloc(&cases->arena, len + 1);

	if (fread(text, 1, len, stdin) != len || getchar() != '\n')
		exit(70);
	return str_make(text, len);
}

static struct value read_value(struct cases *cases)
{
	struct value value = value_null();
	long long number = 0;
	char kind;

	if (!next_line(cases))
		exit(70);
	kind = cases->line[0];
	if (cases->line[1] == ' ')
		number = strtoll(cases->line + 2, NULL, 10);
	switch (kind) {
	case 'b':
		return value_bool(number != 0);
	case 'i':
		return value_number(number);
	case 's':
		return value_text(read_bytes(cases, (size_t)number));
	case 'h':
		return value_html(read_bytes(cases, (size_t)number));
	case '[':
		value = value_list(&cases->arena);
		while (number-- > 0)
			value_push(&cases->arena, value, read_value(cases));
		return value;
	case '{':
		value = value_object(&cases->arena);
		while (number-- > 0) {
			struct value key = read_value(cases);

			value_set_str(&cases->arena, value,
				      str_make(key.as.text, key.len),
				      read_value(cases));
		}
		return value;
	default:
		return value;
	}
}

static struct str text_of(struct value value)
{
	return str_make(value.as.text, value.len);
}

static int no_reader(void *context, struct str path, struct buf *out)
{
	(void)context;
	(void)path;
	(void)out;
	return -1;
}

/* What DIAG has to say, as it would be printed. */
static void put_messages(struct buf *out, struct diag *diag)
{
	char *text = NULL;
	size_t len = 0;
	FILE *stream = open_memstream(&text, &len);

	diag_print(diag, stream, false, no_reader, NULL);
	fclose(stream);
	buf_put(out, text, len);
	free(text);
}

static void add_template(struct template_set *set, struct str name,
			 struct str source, struct diag *diag)
{
	struct place place = { .path = name };

	template_set_add(set, name, place, source, diag);
}

static bool run_case(struct cases *cases)
{
	struct str name = text_of(read_value(cases));
	struct str rules = text_of(read_value(cases));
	struct value data = read_value(cases);
	struct str source = text_of(read_value(cases));
	struct value partials = read_value(cases);
	struct str expected = text_of(read_value(cases));
	bool to_the_letter = str_equal(rules, STR("letter")), good;
	struct template_set *set = template_set_new(
		to_the_letter ? TEMPLATE_TO_THE_LETTER : TEMPLATE_SAFE);
	struct diag *diag = diag_new();
	struct buf out, messages;

	buf_init(&out);
	buf_init(&messages);
	add_template(set, STR("principal"), source, diag);
	for (uint32_t i = 0; i < partials.as.object->count; i++) {
		struct value_entry *entry = &partials.as.object->at[i];

		add_template(set, str_make(entry->key, entry->len),
			     text_of(entry->value), diag);
	}
	template_set_link(set, diag);
	template_render(template_set_find(set, STR("principal")), &data, 1,
			&out, diag);
	put_messages(&messages, diag);
	if (str_equal(rules, STR("mensaje")))
		good = str_find(buf_str(&messages), str_trim(expected)) !=
		       (size_t)-1;
	else
		good = str_equal(buf_str(&out), expected) && !messages.len;
	printf("%s %.*s\n", good ? "ok" : "not ok", STR_ARG(name));
	if (!good)
		printf("--- expected\n%.*s\n--- rendered\n%s\n--- said\n%s\n",
		       STR_ARG(expected), out.ptr, messages.ptr);
	buf_dispose(&out);
	buf_dispose(&messages);
	diag_free(diag);
	template_set_free(set);
	return good;
}

static int run_cases(void)
{
	struct cases cases = { 0 };
	bool good = true;

	arena_init(&cases.arena);
	while (next_line(&cases)) {
		if (strcmp(cases.line, "case") != 0)
			exit(70);
		good = run_case(&cases) && good;
		arena_reset(&cases.arena);
	}
	arena_dispose(&cases.arena);
	free(cases.line);
	return good ? 0 : 1;
}

/* --- Our own. --- */

static void placeholder(void **state)
{
	(void)state;
}

int main(int count, char **arguments)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(placeholder),
	};

	if (count > 1 && strcmp(arguments[1], "--cases") == 0)
		return run_cases();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
