/*
 * test_search.c -- the parts of the search index: words, packing, and texts in pieces.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Words are those of tests/search/words.txt, which holds the browser's script
 * to the same rules. Tests run at the top of the tree.
 */
#include <stdio.h>
#include <stdlib.h>

#include "../../generator/export/search_index.h"
#include "../../generator/export/search_pack.h"
#include "../../generator/export/search_text.h"
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

/* Bits of BYTES from *AT on, as the browser reads them. */
static uint32_t take(const struct buf *bytes, size_t *at, unsigned count)
{
	uint32_t number = 0;

	for (; count > 0; count--, ++*at) {
		assert_true(*at / 8 < bytes->len);
		number = number << 1 | ((unsigned char)bytes->ptr[*at / 8] >> (7 - *at % 8) & 1);
	}
	return number;
}

static uint32_t take_gamma(const struct buf *bytes, size_t *at)
{
	unsigned length = 0;

	while (!take(bytes, at, 1))
		length++;
	return 1u << length | take(bytes, at, length);
}

static uint32_t take_rice(const struct buf *bytes, size_t *at, unsigned low)
{
	unsigned ones = 0;

	while (ones < RICE_ONES && take(bytes, at, 1))
		ones++;
	if (ones < RICE_ONES)
		return ones << low | take(bytes, at, low);
	ones = take(bytes, at, 16);
	return ones << 16 | take(bytes, at, 16);
}

/* The bytes of TEXT, with those that fill, as the browser reads them. */
static void put_unpacked(struct buf *out, struct str text)
{
	char digits[128];
	unsigned count = 0, bits = 0;
	uint32_t held = 0;

	for (int c = 1; c < 128; c++)
		if (!strchr("\r`\\{", c))
			digits[count++] = (char)c;
	assert_int_equal(count, 123);
	digits[count] = '\0';
	assert_int_equal(text.len % 2, 0);
	for (size_t i = 0; i < text.len; i += 2) {
		const char *low = strchr(digits, text.ptr[i]), *high = strchr(digits, text.ptr[i + 1]);
		uint32_t number;

		assert_true(text.ptr[i] && text.ptr[i + 1] && low && high);
		number = (uint32_t)(low - digits) + 123 * (uint32_t)(high - digits);
		held |= number << bits;
		for (bits += (number & 8191) > 6936 ? 13 : 14; bits >= 8; bits -= 8, held >>= 8)
			buf_put_char(out, (char)(held & 255));
	}
}

static void test_base123(void **state)
{
	struct buf bytes, text, back;
	unsigned seed = 1;

	(void)state;
	buf_init(&bytes);
	buf_init(&text);
	buf_init(&back);
	for (int round = 0; round < 3000; round++) {
		buf_clear(&bytes);
		/* all that 13 bits can be, at the end and elsewhere; and any bytes */
		for (int i = round % 97; i > 0; i--) {
			seed = seed * 1103515245u + 12345u;
			buf_put_char(&bytes, (char)(round % 3 == 0 ? 0xff : round % 3 == 1 ? 0 : seed >> 16));
		}
		buf_put_char(&bytes, (char)round);
		buf_put_char(&bytes, (char)(round * 8192 / 3000));
		buf_clear(&text);
		base123_put(&text, bytes.ptr, bytes.len);
		assert_true(text.len <= bytes.len * 16 / 13 + 3);
		buf_clear(&back);
		put_unpacked(&back, buf_str(&text));
		assert_true(back.len >= bytes.len && back.len <= bytes.len + 1);
		assert_memory_equal(back.ptr, bytes.ptr, bytes.len);
	}
	buf_clear(&text);
	base123_put(&text, "", 0);
	assert_int_equal(text.len, 0);
	buf_dispose(&bytes);
	buf_dispose(&text);
	buf_dispose(&back);
}

