/*
 * test_utf8.c -- characters: valid, wide, alike; and the distance of words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdlib.h>

#include "base/utf8.h"
#include "unit.h"

static void test_valid(void **state)
{
	static const struct {
		struct str text;
		size_t length;
	} cases[] = {
		{ STR_LITERAL(""), 0 },
		{ STR_LITERAL("abc"), 3 },
		{ STR_LITERAL("a\0c"), 1 },
		{ STR_LITERAL("abcdefgh\0"), 8 },
		{ STR_LITERAL("\xc3\xa1"), 2 },
		{ STR_LITERAL("x\xc3"), 1 },
		{ STR_LITERAL("\xc3(" ), 0 },
		{ STR_LITERAL("\xc0\x80"), 0 },		/* overlong NUL */
		{ STR_LITERAL("\xc1\xbf"), 0 },
		{ STR_LITERAL("\xe0\x9f\xbf"), 0 },
		{ STR_LITERAL("\xe0\xa0\x80"), 3 },
		{ STR_LITERAL("\xed\x9f\xbf"), 3 },
		{ STR_LITERAL("\xed\xa0\x80"), 0 },	/* a surrogate */
		{ STR_LITERAL("\xef\xbf\xbf"), 3 },
		{ STR_LITERAL("\xf0\x8f\xbf\xbf"), 0 },
		{ STR_LITERAL("\xf0\x90\x80\x80"), 4 },
		{ STR_LITERAL("\xf4\x8f\xbf\xbf"), 4 },
		{ STR_LITERAL("\xf4\x90\x80\x80"), 0 },
		{ STR_LITERAL("\xf5\x80\x80\x80"), 0 },
		{ STR_LITERAL("\xff"), 0 },
		{ STR_LITERAL("\x80"), 0 },
		{ STR_LITERAL("\xe2\x82"), 0 },
		{ STR_LITERAL("\xf0\x9f\x98"), 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_int_equal(utf8_valid_length(cases[i].text), cases[i].length);
	assert_int_equal(utf8_valid_length(str_make(NULL, 0)), 0);
}

/* The fast way over eights: one bad byte at each place of each length. */
static void test_valid_places(void **state)
{
	static const char bad[] = { '\0', '\x80', '\xff', '\xc3' };

	(void)state;
	for (size_t len = 1; len < 40; len++) {
		/* Exactly LEN bytes, so that a sanitizer sees one too many. */
		char *text = malloc(len);

		assert_non_null(text);
		memset(text, 'a', len);
		assert_int_equal(utf8_valid_length(str_make(text, len)), len);
		for (size_t at = 0; at < len; at++) {
			for (size_t k = 0; k < sizeof bad; k++) {
				text[at] = bad[k];
				assert_int_equal(utf8_valid_length(
					str_make(text, len)), at);
			}
			text[at] = '\x7f';
		}
		free(text);
	}
}

/* What utf8_put() writes is valid, and utf8_next() reads it back. */
static void test_codes(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out);
	for (uint32_t code = 0; code < 0x110000; code++) {
		bool surrogate = code >= 0xd800 && code < 0xe000;
		size_t offset = 0;

		buf_clear(&out);
		utf8_put(&out, code);
		if (code && utf8_valid_length(buf_str(&out)) != out.len)
			fail_msg("U+%04X is not valid", (unsigned)code);
		if (utf8_next(buf_str(&out), &offset) !=
		    (surrogate ? 0xfffd : code))
			fail_msg("U+%04X is not read back", (unsigned)code);
		if (offset != out.len)
			fail();
	}
	buf_clear(&out);
	utf8_put(&out, 0x110000);
	assert_text(buf_str(&out), "\xef\xbf\xbd");
	buf_dispose(&out);
}

static void test_next(void **state)
{
	struct str text = STR("\xc3" "a\xe2\x82\xac");
	size_t at = 0;

	(void)state;
	assert_int_equal(utf8_next(text, &at), 0xfffd);
	assert_int_equal(at, 1);
	assert_int_equal(utf8_next(text, &at), 'a');
	assert_int_equal(utf8_next(text, &at), 0x20ac);
	assert_int_equal(at, text.len);
	text.len--;
	at = 2;
	assert_int_equal(utf8_next(text, &at), 0xfffd);
	assert_int_equal(at, 3);
}

