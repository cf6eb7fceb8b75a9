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

struct bench {
	struct arena arena;
	struct template_set *set;
	struct diag *diag;
	struct buf out, messages;
};

static int set_up(void **state)
{
	struct bench *bench = calloc(1, sizeof *bench);

	arena_init(&bench->arena);
	bench->set = template_set_new(TEMPLATE_SAFE);
	bench->diag = diag_new();
	buf_init(&bench->out);
	buf_init(&bench->messages);
	*state = bench;
	return 0;
}

static int tear_down(void **state)
{
	struct bench *bench = *state;

	diag_free(bench->diag);
	template_set_free(bench->set);
	buf_dispose(&bench->out);
	buf_dispose(&bench->messages);
	arena_dispose(&bench->arena);
	free(bench);
	return 0;
}

static void add(struct bench *bench, const char *name, const char *source)
{
	add_template(bench->set, str_from(name), str_from(source),
		     bench->diag);
}

static int render(struct bench *bench, const char *name, struct value value)
{
	const struct template *template =
		template_set_find(bench->set, str_from(name));

	assert_non_null(template);
	buf_clear(&bench->out);
	return template_render(template, &value, 1, &bench->out, bench->diag);
}

static void assert_said(struct bench *bench, const char *text)
{
	buf_clear(&bench->messages);
	put_messages(&bench->messages, bench->diag);
	if (!strstr(bench->messages.ptr, text))
		fail_msg("«%s» not in:\n%s", text, bench->messages.ptr);
}

static void assert_mistake(struct bench *bench, const char *source,
			   const char *text)
{
	diag_free(bench->diag);
	bench->diag = diag_new();
	template_set_free(bench->set);
	bench->set = template_set_new(TEMPLATE_SAFE);
	add(bench, "x", source);
	template_set_link(bench->set, bench->diag);
	assert_said(bench, text);
	render(bench, "x", value_null());
	assert_string_equal(bench->out.ptr, "");
}

static void values_are_found(void **state)
{
	struct bench *bench = *state;
	struct value object = value_object(&bench->arena);
	char keys[100][32];

	for (int i = 0; i < 100; i++) {
		snprintf(keys[i], sizeof keys[i], "clave_%03d_igual_al", i);
		value_set(&bench->arena, object, keys[i], value_number(i));
		for (int j = 0; j <= i; j += 7)
			assert_int_equal(value_get(object, str_from(keys[j]))
					 .as.number, j);
	}
	assert_int_equal(value_count(object), 100);
	assert_int_equal(value_get(object, STR("otra")).kind, VALUE_NULL);
	value_set(&bench->arena, object, keys[50], value_bool(true));
	assert_int_equal(value_get(object, str_from(keys[50])).kind,
			 VALUE_BOOL);
	assert_int_equal(sizeof(struct value), 16);
	assert_int_equal(value_text((struct str){ NULL, 0 }).kind, VALUE_NULL);
}

static void truth_is_told(void **state)
{
	struct bench *bench = *state;
	struct value list = value_list(&bench->arena);

	assert_false(value_is_true(value_null()));
	assert_false(value_is_true(value_bool(false)));
	assert_false(value_is_true(value_number(0)));
	assert_false(value_is_true(value_text(STR(""))));
	assert_false(value_is_true(value_html(STR(""))));
	assert_false(value_is_true(list));
	value_push(&bench->arena, list, value_null());
	assert_true(value_is_true(list));
	assert_true(value_is_true(value_object(&bench->arena)));
	assert_true(value_is_true(value_number(-1)));
}

static void numbers_are_printed(void **state)
{
	struct bench *bench = *state;

	add(bench, "n", "{{.}}");
	render(bench, "n", value_number(INT64_MIN));
	assert_string_equal(bench->out.ptr, "-9223372036854775808");
	render(bench, "n", value_number(INT64_MAX));
	assert_string_equal(bench->out.ptr, "9223372036854775807");
	render(bench, "n", value_number(0));
	assert_string_equal(bench->out.ptr, "0");
}