static void test_adaptive(void **state)
{
	struct adaptive written = { 128, 1 }, read = written;
	struct buf out;
	struct bits bits = { .out = &out };
	size_t at = 0;

	(void)state;
	buf_init(&out);
	assert_int_equal(adaptive_low(&written), 7);
	for (uint32_t i = 0; i < 200; i++)
		bits_put_adaptive(&bits, &written, i < 100 ? i % 5 : UINT32_MAX - i);
	/* numbers of 0 to 4 were soon told in few bits */
	assert_int_equal(adaptive_low(&(struct adaptive){ 64, 32 }), 1);
	bits_end(&bits);
	for (uint32_t i = 0; i < 200; i++) {
		uint32_t want = i < 100 ? i % 5 : UINT32_MAX - i;

		assert_int_equal(take_rice(&out, &at, adaptive_low(&read)), want);
		read.sum += want < 1u << 24 ? want : 1u << 24;
		if (++read.count == 32)
			read = (struct adaptive){ read.sum / 2, 16 };
		if (i == 99)
			assert_true(at < 100 * 5);
	}
	buf_dispose(&out);
}

static void test_bits(void **state)
{
	static const uint32_t numbers[] = { 0, 1, 2, 14, 15, 16, 127, 128, 1919, 1920, 65535, 65536, 1u << 30, UINT32_MAX };
	struct buf out;
	struct bits bits = { .out = &out };
	size_t at = 0;

	(void)state;
	buf_init(&out);
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		bits_put(&bits, numbers[i], 24);
		bits_put(&bits, numbers[i], 1);
		bits_put_gamma(&bits, numbers[i] ? numbers[i] : 1);
		for (unsigned low = 0; low <= 24; low += 3)
			bits_put_rice(&bits, numbers[i], low);
	}
	bits_end(&bits);
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		assert_int_equal(take(&out, &at, 24), numbers[i] & 0xffffff);
		assert_int_equal(take(&out, &at, 1), numbers[i] & 1);
		assert_int_equal(take_gamma(&out, &at), numbers[i] ? numbers[i] : 1);
		for (unsigned low = 0; low <= 24; low += 3)
			assert_int_equal(take_rice(&out, &at, low), numbers[i]);
	}
	assert_int_equal((at + 7) / 8, out.len);
	buf_dispose(&out);
}

/* PIECES with what each stands for in its place, as the browser does it. */
static void put_expanded(struct buf *out, const struct phrases *phrases, struct str pieces)
{
	static const char digits[] = " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_abcdefghijklmnopqrstuvwxyz|}~";
	static const char codes[] = "\x01\x02\x03\x04\x05\x06\x07\x08\x0b\x0c\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b";
	static const unsigned lengths[] = { 4, 5, 6, 7, 8, 10, 12, 16, 20, 28, 40, 64 };

	assert_int_equal(sizeof digits - 1, 92);
	assert_int_equal(sizeof codes - 1, 24);
	for (size_t i = 0; i < pieces.len; i++) {
		const char *code = strchr(codes, pieces.ptr[i]);
		size_t which, from;

		if (!code) {
			buf_put_char(out, pieces.ptr[i]);
			continue;
		}
		which = (size_t)(code - codes);
		assert_true(i + 2 < pieces.len);
		from = which / 12 * 92 * 92 + (size_t)(strchr(digits, pieces.ptr[i + 1]) - digits) * 92 +
		       (size_t)(strchr(digits, pieces.ptr[i + 2]) - digits);
		assert_true(from + lengths[which % 12] <= phrases->bytes.len);
		buf_put(out, phrases->bytes.ptr + from, lengths[which % 12]);
		i += 2;
	}
}

