/*
 * test_yaml.c -- YAML into a tree: places, words, mistakes and attacks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/buf.h"
#include "heard.h"
#include "syntax/yaml.h"

static struct str shown = STR_LITERAL("x.md");

struct world {
	struct arena arena;
	struct diag *diag;
	struct buf out;
};

static int setup(void **state)
{
	struct world *world = memory_alloc(sizeof *world);

	arena_init(&world->arena);
	buf_init(&world->out);
	world->diag = diag_new();
	*state = world;
	return 0;
}

static int teardown(void **state)
{
	struct world *world = *state;

	diag_free(world->diag);
	arena_dispose(&world->arena);
	buf_dispose(&world->out);
	free(world);
	return 0;
}

static void put_node(struct buf *out, const struct yaml_node *node)
{
	if (!node) {
		buf_put_text(out, "NULL");
		return;
	}
	buf_printf(out, "%u:%u", node->line, node->column);
	if (node->kind == YAML_WORD) {
		buf_printf(out, "+%u%s<%.*s>", node->length,
			   node->quoted ? "q" : "", STR_ARG(node->text));
		return;
	}
	buf_put_text(out, node->kind == YAML_LIST ? "[" : "{");
	for (uint32_t i = 0; i < node->count; i++) {
		if (i)
			buf_put_char(out, ' ');
		if (node->kind == YAML_MAP) {
			put_node(out, &node->keys[i]);
			buf_put_char(out, '=');
		}
		put_node(out, &node->children[i]);
	}
	buf_put_text(out, node->kind == YAML_LIST ? "]" : "}");
}

/* TEXT, at line LINE of its file, gives TREE and the diagnostics HEARD. */
#define check(state, line, text, tree, heard) \
	check_text((state), (line), str_from(text), (tree), (heard), __FILE__, __LINE__)

static void check_text(void **state, uint32_t line, struct str text,
		       const char *tree, const char *heard,
		       const char *file, int at)
{
	struct world *world = *state;
	struct diag *diag;

	buf_clear(&world->out);
	put_node(&world->out, yaml_parse(&world->arena, text, line, shown, world->diag));
	unit_assert_text(buf_str(&world->out), tree, file, at);
	diag = world->diag;
	world->diag = diag_new();
	heard_check(diag, heard, file, at);
}

static void test_words(void **state)
{
	check(state, 2, "a: no\nb: 2024-01\nc: 1_000\nd: ~\ne:\n",
	      "2:1{2:1+1<a>=2:4+2<no> 3:1+1<b>=3:4+7<2024-01> "
	      "4:1+1<c>=4:4+5<1_000> 5:1+1<d>=5:4+1<~> 6:1+1<e>=6:3+0<>}", "");
	check(state, 1, "a: \"\"\nb: 'x''y'\nc: \"\\u00e1\\n\"\n",
	      "1:1{1:1+1<a>=1:4+2q<> 2:1+1<b>=2:4+6q<x'y> "
	      "3:1+1<c>=3:4+10q<\xc3\xa1\n>}", "");
	check(state, 1, "a: |\n  uno\n  dos\nb: >-\n  uno\n  dos\n",
	      "1:1{1:1+1<a>=1:4+1q<uno\ndos\n> 4:1+1<b>=4:4+2q<uno dos>}", "");
	check(state, 1, "a: uno\n  dos\n", "1:1{1:1+1<a>=1:4+3<uno dos>}", "");
}

static void test_containers(void **state)
{
	check(state, 1, "a: [x, {b: c}]\nd:\n  - e\n  - f: g\n    h: i\n",
	      "1:1{1:1+1<a>=1:4[1:5+1<x> 1:8{1:9+1<b>=1:12+1<c>}] "
	      "2:1+1<d>=3:3[3:5+1<e> 4:5{4:5+1<f>=4:8+1<g> 5:5+1<h>=5:8+1<i>}]}", "");
	check(state, 1, "- a\n- b\n", "1:1[1:3+1<a> 2:3+1<b>]", "");
	check(state, 1, "a: []\nb: {}\n", "1:1{1:1+1<a>=1:4[] 2:1+1<b>=2:4{}}", "");
	check(state, 1, "hola", "1:1+4<hola>", "");
}

static void test_empty(void **state)
{
	check(state, 2, "", "2:1{}", "");
	check(state, 2, "\n\n", "2:1{}", "");
	check(state, 2, "# nada\n", "2:1{}", "");
	check(state, 2, "---\n", "2:1{}", "");
}