static void mistakes_have_places(void **state)
{
	struct bench *bench = *state;

	assert_mistake(bench, "a\nb {{#x}}", "x:2:3: error: «x» se abre aquí");
	assert_mistake(bench, "{{/x}}", "x:1:1: error: «x» se cierra aquí");
	assert_mistake(bench, "{{}}", "x:1:1: error: a esta etiqueta le falta "
		       "un nombre");
	assert_mistake(bench, "é{{a b}}", "x:1:3: error: el nombre «a b» "
		       "lleva espacios");
	assert_mistake(bench, "{{a..b}}", "tiene un punto de más");
	assert_mistake(bench, "{{.a}}", "tiene un punto de más");
	assert_mistake(bench, "{{a.}}", "tiene un punto de más");
	assert_mistake(bench, "{{=a=}}", "los delimitadores nuevos");
	assert_mistake(bench, "{{=a b c=}}", "los delimitadores nuevos");
	assert_mistake(bench, "{{= =}}", "los delimitadores nuevos");
	assert_mistake(bench, "{{{a}}", "su cierre «}}}»");
	assert_mistake(bench, "{{=<% %>}}", "su cierre «=}}»");
	assert_mistake(bench, "{{<p}}{{$a}}{{/p}}{{/a}}",
		       "x:1:13: error: aquí se cierra «p», pero lo último "
		       "que se abrió es «a», en la línea 1");
	assert_mistake(bench, "{{<p}}{{$a}}{{/a}}", "«p» se abre aquí");
	assert_mistake(bench, "{{>x}}", "[plantilla-sin-fin]");
	assert_mistake(bench, "{{<x}}{{/x}}", "[plantilla-sin-fin]");
	assert_mistake(bench, "{{>otra}}", "no hay una plantilla «otra»");
}

static void put_times(struct buf *out, const char *text, int times)
{
	while (times-- > 0)
		buf_put_text(out, text);
}

static void nesting_is_bounded(void **state)
{
	struct bench *bench = *state;
	struct buf source;

	buf_init(&source);
	put_times(&source, "{{#a}}", 100000);
	assert_mistake(bench, source.ptr, "una dentro de otra");
	buf_clear(&source);
	put_times(&source, "{{<a}}{{$a}}", 100000);
	assert_mistake(bench, source.ptr, "una dentro de otra");
	buf_clear(&source);
	put_times(&source, "{{#a}}", TEMPLATE_NESTING);
	put_times(&source, "{{/a}}", TEMPLATE_NESTING);
	add(bench, "justo", source.ptr);
	assert_int_equal(diag_count(bench->diag, SEVERITY_ERROR), 1);
	buf_dispose(&source);
}

/* A partial in its own section, over data that never get less. */
static void endless_data_end(void **state)
{
	struct bench *bench = *state;
	struct value object = value_object(&bench->arena);

	value_set(&bench->arena, object, "si", value_bool(true));
	value_set(&bench->arena, object, "yo", value_text(STR("d")));
	add(bench, "a", "{{#si}}{{>a}}{{/si}}");
	add(bench, "d", "{{>*yo}}");
	add(bench, "b", "{{<c}}{{$x}}{{<c}}{{/c}}{{/x}}{{/c}}");
	add(bench, "c", "{{$y}}{{<b}}{{/b}}{{/y}}{{$x}}{{/x}}");
	assert_int_equal(template_set_link(bench->set, bench->diag), 0);
	assert_int_equal(render(bench, "a", object), -1);
	assert_int_equal(render(bench, "d", object), -1);
	assert_int_equal(render(bench, "b", object), -1);
	assert_said(bench, "sin fin (en la plantilla «a»)");
}

/* Twice as many at each of 40 levels: nothing is printed, and yet it ends. */
static void doubling_ends(void **state)
{
	struct bench *bench = *state;
	char name[16], source[64];

	for (int i = 0; i < 40; i++) {
		snprintf(name, sizeof name, "p%d", i);
		snprintf(source, sizeof source, "{{>p%d}}{{>p%d}}", i + 1,
			 i + 1);
		add(bench, name, source);
	}
	add(bench, "p40", "");
	assert_int_equal(template_set_link(bench->set, bench->diag), 0);
	assert_int_equal(render(bench, "p0", value_null()), -1);
	assert_said(bench, "demasiadas partes");
}

static void arguments_do_not_fill_themselves(void **state)
{
	struct bench *bench = *state;

	add(bench, "hijo", "{{<base}}{{$a}}[{{$a}}propio{{/a}}]{{/a}}{{/base}}");
	add(bench, "base", "<{{$a}}base{{/a}}>");
	add(bench, "nieto", "{{<hijo}}{{$a}}nieto{{/a}}{{/hijo}}");
	assert_int_equal(template_set_link(bench->set, bench->diag), 0);
	render(bench, "hijo", value_null());
	assert_string_equal(bench->out.ptr, "<[propio]>");
	render(bench, "nieto", value_null());
	assert_string_equal(bench->out.ptr, "<nieto>");
}

