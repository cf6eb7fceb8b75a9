/*
 * test_search.c -- the parts of the search index: words, packing, and which forms are one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Words are those of tests/search/words.txt, which holds the browser's script
 * to the same rules. Tests run at the top of the tree.
 */
#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

#include "../../generator/export/search_pack.h"
#include "../../generator/export/search_word.h"
#include "base/utf8.h"
#include "unit.h"

/* LINE with its \u{...} made. */
static void put_unescaped(struct buf *out, struct str line)
{
	for (size_t i = 0; i < line.len; i++) {
		if (!str_starts(str_slice(line, i, 3), STR("\\u{"))) {
			buf_put_char(out, line.ptr[i]);
			continue;
		}
		utf8_put(out, (uint32_t)strtoul(line.ptr + i + 3, NULL, 16));
		while (line.ptr[i] != '}')
			i++;
	}
}

static void test_words(void **state)
{
	FILE *file = fopen("tests/search/words.txt", "rb");
	struct buf text, got, want;
	struct words words;
	char line[1024];
	unsigned count = 0;

	(void)state;
	assert_non_null(file);
	buf_init(&text);
	buf_init(&got);
	buf_init(&want);
	words_init(&words);
	while (fgets(line, sizeof line, file)) {
		struct str rest = str_from(line), piece, word;

		if (line[0] == '#')
			continue;
		str_cut(&rest, '\t', &piece);
		buf_clear(&text);
		put_unescaped(&text, piece);
		buf_clear(&want);
		for (size_t i = 0; i < rest.len && rest.ptr[i] != '\n'; i++)
			if (rest.ptr[i] != '[' && rest.ptr[i] != ']')
				buf_put_char(&want, rest.ptr[i]);
		buf_clear(&got);
		words_begin(&words, buf_str(&text));
		while (words_next(&words, &word)) {
			if (got.len)
				buf_put_char(&got, ' ');
			buf_put_str(&got, word);
		}
		assert_string_equal(got.ptr, want.ptr);
		count++;
	}
	fclose(file);
	assert_true(count > 20);
	words_dispose(&words);
	buf_dispose(&text);
	buf_dispose(&got);
	buf_dispose(&want);
}

/* However long a word is, it is cut, and never within a character. */
static void test_long_words(void **state)
{
	struct words words;
	struct str word;
	struct buf text;

	(void)state;
	buf_init(&text);
	words_init(&words);
	for (int i = 0; i < 10000; i++)
		buf_put_text(&text, "ñ");
	words_begin(&words, buf_str(&text));
	assert_true(words_next(&words, &word));
	assert_int_equal(word.len, 2 * WORD_MAX);
	assert_false(words_next(&words, &word));
	buf_clear(&text);
	for (int i = 0; i < 10000; i++)
		buf_put_text(&text, i % 3 ? "7" : "\xcd\xbd");	/* U+037D, of no fast way */
	words_begin(&words, buf_str(&text));
	assert_true(words_next(&words, &word));
	assert_int_equal(utf8_valid_length(word), word.len);
	buf_clear(&text);
	for (int i = 0; i < 10000; i++)
		buf_put_text(&text, "1,234");
	words_begin(&words, buf_str(&text));
	while (words_next(&words, &word))
		assert_true(word.len <= WORD_MAX);
	buf_clear(&text);
	buf_put(&text, "a\xc3", 2);	/* cut within a letter */
	words_begin(&words, buf_str(&text));
	while (words_next(&words, &word))
		assert_int_equal(utf8_valid_length(word), word.len);
	words_dispose(&words);
	buf_dispose(&text);
}

static void test_stops(void **state)
{
	struct str rest = word_stops(), word;
	unsigned count = 0;

	(void)state;
	while (str_cut(&rest, ' ', &word)) {
		assert_true(word_is_stop(word));
		count++;
	}
	assert_int_equal(count, 23);
	assert_false(word_is_stop(STR("")));
	assert_false(word_is_stop(STR("no")));
	assert_false(word_is_stop(STR("paras")));
}

static void test_varint(void **state)
{
	static const uint32_t numbers[] = { 0, 1, 127, 128, 16383, 16384, 2097151, 268435455, UINT32_MAX };
	struct buf out;

	(void)state;
	buf_init(&out);
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		const uint8_t *at;

		buf_clear(&out);
		varint_put(&out, numbers[i]);
		assert_true(out.len <= VARINT_MAX);
		at = (const uint8_t *)out.ptr;
		assert_int_equal(varint_read(&at), numbers[i]);
		assert_ptr_equal(at, out.ptr + out.len);
	}
	buf_dispose(&out);
}

static void test_base64(void **state)
{
	static const char *const pairs[][2] = {
		{ "", "" }, { "f", "Zg==" }, { "fo", "Zm8=" }, { "foo", "Zm9v" }, { "foob", "Zm9vYg==" },
		{ "fooba", "Zm9vYmE=" }, { "foobar", "Zm9vYmFy" }, { "\xff\xfe\xfd", "//79" },
	};
	struct buf out;

	(void)state;
	buf_init(&out);
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		buf_clear(&out);
		base64_put(&out, pairs[i][0], strlen(pairs[i][0]));
		assert_string_equal(out.ptr, pairs[i][1]);
	}
	buf_dispose(&out);
}

static void test_deflate(void **state)
{
	struct buf text, packed;
	char back[100000];
	z_stream stream = { .next_out = (Bytef *)back, .avail_out = sizeof back };

	(void)state;
	buf_init(&text);
	buf_init(&packed);
	buf_put_text(&packed, "before");
	for (int i = 0; i < 4000; i++)
		buf_printf(&text, "renglón %d; ", i * i);
	deflate_put(&packed, buf_str(&text));
	assert_true(packed.len < text.len / 2);
	assert_memory_equal(packed.ptr, "before", 6);
	assert_int_equal(inflateInit2(&stream, -15), Z_OK);
	stream.next_in = (Bytef *)packed.ptr + 6;
	stream.avail_in = (uInt)packed.len - 6;
	assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
	assert_int_equal(stream.total_out, text.len);
	assert_memory_equal(back, text.ptr, text.len);
	inflateEnd(&stream);
	buf_dispose(&text);
	buf_dispose(&packed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_long_words),
		cmocka_unit_test(test_stops),
		cmocka_unit_test(test_varint),
		cmocka_unit_test(test_base64),
		cmocka_unit_test(test_deflate),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