/* libyaml counts code points and takes U+2028 for a line end; we do not. */
static void test_places_are_bytes(void **state)
{
	check(state, 1, "\xc3\xa1: \xc3\xa9\nb: {\xc3\xb1: c, d: e}\n",
	      "1:1{1:1+2<\xc3\xa1>=1:5+2<\xc3\xa9> "
	      "2:1+1<b>=2:4{2:5+2<\xc3\xb1>=2:9+1<c> 2:12+1<d>=2:15+1<e>}}", "");
	check(state, 1, "a: \"x\xe2\x80\xa8y\"\nb: \xf0\x9f\x98\x80 z\nc: d\n",
	      "1:1{1:1+1<a>=1:4+7q<x\xe2\x80\xa8y> 2:1+1<b>=2:4+6<\xf0\x9f\x98\x80 z> "
	      "3:1+1<c>=3:4+1<d>}", "");
}

static void test_keys(void **state)
{
	struct world *world = *state;
	struct yaml_node *map;

	check(state, 2, "a: 1\nb: 2\na: 3\n",
	      "2:1{2:1+1<a>=2:4+1<1> 3:1+1<b>=3:4+1<2>}",
	      "x.md:4:1+1 clave-duplicada\n");
	check(state, 1, "[a, b]: 1\nc: 2\n? {d: e}\n: 3\n",
	      "1:1{2:1+1<c>=2:4+1<2>}",
	      "x.md:1:1+1 clave-compuesta\nx.md:3:3+1 clave-compuesta\n");
	map = yaml_parse(&world->arena, STR("a: 1\nb: 2\n"), 1, shown, world->diag);
	assert_text(yaml_get(map, STR("b"))->text, "2");
	assert_null(yaml_get(map, STR("c")));
	assert_null(yaml_get(&map->children[0], STR("a")));
	assert_null(yaml_get(NULL, STR("a")));
	assert_int_equal(yaml_place(&map->keys[1], shown).line, 2);
}

/* Past a handful of keys, duplicates are found in another way. */
static void test_many_keys(void **state)
{
	struct world *world = *state;
	struct buf text;
	struct yaml_node *map;

	buf_init(&text);
	for (int i = 0; i < 20000; i++)
		buf_printf(&text, "k%d: %d\n", i % 19990, i);
	map = yaml_parse(&world->arena, buf_str(&text), 1, shown, world->diag);
	assert_int_equal(map->count, 19990);
	assert_int_equal(diag_count(world->diag, SEVERITY_ERROR), 10);
	buf_dispose(&text);
}

static void test_refused(void **state)
{
	check(state, 1, "a: &x 1\nb: *x\nc: [*x, 2]\n",
	      "1:1{1:1+1<a>=1:4+4<1> 3:1+1<c>=3:4[3:9+1<2>]}",
	      "x.md:1:4+4 yaml-alias\nx.md:2:4+2 yaml-alias\nx.md:3:5+2 yaml-alias\n");
	check(state, 1, "*x : 1\nb: 2\n", "1:1{2:1+1<b>=2:4+1<2>}",
	      "x.md:1:1+2 yaml-alias\n");
	check(state, 1, "a: !!str 1\nb: !x {c: d}\n",
	      "1:1{1:1+1<a>=1:4+7<1> 2:1+1<b>=2:4{2:8+1<c>=2:11+1<d>}}",
	      "x.md:1:4+7 yaml-etiqueta\nx.md:2:4+4 yaml-etiqueta\n");
	check(state, 1, "a: 1\n---\nb: 2\n", "1:1{1:1+1<a>=1:4+1<1>}",
	      "x.md:2:1+3 yaml-segundo-documento\n");
}