static void a_mistake_is_told_once(void **state)
{
	struct bench *bench = *state;

	add(bench, "x", "{{{.}}}");
	for (int i = 0; i < 50; i++)
		assert_int_equal(render(bench, "x", value_text(STR("<"))), 0);
	assert_string_equal(bench->out.ptr, "&lt;");
	assert_int_equal(diag_count(bench->diag, SEVERITY_NOTE), 1);
}

static void contexts_are_layered(void **state)
{
	struct bench *bench = *state;
	struct value layers[2], root = value_object(&bench->arena);

	for (int i = 0; i < 2; i++)
		layers[i] = value_object(&bench->arena);
	value_set(&bench->arena, root, "a", value_text(STR("raiz")));
	value_set(&bench->arena, root, "b", value_text(STR("raiz")));
	value_set(&bench->arena, root, "c", value_text(STR("raiz")));
	value_set(&bench->arena, layers[0], "b", value_text(STR("sitio")));
	value_set(&bench->arena, layers[0], "c", value_text(STR("sitio")));
	value_set(&bench->arena, layers[1], "c", value_text(STR("pagina")));
	template_set_root(bench->set, root);
	add(bench, "x", "{{a}} {{b}} {{c}}");
	template_render(template_set_find(bench->set, STR("x")), layers, 2,
			&bench->out, bench->diag);
	assert_string_equal(bench->out.ptr, "raiz sitio pagina");
}

/* Numbers that look random and are the same everywhere. */
static uint32_t next_random(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

/* Tags in any order: whatever comes of it, it comes to an end. */
static void any_source_is_survived(void **state)
{
	static const char *const pieces[] = {
		"{{", "}}", "{{{", "}}}", "{{#a}}", "{{/a}}", "{{^b}}",
		"{{/b}}", "{{>p}}", "{{>*n}}", "{{<p}}", "{{/p}}", "{{$x}}",
		"{{/x}}", "{{$y}}", "{{/y}}", "\n", "  ", "\t", "\r\n",
		"{{.}}", "{{a.b}}", "{{&t}}", "{{!", "{{=<% %>=}}", "<%t%>",
		"<%={{ }}=%>", "texto", "á", "=", "#", "/", "{{<*n}}",
		"{{/*n}}", "\n  ", "{{t}}",
	};
	const size_t kinds = sizeof pieces / sizeof *pieces;
	struct bench *bench = *state;
	struct value data = value_object(&bench->arena);
	struct value list = value_list(&bench->arena);
	uint32_t seed = 2022;
	struct buf source;

	value_set(&bench->arena, data, "t", value_text(STR("<t>\n")));
	value_set(&bench->arena, data, "n", value_text(STR("p")));
	value_push(&bench->arena, list, data);
	value_push(&bench->arena, list, value_number(3));
	value_set(&bench->arena, data, "a", list);
	buf_init(&source);
	for (int i = 0; i < 3000; i++) {
		struct template_set *set = template_set_new(TEMPLATE_SAFE);
		struct diag *diag = diag_new();

		for (int part = 0; part < 2; part++) {
			buf_clear(&source);
			for (uint32_t n = next_random(&seed) % 30; n > 0; n--)
				buf_put_text(&source, pieces[
					next_random(&seed) % kinds]);
			add_template(set, part ? STR("p") : STR("x"),
				     buf_str(&source), diag);
		}
		if (template_set_link(set, diag) == 0) {
			buf_clear(&bench->out);
			template_render(template_set_find(set, STR("x")),
					&data, 1, &bench->out, diag);
		}
		diag_free(diag);
		template_set_free(set);
	}
	buf_dispose(&source);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(int count, char **arguments)
{
	const struct CMUnitTest tests[] = {
		TEST(values_are_found),
		TEST(truth_is_told),
		TEST(numbers_are_printed),
		TEST(mistakes_have_places),
		TEST(nesting_is_bounded),
		TEST(endless_data_end),
		TEST(doubling_ends),
		TEST(arguments_do_not_fill_themselves),
		TEST(a_mistake_is_told_once),
		TEST(contexts_are_layered),
		TEST(any_source_is_survived),
	};

	if (count > 1 && strcmp(arguments[1], "--cases") == 0)
		return run_cases();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
