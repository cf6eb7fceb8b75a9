/*
 * test_markdown.c -- Markdown into tokens: shapes, places, limits, attacks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "heard.h"
#include "syntax/markdown.h"
#include "tokens.h"

static struct str shown = STR_LITERAL("x.md");

/* TEXT, from line LINE of its file on, gives TOKENS and diagnostics HEARD. */
#define check(line, text, tokens, heard) \
	check_text((line), STR(text), (tokens), (heard), __FILE__, __LINE__)

static void check_text(uint32_t first_line, struct str text, const char *tokens,
		       const char *heard, const char *file, int line)
{
	struct diag *diag = diag_new();
	struct buf packed, out;

	buf_init(&packed);
	buf_init(&out);
	assert_int_equal(markdown_parse(&packed, text, first_line, shown, diag), 0);
	tokens_put(&out, tokens_of(&packed));
	unit_assert_text(buf_str(&out), tokens, file, line);
	heard_check(diag, heard, file, line);
	buf_dispose(&packed);
	buf_dispose(&out);
}

static void test_empty(void **state)
{
	(void)state;
	check(1, "", "", "");
	check(1, "\n\n  \n", "", "");
}

static void test_blocks(void **state)
{
	(void)state;
	check(7, "# 2.1 Hallazgos #\n\nuno\ndos\n",
	      "H1@7:1( TEXT@7:3<2.1 Hallazgos> ) PARA@9:1( TEXT@9:1<uno\ndos> )", "");
	check(1, "Uno\n===\n\n* * *\n", "H1@1:1( TEXT@1:1<Uno> ) RULE@4:1", "");
	check(1, "> a\n> > b\n", "QUOTE@1:1( PARA@1:3( TEXT@1:3<a> ) QUOTE@2:3( PARA@2:5( TEXT@2:5<b> ) ) )", "");
	check(1, "```sh  -x\na <b>\n```\n\n    c\n",
	      "PRE@1:1<a <b>\n>'sh  -x' PRE@5:5<c\n>", "");
}

static void test_lists(void **state)
{
	(void)state;
	check(1, "- a\n- b\n",
	      "LIST@1:1( ITEM-1@1:1( PARA!@1:3( TEXT@1:3<a> ) ) ITEM-1@2:1( PARA!@2:3( TEXT@2:3<b> ) ) )", "");
	check(1, "- a\n\n- b\n",
	      "LIST@1:1( ITEM-1@1:1( PARA@1:3( TEXT@1:3<a> ) ) ITEM-1@3:1( PARA@3:3( TEXT@3:3<b> ) ) )", "");
	check(4, "3. a\n5. b\n007. c\n",
	      "LIST3!@4:1( ITEM3@4:1( PARA!@4:4( TEXT@4:4<a> ) ) ITEM5@5:1( PARA!@5:4( TEXT@5:4<b> ) ) "
	      "ITEM7@6:1( PARA!@6:6( TEXT@6:6<c> ) ) )", "");
	check(1, "3) a\n", "LIST3!@1:1( ITEM3@1:1( PARA!@1:4( TEXT@1:4<a> ) ) )", "");
	check(1, "0. a\n", "LIST!@1:1( ITEM@1:1( PARA!@1:4( TEXT@1:4<a> ) ) )", "");
	check(1, "> -  a\n>   12. b\n>\n",
	      "QUOTE@1:1( LIST@1:3( ITEM-1@1:3( PARA!@1:6( TEXT@1:6<a> ) ) ) "
	      "LIST12!@2:5( ITEM12@2:5( PARA!@2:9( TEXT@2:9<b> ) ) ) )", "");
	check(1, "> -  a\n>    12. b\n",
	      "QUOTE@1:1( LIST@1:3( ITEM-1@1:3( PARA!@1:6( TEXT@1:6<a\n12. b> ) ) ) )", "");
	check(1, "- a\n\n  12. b\n",
	      "LIST@1:1( ITEM-1@1:1( PARA@1:3( TEXT@1:3<a> ) LIST12!@3:3( ITEM12@3:3( PARA!@3:7( TEXT@3:7<b> ) ) ) ) )", "");
	check(1, "1.\n2. b\n", "LIST1!@1:1( ITEM1@1:1( ) ITEM2@2:1( PARA!@2:4( TEXT@2:4<b> ) ) )", "");
	check(1, "999999999. a\n",
	      "LIST999999999!@1:1( ITEM999999999@1:1( PARA!@1:12( TEXT@1:12<a> ) ) )", "");
}