/* Whatever is written in pieces reads as it was, is text, and ends no template literal. */
static void test_phrases(void **state)
{
	static const char *const texts[] = {
		"", "a", "abc", "${x} `y` \\ {z}", "El Municipio ejerció el recurso del fondo", "ñ\u00f1ñandú ejercició",
		"\xf0\x9f\x98\x80\xf0\x9f\x98\x81\xf0\x9f\x98\x82 emoji", "tab\there\nand\x01there",
	};
	struct documents none = { .count = 0 };
	struct phrases phrases;
	struct buf text, pieces, back;
	unsigned seed = 1;

	(void)state;
	phrases_init(&phrases, &none);
	phrases_dispose(&phrases);
	buf_init(&text);
	buf_init(&pieces);
	buf_init(&back);
	/* phrases of every kind of letter, as many as can be told apart */
	for (int i = 0; text.len < 16000; i++)
		buf_printf(&text, "%s%d é\xf0\x9f\x98\x80 ñ%d el recurso del fondo; ", texts[i % 8], i, i * i);
	phrases_of(&phrases, buf_str(&text));
	for (int round = 0; round < 4000; round++) {
		struct str whole = buf_str(&phrases.bytes), clean;
		size_t from, len;

		seed = seed * 1103515245u + 12345u;
		from = seed / 65536 % whole.len;
		seed = seed * 1103515245u + 12345u;
		len = seed / 65536 % 200;
		while (from < whole.len && ((unsigned char)whole.ptr[from] & 0xc0) == 0x80)
			from++;
		while (from + len < whole.len && ((unsigned char)whole.ptr[from + len] & 0xc0) == 0x80)
			len++;
		buf_clear(&text);
		clean_put(&text, str_from(texts[round % 8]));
		buf_put_str(&text, str_slice(whole, from, len));
		clean_put(&text, str_from(texts[round / 8 % 8]));
		clean = buf_str(&text);
		buf_clear(&pieces);
		phrases_put(&pieces, &phrases, clean);
		assert_true(pieces.len <= clean.len);
		assert_int_equal(utf8_valid_length(buf_str(&pieces)), pieces.len);
		assert_null(memchr(pieces.ptr, '`', pieces.len));
		assert_null(memchr(pieces.ptr, '\\', pieces.len));
		assert_null(memchr(pieces.ptr, '{', pieces.len));
		assert_null(memchr(pieces.ptr, '\n', pieces.len));
		assert_null(memchr(pieces.ptr, '\r', pieces.len));
		buf_clear(&back);
		put_expanded(&back, &phrases, buf_str(&pieces));
		assert_string_equal(back.ptr, text.ptr);
	}
	phrases_dispose(&phrases);
	buf_dispose(&text);
	buf_dispose(&pieces);
	buf_dispose(&back);
}

/* As the browser has it: buscar.js names the same numbers. */
static void test_word_hash(void **state)
{
	(void)state;
	assert_int_equal(word_hash(STR(""), UINT32_MAX), 1572119808u);
	assert_int_equal(word_hash(STR("alumbrado"), UINT32_MAX), 3396738285u);
	assert_int_equal(word_hash(STR("\xce\xb1 372240"), UINT32_MAX), 2474082254u);
	assert_int_equal(word_hash(STR("alumbrado"), 1), 0);
	assert_int_equal(word_hash(STR("alumbrado"), 0), 0);
}

static void test_text_size(void **state)
{
	(void)state;
	assert_int_equal(text_size(1), 0);
	assert_int_equal(text_size(64), 0);
	assert_int_equal(text_size(65), 1);
	assert_int_equal(text_size(256), 2);
	assert_int_equal(text_size(257), 3);
	assert_int_equal(text_size(100000), 3);
}

static void test_line_lengths(void **state)
{
	struct line_lengths lines = { 0 };

	(void)state;
	assert_int_equal(line_length_of(&lines, 95), 16);
	lines.of[3] = 94;
	lines.of[10] = 6;
	assert_int_equal(line_length_of(&lines, 94), 64);
	assert_int_equal(line_length_of(&lines, 95), 176);
	lines.of[LINE_LENGTHS] = 1000;
	assert_int_equal(line_length_of(&lines, 95), 1024);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_long_words),
		cmocka_unit_test(test_stops),
		cmocka_unit_test(test_varint),
		cmocka_unit_test(test_base64),
		cmocka_unit_test(test_base123),
		cmocka_unit_test(test_adaptive),
		cmocka_unit_test(test_bits),
		cmocka_unit_test(test_phrases),
		cmocka_unit_test(test_word_hash),
		cmocka_unit_test(test_text_size),
		cmocka_unit_test(test_line_lengths),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