static void test_classes(void **state)
{
	(void)state;
	assert_int_equal(utf8_width(STR("año")), 3);
	assert_int_equal(utf8_width(STR("an\xcc\x83o")), 3);
	assert_int_equal(utf8_width(STR("漢字")), 4);
	assert_int_equal(utf8_width(STR("")), 0);
	assert_true(utf8_is_word('a') && utf8_is_word('Z') && utf8_is_word('5'));
	assert_true(utf8_is_word(0xf1) && utf8_is_word(0x301) && utf8_is_word(0x6f22));
	assert_false(utf8_is_word('-') || utf8_is_word('_') || utf8_is_word('@'));
	assert_false(utf8_is_word(0xab) || utf8_is_word(0x2014) || utf8_is_word(0));
	assert_true(utf8_is_upper('A') && utf8_is_upper(0xd1));
	assert_false(utf8_is_upper('a') || utf8_is_upper(0xf1) || utf8_is_upper('1'));
	assert_true(utf8_is_space(' ') && utf8_is_space(0xa0) && utf8_is_space(0x2028));
	assert_false(utf8_is_space('x') || utf8_is_space(0x200b));
	assert_true(utf8_is_control('\t') && utf8_is_control(0x9b));
	assert_true(utf8_is_control(0x202e) && utf8_is_control(0x200b));
	assert_true(utf8_is_control(0xfeff) && utf8_is_control(0xffff));
	assert_false(utf8_is_control(' ') || utf8_is_control(0xa0));
	assert_false(utf8_is_control(0xfffd) || utf8_is_control(0x301));
}

typedef void put_function(struct buf *out, struct str s);

static void check_put(put_function *put, struct str text, const char *want)
{
	struct buf out;

	buf_init(&out);
	buf_put_text(&out, "> ");
	put(&out, text);
	assert_text(str_slice(buf_str(&out), 2, (size_t)-1), want);
	buf_dispose(&out);
}

static void test_nfc(void **state)
{
	(void)state;
	check_put(utf8_put_nfc, STR(""), "");
	check_put(utf8_put_nfc, STR("plain"), "plain");
	check_put(utf8_put_nfc, STR("Peña «x» – “y”…"), "Peña «x» – “y”…");
	check_put(utf8_put_nfc, STR("Pen\xcc\x83" "a"), "Peña");
	check_put(utf8_put_nfc, STR("n\xcc\x83"), "ñ");
	check_put(utf8_put_nfc, STR("\xc3\xb1 o\xcc\x81"), "ñ ó");
	check_put(utf8_put_nfc, STR("\xcc\x83"), "\xcc\x83");
	check_put(utf8_put_nfc, STR("\xe2\x84\xab"), "Å");	/* angstrom */
	check_put(utf8_put_nfc, STR("a\xe2\x80\x80z"), "a\xe2\x80\x82z");
	/* Marks in the wrong order. */
	check_put(utf8_put_nfc, STR("a\xcc\x81\xcc\xa3"), "\xe1\xba\xa1\xcc\x81");
	/* Jamo become one syllable. */
	check_put(utf8_put_nfc, STR("\xe1\x84\x80\xe1\x85\xa1\xe1\x86\xa8"), "각");
	/* Not UTF-8: kept as it is. */
	check_put(utf8_put_nfc, STR("n\xcc\x83\xff"), "n\xcc\x83\xff");
	check_put(utf8_put_nfc, STR("\xcc"), "\xcc");
}

static void test_visible(void **state)
{
	(void)state;
	check_put(utf8_put_visible, STR("año\x1b[31m\n"), "año<1B>[31m<0A>");
	check_put(utf8_put_visible, STR("\xc2\x9b\xe2\x80\xae\xff\0"),
		  "<U+009B><U+202E><FF><00>");
	check_put(utf8_put_visible, STR("\xef\xbf\xbd"), "\xef\xbf\xbd");
	check_put(utf8_put_visible, STR("\xf3\xa0\x80\x81"), "<U+E0001>");
}