static void test_tables(void **state)
{
	(void)state;
	check(3, "| a | b | c | d |\n|---|:--|:-:|--:|\n| 1 | **2** |\n",
	      "TABLE@3:1( ROW!@3:1( CELL!@3:2( TEXT@3:3<a> ) CELL1!@3:6( TEXT@3:7<b> ) "
	      "CELL2!@3:10( TEXT@3:11<c> ) CELL3!@3:14( TEXT@3:15<d> ) ) "
	      "ROW@5:1( CELL@5:2( TEXT@5:3<1> ) CELL1@5:6( STRONG( TEXT@5:9<2> ) ) CELL2@5:1( ) CELL3@5:1( ) ) )", "");
	check(1, "a\n:-\nb\n", "TABLE@1:1( ROW!@1:1( CELL1!@1:1( TEXT@1:1<a> ) ) "
	      "ROW@3:1( CELL1@3:1( TEXT@3:1<b> ) ) )", "");
	check(1, "- > a|b\n  > -|-\n",
	      "LIST@1:1( ITEM-1@1:1( QUOTE@1:3( TABLE@1:5( ROW!@1:5( CELL!@1:5( TEXT@1:5<a> ) "
	      "CELL!@1:7( TEXT@1:7<b> ) ) ) ) ) )", "");
	check(1, "a|b\n", "PARA@1:1( TEXT@1:1<a|b> )", "");
}

static void test_inlines(void **state)
{
	(void)state;
	check(1, "a *b* __c__ `d`  \ne\\\nf",
	      "PARA@1:1( TEXT@1:1<a > EM( TEXT@1:4<b> ) TEXT@1:6< > STRONG( TEXT@1:9<c> ) "
	      "TEXT@1:12< > CODE@1:14<d> BR TEXT@2:1<e> BR TEXT@3:1<f> )", "");
	check(1, "a &amp; b \\* c\n", "PARA@1:1( TEXT@1:1<a & b * c> )", "");
	check(1, "*a*\nb\n", "PARA@1:1( EM( TEXT@1:2<a> ) TEXT@2:1<\nb> )", "");
	check(1, "[a]: /x 'y'\n\n[a] ![b](z \"w\") <http://c.example>\n",
	      "PARA@3:1( LINK@3:1</x>'y'( TEXT@3:2<a> ) TEXT@3:4< > IMAGE@3:5<z>'w'( TEXT@3:7<b> ) "
	      "TEXT@3:16< > LINK@3:17<http://c.example>( TEXT@3:18<http://c.example> ) )", "");
	check(1, "[](/x)\n", "PARA@1:1( LINK@1:1</x>( ) )", "");
	check(1, "https://a.example b@c.example ~~d~~\n",
	      "PARA@1:1( TEXT@1:1<https://a.example b@c.example ~~d~~> )", "");
}