static void test_mistakes(void **state)
{
	check(state, 2, "a: uno: dos\n", "NULL", "x.md:2:7+1 yaml-invalido\n");
	check(state, 2, "\xc3\xa1: uno: dos\n", "NULL", "x.md:2:8+1 yaml-invalido\n");
	check(state, 2, "a: \"uno\nb: dos\n", "NULL", "x.md:2:4+1 yaml-invalido\n");
	check(state, 2, "a: 'uno\n", "NULL", "x.md:2:4+1 yaml-invalido\n");
	check(state, 2, "a: [uno, dos\n", "NULL", "x.md:2:4+1 yaml-invalido\n");
	check(state, 2, "a: {b: c\n", "NULL", "x.md:2:4+1 yaml-invalido\n");
	check(state, 2, "a: 1\n  b: 2\n", "NULL", "x.md:3:4+1 yaml-invalido\n");
	check(state, 2, "a:\n    b: 1\n  c: 2\n", "NULL", "x.md:4:3+1 yaml-invalido\n");
	check(state, 2, "a:\n\tb: 1\n", "NULL", "x.md:3:1+1 yaml-invalido\n");
	check(state, 2, "a: @b\n", "NULL", "x.md:2:4+1 yaml-invalido\n");
	check(state, 2, "a: \"b\" c\n", "NULL", "x.md:2:8+1 yaml-invalido\n");
	check(state, 2, "a: 1\nb\nc: 2\n", "NULL", "x.md:3:1+1 yaml-invalido\n");
	check(state, 2, "a: \"\\q\"\n", "NULL", "x.md:2:5+1 yaml-invalido\n");
	check(state, 2, "a: \xc3\xa1\x01\n", "NULL", "x.md:2:6+1 yaml-invalido\n");
	check(state, 2, "a: |x\n", "NULL", "x.md:2:5+1 yaml-invalido\n");
	check(state, 2, "a: %b\n", "NULL", "x.md:2:4+1 yaml-invalido\n");
	check(state, 2, "a: ]\n", "NULL", "x.md:2:4+1 yaml-invalido\n");
}

static void put_times(struct buf *out, const char *text, size_t times)
{
	for (size_t i = 0; i < times; i++)
		buf_put_text(out, text);
}

static void check_limit(void **state, const char *text, size_t times,
			const char *heard)
{
	struct world *world = *state;
	struct diag *diag;
	struct buf bomb;

	buf_init(&bomb);
	put_times(&bomb, text, times);
	assert_null(yaml_parse(&world->arena, buf_str(&bomb), 1, shown, world->diag));
	buf_dispose(&bomb);
	diag = world->diag;
	world->diag = diag_new();
	assert_heard(diag, heard);
}

static void test_bombs(void **state)
{
	check_limit(state, "[", 100000, "x.md:1:17+1 yaml-excesivo\n");
	check_limit(state, "{a: ", 100000, "x.md:1:65+1 yaml-excesivo\n");
	check_limit(state, "- ", 100000, "x.md:1:33+1 yaml-excesivo\n");
	check_limit(state, "? ", 100000, "x.md:1:33+1 yaml-excesivo\n");
	check_limit(state, "- a\n", 1000000, "x.md:50000:3+1 yaml-excesivo\n");
	check_limit(state, "&a", 100000, "x.md:1:1+1 yaml-invalido\n");
}

static void test_deepest(void **state)
{
	check(state, 1, "[[[[[[[[[[[[[[[[a]]]]]]]]]]]]]]]]",
	      "1:1[1:2[1:3[1:4[1:5[1:6[1:7[1:8[1:9[1:10[1:11[1:12[1:13[1:14[1:15[1:16["
	      "1:17+1<a>]]]]]]]]]]]]]]]]", "");
}

/* "Billion laughs": nothing is expanded, everything is told. */
static void test_laughs(void **state)
{
	check(state, 1, "a: &a [x]\nb: &b [*a,*a]\nc: [*b,*b]\n",
	      "1:1{1:1+1<a>=1:4[1:8+1<x>] 2:1+1<b>=2:4[] 3:1+1<c>=3:4[]}",
	      "x.md:1:4+4 yaml-alias\nx.md:2:4+4 yaml-alias\nx.md:2:8+2 yaml-alias\n"
	      "x.md:2:11+2 yaml-alias\nx.md:3:5+2 yaml-alias\nx.md:3:8+2 yaml-alias\n");
}

static void test_long_line(void **state)
{
	struct world *world = *state;
	struct yaml_node *root;
	struct buf text;

	buf_init(&text);
	buf_put_text(&text, "a: [");
	put_times(&text, "\xc3\xa1, ", 40000);
	buf_put_text(&text, "b]\n");
	root = yaml_parse(&world->arena, buf_str(&text), 1, shown, world->diag);
	assert_non_null(root);
	assert_int_equal(root->children[0].count, 40001);
	assert_int_equal(root->children[0].children[40000].column, 160005);
	assert_int_equal(diag_count(world->diag, SEVERITY_NOTE), 0);
	buf_dispose(&text);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_words),
		TEST(test_containers),
		TEST(test_empty),
		TEST(test_places_are_bytes),
		TEST(test_keys),
		TEST(test_many_keys),
		TEST(test_refused),
		TEST(test_mistakes),
		TEST(test_bombs),
		TEST(test_deepest),
		TEST(test_laughs),
		TEST(test_long_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