static void test_folded(void **state)
{
	(void)state;
	check_put(utf8_put_folded, STR("  Fondo \t\n de  APORTACIONES "),
		  "fondo de aportaciones");
	check_put(utf8_put_folded, STR("ÁRBOL\xc2\xa0 ÑU"), "árbol ñu");
	check_put(utf8_put_folded, STR("N\xcc\x83U"), "ñu");
	check_put(utf8_put_folded, STR("Straße"), "strasse");
	check_put(utf8_put_folded, STR(" \xe2\x80\xa8 "), "");
	check_put(utf8_put_folded, STR(""), "");
	check_put(utf8_put_folded, str_make(NULL, 0), "");
	check_put(utf8_put_unaccented, STR(" Peña  Ávila\xc2\xa0N\xcc\x83 "),
		  "pena avila n");
	check_put(utf8_put_unaccented, STR("X\xcc\x81\xcc\x82 Y"), "x y");
	check_put(utf8_put_unaccented, STR("a ßb"), "a ssb");
	check_put(utf8_put_unaccented, STR("ß  ß"), "ss ss");
	check_put(utf8_put_unaccented, STR("\xcc\x81"), "");
	check_put(utf8_put_unaccented, STR("a \xcc\x81 "), "a");
	check_put(utf8_put_unaccented, STR(""), "");
}

/* The short way for plain letters agrees with the tables: after a letter that
   is not plain, each takes the long one. */
static void test_folded_letters(void **state)
{
	struct buf text, simple, whole;

	(void)state;
	buf_init(&text);
	buf_init(&simple);
	buf_init(&whole);
	for (uint32_t code = 0x21; code < 0x2100; code++) {
		if (utf8_is_space(code))
			continue;
		buf_clear(&text);
		buf_clear(&simple);
		buf_clear(&whole);
		buf_put_text(&text, "漢");
		utf8_put(&text, code);
		buf_put_text(&text, "x");
		utf8_put_folded(&simple, str_slice(buf_str(&text), 3, (size_t)-1));
		utf8_put_folded(&whole, buf_str(&text));
		if (!str_equal(str_slice(buf_str(&whole), 3, (size_t)-1),
			       buf_str(&simple)))
			fail_msg("U+%04X is folded in two ways", (unsigned)code);
	}
	buf_dispose(&text);
	buf_dispose(&simple);
	buf_dispose(&whole);
}

/* As many marks as anyone likes take time in proportion. */
static void test_marks(void **state)
{
	struct buf text, out;

	(void)state;
	buf_init(&text);
	buf_init(&out);
	for (int i = 0; i < 200000; i++)
		buf_put_text(&text, i % 2 ? "\xcc\x81" : "\xcc\xa3");
	utf8_put_nfc(&out, buf_str(&text));
	assert_int_equal(out.len, text.len);
	utf8_put_folded(&out, buf_str(&text));
	utf8_put_unaccented(&out, buf_str(&text));
	buf_clear(&text);
	buf_clear(&out);
	/* Pieces are cut between characters, never before a mark. */
	for (int i = 0; i < 5000; i++)
		buf_put_text(&text, "漢e\xcc\x81");
	utf8_put_nfc(&out, buf_str(&text));
	assert_int_equal(out.len, 5000 * 5);
	for (size_t i = 0; i < out.len; i += 5)
		assert_memory_equal(out.ptr + i, "漢é", 5);
	buf_dispose(&text);
	buf_dispose(&out);
}

static void test_collate(void **state)
{
	static const char *const sorted[] = {
		"", "1", "Árbol", "arbol 2", "Avila", "ñandú", "nano", "Nube",
		"nzz", "Zeta",
	};

	(void)state;
	for (size_t i = 0; i + 1 < sizeof sorted / sizeof *sorted; i++) {
		struct str a = str_from(sorted[i]), b = str_from(sorted[i + 1]);

		assert_true(utf8_collate(a, b) < 0);
		assert_true(utf8_collate(b, a) > 0);
		assert_int_equal(utf8_collate(a, a), 0);
	}
	/* Alike but for accents: by bytes, and never equal. */
	assert_true(utf8_collate(STR("nino"), STR("niño")) < 0);
	assert_true(utf8_collate(STR("A"), STR("a")) < 0);
}