/* Where cmark's own columns are off. */
static void test_places(void **state)
{
	(void)state;
	check(10, "\xc3\xa9 [b](c)\n", "PARA@10:1( TEXT@10:1<\xc3\xa9 > LINK@10:4<c>( TEXT@10:5<b> ) )", "");
	check(1, "1. uno\n   dos [tres](x) y\ncuatro [cinco](z)\n",
	      "LIST1!@1:1( ITEM1@1:1( PARA!@1:4( TEXT@1:4<uno\ndos > LINK@2:8<x>( TEXT@2:9<tres> ) "
	      "TEXT@2:17< y\ncuatro > LINK@3:8<z>( TEXT@3:9<cinco> ) ) ) )", "");
	check(1, "a [uno\ndos](x) b\n",
	      "PARA@1:1( TEXT@1:1<a > LINK@1:3<x>( TEXT@1:4<uno\ndos> ) TEXT@2:8< b> )", "");
	check(1, "a `x\ny` [b](c)\n",
	      "PARA@1:1( TEXT@1:1<a > CODE@1:1<x y> TEXT@2:3< > LINK@2:4<c>( TEXT@2:5<b> ) )", "");
	check(1, "> a\n  [b](c)\n",
	      "QUOTE@1:1( PARA@1:3( TEXT@1:3<a\n> LINK@2:3<c>( TEXT@2:4<b> ) ) )", "");
}

/* Lines that cmark does not count. */
static void test_skew(void **state)
{
	(void)state;
	check(1, "a\\\nb\\\nc [d](e)\n",
	      "PARA@1:1( TEXT@1:1<a> BR TEXT@2:1<b> BR TEXT@3:1<c > LINK@3:3<e>( TEXT@3:4<d> ) )", "");
	check(1, "[a]: /x\n[b]: /y\nuno [a]\ndos\\\ntres\n",
	      "PARA@1:1( TEXT@3:1<uno > LINK@3:5</x>( TEXT@3:6<a> ) TEXT@4:1<\ndos> BR TEXT@5:1<tres> )", "");
}

static void test_html(void **state)
{
	(void)state;
	check(3, "a <b>c</b> <i>d\n<u>e\n\n<script>\nalert(1)\n</script>\n",
	      "PARA@3:1( TEXT@3:1<a > HTML@3:3<<b>> TEXT@3:6<c> HTML@3:7<</b>> TEXT@3:11< > "
	      "HTML@3:12<<i>> TEXT@3:15<d\n> HTML@4:1<<u>> TEXT@4:4<e> ) "
	      "HTMLBLOCK@6:1<<script>\nalert(1)\n</script>\n>",
	      "x.md:3:3+3 html-en-el-texto\nx.md:4:1+3 html-en-el-texto\n"
	      "x.md:6:1+8 html-en-el-texto\n");
}

/* Odd bytes come through, or are replaced; nothing is read beyond the end. */
static void test_odd_bytes(void **state)
{
	(void)state;
	check(1, "\xef\xbb\xbf# a", "H1@1:4( TEXT@1:6<a> )", "");
	check(1, "a\rb\r\nc", "PARA@1:1( TEXT@1:1<a\nb\nc> )", "");
	check(1, "a\0b", "PARA@1:1( TEXT@1:1<a\xef\xbf\xbd" "b> )", "");
	check(1, "&#0;", "PARA@1:1( TEXT@1:1<\xef\xbf\xbd> )", "");
	check(1, "\t1.\t\xff", "PRE@1:2<1.\t\xff\n>", "");
}

static void put_times(struct buf *out, const char *text, size_t times)
{
	for (size_t i = 0; i < times; i++)
		buf_put_text(out, text);
}

/* BEFORE and TIMES times TEXT is refused at LINE, and leaves what was there. */
static void check_refused(const char *before, const char *text, size_t times,
			  uint32_t line)
{
	struct diag *diag = diag_new();
	struct buf bomb, out, want;

	buf_init(&bomb);
	buf_init(&out);
	buf_init(&want);
	buf_put_text(&bomb, before);
	put_times(&bomb, text, times);
	buf_put_text(&out, "kept");
	assert_int_equal(markdown_parse(&out, buf_str(&bomb), 10, shown, diag), -1);
	assert_text(buf_str(&out), "kept");
	buf_printf(&want, "x.md:%u:1+1 texto-excesivo\n", line);
	assert_heard(diag, want.ptr);
	buf_dispose(&bomb);
	buf_dispose(&out);
	buf_dispose(&want);
}