static void test_distance(void **state)
{
	static const struct {
		const char *a, *b;
		unsigned limit, want;
	} cases[] = {
		{ "", "", 0, 0 }, { "", "", 5, 0 }, { "a", "a", 0, 0 },
		{ "a", "b", 0, 1 }, { "", "abc", 3, 3 }, { "", "abc", 2, 3 },
		{ "abc", "", 9, 3 }, { "fortamum", "fortamun", 2, 1 },
		{ "fondo", "fodno", 2, 1 }, { "abcd", "badc", 4, 2 },
		{ "kitten", "sitting", 5, 3 }, { "kitten", "sitting", 2, 3 },
		{ "ca", "abc", 5, 3 }, { "abcdef", "ghijkl", 3, 4 },
		{ "ejercico", "ejercicio", 2, 1 }, { "x", "xyyyyyyyy", 2, 3 },
		{ "ab", "ba", 1, 1 }, { "xab", "xba", 1, 1 },
		{ "aaaaaaaaab", "baaaaaaaaa", 2, 2 },
		{ "abc", "cba", 4294967295u, 2 },
		{ "abc", "xyz", 4294967295u, 3 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct str a = str_from(cases[i].a), b = str_from(cases[i].b);

		assert_int_equal(text_distance(a, b, cases[i].limit), cases[i].want);
		assert_int_equal(text_distance(b, a, cases[i].limit), cases[i].want);
	}
}

/* The whole table, for the band to be compared with. */
static unsigned plain_distance(struct str a, struct str b)
{
	unsigned cells[12][12];

	for (size_t i = 0; i <= a.len; i++) {
		for (size_t j = 0; j <= b.len; j++) {
			unsigned best = (unsigned)(i + j);

			if (i && cells[i - 1][j] + 1 < best)
				best = cells[i - 1][j] + 1;
			if (j && cells[i][j - 1] + 1 < best)
				best = cells[i][j - 1] + 1;
			if (i && j && cells[i - 1][j - 1] +
			    (a.ptr[i - 1] != b.ptr[j - 1]) < best)
				best = cells[i - 1][j - 1] +
				       (a.ptr[i - 1] != b.ptr[j - 1]);
			if (i > 1 && j > 1 && a.ptr[i - 1] == b.ptr[j - 2] &&
			    a.ptr[i - 2] == b.ptr[j - 1] &&
			    cells[i - 2][j - 2] + 1 < best)
				best = cells[i - 2][j - 2] + 1;
			cells[i][j] = best;
		}
	}
	return cells[a.len][b.len];
}

static void test_distance_random(void **state)
{
	uint32_t seed = 1;

	(void)state;
	for (int round = 0; round < 50000; round++) {
		char text[2][10];
		struct str s[2];
		unsigned limit, want, got;

		for (int i = 0; i < 2; i++) {
			s[i].ptr = text[i];
			seed = seed * 1664525u + 1013904223u;
			s[i].len = (seed >> 16) % 11;
			for (size_t k = 0; k < s[i].len; k++) {
				seed = seed * 1664525u + 1013904223u;
				text[i][k] = (char)('a' + (seed >> 20) % 3);
			}
		}
		seed = seed * 1664525u + 1013904223u;
		limit = (seed >> 16) % 12;
		want = plain_distance(s[0], s[1]);
		got = text_distance(s[0], s[1], limit);
		assert_int_equal(got, want > limit ? limit + 1 : want);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_valid),
		cmocka_unit_test(test_valid_places),
		cmocka_unit_test(test_codes),
		cmocka_unit_test(test_next),
		cmocka_unit_test(test_classes),
		cmocka_unit_test(test_nfc),
		cmocka_unit_test(test_visible),
		cmocka_unit_test(test_folded),
		cmocka_unit_test(test_folded_letters),
		cmocka_unit_test(test_marks),
		cmocka_unit_test(test_collate),
		cmocka_unit_test(test_distance),
		cmocka_unit_test(test_distance_random),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