static void test_bombs(void **state)
{
	(void)state;
	check_refused("a\n\n", "+ ", 17, 12);
	check_refused("", "> ", 30000, 10);
	check_refused("", "1. ", 20000, 10);
	check_refused("", "* + ", 10000, 10);
	check_refused("", "+\t", 10000, 10);
	check_refused("", "![[]()", 10000, 10);
	check_refused("", "a <? ", 10000, 10);
	check_refused("x\n", "a <![CDATA[\n\n", 501, 1011);
	check_refused("", "<!--", 600, 10);
	check_refused("", "x", (64 << 10) + 1, 10);
	check_refused("", "a\n", 40000, 10);
	check_refused("a\n\n", "b\n", 40000, 12);
	check_refused("", "x\n\n", 600000, 10);
	check_refused("", "- a\n", 200000, 150010);
	check_refused("", "- a\n", 1000000, 10);
	check_refused("|a|b|c|d|e|\n|-|-|-|-|-|\n", "x\n", 10000, 7153);
}

static void test_definitions(void **state)
{
	struct buf text;

	(void)state;
	buf_init(&text);
	buf_put_text(&text, "x\n\n[a]: http://example.org/");
	put_times(&text, "x", 2000);
	buf_put_text(&text, "\n\n");
	check_refused(text.ptr, "[a] [a] [a] [a] [a]\n\n", 5000, 12);
	buf_dispose(&text);
}

static void test_wide_table(void **state)
{
	struct buf text;

	(void)state;
	buf_init(&text);
	put_times(&text, "a|", 30000);
	buf_put_text(&text, "a\n");
	put_times(&text, "-|", 30000);
	buf_put_text(&text, "-\n");
	check_refused(text.ptr, "b\n", 1000, 12);
	buf_dispose(&text);
}

/* Depth that only the parser sees: by indentation, or of inlines. */
static void test_depth(void **state)
{
	struct buf text;

	(void)state;
	buf_init(&text);
	for (int i = 0; i < 30; i++)
		buf_printf(&text, "%*s- a\n", 2 * i, "");
	check_refused(text.ptr, "", 0, 26);
	buf_clear(&text);
	for (int i = 0; i < 60; i++)
		buf_printf(&text, "%*s- a\n", 2 * i, "");
	check_refused(text.ptr, "", 0, 61);
	buf_clear(&text);
	put_times(&text, "*a **a ", 40);
	put_times(&text, "a** a*", 40);
	check_refused("x\n\n", text.ptr, 1, 12);
	buf_dispose(&text);
}

/* The largest that is still read: a rule of any length, nested lists. */
static void test_allowed(void **state)
{
	struct diag *diag = diag_new();
	struct buf text, out;

	(void)state;
	buf_init(&text);
	buf_init(&out);
	put_times(&text, "- ", 1000);
	buf_put_text(&text, "\n\n> > > > > > > > - - - - - - - - a\n\n");
	for (int i = 0; i < 3000; i++)
		buf_printf(&text, "%d. un hallazgo con algo de texto que ocupa lo suyo\n", i);
	assert_int_equal(markdown_parse(&out, buf_str(&text), 1, shown, diag), 0);
	assert_heard(diag, "");
	buf_dispose(&text);
	buf_dispose(&out);
}

static int setup(void **state)
{
	(void)state;
	markdown_init();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_empty),
		cmocka_unit_test(test_blocks),
		cmocka_unit_test(test_lists),
		cmocka_unit_test(test_tables),
		cmocka_unit_test(test_inlines),
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_skew),
		cmocka_unit_test(test_html),
		cmocka_unit_test(test_odd_bytes),
		cmocka_unit_test(test_bombs),
		cmocka_unit_test(test_definitions),
		cmocka_unit_test(test_wide_table),
		cmocka_unit_test(test_depth),
		cmocka_unit_test(test_allowed),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
